//! `==` and `<` on columns, answered in words.

use std::cmp::Ordering;

use crate::schema::Column;

/// What `column == value` asks for and nothing has: the words say what to write.
///
/// `column.eq(..)` is the column's own method. Only through a reference, `(&column).eq(..)`, the compiler
/// finds this first: columns are `Copy`, so write `(*column).eq(..)`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "columns are compared with `.eq(..)`, not with `==`",
    label = "write `.eq(..)`, or `.ne(..)`",
    note = "`a == b` is a `bool` in Rust; conditions are joined by `.and(..)` and `.or(..)`"
)]
pub trait WriteEq {}

/// The same for `<` and the like.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "columns are compared with `.lt(..)`, `.le(..)`, `.gt(..)`, `.ge(..)`, not with `<` or `>`",
    label = "write `.gt(..)` or the like",
    note = "`a < b` is a `bool` in Rust; conditions are joined by `.and(..)` and `.or(..)`"
)]
pub trait WriteGt: WriteEq {}

impl<T, V, A, R: WriteEq> PartialEq<R> for Column<T, V, A> {
    fn eq(&self, _: &R) -> bool {
        false
    }
}

impl<T, V, A, R: WriteGt> PartialOrd<R> for Column<T, V, A> {
    fn partial_cmp(&self, _: &R) -> Option<Ordering> {
        None
    }
}
