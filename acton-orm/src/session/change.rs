//! What a change does to its row, for those who read a report.

use std::fmt;

use crate::plan::Verb;

/// What is done to a row.
///
/// ```
/// use acton_orm::session::ChangeKind;
/// assert_eq!(ChangeKind::Insert.to_string(), "insert");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChangeKind {
    /// The row is new.
    Insert,
    /// Columns of the row change.
    Update,
    /// The row is removed.
    Delete,
}

impl From<Verb> for ChangeKind {
    fn from(verb: Verb) -> Self {
        match verb {
            Verb::Insert => Self::Insert,
            Verb::Update => Self::Update,
            Verb::Delete => Self::Delete,
        }
    }
}

impl From<ChangeKind> for Verb {
    fn from(kind: ChangeKind) -> Self {
        match kind {
            ChangeKind::Insert => Self::Insert,
            ChangeKind::Update => Self::Update,
            ChangeKind::Delete => Self::Delete,
        }
    }
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Verb::from(*self).fmt(f)
    }
}
