//! A column as a value.

use std::fmt;
use std::marker::PhantomData;

use super::access::Settable;
use super::{ColumnMeta, Table};

/// A column: a `Copy` constant that knows its table `T`, its Rust type `V` and who sets it (`A`).
///
/// The comparison methods ([`eq`](Self::eq), [`like`](Self::like), [`is_null`](Self::is_null), ..)
/// make a [`Filter`](crate::Filter); [`asc`](Self::asc) and [`desc`](Self::desc) make an
/// [`Order`](crate::Order); [`to`](Self::to) makes an [`Assignment`](crate::Assignment).
///
/// ```
/// use acton_orm::schema::images;
///
/// assert_eq!(images::size.name(), "Size");
/// assert_eq!(images::size.gt(10_000).to_string(), "Size > 10000");
/// ```
pub struct Column<T, V, A = Settable> {
    index: u16,
    types: PhantomData<Types<T, V, A>>,
}

/// Types that a column only mentions, so that it is `Copy` and `Send` whatever they are.
type Types<T, V, A> = fn() -> (T, V, A);

impl<T, V, A> Column<T, V, A> {
    /// The column at a position of the table's columns. Generated code and `schema` call it.
    #[doc(hidden)]
    pub const fn new(index: u16) -> Self {
        Self {
            index,
            types: PhantomData,
        }
    }
}

impl<T: Table, V, A> Column<T, V, A> {
    /// What is known of the column.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert!(!images::id.meta().is_nullable());
    /// ```
    pub fn meta(self) -> &'static ColumnMeta {
        &T::META.columns[usize::from(self.index)]
    }

    /// The column's name: the incumbent's for a built-in table, the heading for a list.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::last_modified.name(), "LastModified");
    /// ```
    pub fn name(self) -> &'static str {
        self.meta().name
    }

    /// As a constant, for generated code.
    pub(crate) const fn position(self) -> u16 {
        self.index
    }

    pub(crate) fn index(self) -> usize {
        usize::from(self.index)
    }
}

impl<T, V, A> Clone for Column<T, V, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, V, A> Copy for Column<T, V, A> {}

impl<T: Table, V, A> fmt::Debug for Column<T, V, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", T::META.name, self.name())
    }
}
