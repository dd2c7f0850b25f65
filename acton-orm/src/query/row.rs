//! One row on its way from the wire into a struct.

use std::borrow::Cow;
use std::sync::Arc;

use crate::expr::ColumnRef;
use crate::value::{Mismatch, Value};
use crate::{Cell, Error, ErrorKind, Result};

/// The cells of one row, in the order in which the query asked for its columns.
///
/// Generated code reads each field once with [`read`](Self::read); a cell is moved out, not copied.
///
/// ```
/// use acton_orm::{Cell, Result, bounds::{Mapped, Row}, models::Image, prelude::*};
///
/// /// An entity around another.
/// struct Picture(Image);
///
/// impl Mapped for Picture {
///     type Table = <Image as Mapped>::Table;
///     type Source = <Image as Mapped>::Source;
///     const COLUMNS: &'static [u16] = Image::COLUMNS;
///
///     fn from_row(row: &mut Row<'_>) -> Result<Self> {
///         Image::from_row(row).map(Picture)
///     }
///
///     fn to_values(&self) -> Vec<Cell<'static>> {
///         self.0.to_values()
///     }
/// }
/// impl Entity for Picture {}
///
/// let pictures = Picture::query().limit(10);
/// ```
#[derive(Debug)]
pub struct Row<'r> {
    pub(crate) cells: Vec<Cell<'r>>,
    pub(crate) columns: Arc<[ColumnRef]>,
    /// The row's key, for errors; where the table has one and the answer carries it.
    pub(crate) key: Option<Cow<'r, str>>,
    /// Which record of a download it is, for errors where it has no key.
    pub(crate) record: Option<u64>,
    /// Why the first `read` that failed did so.
    pub(crate) failure: Option<Error>,
}

impl<'r> Row<'r> {
    /// A row of cells that are there already.
    pub(crate) fn of(cells: Vec<Cell<'r>>, columns: Arc<[ColumnRef]>, key: Option<&str>) -> Self {
        Self {
            cells,
            columns,
            key: key.map(|key| Cow::Owned(key.to_owned())),
            record: None,
            failure: None,
        }
    }

    /// Moves a cell into a field; `None` is a failure that [`failure`](Self::failure) tells.
    /// Generated code calls it: for the compiler it is much cheaper than a `Result` and a `?` each.
    #[doc(hidden)]
    pub fn read<F>(
        &mut self,
        position: usize,
        read: fn(Cell<'_>) -> std::result::Result<F, Mismatch>,
    ) -> Option<F> {
        match read(self.take(position)) {
            Ok(field) => Some(field),
            Err(mismatch) => {
                if self.failure.is_none() {
                    self.failure = Some(self.mismatch(position, &mismatch));
                }
                None
            }
        }
    }

    /// Why the first [`read`](Self::read) that failed did so.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] naming table, key, column and the offending text.
    #[doc(hidden)]
    pub fn failure<T>(&mut self) -> Result<T> {
        Err(self
            .failure
            .take()
            .unwrap_or_else(|| Error::new(ErrorKind::Decode, "no cell was refused")))
    }

    /// Moves a cell into the column's own type.
    pub(crate) fn scalar<C: Value>(&mut self, position: usize) -> Result<C> {
        C::decode(self.take(position)).map_err(|mismatch| self.mismatch(position, &mismatch))
    }

    fn take(&mut self, position: usize) -> Cell<'r> {
        self.cells
            .get_mut(position)
            .map_or(Cell::Null, |cell| std::mem::replace(cell, Cell::Null))
    }

    /// A cell is not of its column's kind.
    pub(crate) fn dirty(&self, position: usize) -> Error {
        let expected = match self.columns.get(position) {
            Some(column) => column.meta().kind.to_string(),
            None => "no cell".to_owned(),
        };
        let found = self.cells.get(position).unwrap_or(&Cell::Null);
        self.mismatch(position, &Mismatch::new(expected, found))
    }

    /// The table is named by those who know how it is called at run time.
    fn mismatch(&self, position: usize, mismatch: &Mismatch) -> Error {
        let mut error = Error::new(ErrorKind::Decode, mismatch.to_string())
            .advise("map the column with a type that holds it, or correct the value in Act-On");
        if let Some(column) = self.columns.get(position) {
            error = error.in_column(column.meta().name);
        }
        match (&self.key, self.record) {
            (Some(key), _) => error.at_key(key.as_ref()),
            (None, Some(record)) => error.at_key(format!("record {record} of the download")),
            (None, None) => error,
        }
    }
}
