//! Field types, and how errors underline them.

use proc_macro2::{Delimiter, Group, Ident, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;

/// `PhantomData::<T>`, underlined as `T`: the compiler joins the first span with the last.
pub(crate) fn phantom(ty: &Type) -> TokenStream {
    let (first, last) = ends(ty);
    let open = quote_spanned!(first=> ::core::marker::PhantomData::<);
    let close = quote_spanned!(last=> >);
    quote!(#open #ty #close)
}

/// `<T as Scalar>`
pub(crate) fn scalar(ty: impl ToTokens) -> TokenStream {
    quote!(<#ty as __acton::Scalar>)
}

fn ends(ty: &Type) -> (Span, Span) {
    let mut tokens = ty.to_token_stream().into_iter();
    let first = tokens
        .next()
        .map_or_else(Span::call_site, |token| token.span());
    let last = tokens.last().map_or(first, |token| match token {
        TokenTree::Group(group) => group.span_close(),
        other => other.span(),
    });
    (first, last)
}

/// The same path one module further in: `self::X` is `super::X` there, `super::X` is
/// `super::super::X`.
pub(crate) fn one_deeper(tokens: impl ToTokens) -> TokenStream {
    deeper(tokens.into_token_stream())
}

fn deeper(tokens: TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    let mut after_path = false;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if ident == "self" && !after_path => {
                out.extend([TokenTree::Ident(Ident::new("super", ident.span()))]);
            }
            TokenTree::Ident(ident) if ident == "super" && !after_path => {
                out.extend(quote_spanned!(ident.span()=> super::super));
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), deeper(group.stream()));
                inner.set_span(group.span());
                let token = match group.delimiter() {
                    // Invisible: keeps a `$t:ty` of a macro_rules together.
                    Delimiter::None => TokenTree::Group(group),
                    _ => TokenTree::Group(inner),
                };
                out.extend([token]);
            }
            other => {
                after_path = matches!(&other, TokenTree::Punct(p) if p.as_char() == ':' && p.spacing() == Spacing::Alone);
                out.extend([other]);
                continue;
            }
        }
        after_path = false;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths_are_moved_one_module_further_in() {
        let moved = |ty: Type| one_deeper(ty).to_string().replace(' ', "");
        assert_eq!(moved(syn::parse_quote!(self::Region)), "super::Region");
        assert_eq!(
            moved(syn::parse_quote!(super::Region)),
            "super::super::Region"
        );
        assert_eq!(
            moved(syn::parse_quote!(super::super::A)),
            "super::super::super::A"
        );
        assert_eq!(
            moved(syn::parse_quote!(Option<self::A>)),
            "Option<super::A>"
        );
        assert_eq!(moved(syn::parse_quote!(crate::A)), "crate::A");
        assert_eq!(
            moved(syn::parse_quote!([super::A; 2])),
            "[super::super::A;2]"
        );
    }
}
