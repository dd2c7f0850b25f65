//! `impl Entity` and `impl Keyed`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};

use super::{paths, positions, types};
use crate::check::{Column, Model, Module, Role, Table};

pub(super) fn entity(model: &Model, table: &Table) -> TokenStream {
    let ident = &model.ident;
    let marker = paths::marker(model, table);
    let positions = positions(model, table);
    let fields = model.columns.iter().map(|column| &column.field);
    let (reads, values): (Vec<_>, Vec<_>) = model
        .columns
        .iter()
        .enumerate()
        .map(|(place, column)| {
            let slot = slot(model, table, column);
            let field = &column.field;
            (
                quote!(__row.field(#slot, #place)?),
                quote!(__acton::write(#slot, &self.#field)),
            )
        })
        .unzip();
    let skipped = &model.skipped;
    let keyed = keyed(model, table);
    let checks = headings(model, table);
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __acton::Entity for #ident {
            type Table = #marker;
            const COLUMNS: &'static [u16] = #positions;
            fn from_row(__row: &mut __acton::Row<'_>) -> __acton::Result<Self> {
                ::core::result::Result::Ok(Self {
                    #(#fields: #reads,)*
                    #(#skipped: ::core::default::Default::default(),)*
                })
            }
            fn to_values(&self) -> ::std::vec::Vec<__acton::Value<'static>> {
                ::std::vec![#(#values),*]
            }
        }
        #keyed
        #checks
    }
}

/// How a field is read and written. Both uses and the declaration are the same expression with the
/// same spans, so that the compiler reports a wrong type once: it underlines the type or, where the
/// column itself is to blame, its name.
pub(super) fn slot(model: &Model, table: &Table, column: &Column) -> TokenStream {
    let phantom = types::phantom(&column.ty);
    let span = column.constant.span();
    let own = matches!(
        table,
        Table::List {
            module: Module::Declared(_),
            ..
        }
    ) && column.role != Role::RecordId;
    if own {
        return quote_spanned!(span=> __acton::own(#phantom));
    }
    let constant = paths::column(model, table, column);
    quote_spanned!(span=> __acton::slot(#constant, #phantom))
}

fn keyed(model: &Model, table: &Table) -> TokenStream {
    let Some(place) = model.key else {
        return TokenStream::new();
    };
    let ident = &model.ident;
    let check = match table {
        Table::List {
            module: Module::Used(_),
            ..
        } => {
            let marker = paths::marker(model, table);
            let field = &model.columns[place].field;
            let column = paths::column(model, table, &model.columns[place]);
            quote_spanned! {field.span()=>
                const _: () = __acton::check_key(<#marker as __acton::Table>::META, __acton::position(#column));
            }
        }
        _ => TokenStream::new(),
    };
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __acton::Keyed for #ident {
            const KEY: usize = #place;
        }
        #check
    }
}

/// Headings written where another struct declares the columns must be the same there.
pub(super) fn headings(model: &Model, table: &Table) -> TokenStream {
    let marker = paths::marker(model, table);
    let mut checks = TokenStream::new();
    for column in &model.columns {
        if let Some(written) = &column.written {
            let constant = paths::column(model, table, column);
            quote_spanned! {written.span()=>
                const _: () = __acton::check_heading(
                    <#marker as __acton::Table>::META,
                    __acton::position(#constant),
                    #written,
                );
            }
            .to_tokens(&mut checks);
        }
    }
    checks
}
