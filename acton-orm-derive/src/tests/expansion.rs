//! Snapshots; `cargo insta review` or the variable `INSTA_UPDATE=always` takes over what is new.

use insta::assert_snapshot;
use quote::quote;

use super::lines;
use crate::check::Derive;
use crate::derive;

fn entity(input: proc_macro2::TokenStream) -> String {
    lines(derive(input, Derive::Entity))
}

fn insertable(input: proc_macro2::TokenStream) -> String {
    lines(derive(input, Derive::Insertable))
}

fn value(input: proc_macro2::TokenStream) -> String {
    lines(crate::value::derive(input))
}

#[test]
fn built_in_table() {
    assert_snapshot!(entity(quote! {
        #[acton(table = "Images")]
        struct Image { id: String, name: String }
    }));
}

#[test]
fn without_the_key() {
    assert_snapshot!(entity(quote! {
        #[acton(table = "Images")]
        pub struct Image { name: String }
    }));
}

#[test]
fn module() {
    assert_snapshot!(entity(quote! {
        #[acton(table = "Images", module = "pictures")]
        pub(crate) struct Image { name: String }
    }));
}

#[test]
fn column_and_skip() {
    assert_snapshot!(entity(quote! {
        #[acton(table = "Images")]
        struct Image { #[acton(column = "FolderName")] folder: String, #[acton(skip)] seen: bool }
    }));
}

#[test]
fn list_with_key_and_email() {
    assert_snapshot!(entity(quote! {
        #[acton(table = "List_Newsletter", module = "subscribers")]
        struct Subscriber {
            #[acton(key)]
            id: RecordId,
            #[acton(email, column = "Contact")]
            email: String,
            city: Option<super::City>,
        }
    }));
}

#[test]
fn rename_all() {
    assert_snapshot!(entity(quote! {
        #[acton(table = "List_l-0001", rename_all = "SCREAMING_SNAKE_CASE")]
        struct Row { first_name: String, r#type: String, created_date: DateTime<Utc> }
    }));
}

#[test]
fn reuse() {
    assert_snapshot!(entity(quote! {
        #[acton(table = "List_Newsletter", module = "crate::model::subscribers", reuse)]
        struct Address { #[acton(key)] id: RecordId, #[acton(column = "E-mail")] email: String }
    }));
}

#[test]
fn crate_path() {
    assert_snapshot!(entity(quote! {
        #[acton(table = "Images", crate = "super::orm")]
        struct Image { name: String }
    }));
}

#[test]
fn insertable_of_a_built_in_table() {
    assert_snapshot!(insertable(quote! {
        #[acton(table = "Media")]
        struct NewLink { name: String, #[acton(column = "TargetUrl")] link: String }
    }));
}

#[test]
fn insertable_of_a_list() {
    assert_snapshot!(insertable(quote! {
        #[acton(table = "List_Newsletter", module = "subscribers")]
        struct NewSubscriber { #[acton(column = "E-mail")] email: String, #[acton(skip)] seen: bool }
    }));
}

#[test]
fn fallback() {
    assert_snapshot!(entity(quote! {
        #[acton(table = "Imagez", module = "pictures")]
        struct Image { name: String }
    }));
}

#[test]
fn value_of_a_newtype() {
    assert_snapshot!(value(quote! {
        struct Email(String);
    }));
}

#[test]
fn value_of_an_enum() {
    assert_snapshot!(value(quote! {
        #[acton(rename_all = "lowercase", crate = "super::orm")]
        enum Tier {
            Gold,
            #[acton("2nd")]
            Silver,
            #[acton(other)]
            Other(String),
        }
    }));
}

#[test]
fn value_with_unknown_texts_refused() {
    assert_snapshot!(value(quote! {
        enum Answer { Yes, r#Type }
    }));
}
