//! The columns that an entity declares for an account's own list.

use syn::Type;

use super::columns::one;
use super::{Column, Role};
use crate::case::{Case, letters, plain};
use crate::errors::Errors;
use crate::parse::Field;

/// A constant of the companion module that is no column.
const TABLE: &str = "table";
const RECORD_ID: &str = "_contact_id_";
const CREATED: &str = "created_date";
const MODIFIED: &str = "modified_date";

pub(super) fn declared(
    fields: Vec<Field>,
    case: Option<Case>,
    errors: &mut Errors,
) -> (Vec<Column>, Option<usize>) {
    let case = case.unwrap_or(Case::Title);
    let key = one(&fields, |field| &field.key, "a row has one key", errors);
    let marked = one(
        &fields,
        |field| &field.email,
        "a list has one e-mail column",
        errors,
    );
    let mut columns: Vec<Column> = fields
        .into_iter()
        .map(|field| column(field, case, errors))
        .collect();
    let email = marked.or_else(|| conventional_email(&columns, errors));
    if let Some(column) = email.and_then(|email| columns.get_mut(email)) {
        column.role = Role::Email;
    }
    columns.retain(|column| column.constant != TABLE);
    (columns, key)
}

fn column(field: Field, case: Case, errors: &mut Errors) -> Column {
    let name = plain(&field.ident);
    if name == TABLE {
        errors.at(
            &field.ident,
            "the companion module has `table` for the whole table: name the field otherwise and add `#[acton(column = \"..\")]`",
        );
    }
    if let (Some(column), Some(_)) = (&field.column, &field.key) {
        errors.at(
            column,
            format!("the key of a list is its column `{RECORD_ID}`: leave the name out"),
        );
    }
    if let (Some(flag), Some(_)) = (&field.email, &field.key) {
        errors.at(
            flag,
            "the key of a list is its record id, not the e-mail address",
        );
    }
    let heading = match &field.column {
        _ if field.key.is_some() => RECORD_ID.to_owned(),
        Some(column) => {
            if column.value().trim().is_empty() {
                errors.at(column, "expected the column's heading, as `Business City`");
            }
            column.value()
        }
        // Every list has these two, whatever the case of its headings.
        None if name == CREATED || name == MODIFIED => name,
        None => {
            if is_record_id(&field.ty) && field.key.is_none() {
                errors.at(
                    &field.ident,
                    "is this the row's id? add `#[acton(key)]`; for a column that holds another row's id, add `#[acton(column = \"..\")]`",
                );
            }
            case.apply(&name)
        }
    };
    let role = match heading.as_str() {
        RECORD_ID => Role::RecordId,
        CREATED => Role::Created,
        MODIFIED => Role::Modified,
        _ => Role::Plain,
    };
    if role == Role::RecordId && field.key.is_none() {
        errors.at(
            &field.column,
            format!("`{RECORD_ID}` is the key: write `#[acton(key)]`"),
        );
    }
    Column {
        constant: field.ident.clone(),
        field: field.ident,
        ty: field.ty,
        role,
        heading,
        written: None,
    }
}

/// The column whose heading is a spelling of e-mail (address).
fn conventional_email(columns: &[Column], errors: &mut Errors) -> Option<usize> {
    let mut found = None;
    for (i, column) in columns.iter().enumerate() {
        if !matches!(letters(&column.heading).as_str(), "email" | "emailaddress") {
            continue;
        }
        if found.is_some() {
            errors.at(
                &column.field,
                "two columns look like the list's e-mail column: add `#[acton(email)]` to the one that is",
            );
            return None;
        }
        found = Some(i);
    }
    found
}

fn is_record_id(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path
        .segments
        .last()
        .is_some_and(|segment| segment.ident == "RecordId")
}
