//! After an error: the traits are implemented all the same, so that one mistake gives one message.

use proc_macro2::TokenStream;
use quote::quote;

use crate::check::{Derive, Model};
use crate::errors::Errors;
use crate::expand::{marker, module};

/// The errors, and impls that are never run.
pub(crate) fn expand(model: &Model, derive: Derive, errors: Errors) -> TokenStream {
    let errors = errors.into_tokens();
    let krate = &model.krate;
    let ident = &model.ident;
    let (impl_generics, type_generics, _) = model.generics.split_for_impl();
    let marker = match &model.table {
        Some(table) => marker(model, table),
        None => quote!(__acton::Unknown),
    };
    let bounds =
        quote!(where #ident #type_generics: ::core::marker::Send + ::core::marker::Sync + 'static);
    let values = quote! {
        fn to_values(&self) -> ::std::vec::Vec<__acton::Cell<'static>> {
            ::std::vec::Vec::new()
        }
    };
    let (module, implementation) = match derive {
        Derive::Entity => (
            model.table.as_ref().map(|table| module(model, table)),
            quote! {
                impl #impl_generics __acton::Mapped for #ident #type_generics #bounds {
                    type Table = #marker;
                    type Source = #marker;
                    const COLUMNS: &'static [u16] = &[];
                    fn from_row(_: &mut __acton::Row<'_>) -> __acton::Result<Self> {
                        ::core::unreachable!()
                    }
                    #values
                }
                impl #impl_generics __acton::Entity for #ident #type_generics #bounds {}
                impl #impl_generics __acton::Keyed for #ident #type_generics #bounds {
                    type Key = ::std::string::String;
                    const KEY: usize = 0;
                    fn key(&self) -> &::std::string::String {
                        ::core::unreachable!()
                    }
                }
            },
        ),
        Derive::Insertable => (
            None,
            quote! {
                impl #impl_generics __acton::Insertable for #ident #type_generics #bounds {}
                impl #impl_generics __acton::NewRow for #ident #type_generics #bounds {
                    type Table = #marker;
                    type Source = #marker;
                    const COLUMNS: &'static [u16] = &[];
                    #values
                }
            },
        ),
    };
    quote! {
        #errors
        #module
        const _: () = {
            use #krate::codegen as __acton;
            #implementation
        };
    }
}
