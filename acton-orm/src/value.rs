//! Values: what a cell holds, and the Rust types that can stand for it.

mod field;
mod kind;
mod null;
mod record_id;
mod scalar;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};

pub use field::{Field, Given};
pub use kind::Kind;
pub use record_id::RecordId;
pub use scalar::{Comparable, Mismatch, Numeric, Readable, Scalar, Textual};

use crate::Upload;

/// One cell, whatever the wire wrote: numbers are numbers though Act-On sends strings.
///
/// ```
/// use acton_orm::Value;
///
/// assert_eq!(Value::from("PDX").to_string(), "'PDX'");
/// assert_eq!(Value::from(42_i64).to_string(), "42");
/// assert_eq!(Value::Null.to_string(), "null");
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Value<'a> {
    /// No value. A list's empty cell, where the column may be empty.
    Null,
    /// Text.
    Text(Cow<'a, str>),
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
    /// A flag.
    Bool(bool),
    /// A point in time, to the millisecond.
    Time(DateTime<Utc>),
    /// A file on its way to Act-On; never read back.
    File(Upload),
}

impl Value<'_> {
    /// The same value with text of its own.
    ///
    /// ```
    /// # use acton_orm::Value;
    /// let owned: Value<'static> = Value::from(String::from("a").as_str()).into_owned();
    /// assert_eq!(owned, Value::from("a"));
    /// ```
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Value::Null => Value::Null,
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::Int(int) => Value::Int(int),
            Value::Float(float) => Value::Float(float),
            Value::Bool(bool) => Value::Bool(bool),
            Value::Time(time) => Value::Time(time),
            Value::File(upload) => Value::File(upload),
        }
    }

    /// True for [`Value::Null`].
    ///
    /// ```
    /// assert!(acton_orm::Value::Null.is_null());
    /// ```
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The text of a text value.
    ///
    /// ```
    /// assert_eq!(acton_orm::Value::from("a").as_text(), Some("a"));
    /// assert_eq!(acton_orm::Value::Int(1).as_text(), None);
    /// ```
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// How two values of the same kind compare, as SQL does: nothing compares with null, text
    /// compares by code point, numbers by size, `false` before `true`.
    ///
    /// ```
    /// # use acton_orm::Value;
    /// use std::cmp::Ordering;
    ///
    /// assert_eq!(Value::Int(2).compare(&Value::Float(2.5)), Some(Ordering::Less));
    /// assert_eq!(Value::Null.compare(&Value::Null), None);
    /// ```
    pub fn compare(&self, other: &Value<'_>) -> Option<Ordering> {
        match (self, other) {
            (Value::Text(a), Value::Text(b)) => Some(a.as_ref().cmp(b.as_ref())),
            (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
            (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
            (Value::Int(a), Value::Float(b)) => (*a as f64).partial_cmp(b),
            (Value::Float(a), Value::Int(b)) => a.partial_cmp(&(*b as f64)),
            (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
            (Value::Time(a), Value::Time(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Cow::Owned(text))
    }
}

impl From<i64> for Value<'_> {
    fn from(int: i64) -> Self {
        Value::Int(int)
    }
}

impl From<f64> for Value<'_> {
    fn from(float: f64) -> Self {
        Value::Float(float)
    }
}

impl From<bool> for Value<'_> {
    fn from(bool: bool) -> Self {
        Value::Bool(bool)
    }
}

impl From<DateTime<Utc>> for Value<'_> {
    fn from(time: DateTime<Utc>) -> Self {
        Value::Time(time)
    }
}

/// As plans print it: text in single quotes.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("null"),
            Value::Text(text) => write!(f, "'{}'", text.replace('\'', "''")),
            Value::Int(int) => write!(f, "{int}"),
            Value::Float(float) => write!(f, "{float}"),
            Value::Bool(bool) => write!(f, "{bool}"),
            Value::Time(time) => f.write_str(&time.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            Value::File(upload) => write!(f, "{upload:?}"),
        }
    }
}
