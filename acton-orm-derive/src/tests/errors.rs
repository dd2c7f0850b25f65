//! Each message, without the compiler: `tests/compile/fail` has them as a user sees them.

use quote::quote;

use crate::check::Derive;
use crate::derive;

/// The messages, in order.
fn messages(input: proc_macro2::TokenStream) -> Vec<String> {
    messages_of(input, Derive::Entity)
}

fn messages_of(input: proc_macro2::TokenStream, macro_: Derive) -> Vec<String> {
    let output = derive(input, macro_).to_string();
    output
        .split("compile_error ! {")
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
        .map(|text| {
            syn::parse_str::<syn::LitStr>(text.trim())
                .map(|text| text.value())
                .unwrap_or_else(|_| text.trim().to_owned())
        })
        .collect()
}

#[test]
fn all_mistakes_of_a_struct_are_told_at_once() {
    let found = messages(quote! {
        #[acton(tabel = "Images", table = "Imagez", table = "Media")]
        struct Image {
            #[acton(colunm = "Id")]
            id: String,
            #[acton(skip = "yes")]
            seen: bool,
        }
    });
    assert_eq!(
        found,
        [
            "unknown attribute `tabel`; did you mean `table`?",
            "`table` is given twice",
            "unknown attribute `colunm`; did you mean `column`?",
            "`skip` takes no value",
            "unknown table `Imagez`; did you mean `Images`?",
        ]
    );
}

#[test]
fn the_nearest_table_is_suggested_whatever_its_case() {
    for (wrong, right) in [
        ("images", "Images"),
        ("Medai", "Media"),
        ("OptOut", "Optout"),
        ("HardBounces", "Hardbounce"),
        ("Contactlist", "ContactList"),
    ] {
        let found = messages(quote!(
            #[acton(table = #wrong)]
            struct Row {
                id: String,
            }
        ));
        assert_eq!(
            found,
            [format!("unknown table `{wrong}`; did you mean `{right}`?")]
        );
    }
}

#[test]
fn a_table_unlike_any_other_gets_no_suggestion() {
    let found = messages(quote!(
        #[acton(table = "Invoices")]
        struct Row {
            id: String,
        }
    ));
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("unknown table `Invoices`; the tables are"));
}

#[test]
fn two_columns_that_look_like_the_email_column_are_told_apart_by_an_attribute() {
    let two = quote! {
        struct Row { email: String, #[acton(column = "E-mail Address")] other: String }
    };
    assert_eq!(messages(quote!(#[acton(table = "List_A")] #two)).len(), 1);
    let told = quote! {
        #[acton(table = "List_A")]
        struct Row { #[acton(email)] email: String, #[acton(column = "E-mail Address")] other: String }
    };
    assert_eq!(messages(told), Vec::<String>::new());
}

#[test]
fn an_insertable_takes_the_attributes_of_an_entity() {
    let both = quote! {
        #[acton(table = "List_A", module = "rows", rename_all = "lowercase")]
        struct Row { #[acton(email)] email: String, #[acton(skip)] seen: bool }
    };
    assert_eq!(messages_of(both, Derive::Insertable), Vec::<String>::new());
}

#[test]
fn the_traits_are_implemented_after_an_error_too() {
    let broken = [
        quote!(
            struct Row {
                id: String,
            }
        ),
        quote!(
            #[acton(table = "Nothing")]
            struct Row {
                id: String,
            }
        ),
        quote!(
            #[acton(table = "Images")]
            enum Row {}
        ),
        quote!(
            #[acton(table = "Images")]
            struct Row<T> {
                id: T,
            }
        ),
        quote!(
            #[acton(table = "List_A")]
            struct Row {
                table: String,
            }
        ),
    ];
    for input in broken {
        let output = derive(input, Derive::Entity).to_string();
        assert!(output.contains("compile_error"), "{output}");
        assert!(output.contains("__acton :: Entity for Row"), "{output}");
    }
}
