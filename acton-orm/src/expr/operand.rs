//! What a column can be compared with.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::tree::{ColumnRef, Term};
use crate::schema::scope::Both;
use crate::schema::{Column, Table};
use crate::value::{Readable, Value};
use crate::{Cell, RecordId};

/// Something that a column whose values are of type `B` can be compared with: a value, or another
/// column of the same type.
///
/// ```
/// use acton_orm::schema::images;
///
/// assert_eq!(images::name.eq("a.png").to_string(), "Name = 'a.png'");
/// assert_eq!(images::width.gt(images::height).to_string(), "Width > Height");
/// ```
#[diagnostic::on_unimplemented(
    message = "a column of type `{B}` cannot be compared with a value of type `{Self}`",
    label = "expected `{B}`",
    note = "compare with a value of the column's type or with a column of that type; `is_null()` finds empty cells"
)]
pub trait Operand<B> {
    /// The tables of the comparison, where the column's own table is `T`.
    ///
    /// ```
    /// use acton_orm::{Both, Filter, schema::images::{self, Images}};
    ///
    /// let value: Filter<Images> = images::width.gt(100);
    /// let column: Filter<Both<Images, Images>> = images::width.gt(images::height);
    /// ```
    type Over<T>;

    /// The operand in the tree.
    ///
    /// ```
    /// use acton_orm::{Operand, schema::images};
    /// assert_eq!(Operand::<String>::into_term("a.png").to_string(), "'a.png'");
    /// assert_eq!(images::width.into_term().to_string(), "Width");
    /// ```
    fn into_term(self) -> Term;
}

#[diagnostic::do_not_recommend]
impl<B, T: Table, V: Readable + Value<Base = B>, A> Operand<B> for Column<T, V, A> {
    type Over<U> = Both<U, T>;

    fn into_term(self) -> Term {
        Term::column(ColumnRef {
            table: T::META,
            index: self.index(),
        })
    }
}

/// A value that columns of type `B` can be compared with.
///
/// ```
/// use acton_orm::schema::images;
///
/// assert_eq!(images::size.between(1, 9).to_string(), "Size >= 1 and Size <= 9");
/// assert_eq!(images::name.eq_any(["a", "b"]).to_string(), "Name in ('a', 'b')");
/// ```
#[diagnostic::on_unimplemented(
    message = "a column of type `{B}` cannot be compared with a value of type `{Self}`",
    label = "expected `{B}`"
)]
pub trait Literal<B> {
    /// The value in the tree.
    ///
    /// ```
    /// use acton_orm::{Literal, Cell};
    /// assert_eq!(Literal::<i64>::into_cell(5_u8), Cell::Int(5));
    /// ```
    fn into_cell(self) -> Cell<'static>;
}

macro_rules! literal {
    ($base:ty: $($type:ty, $this:ident => $value:expr;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl Literal<$base> for $type {
            fn into_cell(self) -> Cell<'static> {
                let $this = self;
                $value
            }
        }

        #[diagnostic::do_not_recommend]
        impl Operand<$base> for $type {
            type Over<T> = T;

            fn into_term(self) -> Term {
                Term::value(Literal::<$base>::into_cell(self))
            }
        }
    )+};
}

literal! { String:
    &str, text => Cell::from(text.to_owned());
    String, text => Cell::from(text);
    &String, text => Cell::from(text.clone());
    Cow<'_, str>, text => Cell::from(text.into_owned());
    RecordId, id => id.encode();
    &RecordId, id => id.encode();
}
literal! { i64:
    i64, int => Cell::Int(int);
    i32, int => Cell::Int(int.into());
    u32, int => Cell::Int(int.into());
    u16, int => Cell::Int(int.into());
    u8, int => Cell::Int(int.into());
}
literal! { f64:
    f64, float => Cell::Float(float);
    i32, int => Cell::Float(int.into());
}
literal! { bool: bool, bool => Cell::Bool(bool); }
literal! { DateTime<Utc>: DateTime<Utc>, time => Cell::Time(time); }
