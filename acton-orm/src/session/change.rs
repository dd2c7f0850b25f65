//! A change: what one row of a session needs to be done at Act-On.

use std::fmt;

use crate::expr::quoted;
use crate::schema::TableMeta;
use crate::wire::write::{Cell, Verb, text_of};

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

impl fmt::Display for ChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
        })
    }
}

/// One row's change, without its types.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) slot: u64,
    pub(crate) table: &'static TableMeta,
    pub(crate) what: What,
}

#[derive(Debug, Clone)]
pub(crate) enum What {
    Insert {
        cells: Vec<Cell>,
    },
    Update {
        key: String,
        set: Vec<Cell>,
        /// What the row is known to hold, should it have to be replaced.
        known: Vec<Cell>,
    },
    Delete {
        key: String,
        /// A row that a replacement has left behind.
        leftover: bool,
    },
}

impl Change {
    pub(crate) fn verb(&self) -> Verb {
        match self.what {
            What::Insert { .. } => Verb::Insert,
            What::Update { .. } => Verb::Update,
            What::Delete { .. } => Verb::Delete,
        }
    }

    pub(crate) fn kind(&self) -> ChangeKind {
        match self.verb() {
            Verb::Insert => ChangeKind::Insert,
            Verb::Update => ChangeKind::Update,
            Verb::Delete => ChangeKind::Delete,
        }
    }

    pub(crate) fn key(&self) -> Option<&str> {
        match &self.what {
            What::Insert { .. } => None,
            What::Update { key, .. } | What::Delete { key, .. } => Some(key),
        }
    }

    /// What is written.
    pub(crate) fn cells(&self) -> &[Cell] {
        match &self.what {
            What::Insert { cells } => cells,
            What::Update { set, .. } => set,
            What::Delete { .. } => &[],
        }
    }

    /// What a person knows the row by: its key, or a new row's name or address.
    pub(crate) fn label(&self) -> String {
        match self.key() {
            Some(key) => key.to_owned(),
            None => label(self.cells()),
        }
    }
}

/// A new row's name or address, or its first text.
pub(super) fn label(cells: &[Cell]) -> String {
    let text = ["name", "email"]
        .into_iter()
        .find_map(|field| text_of(cells, field))
        .or_else(|| cells.iter().find_map(|cell| cell.value.as_text()));
    text.map(|text| format!("'{text}'")).unwrap_or_default()
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.kind(), self.table.name, self.label())?;
        match &self.what {
            What::Update { set, .. } => {
                let set: Vec<String> = set
                    .iter()
                    .map(|cell| format!("{} = {}", quoted(cell.column.name), cell.value))
                    .collect();
                write!(f, ": {}", set.join(", "))
            }
            What::Delete { leftover: true, .. } => f.write_str(", left behind by its replacement"),
            _ => Ok(()),
        }
    }
}
