//! A cell that its type refuses.

use std::borrow::Cow;
use std::fmt;

use super::Cell;

/// A cell is not what the column's type needs. [`Error`](crate::Error) adds table, key and column.
///
/// It owns the cell, so that a field of `Result<_, Mismatch>` is equal to what was read while nobody
/// changes it, and is written back as it was.
///
/// ```
/// use acton_orm::{Cell, Mismatch, Value};
///
/// let mismatch = i64::decode(Cell::from("many")).unwrap_err();
/// assert_eq!(mismatch.to_string(), "expected a whole number, found 'many'");
///
/// let dirty = Result::<i64, Mismatch>::decode(Cell::from("many")).unwrap();
/// assert_eq!(dirty, Err(mismatch));
/// assert_eq!(dirty.encode(), Cell::from("many"));
/// ```
// Boxed: it travels in the `Result` of each cell that is read.
#[derive(Clone, PartialEq)]
pub struct Mismatch(Box<Inner>);

#[derive(Clone, PartialEq)]
struct Inner {
    expected: Cow<'static, str>,
    found: Cell<'static>,
}

impl Mismatch {
    /// Says what was needed and what was there.
    ///
    /// ```
    /// # use acton_orm::{Mismatch, Cell};
    /// assert_eq!(Mismatch::new("a flag", &Cell::Int(7)).to_string(), "expected a flag, found the number 7");
    /// ```
    pub fn new(expected: impl Into<Cow<'static, str>>, found: &Cell<'_>) -> Self {
        Self(Box::new(Inner {
            expected: expected.into(),
            found: found.clone().into_owned(),
        }))
    }

    /// What was needed, as in "a whole number".
    ///
    /// ```
    /// # use acton_orm::{Mismatch, Cell};
    /// assert_eq!(Mismatch::new("a flag", &Cell::Int(7)).expected(), "a flag");
    /// ```
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// What was there.
    ///
    /// ```
    /// # use acton_orm::{Mismatch, Cell};
    /// assert_eq!(Mismatch::new("a flag", &Cell::Int(7)).found(), &Cell::Int(7));
    /// ```
    pub fn found(&self) -> &Cell<'static> {
        &self.0.found
    }
}

/// Long text is shortened to 80 characters.
impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found ", self.0.expected)?;
        match &self.0.found {
            Cell::Text(text) => shorten(f, text),
            Cell::Null => f.write_str("an empty cell"),
            Cell::Int(int) => write!(f, "the number {int}"),
            Cell::Float(float) => write!(f, "the number {float}"),
            Cell::Bool(flag) => write!(f, "the flag {flag}"),
            other => write!(f, "{other}"),
        }
    }
}

impl fmt::Debug for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mismatch({self})")
    }
}

impl std::error::Error for Mismatch {}

fn shorten(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => write!(f, "'{}' .. ({} bytes in all)", &text[..end], text.len()),
        None => write!(f, "'{text}'"),
    }
}
