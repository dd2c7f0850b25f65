//! Queries that start at the `table` constant of a table's module.

use super::builder::Query;
use super::selection::{Nothing, Selection};
use crate::expr::Filter;
use crate::schema::scope::{Start, Within};
use crate::schema::source::Source;

impl<S: Start> Source<S> {
    /// Reads the columns given, as a value or a tuple.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// let sizes = images::table.select(images::size);
    /// # drop(sizes);
    /// ```
    pub fn select<C: Selection<S>>(self, columns: C) -> Query<C::Row, S> {
        Query::bare().select(columns)
    }

    /// Rows where the condition is true, for `count`, `exists`, `delete` or a later `select`.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// let large = images::table.filter(images::size.gt(1_000_000));
    /// # drop(large);
    /// ```
    pub fn filter<F: Within<S>>(self, filter: Filter<F>) -> Query<(), S, Nothing> {
        Query::bare().filter(filter)
    }

    /// All rows, for `count`, `exists` or a later `select`.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// let everything = images::table.query();
    /// # drop(everything);
    /// ```
    pub fn query(self) -> Query<(), S, Nothing> {
        Query::bare()
    }
}
