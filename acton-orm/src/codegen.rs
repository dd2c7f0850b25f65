//! What generated code names. Not part of the public interface.

pub use crate::entity::{Entity, Insertable, Keyed};
pub use crate::query::Source;
pub use crate::row::Row;
pub use crate::schema::access::{Generated, OnInsert, SetByInsert, Settable};
pub use crate::schema::list::{ListColumn, list_column, list_table};
pub use crate::schema::{
    Column, ColumnMeta, Deletable, Insert, ListRef, RowsTable, Table, TableMeta, Updatable,
};
pub use crate::value::{Field, Readable, Scalar, Value};
pub use crate::{RecordId, Result};

/// The position of a column among its table's columns.
pub const fn position<T: Table, V, A>(column: Column<T, V, A>) -> u16 {
    column.position()
}

/// The table of a column's module must be the table named.
pub const fn insertable<T: Table, V, A: SetByInsert>(_: Column<T, V, A>) {}

/// Writes a field as the cell of its column.
pub fn cell<T: Table, C: Scalar, A, F: Field<C>>(_: Column<T, C, A>, field: &F) -> Value<'static> {
    field.to_value()
}

/// Fails to compile unless each group of required columns has one of those given.
pub const fn check_required(table: &TableMeta, given: &[u16]) {
    let mut group = 0;
    while group < table.required.len() {
        let wanted = table.required[group];
        let mut found = false;
        let mut i = 0;
        while i < wanted.len() {
            let mut j = 0;
            while j < given.len() {
                if wanted[i] == given[j] {
                    found = true;
                }
                j += 1;
            }
            i += 1;
        }
        if !found {
            missing(table, wanted[0]);
        }
        group += 1;
    }
}

const fn missing(table: &TableMeta, column: u16) -> ! {
    let (text, length) = concatenate([
        "an insert into `",
        table.name,
        "` needs the column `",
        table.columns[column as usize].field,
        "`: add the field to the struct",
        "",
    ]);
    match core::str::from_utf8(text.split_at(length).0) {
        Ok(text) => panic!("{}", text),
        Err(_) => panic!("a required column is missing"),
    }
}

const fn concatenate<const N: usize>(parts: [&str; N]) -> ([u8; 256], usize) {
    let mut text = [0; 256];
    let mut length = 0;
    let mut part = 0;
    while part < N {
        let bytes = parts[part].as_bytes();
        let mut i = 0;
        while i < bytes.len() && length < text.len() {
            text[length] = bytes[i];
            length += 1;
            i += 1;
        }
        part += 1;
    }
    (text, length)
}
