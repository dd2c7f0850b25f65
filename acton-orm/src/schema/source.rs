//! The `table` constant of a table's module.

use std::fmt;
use std::marker::PhantomData;

use super::Table;

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
