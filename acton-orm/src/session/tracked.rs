//! What a session can track: a struct that maps its table's key, or a row without a struct.

use std::any::Any;
use std::sync::Arc;

use super::row::{AnyRow, Loaded};
use super::slot::{Slot, key_text};
use crate::dynamic::DynRow;
use crate::expr::ColumnRef;
use crate::query::Keyed;
use crate::schema::scope::AnyTable;
use crate::schema::{Kind, Table, TableRef};
use crate::{Cell, Error, ErrorKind, Result};

/// A row that a session can track: every [`Keyed`] struct, and [`DynRow`].
///
/// ```
/// use acton_orm::{Client, Query, Result, bounds::Ready, session::{Handle, Tracked}};
///
/// async fn everything<S: Ready<R>, R: Tracked>(acton: &Client, query: Query<R, S>) -> Result<usize> {
///     let mut session = acton.session();
///     let rows: Vec<Handle<R>> = session.load(query).await?;
///     Ok(rows.len())
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not map its table's key, so a session cannot track it",
    label = "no key field",
    note = "add the table's key column to the struct; for a list, a field `#[acton(key)] id: RecordId`"
)]
pub trait Tracked: Send + Sync + Sized + 'static {
    /// The table whose row it is.
    ///
    /// ```
    /// use acton_orm::{models::Image, schema::images::Images, session::Tracked};
    /// fn an_image<R: Tracked<Table = Images>>() {}
    /// an_image::<Image>();
    /// ```
    type Table: Table;

    #[doc(hidden)]
    fn into_slot(self, table: &TableRef) -> NewSlot;
}

/// Hides what a session keeps of a row.
#[doc(hidden)]
#[derive(Debug)]
pub struct NewSlot(pub(super) Slot);

#[diagnostic::do_not_recommend]
impl<E: Keyed> Tracked for E {
    type Table = E::Table;

    fn into_slot(self, table: &TableRef) -> NewSlot {
        let row = Box::new(Loaded::new(self));
        let cells = row.cells();
        let key = cells.get(E::KEY).and_then(key_text).unwrap_or_default();
        let mut slot = Slot::tracked(table.clone(), row, key);
        slot.is_read = true;
        NewSlot(slot)
    }
}

#[diagnostic::do_not_recommend]
impl Tracked for DynRow {
    type Table = AnyTable;

    fn into_slot(self, table: &TableRef) -> NewSlot {
        let told = self.key.clone();
        let row = Box::new(Named::new(self));
        let key = row.key_cell(table).and_then(key_text).or(told);
        let key = key.unwrap_or_default();
        let mut slot = Slot::tracked(table.clone(), row, key);
        slot.is_read = true;
        NewSlot(slot)
    }
}

/// A row without a struct, as a session holds it.
pub(super) struct Named {
    row: DynRow,
    columns: Arc<[u16]>,
    /// The columns it came with. Another row may be put in its place, with others.
    of: Arc<[ColumnRef]>,
}

impl Named {
    pub(super) fn new(row: DynRow) -> Self {
        let positions = row.columns.iter();
        let columns = positions.filter_map(|column| u16::try_from(column.index).ok());
        Self {
            columns: columns.collect(),
            of: Arc::clone(&row.columns),
            row,
        }
    }

    /// Whether the row is not another one, put in its place.
    fn is_as_it_came(&self) -> bool {
        Arc::ptr_eq(&self.of, &self.row.columns)
    }

    /// The cell that the row has now for a column that it came with.
    fn cell(&self, column: ColumnRef) -> Option<&Cell<'static>> {
        let mut now = self.row.columns.iter().zip(&self.row.cells);
        let found = now.find(|(own, _)| own.meta().name == column.meta().name);
        found.map(|(_, cell)| cell)
    }

    fn key_cell(&self, table: &TableRef) -> Option<&Cell<'static>> {
        let key = table.meta().key?;
        let at = self.columns.iter().position(|&column| column == key)?;
        self.row.cells.get(at)
    }
}

impl AnyRow for Named {
    fn columns(&self) -> &[u16] {
        &self.columns
    }

    fn cells(&self) -> Vec<Cell<'static>> {
        if self.is_as_it_came() {
            return self.row.cells.clone();
        }
        let cell = |column: &ColumnRef| self.cell(*column).cloned().unwrap_or(Cell::Null);
        self.of.iter().map(cell).collect()
    }

    fn fits(&self) -> bool {
        self.is_as_it_came()
            || (self.of.len() == self.row.columns.len()
                && self.of.iter().all(|column| self.cell(*column).is_some()))
    }

    fn replace(&mut self, cells: Vec<Cell<'static>>, key: Option<&str>) -> Result<()> {
        self.row.cells = self.normal(cells)?;
        self.row.columns = Arc::clone(&self.of);
        self.row.key = key.map(str::to_owned);
        Ok(())
    }

    fn normal(&self, cells: Vec<Cell<'static>>) -> Result<Vec<Cell<'static>>> {
        for (cell, column) in cells.iter().zip(self.of.iter()) {
            let meta = column.meta();
            let is_dirty = cell.is_dirty(meta.kind) && meta.kind != Kind::File;
            // A dirty cell that nobody touched stays.
            if is_dirty && self.cell(*column) != Some(cell) {
                return Err(Error::new(
                    ErrorKind::Decode,
                    format!("the column holds {}, and {cell} is none", meta.kind),
                )
                .in_column(meta.name));
            }
        }
        Ok(cells)
    }

    fn any(&self) -> &dyn Any {
        &self.row
    }

    fn any_mut(&mut self) -> &mut dyn Any {
        &mut self.row
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        Box::new(self.row)
    }
}
