//! Field types, and how errors underline them.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;

/// `PhantomData::<T>`, underlined as `T`: the compiler joins the first span with the last.
pub(crate) fn phantom(ty: &Type) -> TokenStream {
    let (first, last) = ends(ty);
    let open = quote_spanned!(first=> ::core::marker::PhantomData::<);
    let close = quote_spanned!(last=> >);
    quote!(#open #ty #close)
}

/// `<T as Value>`
pub(crate) fn scalar(ty: impl ToTokens) -> TokenStream {
    quote!(<#ty as __acton::Value>)
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

/// The same type seen from one module further in: `self::X` is `super::X` there, `super::X` is
/// `super::super::X`. `RecordId`, `Mismatch` and `DateTime<Utc>` are named in full, for in the body of a function
/// `super` is not where they were imported.
pub(crate) fn one_deeper(tokens: impl ToTokens) -> TokenStream {
    deeper(tokens.into_token_stream())
}

fn deeper(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut out = TokenStream::new();
    let mut rest = tokens.as_slice();
    let mut in_path = false;
    while let [token, after @ ..] = rest {
        rest = after;
        match token {
            TokenTree::Ident(ident) if !in_path => out.extend(first_of_path(ident, after)),
            TokenTree::Group(group) if group.delimiter() != Delimiter::None => {
                let mut inner = Group::new(group.delimiter(), deeper(group.stream()));
                inner.set_span(group.span());
                out.extend([TokenTree::Group(inner)]);
            }
            // An invisible group keeps a `$t:ty` of a macro_rules together.
            other => out.extend([other.clone()]),
        }
        in_path = is_punct(token, ':');
    }
    out
}

fn first_of_path(ident: &Ident, after: &[TokenTree]) -> TokenStream {
    let ours = match ident.to_string().as_str() {
        "self" => return quote_spanned!(ident.span()=> super),
        "super" => return quote_spanned!(ident.span()=> super::super),
        // The module's own names would hide the user's.
        "Table" | "Query" | "Filter" | "Order" if !leads_on(after) => {
            return quote_spanned!(ident.span()=> super::#ident);
        }
        "RecordId" | "Mismatch" => !leads_on(after),
        "DateTime" => matches!(after, [open, TokenTree::Ident(utc), close, ..]
            if is_punct(open, '<') && utc == "Utc" && is_punct(close, '>')),
        // As in `DateTime<Utc>` and `chrono::DateTime<Utc>`.
        "Utc" => after.first().is_some_and(|next| is_punct(next, '>')),
        _ => false,
    };
    match ours {
        true => quote_spanned!(ident.span()=> __acton::#ident),
        false => quote!(#ident),
    }
}

/// Whether the path goes on.
fn leads_on(after: &[TokenTree]) -> bool {
    after.first().is_some_and(|next| is_punct(next, ':'))
}

fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
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
            moved(syn::parse_quote!(::std::string::String)),
            "::std::string::String"
        );
        assert_eq!(
            moved(syn::parse_quote!([super::A; 2])),
            "[super::super::A;2]"
        );
    }

    #[test]
    fn types_of_the_prelude_are_named_in_full() {
        let moved = |ty: Type| one_deeper(ty).to_string().replace(' ', "");
        assert_eq!(moved(syn::parse_quote!(RecordId)), "__acton::RecordId");
        assert_eq!(
            moved(syn::parse_quote!(Option<RecordId>)),
            "Option<__acton::RecordId>"
        );
        assert_eq!(
            moved(syn::parse_quote!(Option<DateTime<Utc>>)),
            "Option<__acton::DateTime<__acton::Utc>>"
        );
        for own in [
            "DateTime",
            "my::RecordId",
            "DateTime<Local>",
            "chrono::DateTime<Local>",
        ] {
            assert_eq!(moved(syn::parse_str(own).unwrap()), own);
        }
    }
}
