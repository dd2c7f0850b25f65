//! The `table` constant of a table's module.

use std::fmt;
use std::marker::PhantomData;

use super::Table;
use super::scope::Start;

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
pub struct Source<S>(PhantomData<fn() -> S>);

impl<S: Start> Source<S> {
    /// The source of a table. Generated code and `schema` call it.
    #[doc(hidden)]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T> Clone for Source<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<T> {}

impl<S: Start> fmt::Debug for Source<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(S::Table::META.name)
    }
}
