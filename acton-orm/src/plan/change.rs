//! What a write is, before anyone knows how it travels.

use crate::Value;
use crate::schema::{ColumnMeta, Kind};

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Verb {
    Insert,
    Update,
    Delete,
}

/// A column and the value to write.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    pub(crate) column: &'static ColumnMeta,
    pub(crate) value: Value<'static>,
}

impl Cell {
    pub(crate) fn new(column: &'static ColumnMeta, value: Value<'static>) -> Self {
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
pub(crate) fn text_of<'c>(cells: &'c [Cell], field: &str) -> Option<&'c str> {
    find(cells, field).and_then(Value::as_text)
}

/// The value of a built-in table's column, by the name of its constant.
pub(crate) fn find<'c>(cells: &'c [Cell], field: &str) -> Option<&'c Value<'static>> {
    cells
        .iter()
        .find(|cell| cell.column.field == field)
        .map(|cell| &cell.value)
}

/// Whether two cells hold the same; a number that is not one equals itself here.
pub(crate) fn same(a: &Value<'_>, b: &Value<'_>) -> bool {
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits() || a == b,
        (a, b) => a == b,
    }
}
