//! Attributes to plain structs, with their spans.

mod container;
mod field;
pub(crate) mod item;

use proc_macro2::Ident;
use syn::{Data, DeriveInput, Fields, Generics, Visibility};

use crate::errors::Errors;
pub(crate) use container::{Container, case, path};
pub(crate) use field::Field;

/// A struct as the user wrote it.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) generics: Generics,
    pub(crate) container: Container,
    pub(crate) fields: Vec<Field>,
}

/// Reads what can be read; what cannot goes to `errors`.
pub(crate) fn parse(input: DeriveInput, derive: &str, errors: &mut Errors) -> Input {
    let container = Container::parse(&input.attrs, errors);
    let fields = match input.data {
        Data::Struct(data) => match data.fields {
            Fields::Named(named) => named
                .named
                .into_iter()
                .filter_map(|field| Field::parse(field, errors))
                .collect(),
            Fields::Unnamed(_) | Fields::Unit => {
                errors.at(
                    &input.ident,
                    format!("`{derive}` needs named fields, as `struct {} {{ name: String }}`: a field is found by its name", input.ident),
                );
                Vec::new()
            }
        },
        Data::Enum(_) | Data::Union(_) => {
            errors.at(
                &input.ident,
                format!("`{derive}` works on structs: a row has all its columns at once"),
            );
            Vec::new()
        }
    };
    if !input.generics.params.is_empty() {
        errors.at(
            &input.generics,
            format!("`{derive}` works on structs without generics: a row has one shape"),
        );
    }
    Input {
        ident: input.ident,
        vis: input.vis,
        generics: input.generics,
        container,
        fields,
    }
}
