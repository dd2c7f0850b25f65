//! What a write is, before anyone knows how it travels.

use std::fmt;

use crate::Cell;
use crate::expr::quoted;
use crate::one_line::one_line;
use crate::schema::{ColumnMeta, Kind, TableRef};

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Verb {
    Insert,
    Update,
    Delete,
}

impl fmt::Display for Verb {
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
    /// Which row of the session.
    pub(crate) slot: u64,
    pub(crate) table: TableRef,
    pub(crate) what: What,
}

#[derive(Debug, Clone)]
pub(crate) enum What {
    Insert {
        cells: Vec<Written>,
    },
    Update {
        key: String,
        set: Vec<Written>,
        /// What the row is known to hold, should it have to be replaced.
        known: Vec<Written>,
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

    pub(crate) fn key(&self) -> Option<&str> {
        match &self.what {
            What::Insert { .. } => None,
            What::Update { key, .. } | What::Delete { key, .. } => Some(key),
        }
    }

    /// What is written.
    pub(crate) fn cells(&self) -> &[Written] {
        match &self.what {
            What::Insert { cells } => cells,
            What::Update { set, .. } => set,
            What::Delete { .. } => &[],
        }
    }

    /// What the row is known to hold.
    pub(crate) fn known(&self) -> &[Written] {
        match &self.what {
            What::Update { known, .. } => known,
            What::Insert { .. } | What::Delete { .. } => &[],
        }
    }

    pub(crate) fn is_leftover(&self) -> bool {
        matches!(self.what, What::Delete { leftover: true, .. })
    }

    /// The text a column will hold: as set, or else as known.
    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        text_of(self.cells(), field).or_else(|| text_of(self.known(), field))
    }

    /// What a person knows the row by: its key, or a new row's name or address.
    pub(crate) fn label(&self) -> String {
        match self.key() {
            Some(key) => key.to_owned(),
            None => label(self.cells()),
        }
    }
}

/// A new row's name, address or title, or its first text.
pub(crate) fn label(cells: &[Written]) -> String {
    let text = ["name", "email", "title"]
        .into_iter()
        .find_map(|field| text_of(cells, field))
        .or_else(|| cells.iter().find_map(|cell| cell.value.as_text()));
    text.map(|text| format!("'{}'", one_line(text)))
        .unwrap_or_default()
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.verb(), self.table, self.label())?;
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

/// A column and the value to write.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) column: &'static ColumnMeta,
    pub(crate) value: Cell<'static>,
}

impl Written {
    pub(crate) fn new(column: &'static ColumnMeta, value: Cell<'static>) -> Self {
        Self { column, value }
    }

    /// By name: two structs for one list have a `ColumnMeta` each.
    pub(crate) fn is_of(&self, column: &ColumnMeta) -> bool {
        self.column.name == column.name
    }

    pub(crate) fn is_file(&self) -> bool {
        self.column.kind == Kind::File
    }
}

/// The text written to a column, if it is among the cells and not null.
pub(crate) fn text_of<'c>(cells: &'c [Written], field: &str) -> Option<&'c str> {
    find(cells, field).and_then(Cell::as_text)
}

/// The value of a built-in table's column, by the name of its constant.
pub(crate) fn find<'c>(cells: &'c [Written], field: &str) -> Option<&'c Cell<'static>> {
    cells
        .iter()
        .find(|cell| cell.column.field == field)
        .map(|cell| &cell.value)
}

/// Those of the cells that are of these columns, in the columns' order.
pub(crate) fn named(cells: &[Written], fields: &[&str]) -> Vec<Written> {
    let of = |field: &&str| cells.iter().find(|cell| cell.column.field == *field);
    fields.iter().filter_map(of).cloned().collect()
}

/// Whether two cells hold the same; a number that is not one equals itself here.
pub(crate) fn same(a: &Cell<'_>, b: &Cell<'_>) -> bool {
    match (a, b) {
        (Cell::Float(a), Cell::Float(b)) => a.to_bits() == b.to_bits() || a == b,
        (a, b) => a == b,
    }
}
