//! `#[acton(name, name = "text")]` as a list of items.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Lit, LitStr, Meta, Token};

use crate::case::plain;
use crate::errors::{Errors, hint};

/// One `name` or `name = value`.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) name: Ident,
    value: Option<Cell>,
}

#[derive(Debug)]
enum Cell {
    Text(LitStr),
    /// Anything else, kept to be underlined.
    Other(TokenStream),
}

/// What is written in the place of `..` in `#[acton(..)]`, for each of the two places.
pub(crate) const OF_STRUCT: &[&str] = &["table", "module", "reuse", "rename_all", "crate"];
pub(crate) const OF_FIELD: &[&str] = &["column", "key", "email", "skip"];

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(Ident::peek_any) {
            return Err(input.error("expected a name, as in `name = \"..\"`"));
        }
        let name = Ident::parse_any(input)?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Some(Cell::parse(input)?)
        } else if input.peek(syn::token::Paren) {
            Some(Cell::parse(input)?)
        } else {
            None
        };
        Ok(Self { name, value })
    }
}

impl Cell {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr)
            && let Lit::Str(text) = input.parse()?
        {
            return Ok(Self::Text(text));
        }
        let mut other = TokenStream::new();
        while !input.is_empty() && !input.peek(Token![,]) {
            other.extend([input.parse::<proc_macro2::TokenTree>()?]);
        }
        if other.is_empty() {
            return Err(input.error("expected a text in quotes"));
        }
        Ok(Self::Other(other))
    }
}

impl Item {
    /// The text of `name = "text"`.
    pub(crate) fn text(self, example: &str, errors: &mut Errors) -> Option<LitStr> {
        let name = &self.name;
        match self.value {
            Some(Cell::Text(text)) => Some(text),
            Some(Cell::Other(other)) => {
                errors.at(
                    other,
                    format!("expected a text in quotes: `{name} = \"{example}\"`"),
                );
                None
            }
            None => {
                errors.at(
                    name,
                    format!("`{name}` needs a value: `{name} = \"{example}\"`"),
                );
                None
            }
        }
    }

    /// The text of `name = "text"`, or of `name = text`, which the compiler suggests for a column
    /// whose name is misspelt.
    pub(crate) fn name(self, example: &str, errors: &mut Errors) -> Option<LitStr> {
        if let Some(Cell::Other(other)) = &self.value
            && let Ok(ident) = syn::parse2::<Ident>(other.clone())
        {
            return Some(LitStr::new(&plain(&ident), ident.span()));
        }
        self.text(example, errors)
    }

    /// A bare `name`.
    pub(crate) fn flag(self, errors: &mut Errors) -> Ident {
        let message = || format!("`{}` takes no value", self.name);
        match &self.value {
            Some(Cell::Text(text)) => errors.at(text, message()),
            Some(Cell::Other(other)) => errors.at(other, message()),
            None => {}
        }
        self.name
    }
}

/// The items of all `#[acton(..)]` among the attributes.
pub(crate) fn items(attributes: &[Attribute], example: &str, errors: &mut Errors) -> Vec<Item> {
    let mut items = Vec::new();
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("acton"))
    {
        let Meta::List(list) = &attribute.meta else {
            errors.at(&attribute.meta, format!("write `#[acton({example})]`"));
            continue;
        };
        match list.parse_args_with(Punctuated::<Item, Token![,]>::parse_terminated) {
            Ok(found) => items.extend(found),
            Err(error) => errors.push(error),
        }
    }
    items
}

/// Sets what may be given once.
pub(crate) fn once<T>(slot: &mut Option<T>, name: &Ident, value: Option<T>, errors: &mut Errors) {
    if slot.is_some() {
        errors.at(name, format!("`{name}` is given twice"));
    } else {
        *slot = value;
    }
}

/// A name that is none of these.
pub(crate) fn unknown(
    name: &Ident,
    here: &[&str],
    elsewhere: (&str, &[&str]),
    errors: &mut Errors,
) {
    let text = name.to_string();
    let (place, there) = elsewhere;
    if there.contains(&text.as_str()) {
        errors.at(name, format!("`{text}` belongs on {place}"));
        return;
    }
    errors.at(
        name,
        format!(
            "unknown attribute `{text}`{}",
            hint(&text, here, "there are")
        ),
    );
}
