//! A model to code, one file per generated item.

mod entity;
mod insertable;
mod module;
mod paths;
mod types;

use proc_macro2::TokenStream;
use quote::quote;

use crate::check::{Derive, Model, Module, Table};
pub(crate) use module::module;
pub(crate) use paths::marker;

/// Everything that the macro makes.
pub(crate) fn expand(model: &Model, derive: Derive) -> TokenStream {
    let Some(table) = &model.table else {
        return TokenStream::new();
    };
    match derive {
        Derive::Entity => {
            let module = module(model, table);
            let entity = entity::entity(model, table);
            in_private(model, entity, module)
        }
        Derive::Insertable => {
            let insertable = insertable::insertable(model, table);
            in_private(model, insertable, TokenStream::new())
        }
    }
}

/// Puts impls where the names they import are nobody else's.
fn in_private(model: &Model, impls: TokenStream, beside: TokenStream) -> TokenStream {
    let krate = &model.krate;
    quote! {
        #beside
        const _: () = {
            use #krate::codegen as __acton;
            #impls
        };
    }
}

/// The positions of the struct's columns among the table's.
fn positions(model: &Model, table: &Table) -> TokenStream {
    if let Table::List {
        module: Module::Declared(_),
        ..
    } = table
    {
        let places = (0..model.columns.len()).map(|place| u16::try_from(place).unwrap_or(u16::MAX));
        return quote!(&[#(#places),*]);
    }
    let columns = model
        .columns
        .iter()
        .map(|column| paths::column(model, table, column));
    quote!(&[#(__acton::position(#columns)),*])
}
