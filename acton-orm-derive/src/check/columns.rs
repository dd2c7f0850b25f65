//! Fields of tables whose columns are declared elsewhere.

use proc_macro2::Ident;

use super::{Column, Derive, Role};
use crate::case::{identifier, plain, snake_case};
use crate::errors::Errors;
use crate::parse::Field;
use crate::tables::BuiltIn;

/// A skipped field is no column.
pub(super) fn skipped(field: &Field, errors: &mut Errors) {
    let flags = [&field.key, &field.email];
    for flag in flags.into_iter().flatten() {
        errors.at(
            flag,
            format!("a field with `skip` is no column, so it has no `{flag}`"),
        );
    }
    if let Some(column) = &field.column {
        errors.at(
            column,
            "a field with `skip` is no column, so it has no name",
        );
    }
}

/// Two fields of one column would have to agree.
pub(super) fn distinct(columns: &[Column], errors: &mut Errors) {
    for (i, column) in columns.iter().enumerate() {
        if column.role == Role::RecordId {
            continue; // two keys are another message
        }
        let same =
            |other: &&Column| other.constant == column.constant || other.heading == column.heading;
        if let Some(first) = columns[..i].iter().find(same) {
            errors.at(
                &column.constant,
                format!(
                    "the fields `{}` and `{}` are the same column",
                    plain(&first.field),
                    plain(&column.field)
                ),
            );
        }
    }
}

/// Columns found by the name of their constant in `schema`.
pub(super) fn of_built_in(
    fields: Vec<Field>,
    table: &BuiltIn,
    errors: &mut Errors,
) -> (Vec<Column>, Option<usize>) {
    let mut columns = Vec::new();
    for field in fields {
        let constant = constant(&field, errors);
        if let Some(flag) = &field.key
            && table.key.is_none_or(|key| constant != key)
        {
            let why = match table.key {
                Some(key) => format!("the key of `{}` is `{key}`", table.name),
                None => format!("rows of `{}` have no key", table.name),
            };
            errors.at(flag, why);
        }
        if let Some(flag) = &field.email {
            errors.at(
                flag,
                "`email` tells the e-mail column of an account's own list",
            );
        }
        columns.push(column(field, constant));
    }
    let key = columns
        .iter()
        .position(|column| table.key.is_some_and(|key| column.constant == key));
    (columns, key)
}

/// Columns found by the name of their field in the entity that declares the list.
pub(super) fn of_list(
    fields: Vec<Field>,
    derive: Derive,
    errors: &mut Errors,
) -> (Vec<Column>, Option<usize>) {
    let key = one(&fields, |field| &field.key, "a row has one key", errors);
    let columns = fields
        .into_iter()
        .map(|field| {
            let written = field.column.clone();
            let constant = field.ident.clone();
            Column {
                written,
                ..column(field, constant)
            }
        })
        .collect();
    (columns, key.filter(|_| derive == Derive::Entity))
}

/// The place of the one field with this flag.
pub(super) fn one(
    fields: &[Field],
    flag: impl Fn(&Field) -> &Option<Ident>,
    rule: &str,
    errors: &mut Errors,
) -> Option<usize> {
    let mut first: Option<usize> = None;
    for (i, field) in fields.iter().enumerate() {
        let Some(name) = flag(field) else { continue };
        match first {
            Some(first) => {
                errors.at(
                    name,
                    format!(
                        "{rule}, and `{}` is it already",
                        plain(&fields[first].ident)
                    ),
                );
            }
            None => first = Some(i),
        }
    }
    first
}

fn constant(field: &Field, errors: &mut Errors) -> Ident {
    let Some(name) = &field.column else {
        return field.ident.clone();
    };
    let constant = identifier(&snake_case(&name.value()), name.span());
    constant.unwrap_or_else(|| {
        errors.at(
            name,
            "expected the name of a column, as `FolderName` or `folder_name`",
        );
        field.ident.clone()
    })
}

fn column(field: Field, constant: Ident) -> Column {
    Column {
        heading: plain(&constant),
        field: field.ident,
        ty: field.ty,
        constant,
        role: Role::Plain,
        written: None,
    }
}
