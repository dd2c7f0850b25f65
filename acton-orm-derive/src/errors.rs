//! All mistakes of a struct at once, and the nearest right name.

use std::fmt::Display;

use proc_macro2::TokenStream;
use quote::ToTokens;

/// Errors found so far. A pass reports here and goes on.
#[derive(Debug, Default)]
pub(crate) struct Errors(Option<syn::Error>);

impl Errors {
    pub(crate) fn push(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(all) => all.combine(error),
            None => self.0 = Some(error),
        }
    }

    /// Underlines the tokens.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The `compile_error!`s.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.0
            .map_or_else(TokenStream::new, syn::Error::into_compile_error)
    }
}

/// The choice that is most like `wrong`, if any is like it.
pub(crate) fn nearest<'a>(
    wrong: &str,
    choices: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let lower = wrong.to_lowercase();
    choices
        .into_iter()
        .map(|choice| {
            (
                strsim::damerau_levenshtein(&lower, &choice.to_lowercase()),
                choice,
            )
        })
        .filter(|(distance, choice)| *distance <= 1 + choice.chars().count() / 4)
        .min()
        .map(|(_, choice)| choice)
}

/// `` `a`, `b` and `c` ``
pub(crate) fn list<'a>(choices: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = choices
        .into_iter()
        .map(|choice| format!("`{choice}`"))
        .collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// `; did you mean ..?`, or else the choices.
pub(crate) fn hint(wrong: &str, choices: &[&str], otherwise: &str) -> String {
    match nearest(wrong, choices.iter().copied()) {
        Some(choice) => format!("; did you mean `{choice}`?"),
        None => format!("; {otherwise} {}", list(choices.iter().copied())),
    }
}
