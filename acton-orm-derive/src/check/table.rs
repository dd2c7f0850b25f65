//! Which table, and which module has its columns.

use proc_macro2::{Ident, Span};
use syn::{LitStr, Path};

use super::Derive;
use crate::case::{identifier, snake_case};
use crate::errors::{Errors, nearest};
use crate::parse::{Container, Input};
use crate::tables::{self, BuiltIn, TABLES};

/// The table that a struct maps.
#[derive(Debug)]
pub(crate) enum Table {
    BuiltIn {
        table: &'static BuiltIn,
        module: Module,
        span: Span,
    },
    /// An account's own list: the name as written, and the marker type named after it.
    List {
        name: String,
        /// `List_*`: which list is said with the query.
        any: bool,
        marker: Ident,
        module: Module,
    },
}

/// Where the constants of the columns are.
#[derive(Debug)]
pub(crate) enum Module {
    /// The macro makes it.
    Declared(Ident),
    /// Another struct's, or `schema`'s own (`None`).
    Used(Option<Path>),
}

pub(super) fn check(input: &Input, derive: Derive, errors: &mut Errors) -> Option<Table> {
    let container = &input.container;
    let Some(name) = &container.table else {
        if !container.table_given {
            errors.at(
                &input.ident,
                format!(
                    "which table is `{}` of? add `#[acton(table = \"Images\")]`",
                    input.ident
                ),
            );
        }
        return None;
    };
    if let Some(list) = name.value().strip_prefix("List_") {
        return list_table(name, list, container, derive, errors);
    }
    let table = built_in(name, errors)?;
    if let Some((attribute, _)) = &container.rename_all {
        errors.at(
            attribute,
            format!(
                "`rename_all` is for the headings of an account's own list; a column of `{}` is found by the field's name, or by `#[acton(column = \"..\")]`",
                table.name
            ),
        );
    }
    Some(Table::BuiltIn {
        table,
        module: module(table.module, true, container, derive, errors),
        span: name.span(),
    })
}

/// The table of that name, or after an error the one that is probably meant.
fn built_in(name: &LitStr, errors: &mut Errors) -> Option<&'static BuiltIn> {
    let text = name.value();
    if let Some(table) = tables::find(&text) {
        return Some(table);
    }
    if text.starts_with("Segment_") || text.starts_with("Custom_") {
        errors.at(
            name,
            format!("`{text}`: segments and custom objects are not yet supported"),
        );
        return None;
    }
    let near = nearest(&text, TABLES.iter().map(|table| table.name));
    let hint = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "the tables are those of `acton_orm::schema`, and `List_<name>` for a list of your account".to_owned(),
    };
    errors.at(name, format!("unknown table `{text}`; {hint}"));
    near.and_then(tables::find)
}

fn list_table(
    name: &LitStr,
    list: &str,
    container: &Container,
    derive: Derive,
    errors: &mut Errors,
) -> Option<Table> {
    if list.trim().is_empty() {
        errors.at(
            name,
            "which list? write its name after `List_`, as `List_Newsletter`",
        );
        return None;
    }
    let text = name.value();
    let any = list == "*";
    let shown = if any { "List" } else { text.as_str() };
    let marker: String = shown
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '_' })
        .collect();
    let marker = identifier(&marker, name.span())?;
    let module = module(&snake_case(shown), false, container, derive, errors);
    Some(Table::List {
        name: text,
        any,
        marker,
        module,
    })
}

/// An entity makes its module unless it reuses one; an insertable never makes one.
fn module(
    default: &str,
    built_in: bool,
    container: &Container,
    derive: Derive,
    errors: &mut Errors,
) -> Module {
    let span = container
        .table
        .as_ref()
        .map_or_else(Span::call_site, LitStr::span);
    let default = || identifier(default, span).unwrap_or_else(|| Ident::new("list", span));
    // After an error: no module that might be another's, where the columns can do without.
    let instead = || match built_in {
        true => Module::Used(None),
        false => Module::Declared(default()),
    };
    let declares = derive == Derive::Entity && container.reuse.is_none();
    match &container.module {
        Some((text, path)) if declares => match path.get_ident() {
            Some(ident) => Module::Declared(ident.clone()),
            None => {
                errors.at(
                    text,
                    "an entity makes its module, so this is a plain name; to use one that is there, add `reuse`",
                );
                instead()
            }
        },
        Some((_, path)) => Module::Used(Some(path.clone())),
        None if container.module_given => instead(),
        None if declares => Module::Declared(default()),
        None if built_in => Module::Used(None),
        None => Module::Used(Some(default().into())),
    }
}
