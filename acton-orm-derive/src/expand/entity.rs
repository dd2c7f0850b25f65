//! `impl Entity` and `impl Keyed`.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};

use super::{paths, positions, types};
use crate::check::{Column, Model, Module, Role, Table};

pub(super) fn entity(model: &Model, table: &Table) -> TokenStream {
    let ident = &model.ident;
    let marker = paths::marker(model, table);
    let source = paths::source(model, table);
    let kind = match table {
        Table::List { any: true, .. } => quote!(Shape),
        Table::BuiltIn { table, .. } if table.needs => quote!(Shape),
        _ => quote!(Entity),
    };
    let positions = positions(model, table);
    let fields = model.columns.iter().map(|column| &column.field);
    let places = 0..model.columns.len();
    let locals: Vec<_> = places
        .clone()
        .map(|place| format_ident!("__{place}"))
        .collect();
    let (reads, values): (Vec<_>, Vec<_>) = model
        .columns
        .iter()
        .map(|column| slot(model, table, column))
        .unzip();
    let skipped = &model.skipped;
    let keyed = keyed(model, table);
    let checks = headings(model, table);
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __acton::Mapped for #ident {
            type Table = #marker;
            type Source = #source;
            const COLUMNS: &'static [u16] = #positions;
            fn from_row(__row: &mut __acton::Row<'_>) -> __acton::Result<Self> {
                // One pattern of all fields: much cheaper for the compiler than one for each.
                let (#(::core::option::Option::Some(#locals),)*) = (#(__row.read(#places, #reads),)*) else {
                    return __row.failure();
                };
                ::core::result::Result::Ok(Self {
                    #(#fields: #locals,)*
                    #(#skipped: ::core::default::Default::default(),)*
                })
            }
            fn to_values(&self) -> ::std::vec::Vec<__acton::Cell<'static>> {
                ::std::vec![#(#values),*]
            }
        }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __acton::#kind for #ident {}
        #keyed
        #checks
    }
}

/// How a field is read, and its cell. Both name the field's type, and the column, with the same
/// spans, as the declaration of the column does, so that the compiler reports a wrong type once: it
/// underlines the type or, where the column itself is to blame, its name.
fn slot(model: &Model, table: &Table, column: &Column) -> (TokenStream, TokenStream) {
    let field = &column.field;
    if let Table::List {
        module: Module::Declared(_),
        ..
    } = table
        && column.role != Role::RecordId
    {
        let scalar = types::scalar(&column.ty);
        return (
            quote!(#scalar::decode),
            quote!(#scalar::encode(&self.#field)),
        );
    }
    let phantom = types::phantom(&column.ty);
    let constant = paths::column(model, table, column);
    let slot = quote_spanned!(column.constant.span()=> __acton::slot(#constant, #phantom));
    (quote!(#slot.read), quote!((#slot.write)(&self.#field)))
}

fn keyed(model: &Model, table: &Table) -> TokenStream {
    let Some(place) = model.key else {
        return TokenStream::new();
    };
    let ident = &model.ident;
    let key_type = &model.columns[place].ty;
    let key_field = &model.columns[place].field;
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
            type Key = #key_type;
            const KEY: usize = #place;
            fn key(&self) -> &#key_type {
                &self.#key_field
            }
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
