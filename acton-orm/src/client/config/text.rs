//! The connection string, taken apart into names and values.
//!
//! Two forms. The URL form, `acton:///?Name=Value&Name=Value`: anything between `acton` and `?` that
//! is only colons and slashes will do (the incumbent's article prints `acton///?`); `&` or `;`
//! separates; names and values are percent-decoded, `+` stays a plus. The pair form,
//! `Name=Value;Name=Value`: a value in single or double quotes may hold `;`, the quote doubled is the
//! quote itself; nothing is percent-decoded. An error never quotes the text: it may be a piece of a
//! password.

use crate::{Error, ErrorKind, Result};

/// Names and values in the order given.
pub(crate) fn split(text: &str) -> Result<Vec<(String, String)>> {
    let text = text.trim();
    match query(text)? {
        Some(query) => url_pairs(query),
        None => quoted_pairs(strip_prefix(text)),
    }
}

/// What follows the `?` of the URL form.
fn query(text: &str) -> Result<Option<&str>> {
    let Some(rest) = after_scheme(text) else {
        return Ok(None);
    };
    let Some((place, query)) = rest.split_once('?') else {
        return Ok(None);
    };
    if place.contains('=') {
        return Ok(None);
    }
    if place.chars().any(|c| c != '/' && c != ':') {
        return Err(malformed("there is a host or path before the `?`")
            .advise("write `acton:///?..` and give the host as `Server` or `Region`"));
    }
    Ok(Some(query))
}

fn after_scheme(text: &str) -> Option<&str> {
    let text = match text.get(..5) {
        Some(start) if start.eq_ignore_ascii_case("jdbc:") => &text[5..],
        _ => text,
    };
    let (scheme, rest) = text.split_at_checked(5)?;
    (scheme.eq_ignore_ascii_case("acton") && rest.starts_with([':', '/', '?'])).then_some(rest)
}

/// `jdbc:acton:Name=Value;..` and `acton:///` without a query.
fn strip_prefix(text: &str) -> &str {
    after_scheme(text).map_or(text, |rest| rest.trim_start_matches([':', '/']))
}

fn url_pairs(query: &str) -> Result<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    for pair in query.split(['&', ';']).filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').ok_or_else(|| {
            no_equals(pairs.len()).advise("write an `&` or `;` inside a value as %26 or %3B")
        })?;
        pairs.push((decode(name, pairs.len())?, decode(value, pairs.len())?));
    }
    Ok(pairs)
}

fn quoted_pairs(text: &str) -> Result<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    let mut rest = text.trim_start_matches([';', ' ']);
    while !rest.is_empty() {
        let (name, after) = rest.split_once('=').ok_or_else(|| no_equals(pairs.len()))?;
        if name.contains(';') {
            return Err(no_equals(pairs.len()).advise("put a value that holds `;` in quotes"));
        }
        let (value, after) = value(after.trim_start(), pairs.len())?;
        pairs.push((name.trim().to_owned(), value));
        rest = after.trim_start_matches([';', ' ']);
    }
    Ok(pairs)
}

/// One value of the pair form, and what follows it.
fn value(text: &str, at: usize) -> Result<(String, &str)> {
    let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        let (value, rest) = text.split_once(';').unwrap_or((text, ""));
        return Ok((value.trim_end().to_owned(), rest));
    };
    let mut value = String::new();
    let mut rest = &text[1..];
    while let Some((before, after)) = rest.split_once(quote) {
        value.push_str(before);
        match after.strip_prefix(quote) {
            Some(more) => {
                value.push(quote);
                rest = more;
            }
            None if after.trim_start().is_empty() || after.trim_start().starts_with(';') => {
                return Ok((value, after.trim_start()));
            }
            None => {
                return Err(malformed(&format!(
                    "text follows the closing quote of property {}",
                    at + 1
                ))
                .advise("double a quote inside a quoted value"));
            }
        }
    }
    Err(malformed(&format!(
        "the quote of property {} is not closed",
        at + 1
    )))
}

fn decode(text: &str, at: usize) -> Result<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        match (digit(rest.next()), digit(rest.next())) {
            (Some(high), Some(low)) => bytes.extend(u8::try_from(high * 16 + low)),
            _ => return Err(bad_percent(at)),
        }
    }
    String::from_utf8(bytes).map_err(|_| bad_percent(at))
}

fn bad_percent(at: usize) -> Error {
    malformed(&format!(
        "property {} has a `%` that encodes nothing",
        at + 1
    ))
    .advise("write a percent sign as %25")
}

fn no_equals(at: usize) -> Error {
    malformed(&format!("property {} has no `=`", at + 1))
}

fn malformed(what: &str) -> Error {
    Error::new(
        ErrorKind::Config,
        format!("the connection string is malformed: {what}"),
    )
}
