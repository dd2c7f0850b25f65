//! Wire types of values, in JSON and in parameters.

use std::fmt;

use serde_json::Value;

/// A wire type.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Any value.
    Any,
    /// Any text.
    Text,
    /// The text of a whole number.
    Digits,
    /// A number.
    Number,
    /// True or false.
    Flag,
    /// Null.
    Null,
    /// In a parameter: text that is JSON.
    Json,
    /// In a parameter: a whole number within bounds.
    Between(u64, u64),
    /// This number alone.
    Exactly(i64),
    /// This text alone.
    Word(String),
    /// Text that begins so.
    Prefix(String),
}

/// Reads types, as `text|null`.
///
/// # Panics
/// Where a range is none.
pub fn kinds(text: &str) -> Vec<Kind> {
    text.split('|').map(kind).collect()
}

fn kind(text: &str) -> Kind {
    match text {
        "any" => Kind::Any,
        "text" => Kind::Text,
        "digits" => Kind::Digits,
        "number" => Kind::Number,
        "flag" => Kind::Flag,
        "null" => Kind::Null,
        "json" => Kind::Json,
        _ => {
            if let Ok(number) = text.parse() {
                Kind::Exactly(number)
            } else if let Some((low, high)) = text.split_once("..") {
                Kind::Between(
                    low.parse().expect("a number"),
                    high.parse().expect("a number"),
                )
            } else if let Some(start) = text.strip_suffix('*') {
                Kind::Prefix(start.to_owned())
            } else {
                Kind::Word(text.trim_matches('"').to_owned())
            }
        }
    }
}

impl Kind {
    /// Whether a value in JSON is of it.
    pub fn holds(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Any, _) | (Self::Flag, Value::Bool(_)) | (Self::Null, Value::Null) => true,
            (Self::Number, value) => value.is_number(),
            (Self::Exactly(number), value) => value.as_i64() == Some(*number),
            (_, Value::String(text)) => !matches!(self, Self::Flag) && self.takes(text, false),
            _ => false,
        }
    }

    /// Whether a parameter's text is of it.
    pub fn takes(&self, text: &str, any_case: bool) -> bool {
        match self {
            Self::Any | Self::Text => true,
            Self::Digits => text.parse::<i64>().is_ok(),
            Self::Number => text.parse::<f64>().is_ok(),
            Self::Flag => text == "true" || text == "false",
            Self::Null => false,
            Self::Json => serde_json::from_str::<Value>(text).is_ok(),
            Self::Between(low, high) => text
                .parse()
                .is_ok_and(|number: u64| (*low..=*high).contains(&number)),
            Self::Exactly(number) => text.parse() == Ok(*number),
            Self::Word(word) => word == text || any_case && word.eq_ignore_ascii_case(text),
            Self::Prefix(start) => text.starts_with(start),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::Text => f.write_str("text"),
            Self::Digits => f.write_str("digits"),
            Self::Number => f.write_str("number"),
            Self::Flag => f.write_str("flag"),
            Self::Null => f.write_str("null"),
            Self::Json => f.write_str("json"),
            Self::Between(low, high) => write!(f, "{low}..{high}"),
            Self::Exactly(number) => write!(f, "{number}"),
            Self::Word(word) => write!(f, "{word:?}"),
            Self::Prefix(start) => write!(f, "{start}*"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_type_holds_what_it_names_and_nothing_else() {
        for (kind, holds, not) in [
            ("text", json!("x"), json!(1)),
            ("digits", json!("12"), json!(12)),
            ("number", json!(1.5), json!("1")),
            ("flag", json!(true), json!("true")),
            ("null", json!(null), json!("")),
            ("-1", json!(-1), json!(1)),
            ("\"ok\"", json!("ok"), json!("OK")),
            ("l-*", json!("l-0001"), json!("g-1")),
        ] {
            let kinds = kinds(kind);
            assert!(kinds[0].holds(&holds) && !kinds[0].holds(&not), "{kind}");
            assert_eq!(kinds[0].to_string(), kind);
        }
    }

    #[test]
    fn a_parameters_words_may_be_of_any_letter_case() {
        let word = &kinds("SENT|DRAFT")[1];
        assert!(word.takes("draft", true) && !word.takes("draft", false));
        assert!(kinds("0..9")[0].takes("9", false) && !kinds("0..9")[0].takes("10", false));
    }
}
