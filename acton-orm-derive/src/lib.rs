//! The derive macros of `acton-orm`.

mod case;
mod check;
mod errors;
mod expand;
mod fallback;
mod parse;
mod tables;

use proc_macro::TokenStream;
use syn::DeriveInput;

use check::Derive;
use errors::Errors;

/// Reads rows of a table into the struct.
#[proc_macro_derive(Entity, attributes(acton))]
pub fn entity(input: TokenStream) -> TokenStream {
    derive(input.into(), Derive::Entity).into()
}

/// Makes the struct a new row.
#[proc_macro_derive(Insertable, attributes(acton))]
pub fn insertable(input: TokenStream) -> TokenStream {
    derive(input.into(), Derive::Insertable).into()
}

fn derive(input: proc_macro2::TokenStream, derive: Derive) -> proc_macro2::TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    let input = parse::parse(input, derive.name(), &mut errors);
    let model = check::check(input, derive, &mut errors);
    if errors.is_empty() {
        expand::expand(&model, derive)
    } else {
        fallback::expand(&model, derive, errors)
    }
}
