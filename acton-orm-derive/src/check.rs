//! Rules across attributes and fields; what the macros expand.

mod columns;
mod list;
mod table;

use proc_macro2::Ident;
use syn::{Generics, LitStr, Path, Type, Visibility, parse_quote};

use crate::errors::Errors;
use crate::parse::Input;
pub(crate) use table::{Module, Table};

/// Which macro asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Derive {
    Entity,
    Insertable,
}

impl Derive {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Entity => "Entity",
            Self::Insertable => "Insertable",
        }
    }
}

/// A struct that maps a table.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) generics: Generics,
    pub(crate) krate: Path,
    /// `None` after an error that leaves no table to guess.
    pub(crate) table: Option<Table>,
    pub(crate) columns: Vec<Column>,
    pub(crate) skipped: Vec<Ident>,
    /// The place of the key among `columns`.
    pub(crate) key: Option<usize>,
}

/// A field that is a column.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) field: Ident,
    pub(crate) ty: Type,
    /// The constant in the companion module.
    pub(crate) constant: Ident,
    pub(crate) role: Role,
    pub(crate) heading: String,
    /// The heading as written, where the entity that declares it must agree.
    pub(crate) written: Option<LitStr>,
}

/// What a column of a list is to Act-On.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    RecordId,
    Email,
    Created,
    Modified,
    Plain,
}

/// Reports what is wrong and keeps what is right.
pub(crate) fn check(input: Input, derive: Derive, errors: &mut Errors) -> Model {
    let table = table::check(&input, derive, errors);
    let (mapped, skipped): (Vec<_>, Vec<_>) = input
        .fields
        .into_iter()
        .partition(|field| field.skip.is_none());
    for field in &skipped {
        columns::skipped(field, errors);
    }
    let mut columns = Vec::new();
    let mut key = None;
    match &table {
        Some(Table::BuiltIn { table, .. }) => {
            (columns, key) = columns::of_built_in(mapped, table, errors);
        }
        Some(Table::List {
            module: Module::Declared(_),
            ..
        }) => {
            let case = input.container.rename_all.map(|(_, case)| case);
            (columns, key) = list::declared(mapped, case, errors);
        }
        Some(Table::List { .. }) => (columns, key) = columns::of_list(mapped, derive, errors),
        None => {}
    }
    columns::distinct(&columns, errors);
    if columns.is_empty() && errors.is_empty() {
        errors.at(
            &input.ident,
            format!("`{}` has no field that is a column", input.ident),
        );
    }
    Model {
        ident: input.ident,
        vis: input.vis,
        generics: input.generics,
        krate: input
            .container
            .krate
            .unwrap_or_else(|| parse_quote!(::acton_orm)),
        table,
        columns,
        skipped: skipped.into_iter().map(|field| field.ident).collect(),
        key,
    }
}
