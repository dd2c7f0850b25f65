//! One cell: from whatever the wire wrote to a value of the column's kind (A§4.3).

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::time;
use crate::Cell;
use crate::schema::{ColumnMeta, Kind};
use crate::value::Mismatch;

/// A cell that was sent as text: a list's cell, a number in quotes.
#[inline]
pub(super) fn from_text<'de>(
    column: &ColumnMeta,
    text: Cow<'de, str>,
) -> Result<Cell<'de>, Mismatch> {
    if text.is_empty() && (column.nullable || column.kind != Kind::Text) {
        return Ok(Cell::Null);
    }
    // Most cells are text, and nothing has to be read of them.
    match column.kind {
        Kind::Text => Ok(Cell::Text(text)),
        _ => parsed(column, text),
    }
}

fn parsed<'de>(column: &ColumnMeta, text: Cow<'de, str>) -> Result<Cell<'de>, Mismatch> {
    let read = match column.kind {
        Kind::Text => return Ok(Cell::Text(text)),
        Kind::Int => text.trim().parse().ok().map(Cell::Int),
        Kind::Float => text.trim().parse().ok().map(Cell::Float),
        Kind::Bool => flag(&text).map(Cell::Bool),
        Kind::Time => time::from_text(&text).map(Cell::Time),
        Kind::Texts | Kind::File => None,
    };
    // "Never" is written as 0 (A§4.2).
    if column.kind == Kind::Time && column.nullable && text == "0" {
        return Ok(Cell::Null);
    }
    read.ok_or_else(|| Mismatch::new(expected(column.kind), &Cell::Text(text)))
}

fn flag(text: &str) -> Option<bool> {
    const WORDS: &[(&str, bool)] = &[
        ("true", true),
        ("false", false),
        ("yes", true),
        ("no", false),
        ("y", true),
        ("n", false),
        ("1", true),
        ("0", false),
    ];
    WORDS
        .iter()
        .find(|(word, _)| text.trim().eq_ignore_ascii_case(word))
        .map(|(_, truth)| *truth)
}

fn from_int(column: &ColumnMeta, int: i64) -> Result<Cell<'static>, Mismatch> {
    match column.kind {
        Kind::Int => Ok(Cell::Int(int)),
        Kind::Float => Ok(Cell::Float(int as f64)),
        Kind::Bool if int == 0 || int == 1 => Ok(Cell::Bool(int == 1)),
        Kind::Time if int == 0 && column.nullable => Ok(Cell::Null),
        Kind::Time => time::from_millis(int)
            .map(Cell::Time)
            .ok_or_else(|| Mismatch::new("a time in Unix milliseconds", &Cell::Int(int))),
        kind => Err(Mismatch::saying(
            expected(kind),
            format!("the number {int}"),
        )),
    }
}

fn from_float(column: &ColumnMeta, float: f64) -> Result<Cell<'static>, Mismatch> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match column.kind {
        Kind::Float => Ok(Cell::Float(float)),
        _ if float.fract() == 0.0 && float.abs() < EXACT => from_int(column, float as i64),
        kind => Err(Mismatch::saying(
            expected(kind),
            format!("the number {float}"),
        )),
    }
}

fn from_bool(column: &ColumnMeta, truth: bool) -> Result<Cell<'static>, Mismatch> {
    match column.kind {
        Kind::Bool => Ok(Cell::Bool(truth)),
        kind => Err(Mismatch::saying(
            expected(kind),
            format!("the flag {truth}"),
        )),
    }
}

fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Int => "a whole number",
        Kind::Float => "a number",
        Kind::Bool => "a flag",
        Kind::Time => "a time",
        Kind::Texts => "an array of texts",
        Kind::File => "nothing, as the column cannot be read",
    }
}

/// Reads one JSON value as a cell; what does not fit is the inner error, so that the rest of the row
/// can still be read and the error can name the row.
pub(super) struct CellSeed<'c>(pub(super) &'c ColumnMeta);

impl<'de> DeserializeSeed<'de> for CellSeed<'_> {
    type Value = Result<Cell<'de>, Mismatch>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for CellSeed<'_> {
    type Value = Result<Cell<'de>, Mismatch>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(expected(self.0.kind))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(from_text(self.0, Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(from_text(self.0, Cow::Owned(text.to_owned())))
    }

    fn visit_i64<E>(self, int: i64) -> Result<Self::Value, E> {
        Ok(from_int(self.0, int))
    }

    fn visit_u64<E>(self, int: u64) -> Result<Self::Value, E> {
        Ok(match i64::try_from(int) {
            Ok(int) => from_int(self.0, int),
            Err(_) => from_float(self.0, int as f64),
        })
    }

    fn visit_f64<E>(self, float: f64) -> Result<Self::Value, E> {
        Ok(from_float(self.0, float))
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(from_bool(self.0, truth))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        // No array is one without elements.
        Ok(Ok(match self.0.kind {
            Kind::Texts if !self.0.nullable => Cell::Texts(Vec::new()),
            _ => Cell::Null,
        }))
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Ok(Cell::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        if self.0.kind == Kind::Texts {
            let mut texts = Vec::new();
            while let Some(text) = items.next_element::<OneText>()? {
                texts.push(text.0);
            }
            return Ok(Ok(Cell::Texts(texts)));
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Err(Mismatch::saying(
            expected(self.0.kind),
            "an array".to_owned(),
        )))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Err(Mismatch::saying(
            expected(self.0.kind),
            "an object".to_owned(),
        )))
    }
}

/// An element of an array: text, or a number that stands for it (A§4.3).
#[derive(serde::Deserialize)]
#[serde(from = "serde_json::Value")]
struct OneText(String);

impl From<serde_json::Value> for OneText {
    fn from(json: serde_json::Value) -> Self {
        match json {
            serde_json::Value::String(text) => Self(text),
            other => Self(other.to_string()),
        }
    }
}
