//! A user's struct without its type.

use std::any::Any;
use std::sync::Arc;

use crate::expr::ColumnRef;
use crate::query::{Keyed, NewRow, Row};
use crate::schema::{Held, Table};
use crate::{Cell, Result};

/// What a session needs of a row, whatever struct it is.
pub(super) trait AnyRow: Send + Sync {
    /// The columns it has, as positions among the table's.
    fn columns(&self) -> &[u16];

    /// Its cells, in the order of `columns`.
    fn cells(&self) -> Vec<Cell<'static>>;

    /// Whether it has a cell for each of `columns`, and no other.
    fn fits(&self) -> bool {
        true
    }

    /// Makes it hold these cells. A row that can only be written stays as it is.
    fn replace(&mut self, cells: Vec<Cell<'static>>, key: Option<&str>) -> Result<()>;

    /// These cells as the row would hold them: a field's own type may see two texts as one value.
    fn normal(&self, cells: Vec<Cell<'static>>) -> Result<Vec<Cell<'static>>>;

    /// The row, as the user's struct.
    fn any(&self) -> &dyn Any;
    /// The row, as `session[handle]` has it.
    fn held(&self) -> &dyn Any {
        self.any()
    }
    fn any_mut(&mut self) -> &mut dyn Any;
    fn held_mut(&mut self) -> &mut dyn Any {
        self.any_mut()
    }
    fn into_any(self: Box<Self>) -> Box<dyn Any>;
}

/// A row that was read into an entity.
pub(super) struct Loaded<E: Keyed>(<E::Table as Table>::Held<E>);

impl<E: Keyed> Loaded<E> {
    pub(super) fn new(row: E) -> Self {
        Self(Held::hold(row))
    }
}

/// A row that is to be inserted, or was.
pub(super) struct Added<I>(pub(super) I);

/// A row of a statement, without a struct.
pub(super) struct Plain {
    pub(super) columns: Arc<[u16]>,
    pub(super) cells: Vec<Cell<'static>>,
}

/// Builds an entity from cells.
pub(super) fn entity<E: Keyed>(cells: Vec<Cell<'static>>, key: Option<&str>) -> Result<E> {
    let table = E::Table::META;
    let columns: Arc<[ColumnRef]> = E::COLUMNS
        .iter()
        .map(|&index| ColumnRef {
            table,
            index: usize::from(index),
        })
        .collect();
    E::from_row(&mut Row::of(cells, columns, key))
}

impl<E: Keyed> AnyRow for Loaded<E> {
    fn columns(&self) -> &[u16] {
        E::COLUMNS
    }

    fn cells(&self) -> Vec<Cell<'static>> {
        Held::row(&self.0).to_values()
    }

    fn replace(&mut self, cells: Vec<Cell<'static>>, key: Option<&str>) -> Result<()> {
        *Held::row_mut(&mut self.0) = entity(cells, key)?;
        Ok(())
    }

    fn normal(&self, cells: Vec<Cell<'static>>) -> Result<Vec<Cell<'static>>> {
        Ok(entity::<E>(cells, None)?.to_values())
    }

    fn any(&self) -> &dyn Any {
        Held::row(&self.0)
    }

    fn held(&self) -> &dyn Any {
        &self.0
    }

    fn any_mut(&mut self) -> &mut dyn Any {
        Held::row_mut(&mut self.0)
    }

    fn held_mut(&mut self) -> &mut dyn Any {
        &mut self.0
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        Box::new(<E::Table as Table>::Held::<E>::into_row(self.0))
    }
}

impl<I: NewRow> AnyRow for Added<I> {
    fn columns(&self) -> &[u16] {
        I::COLUMNS
    }

    fn cells(&self) -> Vec<Cell<'static>> {
        self.0.to_values()
    }

    fn replace(&mut self, _: Vec<Cell<'static>>, _: Option<&str>) -> Result<()> {
        Ok(())
    }

    fn normal(&self, cells: Vec<Cell<'static>>) -> Result<Vec<Cell<'static>>> {
        Ok(cells)
    }

    fn any(&self) -> &dyn Any {
        &self.0
    }

    fn any_mut(&mut self) -> &mut dyn Any {
        &mut self.0
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        Box::new(self.0)
    }
}

impl AnyRow for Plain {
    fn columns(&self) -> &[u16] {
        &self.columns
    }

    fn cells(&self) -> Vec<Cell<'static>> {
        self.cells.clone()
    }

    fn replace(&mut self, cells: Vec<Cell<'static>>, _: Option<&str>) -> Result<()> {
        self.cells = cells;
        Ok(())
    }

    fn normal(&self, cells: Vec<Cell<'static>>) -> Result<Vec<Cell<'static>>> {
        Ok(cells)
    }

    fn any(&self) -> &dyn Any {
        self
    }

    fn any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}
