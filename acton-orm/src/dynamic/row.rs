//! A row of a table found at run time.

use std::fmt;
use std::sync::Arc;

use super::into_cell::IntoCell;
use crate::expr::ColumnRef;
use crate::query::Row;
use crate::value::{Mismatch, Value};
use crate::{Cell, Error, ErrorKind, Result, nearest};

/// A row without a struct: cells by name, in the order in which they were asked for.
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let eu = acton.table("List_EU").await?;
/// if let Some(row) = eu.query().first(&acton).await? {
///     let email: &str = row.get("E-mail Address")?;
///     let city: Option<String> = row.get("Business City")?;
///     println!("{email}, {city:?}");
///     for (name, value) in row.iter() {
///         println!("{name} = {value}");
///     }
/// }
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct DynRow {
    pub(crate) columns: Arc<[ColumnRef]>,
    pub(crate) cells: Vec<Cell<'static>>,
    pub(crate) key: Option<String>,
}

/// What [`DynRow::get`] gives: any type that a column can have, and `&str`.
///
/// ```
/// use acton_orm::{Cell, bounds::FromCell};
/// let city: Option<&str> = FromCell::from_cell(&Cell::Null).unwrap();
/// assert_eq!(city, None);
/// ```
pub trait FromCell<'c>: Sized {
    /// Reads the cell.
    ///
    /// # Errors
    /// [`Mismatch`] where the cell holds something else.
    ///
    /// ```
    /// use acton_orm::{Cell, bounds::FromCell};
    /// assert_eq!(i64::from_cell(&Cell::Int(3)), Ok(3));
    /// ```
    fn from_cell(cell: &'c Cell<'static>) -> std::result::Result<Self, Mismatch>;
}

impl<T: Value> FromCell<'_> for T {
    fn from_cell(cell: &Cell<'static>) -> std::result::Result<Self, Mismatch> {
        T::decode(cell.clone())
    }
}

impl<'c> FromCell<'c> for &'c str {
    fn from_cell(cell: &'c Cell<'static>) -> std::result::Result<Self, Mismatch> {
        cell.as_text().ok_or_else(|| Mismatch::new("text", cell))
    }
}

impl<'c> FromCell<'c> for Option<&'c str> {
    fn from_cell(cell: &'c Cell<'static>) -> std::result::Result<Self, Mismatch> {
        match cell {
            Cell::Null => Ok(None),
            cell => <&str>::from_cell(cell).map(Some),
        }
    }
}

impl DynRow {
    /// As a query decodes it.
    pub(crate) fn decode(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            columns: Arc::clone(&row.columns),
            key: row.key.as_deref().map(str::to_owned),
            cells: row
                .cells
                .iter_mut()
                .map(|cell| std::mem::replace(cell, Cell::Null).into_owned())
                .collect(),
        })
    }

    /// The cell of a column, as a type of yours.
    ///
    /// ```no_run
    /// # fn demo(row: acton_orm::DynRow) -> acton_orm::Result<()> {
    /// let email: &str = row.get("E-mail Address")?;
    /// # drop(email); Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] naming the nearest column where the row has none of that name,
    /// [`ErrorKind::Decode`] where the cell is of another type.
    pub fn get<'c, T: FromCell<'c>>(&'c self, column: &str) -> Result<T> {
        let at = self.position(column)?;
        let cell = self.cells.get(at).unwrap_or(&Cell::Null);
        T::from_cell(cell).map_err(|mismatch| {
            let error = Error::new(ErrorKind::Decode, mismatch.to_string()).in_column(column);
            match &self.key {
                Some(key) => error.at_key(key),
                None => error,
            }
        })
    }

    /// The cell of a column as it is, where the row has one of that name.
    ///
    /// ```no_run
    /// # fn demo(row: acton_orm::DynRow) {
    /// println!("{:?}", row.value("E-mail Address"));
    /// # }
    /// ```
    pub fn value(&self, column: &str) -> Option<&Cell<'static>> {
        self.cells.get(self.position(column).ok()?)
    }

    /// The cells with their columns' names.
    ///
    /// ```no_run
    /// # fn demo(row: acton_orm::DynRow) {
    /// let filled = row.iter().filter(|(_, value)| !value.is_null()).count();
    /// # }
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Cell<'static>)> {
        let names = self.columns.iter().map(|column| column.meta().name);
        names.zip(&self.cells)
    }

    /// Changes a cell; in a session the next commit sends it.
    ///
    /// ```no_run
    /// # fn demo(mut row: acton_orm::DynRow) -> acton_orm::Result<()> {
    /// row.set("Business City", "Graz")?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where the row has no such column, or its values are of another kind.
    pub fn set(&mut self, column: &str, value: impl IntoCell) -> Result<()> {
        let at = self.position(column)?;
        let value = value.into_cell();
        let meta = self.columns[at].meta();
        if !value.is_null() && value.kind() != meta.kind {
            return Err(Error::new(
                ErrorKind::Invalid,
                format!("the column holds {}, and {value} is none", meta.kind),
            )
            .in_column(column));
        }
        if let Some(cell) = self.cells.get_mut(at) {
            *cell = value;
        }
        Ok(())
    }

    /// The row's key as text, where its table has one.
    ///
    /// ```no_run
    /// # fn demo(row: acton_orm::DynRow) {
    /// println!("{:?}", row.key());
    /// # }
    /// ```
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    fn position(&self, column: &str) -> Result<usize> {
        let found = self.columns.iter().position(|known| {
            let meta = known.meta();
            meta.name == column || meta.field == column
        });
        found.ok_or_else(|| unknown_column(column, self.columns.iter().map(|c| c.meta().name)))
    }
}

/// No column has the name.
pub(super) fn unknown_column(
    name: &str,
    known: impl Iterator<Item = &'static str> + Clone,
) -> Error {
    let error = Error::new(ErrorKind::Invalid, "there is no such column").in_column(name);
    match nearest::nearest(name, known.clone()) {
        Some(near) => error.advise(format!("did you mean `{near}`?")),
        None => {
            let names: Vec<&str> = known.take(20).collect();
            error.advise(format!("the columns are `{}`", names.join("`, `")))
        }
    }
}

/// Equal where names and cells are.
impl PartialEq for DynRow {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl fmt::Debug for DynRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}
