//! `impl Insertable` and its checks.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::entity::headings;
use super::{paths, positions, types};
use crate::check::{Model, Table};

pub(super) fn insertable(model: &Model, table: &Table) -> TokenStream {
    let ident = &model.ident;
    let marker = paths::marker(model, table);
    let positions = positions(model, table);
    let values = model.columns.iter().map(|column| {
        let constant = paths::column(model, table, column);
        let phantom = types::phantom(&column.ty);
        let field = &column.field;
        quote!(__acton::given(#constant, #phantom)(&self.#field))
    });
    let writable = model
        .columns
        .iter()
        .map(|column| paths::column(model, table, column));
    let required = quote_spanned! {ident.span()=>
        const _: () = __acton::check_required(<#marker as __acton::Table>::META, __COLUMNS);
    };
    let headings = headings(model, table);
    quote! {
        const __COLUMNS: &[u16] = #positions;
        const _: () = {
            #(__acton::insertable(#writable);)*
        };
        #required
        #headings
        #[automatically_derived]
        impl __acton::Insertable for #ident {
            type Table = #marker;
            const COLUMNS: &'static [u16] = __COLUMNS;
            fn to_values(&self) -> ::std::vec::Vec<__acton::Value<'static>> {
                ::std::vec![#(#values),*]
            }
        }
    }
}
