//! New values for columns.

use std::fmt;
use std::marker::PhantomData;

use super::tree::{ColumnRef, quoted};
use crate::Cell;

/// A column and its new value, made by `column.to(value)`.
///
/// ```
/// use acton_orm::schema::images;
/// assert_eq!(images::name.to("new.png").to_string(), "Name = 'new.png'");
/// ```
#[must_use = "an assignment does nothing until an update takes it"]
pub struct Assignment<T> {
    pub(crate) column: ColumnRef,
    pub(crate) value: Cell<'static>,
    table: PhantomData<fn() -> T>,
}

impl<T> Assignment<T> {
    pub(crate) fn new(column: ColumnRef, value: Cell<'static>) -> Self {
        Self {
            column,
            value,
            table: PhantomData,
        }
    }
}

impl<T> Clone for Assignment<T> {
    fn clone(&self) -> Self {
        Self::new(self.column, self.value.clone())
    }
}

impl<T> fmt::Debug for Assignment<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Assignment({self})")
    }
}

impl<T> fmt::Display for Assignment<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}", quoted(self.column.meta().name), self.value)
    }
}

/// What `set` takes: one [`Assignment`], or a tuple or a `Vec` of them.
///
/// ```
/// use acton_orm::{bounds::Assignments, schema::images::{self, Images}};
///
/// fn archive() -> impl Assignments<Images> {
///     (images::name.to("old.png"), images::folder_name.to("Archive"))
/// }
/// let update = acton_orm::update(images::table.filter(images::id.eq("f-1"))).set(archive());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not assign columns of `{T}`",
    label = "not an assignment of `{T}`",
    note = "write `column.to(value)`, or a tuple of these"
)]
pub trait Assignments<T> {
    #[doc(hidden)]
    fn into_assignments(self) -> Vec<Assignment<T>>;
}

impl<T> Assignments<T> for Assignment<T> {
    fn into_assignments(self) -> Vec<Assignment<T>> {
        vec![self]
    }
}

impl<T> Assignments<T> for Vec<Assignment<T>> {
    fn into_assignments(self) -> Vec<Assignment<T>> {
        self
    }
}

macro_rules! assignments_of_tuple {
    ($($name:ident)+) => {
        impl<T, $($name: Assignments<T>),+> Assignments<T> for ($($name,)+) {
            #[allow(non_snake_case)]
            fn into_assignments(self) -> Vec<Assignment<T>> {
                let ($($name,)+) = self;
                let mut all = Vec::new();
                $(all.extend($name.into_assignments());)+
                all
            }
        }
    };
}

assignments_of_tuple!(A);
assignments_of_tuple!(A B);
assignments_of_tuple!(A B C);
assignments_of_tuple!(A B C D);
assignments_of_tuple!(A B C D E);
assignments_of_tuple!(A B C D E F);
assignments_of_tuple!(A B C D E F G);
assignments_of_tuple!(A B C D E F G H);
