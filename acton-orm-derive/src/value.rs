//! `#[derive(Value)]`: a newtype or an enum of texts as a column type.

mod expand;
mod parse;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::errors::Errors;

/// The whole macro.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    let (own, shape) = parse::parse(input, &mut errors);
    match shape {
        Some(shape) if errors.is_empty() => expand::expand(&own, &shape),
        _ => expand::fallback(&own, errors),
    }
}
