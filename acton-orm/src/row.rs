//! One row on its way from the wire into a struct.

use std::borrow::Cow;
use std::sync::Arc;

use crate::codegen::Slot;
use crate::expr::ColumnRef;
use crate::value::Scalar;
use crate::{Error, ErrorKind, Result, Value};

/// The cells of one row, in the order in which the query asked for its columns.
///
/// Generated code reads each field once with `field`; a cell is moved out, not copied.
#[derive(Debug)]
pub struct Row<'r> {
    pub(crate) cells: Vec<Value<'r>>,
    pub(crate) columns: Arc<[ColumnRef]>,
    /// The row's key, for errors; where the table has one and the answer carries it.
    pub(crate) key: Option<Cow<'r, str>>,
}

impl<'r> Row<'r> {
    /// An empty row to be filled again and again.
    pub(crate) fn new(columns: Arc<[ColumnRef]>) -> Self {
        Self {
            cells: vec![Value::Null; columns.len()],
            columns,
            key: None,
        }
    }

    /// Moves a cell into a field. Generated code calls it.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] naming table, key, column and the offending text.
    #[doc(hidden)]
    pub fn field<F>(&mut self, slot: Slot<F>, position: usize) -> Result<F> {
        (slot.read)(self.take(position)).map_err(|mismatch| self.mismatch(position, &mismatch))
    }

    /// Moves a cell into the column's own type.
    pub(crate) fn scalar<C: Scalar>(&mut self, position: usize) -> Result<C> {
        C::decode(self.take(position)).map_err(|mismatch| self.mismatch(position, &mismatch))
    }

    fn take(&mut self, position: usize) -> Value<'r> {
        self.cells
            .get_mut(position)
            .map_or(Value::Null, |cell| std::mem::replace(cell, Value::Null))
    }

    fn mismatch(&self, position: usize, mismatch: &crate::value::Mismatch) -> Error {
        let mut error = Error::new(ErrorKind::Decode, mismatch.to_string());
        if let Some(column) = self.columns.get(position) {
            error = error
                .in_table(column.table.name)
                .in_column(column.meta().name);
        }
        match &self.key {
            Some(key) => error.at_key(key.as_ref()),
            None => error,
        }
    }
}
