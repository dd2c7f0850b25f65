//! How a field of a struct is read from a cell and written to one.

use std::marker::PhantomData;

use crate::schema::{Column, Table};
use crate::value::{Cell, Field, Given, Mismatch, Readable, Value};

/// A field's way from and to its cell. Generated code asks for it where it reads and where it
/// writes, with the same words, so that the compiler reports a wrong type once.
#[derive(Debug)]
pub struct Slot<F> {
    /// What [`Row::read`](crate::query::Row::read) takes.
    pub read: fn(Cell<'_>) -> Result<F, Mismatch>,
    /// Writes the cell.
    pub write: fn(&F) -> Cell<'static>,
}

/// A field of a column that is declared elsewhere.
pub const fn slot<T: Table, C: Readable, A, F: Field<C>>(
    _: Column<T, C, A>,
    _: PhantomData<F>,
) -> Slot<F> {
    Slot {
        read: F::decode,
        write: F::encode,
    }
}

/// How an insert writes the field of a column, which may be optional where the field is not.
pub const fn given<T: Table, C: Value, A, F: Given<C>>(
    _: Column<T, C, A>,
    _: PhantomData<F>,
) -> fn(&F) -> Cell<'static> {
    F::encode
}
