//! `impl Value` and `impl Operand`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::parse::{Label, Other, Own, Shape};
use crate::errors::Errors;

/// Everything that the macro makes.
pub(super) fn expand(own: &Own, shape: &Shape) -> TokenStream {
    let implementation = match shape {
        Shape::Newtype(ty) => newtype(own, ty),
        Shape::Enum(labels, other) => of_enum(own, labels, other.as_ref()),
    };
    in_private(own, implementation)
}

fn in_private(own: &Own, implementation: TokenStream) -> TokenStream {
    let krate = &own.krate;
    quote! {
        const _: () = {
            use #krate::codegen as __acton;
            #implementation
        };
    }
}

/// What the inner type decides goes through one trait, and all of it stands where that type is written:
/// so a wrong one is told once, there.
fn newtype(own: &Own, ty: &Type) -> TokenStream {
    let ident = &own.ident;
    let implementation = quote_spanned! {ty.span()=>
        impl __acton::Newtype for #ident {
            type Inner = #ty;
            fn wrap(__inner: Self::Inner) -> Self {
                Self(__inner)
            }
            fn inner(&self) -> &Self::Inner {
                &self.0
            }
        }
    };
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        #implementation
        // For whatever the inner type is compared with.
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl<__B> __acton::Operand<__B> for #ident
        where
            #ty: __acton::Operand<__B>,
        {
            type Side = <#ty as __acton::Operand<__B>>::Side;
            fn part(&self) -> <Self::Side as __acton::Side>::Of {
                <#ty as __acton::Operand<__B>>::part(&self.0)
            }
        }
    }
}

fn of_enum(own: &Own, labels: &[Label], other: Option<&Other>) -> TokenStream {
    let ident = &own.ident;
    let variants: Vec<_> = labels.iter().map(|label| &label.variant).collect();
    let texts: Vec<_> = labels.iter().map(|label| &label.text).collect();
    let (unknown, kept) = match other {
        Some(Other { variant, ty }) => {
            let inner = quote_spanned!(ty.span()=> <#ty as __acton::OtherText>);
            (
                quote!(::core::result::Result::map(#inner::read(__cell), Self::#variant)),
                quote!(Self::#variant(__text) => #inner::write(__text),),
            )
        }
        None => {
            let expected = expected(labels);
            (
                quote!(::core::result::Result::Err(__acton::Mismatch::new(#expected, &__cell))),
                TokenStream::new(),
            )
        }
    };
    // Once for columns declared with the enum, once for text columns of built-in tables.
    let operands = [quote!(#ident), quote!(::std::string::String)].map(|base| operand(own, &base));
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __acton::Value for #ident {
            type Base = Self;
            type Stored = ::std::string::String;
            type Empty = __acton::Never;
            type OrNull = ::core::option::Option<Self>;
            fn decode(__cell: __acton::Cell<'_>) -> ::core::result::Result<Self, __acton::Mismatch> {
                match __cell.as_text() {
                    #(::core::option::Option::Some(#texts) => ::core::result::Result::Ok(Self::#variants),)*
                    _ => #unknown,
                }
            }
            fn encode(&self) -> __acton::Cell<'static> {
                match self {
                    #(Self::#variants => __acton::Cell::from(#texts),)*
                    #kept
                }
            }
        }
        #(#operands)*
    }
}

fn operand(own: &Own, base: impl ToTokens) -> TokenStream {
    let (ident, generics) = (&own.ident, &own.generics);
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    let bounds = bounds(own);
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #impl_generics __acton::Operand<#base> for #ident #type_generics #bounds {
            type Side = __acton::Literal;
            fn part(&self) -> __acton::Cell<'static> {
                __acton::Value::encode(self)
            }
        }
    }
}

/// Generics are an error, and shall be no other one.
fn bounds(own: &Own) -> TokenStream {
    if own.generics.params.is_empty() {
        return TokenStream::new();
    }
    let ident = &own.ident;
    let (_, type_generics, _) = own.generics.split_for_impl();
    quote!(where #ident #type_generics: ::core::marker::Send + 'static)
}

/// The texts, for the one who reads another.
fn expected(labels: &[Label]) -> String {
    const MOST: usize = 20;
    let texts: Vec<String> = labels
        .iter()
        .take(MOST)
        .map(|label| format!("`{}`", label.text))
        .collect();
    let texts = texts.join(", ");
    match labels.len() {
        1 => texts,
        all if all > MOST => format!("one of {texts} and {} more", all - MOST),
        _ => format!("one of {texts}"),
    }
}

/// The errors, and impls that are never run, so that one mistake gives one message.
pub(super) fn fallback(own: &Own, errors: Errors) -> TokenStream {
    let errors = errors.into_tokens();
    let (ident, generics) = (&own.ident, &own.generics);
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    let bounds = bounds(own);
    let operands = [quote!(#ident #type_generics), quote!(::std::string::String)]
        .map(|base| operand(own, &base));
    let implementation = in_private(
        own,
        quote! {
            impl #impl_generics __acton::Value for #ident #type_generics #bounds {
                type Base = Self;
                type Stored = ::std::string::String;
                type Empty = __acton::Never;
                type OrNull = ::core::option::Option<Self>;
                fn decode(_: __acton::Cell<'_>) -> ::core::result::Result<Self, __acton::Mismatch> {
                    ::core::unreachable!()
                }
                fn encode(&self) -> __acton::Cell<'static> {
                    ::core::unreachable!()
                }
            }
            #(#operands)*
        },
    );
    quote! {
        #errors
        #implementation
    }
}
