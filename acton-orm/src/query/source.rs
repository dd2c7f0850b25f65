//! The `table` constant of a table's module.

use std::fmt;
use std::marker::PhantomData;

use super::builder::Query;
use super::selection::Selection;
use crate::expr::{Filter, Within};
use crate::schema::Table;

/// A table to build a query on, without a struct: the constant `table` of its module.
///
/// ```
/// use acton_orm::schema::images;
///
/// let names = images::table
///     .select((images::id, images::name))
///     .filter(images::folder_name.eq("New Folder"));
/// println!("{}", names.explain());
/// ```
pub struct Source<T>(PhantomData<fn() -> T>);

impl<T: Table> Source<T> {
    /// The source of a table. Generated code and `schema` call it.
    #[doc(hidden)]
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    /// Reads the columns given, as a value or a tuple.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// let sizes = images::table.select(images::size);
    /// # drop(sizes);
    /// ```
    pub fn select<C: Selection<T>>(self, columns: C) -> Query<T, C::Row> {
        Query::<T, ()>::bare().select(columns)
    }

    /// Rows where the condition is true, for `count`, `exists`, `delete` or a later `select`.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// let large = images::table.filter(images::size.gt(1_000_000));
    /// # drop(large);
    /// ```
    pub fn filter<S: Within<T>>(self, filter: Filter<S>) -> Query<T, ()> {
        Query::bare().filter(filter)
    }

    /// All rows, for `count`, `exists` or a later `select`.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// let everything = images::table.query();
    /// # drop(everything);
    /// ```
    pub fn query(self) -> Query<T, ()> {
        Query::bare()
    }
}

impl<T> Clone for Source<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<T> {}

impl<T: Table> fmt::Debug for Source<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::META.name)
    }
}
