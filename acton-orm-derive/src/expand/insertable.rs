//! `impl Insertable` and its checks.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::entity::headings;
use super::{paths, positions, types};
use crate::check::{Model, Table};

pub(super) fn insertable(model: &Model, table: &Table) -> TokenStream {
    let ident = &model.ident;
    let marker = paths::marker(model, table);
    let source = paths::source(model, table);
    let positions = positions(model, table);
    let values = model.columns.iter().map(|column| {
        let constant = paths::column(model, table, column);
        let phantom = types::phantom(&column.ty);
        let field = &column.field;
        let given = quote_spanned!(column.constant.span()=> __acton::given(#constant, #phantom));
        quote!(#given(&self.#field))
    });
    let settable = model.columns.iter().enumerate().map(|(place, column)| {
        quote_spanned! {column.constant.span()=>
            const _: () = __acton::check_settable(<#marker as __acton::Table>::META, __COLUMNS[#place]);
        }
    });
    let required = quote_spanned! {ident.span()=>
        const _: () = __acton::check_required(<#marker as __acton::Table>::META, __COLUMNS);
    };
    let headings = headings(model, table);
    // One of any list is not ready to be inserted before the list is said.
    let ready = match table {
        Table::List { any: true, .. } => TokenStream::new(),
        _ => quote! {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl __acton::Insertable for #ident {}
        },
    };
    quote! {
        const __COLUMNS: &[u16] = #positions;
        #(#settable)*
        #required
        #headings
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __acton::NewRow for #ident {
            type Table = #marker;
            type Source = #source;
            const COLUMNS: &'static [u16] = __COLUMNS;
            fn to_values(&self) -> ::std::vec::Vec<__acton::Value<'static>> {
                ::std::vec![#(#values),*]
            }
        }
        #ready
    }
}
