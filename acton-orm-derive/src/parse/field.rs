//! The attributes of a field.

use proc_macro2::Ident;
use syn::{LitStr, Type};

use super::item::{OF_FIELD, OF_STRUCT, items, once, unknown};
use crate::errors::Errors;

/// A field and what `#[acton(..)]` on it says.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) column: Option<LitStr>,
    pub(crate) key: Option<Ident>,
    pub(crate) email: Option<Ident>,
    pub(crate) skip: Option<Ident>,
}

impl Field {
    pub(super) fn parse(field: syn::Field, errors: &mut Errors) -> Option<Self> {
        let mut parsed = Self {
            ident: field.ident?,
            ty: field.ty,
            column: None,
            key: None,
            email: None,
            skip: None,
        };
        for item in items(&field.attrs, "column = \"..\"", errors) {
            let name = item.name.clone();
            match name.to_string().as_str() {
                "column" => {
                    let column = item.name("Business City", errors);
                    once(&mut parsed.column, &name, column, errors);
                }
                "key" => {
                    let flag = item.flag(errors);
                    once(&mut parsed.key, &name, Some(flag), errors);
                }
                "email" => {
                    let flag = item.flag(errors);
                    once(&mut parsed.email, &name, Some(flag), errors);
                }
                "skip" => {
                    let flag = item.flag(errors);
                    once(&mut parsed.skip, &name, Some(flag), errors);
                }
                _ => unknown(&name, OF_FIELD, ("the struct", OF_STRUCT), errors),
            }
        }
        Some(parsed)
    }
}
