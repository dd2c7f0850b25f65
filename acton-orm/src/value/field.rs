//! Which Rust field can hold which column.

use chrono::{DateTime, Utc};

use super::{Cell, Mismatch, RecordId, Value};
use crate::Upload;

/// A Rust type that can hold a column of type `C` in an entity.
///
/// Every column type holds itself. Implement it to keep a type of your own in a built-in table's
/// text column:
///
/// ```
/// use acton_orm::{Field, Mismatch, Value, Cell};
///
/// #[derive(Debug, PartialEq)]
/// enum Folder { Archive, Other(String) }
///
/// impl Field<String> for Folder {
///     fn from_value(value: Cell<'_>) -> Result<Self, Mismatch> {
///         String::decode(value).map(|name| match name.as_str() {
///             "Archive" => Folder::Archive,
///             _ => Folder::Other(name),
///         })
///     }
///     fn to_value(&self) -> Cell<'static> {
///         match self {
///             Folder::Archive => Cell::from("Archive"),
///             Folder::Other(name) => Cell::from(name.clone()),
///         }
///     }
/// }
/// assert_eq!(Folder::from_value(Cell::from("Archive")).unwrap(), Folder::Archive);
/// ```
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot hold this column: the column is `{C}`",
    label = "the column is `{C}`",
    note = "give the field the column's own type; a column that may be empty is an `Option`, one that is never empty is not"
)]
pub trait Field<C>: Sized {
    /// Reads the field from a cell.
    ///
    /// # Errors
    /// [`Mismatch`] when the cell is of another kind; the row adds table, key and column.
    ///
    /// ```
    /// use acton_orm::{Field, Cell};
    /// let city: Option<String> = Field::<Option<String>>::from_value(Cell::Null)?;
    /// assert_eq!(city, None);
    /// # Ok::<(), acton_orm::Mismatch>(())
    /// ```
    fn from_value(value: Cell<'_>) -> Result<Self, Mismatch>;

    /// Writes the field into a cell.
    ///
    /// ```
    /// use acton_orm::{Field, Cell};
    /// assert_eq!(Field::<i64>::to_value(&7), Cell::Int(7));
    /// ```
    fn to_value(&self) -> Cell<'static>;
}

#[diagnostic::do_not_recommend]
impl<C: Value> Field<C> for C {
    fn from_value(value: Cell<'_>) -> Result<Self, Mismatch> {
        C::decode(value)
    }

    fn to_value(&self) -> Cell<'static> {
        self.encode()
    }
}

/// A Rust type that can give a column of type `C` its value in an insert: what [`Field`] allows, and
/// a plain value for a column that may be empty.
///
/// ```
/// use acton_orm::prelude::*;
///
/// #[derive(Insertable)]
/// #[acton(table = "Media")]
/// struct NewLink {
///     name: String,
///     folder_name: String,
///     target_url: String, // the column may be empty, a new link's is not
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot give this column its value: the column is `{C}`",
    label = "the column is `{C}`",
    note = "give the field the column's own type; to leave a column out of the insert, leave the field out of the struct"
)]
pub trait Given<C> {
    /// Writes the field into a cell.
    ///
    /// ```
    /// use acton_orm::{Given, Cell};
    /// assert_eq!(Given::<Option<i64>>::to_cell(&7_i64), Cell::Int(7));
    /// ```
    fn to_cell(&self) -> Cell<'static>;
}

#[diagnostic::do_not_recommend]
impl<C, F: Field<C>> Given<C> for F {
    fn to_cell(&self) -> Cell<'static> {
        self.to_value()
    }
}

macro_rules! given {
    ($($type:ty),+) => {$(
        #[diagnostic::do_not_recommend]
        impl Given<Option<$type>> for $type {
            fn to_cell(&self) -> Cell<'static> {
                self.encode()
            }
        }
    )+};
}

given!(
    String,
    i64,
    i32,
    u32,
    f64,
    bool,
    DateTime<Utc>,
    RecordId,
    Upload
);
