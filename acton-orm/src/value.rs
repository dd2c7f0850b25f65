//! Values: what a cell holds, and the Rust types that can stand for it.

mod dates;
mod emptiness;
mod field;
mod kind;
mod mismatch;
mod null;
mod numbers;
mod own;
mod plain;
mod primitive;
mod record_id;
mod values;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};

pub(crate) use emptiness::HasBase;
pub use emptiness::{Emptiness, MayBeEmpty, Maybe, Never};
pub use field::{Field, Given};
pub use kind::Kind;
pub use mismatch::Mismatch;
pub(crate) use numbers::widened;
pub use own::{Newtype, OtherText};
pub use primitive::{Comparable, Numeric, Primitive, Readable, Textual};
pub use record_id::RecordId;
pub use values::Value;

use crate::Upload;

/// One cell, whatever the wire wrote: numbers are numbers though Act-On sends strings.
///
/// ```
/// use acton_orm::Cell;
///
/// assert_eq!(Cell::from("PDX").to_string(), "'PDX'");
/// assert_eq!(Cell::from(42_i64).to_string(), "42");
/// assert_eq!(Cell::Null.to_string(), "null");
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Cell<'a> {
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
    /// Several texts, as the tags of a program.
    Texts(Vec<String>),
    /// A file on its way to Act-On; never read back.
    File(Box<Upload>),
}

impl Cell<'_> {
    /// The same value with text of its own.
    ///
    /// ```
    /// # use acton_orm::Cell;
    /// let owned: Cell<'static> = Cell::from(String::from("a").as_str()).into_owned();
    /// assert_eq!(owned, Cell::from("a"));
    /// ```
    pub fn into_owned(self) -> Cell<'static> {
        match self {
            Cell::Null => Cell::Null,
            Cell::Text(text) => Cell::Text(Cow::Owned(text.into_owned())),
            Cell::Int(int) => Cell::Int(int),
            Cell::Float(float) => Cell::Float(float),
            Cell::Bool(bool) => Cell::Bool(bool),
            Cell::Time(time) => Cell::Time(time),
            Cell::Texts(texts) => Cell::Texts(texts),
            Cell::File(upload) => Cell::File(upload),
        }
    }

    /// What the value is; an empty cell counts as text.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Cell::Null | Cell::Text(_) => Kind::Text,
            Cell::Int(_) => Kind::Int,
            Cell::Float(_) => Kind::Float,
            Cell::Bool(_) => Kind::Bool,
            Cell::Time(_) => Kind::Time,
            Cell::Texts(_) => Kind::Texts,
            Cell::File(_) => Kind::File,
        }
    }

    /// Whether a column of this kind cannot hold the cell: the wire had something else in its place.
    pub(crate) fn is_dirty(&self, kind: Kind) -> bool {
        !self.is_null() && self.kind() != kind
    }

    /// True for [`Cell::Null`].
    ///
    /// ```
    /// assert!(acton_orm::Cell::Null.is_null());
    /// ```
    pub fn is_null(&self) -> bool {
        matches!(self, Cell::Null)
    }

    /// The text of a text value.
    ///
    /// ```
    /// assert_eq!(acton_orm::Cell::from("a").as_text(), Some("a"));
    /// assert_eq!(acton_orm::Cell::Int(1).as_text(), None);
    /// ```
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    /// How two values of the same kind compare, as SQL does: nothing compares with null, text
    /// compares by code point, numbers by size, `false` before `true`.
    ///
    /// ```
    /// # use acton_orm::Cell;
    /// use std::cmp::Ordering;
    ///
    /// assert_eq!(Cell::Int(2).compare(&Cell::Float(2.5)), Some(Ordering::Less));
    /// assert_eq!(Cell::Null.compare(&Cell::Null), None);
    /// ```
    pub fn compare(&self, other: &Cell<'_>) -> Option<Ordering> {
        match (self, other) {
            (Cell::Text(a), Cell::Text(b)) => Some(a.as_ref().cmp(b.as_ref())),
            (Cell::Int(a), Cell::Int(b)) => Some(a.cmp(b)),
            (Cell::Float(a), Cell::Float(b)) => a.partial_cmp(b),
            (Cell::Int(a), Cell::Float(b)) => (*a as f64).partial_cmp(b),
            (Cell::Float(a), Cell::Int(b)) => a.partial_cmp(&(*b as f64)),
            (Cell::Bool(a), Cell::Bool(b)) => Some(a.cmp(b)),
            (Cell::Time(a), Cell::Time(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Cell::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Cell::Text(Cow::Owned(text))
    }
}

impl From<i64> for Cell<'_> {
    fn from(int: i64) -> Self {
        Cell::Int(int)
    }
}

impl From<f64> for Cell<'_> {
    fn from(float: f64) -> Self {
        Cell::Float(float)
    }
}

impl From<bool> for Cell<'_> {
    fn from(bool: bool) -> Self {
        Cell::Bool(bool)
    }
}

impl From<DateTime<Utc>> for Cell<'_> {
    fn from(time: DateTime<Utc>) -> Self {
        Cell::Time(time)
    }
}

/// As plans print it: text in single quotes.
impl fmt::Display for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cell::Null => f.write_str("null"),
            Cell::Text(text) => write!(f, "'{}'", text.replace('\'', "''")),
            Cell::Int(int) => write!(f, "{int}"),
            Cell::Float(float) => write!(f, "{float}"),
            Cell::Bool(bool) => write!(f, "{bool}"),
            Cell::Time(time) => f.write_str(&time.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            Cell::Texts(texts) => {
                let shown: Vec<String> = texts
                    .iter()
                    .map(|text| Cell::from(text.as_str()).to_string())
                    .collect();
                write!(f, "[{}]", shown.join(", "))
            }
            Cell::File(upload) => write!(f, "{upload:?}"),
        }
    }
}
