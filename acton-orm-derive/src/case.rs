//! Names of fields, headings and constants.

use proc_macro2::{Ident, Span};

/// How the heading of a list's column is made from the name of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Title,
    Lower,
    Upper,
    Snake,
    Camel,
    Pascal,
    ScreamingSnake,
    Verbatim,
}

const CASES: &[(&str, Case)] = &[
    ("Title Case", Case::Title),
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
    ("snake_case", Case::Snake),
    ("camelCase", Case::Camel),
    ("PascalCase", Case::Pascal),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("verbatim", Case::Verbatim),
];

impl Case {
    pub(crate) fn named(name: &str) -> Option<Self> {
        CASES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, case)| *case)
    }

    pub(crate) fn names() -> Vec<&'static str> {
        CASES.iter().map(|(name, _)| *name).collect()
    }

    pub(crate) fn apply(self, field: &str) -> String {
        if self == Self::Verbatim {
            return field.to_owned();
        }
        let words = words(field);
        let capitalised = || {
            words
                .iter()
                .map(|word| capitalise(word))
                .collect::<Vec<_>>()
        };
        match self {
            Self::Title => capitalised().join(" "),
            Self::Pascal => capitalised().concat(),
            Self::Camel => {
                let mut parts = capitalised();
                if let (Some(first), Some(word)) = (parts.first_mut(), words.first()) {
                    first.clone_from(word);
                }
                parts.concat()
            }
            Self::Lower => words.concat(),
            Self::Upper => words.concat().to_uppercase(),
            Self::Snake | Self::Verbatim => words.join("_"),
            Self::ScreamingSnake => words.join("_").to_uppercase(),
        }
    }
}

/// The constant of a column: `FolderName`, `Folder Name` and `folder_name` are all `folder_name`.
pub(crate) fn snake_case(name: &str) -> String {
    words(name).join("_")
}

/// The letters of a heading, for what differs only in spelling.
pub(crate) fn letters(heading: &str) -> String {
    heading
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// An identifier, raw if it is a keyword; `None` where Rust has none of that name.
pub(crate) fn identifier(name: &str, span: Span) -> Option<Ident> {
    if let Ok(mut ident) = syn::parse_str::<Ident>(name) {
        ident.set_span(span);
        return Some(ident);
    }
    let raw = format!("r#{name}");
    let mut ident = syn::parse_str::<Ident>(&raw).ok()?;
    ident.set_span(span);
    Some(ident)
}

/// The name of a field without `r#`.
pub(crate) fn plain(ident: &Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map_or(name.clone(), str::to_owned)
}

/// Lower-case words; a word starts after what is no letter or digit, and where upper case begins.
fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (i, &c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() {
            words.push(String::new());
            continue;
        }
        let before = i.checked_sub(1).and_then(|i| chars.get(i));
        let after = chars.get(i + 1);
        let starts = c.is_uppercase()
            && (before.is_some_and(|b| b.is_lowercase() || b.is_numeric())
                || before.is_some_and(|b| b.is_uppercase())
                    && after.is_some_and(|a| a.is_lowercase()));
        if starts {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn capitalise(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_becomes_a_heading() {
        let apply = |case: &str| Case::named(case).map(|case| case.apply("first_name_2"));
        assert_eq!(apply("Title Case").as_deref(), Some("First Name 2"));
        assert_eq!(apply("lowercase").as_deref(), Some("firstname2"));
        assert_eq!(apply("UPPERCASE").as_deref(), Some("FIRSTNAME2"));
        assert_eq!(apply("snake_case").as_deref(), Some("first_name_2"));
        assert_eq!(apply("camelCase").as_deref(), Some("firstName2"));
        assert_eq!(apply("PascalCase").as_deref(), Some("FirstName2"));
        assert_eq!(
            apply("SCREAMING_SNAKE_CASE").as_deref(),
            Some("FIRST_NAME_2")
        );
        assert_eq!(apply("verbatim").as_deref(), Some("first_name_2"));
    }

    #[test]
    fn a_column_name_becomes_a_constant() {
        for (name, constant) in [
            ("FolderName", "folder_name"),
            ("folder_name", "folder_name"),
            ("Folder Name", "folder_name"),
            ("ImageURL", "image_url"),
            ("HTMLBody", "html_body"),
            ("Id", "id"),
            ("E-mail Address", "e_mail_address"),
        ] {
            assert_eq!(snake_case(name), constant);
        }
    }

    #[test]
    fn a_keyword_becomes_a_raw_identifier() {
        let span = Span::call_site();
        assert_eq!(
            identifier("type", span).map(|i| i.to_string()).as_deref(),
            Some("r#type")
        );
        assert_eq!(
            identifier("size", span).map(|i| i.to_string()).as_deref(),
            Some("size")
        );
        assert!(identifier("1st", span).is_none());
        assert!(identifier("self", span).is_none());
    }
}
