//! The id of a row in a list.

use std::fmt;

use super::{Cell, Mismatch, Never, Value};

/// The id of one record of a list: the list's id, a colon, and the row number in lower-case hex,
/// as `l-0001:31a` (Act-On's list download). One person in two lists has two record ids.
///
/// ```
/// use acton_orm::RecordId;
///
/// let id: RecordId = "l-0001:31a".parse()?;
/// assert_eq!(id.list(), "l-0001");
/// assert_eq!(id.row(), 794);
/// # Ok::<(), acton_orm::Mismatch>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "String", try_from = "String"))]
pub struct RecordId(String);

impl RecordId {
    /// The id of the list that holds the record.
    ///
    /// ```
    /// # let id: acton_orm::RecordId = "l-0001:0".parse().unwrap();
    /// assert_eq!(id.list(), "l-0001");
    /// ```
    pub fn list(&self) -> &str {
        self.0.rsplit_once(':').map_or("", |(list, _)| list)
    }

    /// The row number within the list, from 0; never used again after a delete.
    ///
    /// ```
    /// # let id: acton_orm::RecordId = "l-0001:4f0".parse().unwrap();
    /// assert_eq!(id.row(), 1264);
    /// ```
    pub fn row(&self) -> u64 {
        self.0
            .rsplit_once(':')
            .and_then(|(_, row)| u64::from_str_radix(row, 16).ok())
            .unwrap_or_default()
    }

    /// The id as Act-On writes it.
    ///
    /// ```
    /// # let id: acton_orm::RecordId = "l-0001:0".parse().unwrap();
    /// assert_eq!(id.as_str(), "l-0001:0");
    /// ```
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for RecordId {
    type Err = Mismatch;

    fn from_str(text: &str) -> Result<Self, Mismatch> {
        // Byte by byte, as every row of a list has one of these.
        let colon = text.bytes().rposition(|byte| byte == b':').unwrap_or(0);
        let row = text.get(colon + 1..).unwrap_or_default();
        let well_formed =
            colon > 0 && u64::from_str_radix(row, 16).is_ok() && !row.starts_with('+');
        if well_formed {
            Ok(Self(text.to_owned()))
        } else {
            Err(Mismatch::new(
                "a record id such as `l-0001:31a`",
                &Cell::from(text),
            ))
        }
    }
}

impl From<RecordId> for String {
    fn from(id: RecordId) -> Self {
        id.0
    }
}

impl TryFrom<String> for RecordId {
    type Error = Mismatch;

    fn try_from(text: String) -> Result<Self, Mismatch> {
        text.parse()
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordId({})", self.0)
    }
}

impl AsRef<str> for RecordId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[diagnostic::do_not_recommend]
impl Value for RecordId {
    type Base = String;
    // No text of a user's is taken for a record's id, and none is made to be one.
    type Stored = RecordId;
    type Empty = Never;
    type OrNull = Option<RecordId>;

    fn decode(value: Cell<'_>) -> Result<Self, Mismatch> {
        match value {
            Cell::Text(text) => text.parse(),
            other => Err(Mismatch::new("a record id", &other)),
        }
    }

    fn encode(&self) -> Cell<'static> {
        Cell::from(self.0.clone())
    }
}
