//! What generated code names. Not part of the public interface.

mod check;
mod slot;

pub use chrono::{DateTime, Utc};

pub use crate::entity::{Entity, Insertable, Keyed};
pub use crate::expr::{Contains, Within};
pub use crate::query::Source;
pub use crate::row::Row;
pub use crate::schema::access::{Generated, OnInsert, SetByInsert, Settable};
pub use crate::schema::list::{ListColumn, list_field, list_ref, list_table};
pub use crate::schema::{
    Column, ColumnMeta, Deletable, Insert, ListRef, RowsTable, Table, TableMeta, Updatable,
};
pub use crate::value::{Field, Given, Readable, Scalar, Value};
pub use crate::{RecordId, Result};
pub use check::{Unknown, check_heading, check_key, check_required, insertable};
pub use slot::{Slot, given, own, slot, write};

/// The position of a column among its table's columns.
pub const fn position<T: Table, V, A>(column: Column<T, V, A>) -> u16 {
    column.position()
}
