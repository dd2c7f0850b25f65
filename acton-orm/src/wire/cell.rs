//! One cell: from whatever the wire wrote to a value of the column's kind (A§4.3).

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::time;
use crate::Cell;
use crate::schema::{ColumnMeta, Kind};

/// A cell that was sent as text: a list's cell, a number in quotes. What is not of the column's kind
/// stays as it was sent; nobody minds who does not need it.
#[inline]
pub(super) fn from_text<'de>(column: &ColumnMeta, text: Cow<'de, str>) -> Cell<'de> {
    if text.is_empty() && (column.nullable || column.kind != Kind::Text) {
        return Cell::Null;
    }
    // "Never" is written as 0 (A§4.2).
    if column.kind == Kind::Time && column.nullable && text == "0" {
        return Cell::Null;
    }
    // Most cells are text, and nothing has to be read of them.
    match column.kind {
        Kind::Text => Cell::Text(text),
        _ => parsed(column, text),
    }
}

fn parsed<'de>(column: &ColumnMeta, text: Cow<'de, str>) -> Cell<'de> {
    let read = match column.kind {
        Kind::Text | Kind::Texts | Kind::File => None,
        Kind::Int => text.trim().parse().ok().map(Cell::Int),
        Kind::Float => number(&text).map(Cell::Float),
        Kind::Bool => flag(&text).map(Cell::Bool),
        Kind::Time => time::from_text(&text).map(Cell::Time),
    };
    read.unwrap_or(Cell::Text(text))
}

/// Rust also takes `nan` and `infinity`, and makes one of digits that are too many.
fn number(text: &str) -> Option<f64> {
    let number: f64 = text.trim().parse().ok()?;
    number.is_finite().then_some(number)
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

fn from_int(column: &ColumnMeta, int: i64) -> Cell<'static> {
    match column.kind {
        Kind::Float => Cell::Float(int as f64),
        Kind::Bool if int == 0 || int == 1 => Cell::Bool(int == 1),
        Kind::Time if int == 0 && column.nullable => Cell::Null,
        Kind::Time => time::from_millis(int).map_or(Cell::Int(int), Cell::Time),
        _ => Cell::Int(int),
    }
}

fn from_float(column: &ColumnMeta, float: f64) -> Cell<'static> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match column.kind {
        Kind::Float => Cell::Float(float),
        _ if float.fract() == 0.0 && float.abs() < EXACT => from_int(column, float as i64),
        _ => Cell::Float(float),
    }
}

/// JSON that is no cell, as a cell that is not of the column's kind.
fn from_json(column: &ColumnMeta, json: serde_json::Value) -> Cell<'static> {
    match (column.kind, json) {
        (_, serde_json::Value::Array(items)) => Cell::Texts(
            items
                .into_iter()
                .map(|item| OneText::from(item).0)
                .collect(),
        ),
        (Kind::Text, json) => Cell::Texts(vec![json.to_string()]),
        (_, json) => Cell::Text(Cow::Owned(json.to_string())),
    }
}

/// Reads one JSON value as a cell. What is not of the column's kind stays as it was sent.
pub(super) struct CellSeed<'c>(pub(super) &'c ColumnMeta);

impl<'de> DeserializeSeed<'de> for CellSeed<'_> {
    type Value = Cell<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for CellSeed<'_> {
    type Value = Cell<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.kind)
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
        Ok(Cell::Bool(truth))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        // No array is one without elements.
        Ok(match self.0.kind {
            Kind::Texts if !self.0.nullable => Cell::Texts(Vec::new()),
            _ => Cell::Null,
        })
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Cell::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        let json = serde_json::Value::deserialize(SeqAccessDeserializer::new(items))?;
        Ok(from_json(self.0, json))
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Self::Value, A::Error> {
        let json = serde_json::Value::deserialize(MapAccessDeserializer::new(entries))?;
        Ok(from_json(self.0, json))
    }
}

/// An element of an array: text, or a number that stands for it (A§4.3).
struct OneText(String);

impl From<serde_json::Value> for OneText {
    fn from(json: serde_json::Value) -> Self {
        match json {
            serde_json::Value::String(text) => Self(text),
            other => Self(other.to_string()),
        }
    }
}
