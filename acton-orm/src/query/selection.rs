//! What `select` takes.

use super::row::Row;
use crate::Result;
use crate::expr::ColumnRef;
use crate::schema::scope::Within;
use crate::schema::{Column, Table};
use crate::value::Readable;

/// A column, or a tuple of up to twelve, that a query on `S` can read.
///
/// ```
/// use acton_orm::{Query, bounds::Selection, schema::images::{self, Images}};
///
/// fn large<C: Selection<Images>>(columns: C) -> Query<C::Row, Images> {
///     images::table.select(columns).filter(images::size.gt(100_000))
/// }
/// let names: Query<String, _> = large(images::name);
/// let sizes: Query<(String, i64), _> = large((images::name, images::size));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be selected from `{S}`",
    label = "not a selection of `{S}`",
    note = "select a column of the query's table, or a tuple of up to twelve"
)]
pub trait Selection<S> {
    /// What a row becomes: the column's type, or the tuple of them.
    ///
    /// ```
    /// use acton_orm::{bounds::Selection, schema::{Column, access::Settable, images::Images}};
    ///
    /// type Name = Column<Images, String, Settable>;
    /// let name: <Name as Selection<Images>>::Row = String::from("hero.png");
    /// ```
    type Row: Send + 'static;

    #[doc(hidden)]
    fn columns(&self, into: &mut Vec<Selected>);

    #[doc(hidden)]
    fn from_row(row: &mut Row<'_>, position: &mut usize) -> Result<Self::Row>;
}

/// Nothing is selected yet: `images::table.query()`, for `count`, `exists`, `delete` or a later
/// `select`.
///
/// ```
/// use acton_orm::{Query, bounds::Nothing, schema::images::{self, Images}};
/// let all: Query<(), Images, Nothing> = images::table.query();
/// # drop(all);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Nothing;

/// A query that gives rows: one that selects something.
///
/// ```
/// fn gives_rows<G: acton_orm::bounds::Selects>() {}
/// gives_rows::<()>();
/// ```
#[diagnostic::on_unimplemented(
    message = "this query selects nothing, so there are no rows to read",
    label = "nothing is selected",
    note = "`select(..)` columns, or start from your struct; `count` and `exists` need neither"
)]
pub trait Selects {}

#[diagnostic::do_not_recommend]
impl Selects for () {}

/// Hides the untyped column from the signature above.
#[doc(hidden)]
#[derive(Debug)]
pub struct Selected(pub(crate) ColumnRef);

impl<S, T, V, A> Selection<S> for Column<T, V, A>
where
    T: Table + Within<S>,
    V: Readable,
{
    type Row = V;

    fn columns(&self, into: &mut Vec<Selected>) {
        into.push(Selected(self.to_ref()));
    }

    fn from_row(row: &mut Row<'_>, position: &mut usize) -> Result<V> {
        let at = *position;
        *position += 1;
        row.scalar(at)
    }
}

macro_rules! selection_of_tuple {
    ($($name:ident)+) => {
        impl<S, $($name: Selection<S>),+> Selection<S> for ($($name,)+) {
            type Row = ($($name::Row,)+);

            #[allow(non_snake_case)]
            fn columns(&self, into: &mut Vec<Selected>) {
                let ($($name,)+) = self;
                $($name.columns(into);)+
            }

            fn from_row(row: &mut Row<'_>, position: &mut usize) -> Result<Self::Row> {
                Ok(($($name::from_row(row, position)?,)+))
            }
        }
    };
}

selection_of_tuple!(A);
selection_of_tuple!(A B);
selection_of_tuple!(A B C);
selection_of_tuple!(A B C D);
selection_of_tuple!(A B C D E);
selection_of_tuple!(A B C D E F);
selection_of_tuple!(A B C D E F G);
selection_of_tuple!(A B C D E F G H);
selection_of_tuple!(A B C D E F G H I);
selection_of_tuple!(A B C D E F G H I J);
selection_of_tuple!(A B C D E F G H I J K);
selection_of_tuple!(A B C D E F G H I J K L);
