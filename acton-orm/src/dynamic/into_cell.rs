//! What a column of a run-time table is compared with or set to.

use crate::value::Value;
use crate::{Cell, RecordId};

/// Something that is a value of some kind. Whether the column is of that kind is checked when the query
/// is planned or the cell is set.
///
/// ```
/// use acton_orm::{Cell, bounds::IntoCell};
/// assert_eq!("PDX".into_cell(), Cell::from("PDX"));
/// assert_eq!(None::<i64>.into_cell(), Cell::Null);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value that a cell can have",
    label = "not a value",
    note = "give text, a number, a `bool`, a `DateTime<Utc>`, a type of yours that derives `Value`, or an `Option` of these"
)]
pub trait IntoCell {
    /// The value.
    ///
    /// ```
    /// use acton_orm::{Cell, bounds::IntoCell};
    /// assert_eq!(3.into_cell(), Cell::Int(3));
    /// ```
    fn into_cell(self) -> Cell<'static>;
}

impl<V: Value> IntoCell for V {
    fn into_cell(self) -> Cell<'static> {
        self.encode()
    }
}

macro_rules! into_cell {
    ($($type:ty, $this:ident => $value:expr;)+) => {$(
        impl IntoCell for $type {
            fn into_cell(self) -> Cell<'static> {
                let $this = self;
                $value
            }
        }
    )+};
}

into_cell! {
    &str, text => Cell::from(text.to_owned());
    Option<&str>, text => text.map_or(Cell::Null, IntoCell::into_cell);
    &String, text => Cell::from(text.clone());
    &RecordId, id => id.encode();
    Cell<'_>, value => value.into_owned();
    &Cell<'_>, value => value.clone().into_owned();
}
