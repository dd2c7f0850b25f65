//! How generated code names tables and columns.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::check::{Column, Model, Module, Table};
use crate::tables::BuiltIn;

/// The module that has the constants, as seen from the struct.
pub(crate) fn module(model: &Model, table: &Table) -> TokenStream {
    match table {
        Table::BuiltIn {
            module: Module::Used(Some(path)),
            ..
        }
        | Table::List {
            module: Module::Used(Some(path)),
            ..
        } => quote!(#path),
        Table::List {
            module: Module::Declared(ident),
            ..
        } => quote!(#ident),
        Table::BuiltIn { table, .. } => schema(model, table),
        Table::List {
            marker,
            module: Module::Used(None),
            ..
        } => quote!(#marker),
    }
}

/// The module of a built-in table.
pub(crate) fn schema(model: &Model, table: &BuiltIn) -> TokenStream {
    let krate = &model.krate;
    let module = Ident::new(table.module, Span::call_site());
    quote!(#krate::schema::#module)
}

/// The marker type of the table.
pub(crate) fn marker(model: &Model, table: &Table) -> TokenStream {
    match table {
        Table::BuiltIn {
            table: built_in,
            span,
            ..
        } => {
            let module = schema(model, built_in);
            let marker = Ident::new(built_in.name, *span);
            quote!(#module::#marker)
        }
        Table::List { marker, .. } => {
            let module = module(model, table);
            quote!(#module::#marker)
        }
    }
}

/// What a query selects from: the table, or any list until its name is said.
pub(super) fn source(model: &Model, table: &Table) -> TokenStream {
    let marker = marker(model, table);
    match table {
        Table::List { any: true, .. } => quote!(__acton::Unnamed<#marker>),
        Table::BuiltIn { table, .. } if table.needs => quote!(__acton::Needs<#marker>),
        _ => marker,
    }
}

/// The constant of a column; an unknown one is underlined where it is written.
pub(crate) fn column(model: &Model, table: &Table, column: &Column) -> TokenStream {
    let constant = &column.constant;
    let mut module = module(model, table);
    if let Table::BuiltIn { .. } = table {
        module = respan(module, constant.span());
    }
    quote_spanned!(constant.span()=> #module::#constant)
}

/// The same tokens at another place, so that an error of the whole path underlines that.
pub(super) fn respan(tokens: TokenStream, span: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut token| {
            token.set_span(span);
            token
        })
        .collect()
}
