//! What generated code names. Not part of the public interface.

mod check;
mod slot;

pub use crate::expr::operand::{Literal, Operand, Side};
pub use crate::expr::{Filter, Order};
pub use crate::query::{Entity, Insertable, Keyed, Mapped, NewRow, Query, Row, Shape};
pub use crate::schema::access::{Generated, OnInsert, Settable};
pub use crate::schema::list::{ListColumn, ListField, list_columns, list_table};
pub use crate::schema::scope::{Contains, Needs, Ready, Unnamed, Within};
pub use crate::schema::source::Source;
pub use crate::schema::{
    Addable, Column, ColumnMeta, Deletable, NamedTable, Table, TableMeta, Updatable,
};
pub use crate::value::{Cell, Field, Given, Mismatch, Never, Newtype, OtherText, Readable, Value};
pub use crate::{DateTime, RecordId, Result, Utc};
pub use check::{Unknown, check_heading, check_key, check_required, check_settable};
pub use slot::{Slot, given, slot};

/// The position of a column among its table's columns.
pub const fn position<T: Table, V, A>(column: Column<T, V, A>) -> u16 {
    column.position()
}
