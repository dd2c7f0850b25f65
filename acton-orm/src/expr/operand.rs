//! What a column can be compared with and set to.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::tree::Term;
use crate::schema::{Column, Table};
use crate::value::{Comparable, HasBase, MayBeEmpty, Readable, Value, widened};
use crate::{Cell, RecordId, Upload};

/// Something that goes with columns whose values are of type `B`: a value, an `Option` of one, or
/// another column; also by reference.
///
/// `#[derive(acton_orm::Value)]` implements it. By hand:
///
/// ```
/// use acton_orm::{Cell, bounds::{Operand, operand::Literal}, schema::images};
///
/// struct Folder(&'static str);
///
/// impl Operand<String> for Folder {
///     type Side = Literal;
///
///     fn part(&self) -> Cell<'static> {
///         Cell::from(self.0)
///     }
/// }
/// assert_eq!(images::folder_name.eq(Folder("Old")).to_string(), "FolderName = 'Old'");
/// assert_eq!(images::folder_name.to(&Folder("Old")).to_string(), "FolderName = 'Old'");
/// assert_eq!(images::width.gt(images::height).to_string(), "Width > Height");
/// ```
#[diagnostic::on_unimplemented(
    message = "a column of type `{B}` cannot be compared with, or set to, a value of type `{Self}`",
    label = "expected `{B}`",
    note = "give a value of the column's type, or a column of that type"
)]
pub trait Operand<B> {
    /// What it is: a [`Literal`], [`Optional`], [`Whole`] or [`ColumnOf`].
    ///
    /// ```
    /// use acton_orm::bounds::{Operand, operand::Optional};
    /// fn may_be_missing<R: Operand<i64, Side = Optional>>() {}
    /// may_be_missing::<Option<i64>>();
    /// ```
    type Side: Side;

    /// The value as a cell; of a column, its place in the tree.
    ///
    /// ```
    /// use acton_orm::{Cell, bounds::Operand, schema::images};
    /// assert_eq!(Operand::<i64>::part(&5_u8), Cell::Int(5));
    /// assert_eq!(images::width.part().to_string(), "Width");
    /// ```
    fn part(&self) -> <Self::Side as Side>::Of;
}

/// What an operand is, and what stands for it in the tree.
///
/// ```
/// use acton_orm::{Cell, bounds::operand::{Literal, Side}};
/// let cell: <Literal as Side>::Of = Cell::Int(5);
/// # drop(cell);
/// ```
pub trait Side {
    /// What stands in the tree.
    ///
    /// ```
    /// use acton_orm::{Cell, bounds::operand::{Optional, Side}};
    /// let cell: <Optional as Side>::Of = Cell::Null;
    /// # drop(cell);
    /// ```
    type Of: Into<Term>;
}

/// A value.
///
/// ```
/// use acton_orm::bounds::{Operand, operand::Literal};
/// fn value<R: Operand<String, Side = Literal>>() {}
/// value::<&str>();
/// ```
#[derive(Debug, Clone, Copy)]
pub enum Literal {}

/// A value that may be missing.
///
/// ```
/// use acton_orm::bounds::{Operand, operand::Optional};
/// fn optional<R: Operand<String, Side = Optional>>() {}
/// optional::<Option<&str>>();
/// ```
#[derive(Debug, Clone, Copy)]
pub enum Optional {}

/// A value that columns are set to and never compared with: a file, several texts.
///
/// ```
/// use acton_orm::{Upload, bounds::{Operand, operand::Whole}};
/// fn whole<R: Operand<Upload, Side = Whole>>() {}
/// whole::<Upload>();
/// ```
#[derive(Debug, Clone, Copy)]
pub enum Whole {}

/// A column of table `T`.
///
/// ```
/// use acton_orm::{bounds::{Operand, operand::ColumnOf}, schema::images::{self, Images}};
/// fn of_images<R: Operand<String, Side = ColumnOf<Images>>>(_: R) {}
/// of_images(images::name);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct ColumnOf<T>(PhantomData<T>);

impl Side for Literal {
    type Of = Cell<'static>;
}
impl Side for Optional {
    type Of = Cell<'static>;
}
impl Side for Whole {
    type Of = Cell<'static>;
}
impl<T> Side for ColumnOf<T> {
    type Of = Term;
}

#[diagnostic::do_not_recommend]
impl<B, R: Operand<B> + ?Sized> Operand<B> for &R {
    type Side = R::Side;

    fn part(&self) -> <R::Side as Side>::Of {
        (**self).part()
    }
}

#[diagnostic::do_not_recommend]
impl<B, R: Operand<B, Side = Literal>> Operand<B> for Option<R> {
    type Side = Optional;

    fn part(&self) -> Cell<'static> {
        self.as_ref().map_or(Cell::Null, R::part)
    }
}

#[diagnostic::do_not_recommend]
impl<B, T: Table, V: Readable + Value<Stored: Comparable> + HasBase<B>, A> Operand<B>
    for Column<T, V, A>
{
    type Side = ColumnOf<T>;

    fn part(&self) -> Term {
        Term::column(self.to_ref())
    }
}

macro_rules! literals {
    ($side:ident $($base:ty: [$($type:ty),+] $this:ident => $cell:expr;)+) => {$($(
        #[diagnostic::do_not_recommend]
        impl Operand<$base> for $type {
            type Side = $side;

            fn part(&self) -> Cell<'static> {
                let $this = self;
                $cell
            }
        }
    )+)+};
}

literals! { Literal
    String: [str, String, Cow<'_, str>, Box<str>, Arc<str>] text => Cell::from(text.to_string());
    String: [RecordId] id => id.encode();
    i64: [i64] int => Cell::Int(*int);
    i64: [i32, i16, i8, u32, u16, u8] int => Cell::Int(i64::from(*int));
    i64: [u64, usize, isize] int => i64::try_from(*int).map_or_else(|_| beyond(*int as f64), Cell::Int);
    f64: [f64] number => Cell::Float(*number);
    f64: [i32] number => Cell::Float(f64::from(*number));
    f64: [f32] number => Cell::Float(widened(*number));
    bool: [bool] flag => Cell::Bool(*flag);
    DateTime<Utc>: [DateTime<Utc>] time => Cell::Time(*time);
    NaiveDate: [NaiveDate] date => date.encode();
}
#[cfg(feature = "jiff")]
literals! { Literal DateTime<Utc>: [jiff::Timestamp] time => time.encode(); }
#[cfg(feature = "time")]
literals! { Literal DateTime<Utc>: [time::OffsetDateTime] time => time.encode(); }
literals! { Whole
    Upload: [Upload] upload => Cell::File(Box::new(upload.clone()));
    Vec<String>: [Vec<String>] texts => Cell::Texts(texts.clone());
}

/// A number above `i64::MAX`, which is greater than every whole number of a cell. As an `f64`,
/// `i64::MAX` is 2^63, so that the least number above it must not be.
fn beyond(number: f64) -> Cell<'static> {
    const LEAST: f64 = 9_223_372_036_854_777_856.0;
    Cell::Float(number.max(LEAST))
}

/// An operand for a comparison with a column of table `T`.
///
/// ```
/// use acton_orm::{Filter, bounds::Comparand, schema::images::{self, Images}};
///
/// fn in_folder(folder: impl Comparand<String, Images>) -> Filter<Images> {
///     images::folder_name.eq(folder)
/// }
/// assert_eq!(in_folder("New").to_string(), "FolderName = 'New'");
/// ```
#[diagnostic::on_unimplemented(
    message = "a column of type `{B}` cannot be compared with a value of type `{Self}`",
    label = "expected `{B}`",
    note = "compare with a value of the column's type or with a column of that type; `is_null()` finds empty cells"
)]
// Methods ask for this one trait: of a bound on `R::Side` the compiler underlines the method and not
// the argument.
pub trait Comparand<B, T>: Operand<B> {}

impl<B, T, R: Operand<B, Side: Beside<T>>> Comparand<B, T> for R {}

/// A new value for a column that is [`Never`](crate::value::Never) or [`Maybe`](crate::value::Maybe) empty.
///
/// ```
/// use acton_orm::{Assignment, bounds::{Assignable, Never}, schema::images::{self, Images}};
///
/// fn move_to(folder: impl Assignable<String, Never>) -> Assignment<Images> {
///     images::folder_name.to(folder)
/// }
/// assert_eq!(move_to("New").to_string(), "FolderName = 'New'");
/// ```
#[diagnostic::on_unimplemented(
    message = "a column of type `{B}` cannot be set to a value of type `{Self}`",
    label = "expected `{B}`",
    note = "give a value of the column's type; `clear()` empties a cell that may be empty"
)]
pub trait Assignable<B, E>: Operand<B, Side: GoesInto<E>> {}

impl<B, E, R: Operand<B, Side: GoesInto<E>>> Assignable<B, E> for R {}

/// What stands beside a column of table `T` in a comparison. `Self` is the side: were it a parameter, a
/// lone impl would be unified with it, and the error be E0271.
#[doc(hidden)]
pub trait Beside<T> {}

#[diagnostic::do_not_recommend]
impl<T: Table> Beside<T> for Literal {}

// Never met, for the message; generic, or it would be refused as trivially false.
impl<T: NeverNull> Beside<T> for Optional {}
impl<T: OnlySet> Beside<T> for Whole {}
impl<T, U: SameTable<T>> Beside<T> for ColumnOf<U> {}

#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "compare with a value, not with an `Option`: nothing is equal to an empty cell",
    label = "this may be `None`",
    note = "`is_null()` finds empty cells"
)]
pub trait NeverNull {}

#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "files and arrays of texts are not compared",
    label = "no comparison for this",
    note = "read the rows and compare in Rust; `is_null()` finds empty cells"
)]
pub trait OnlySet {}

#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a column of `{T}` cannot be compared with a column of `{Self}` here",
    label = "a column of `{Self}`",
    note = "a query reads one table: read the other's values first and compare with `eq_any`"
)]
pub trait SameTable<T> {}

#[diagnostic::do_not_recommend]
impl<T: Table> SameTable<T> for T {}

/// What can be put into a column that is `Never` or `Maybe` empty.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a column is set to a value, and this is a column",
    label = "not a value",
    note = "Act-On does not copy cells: read the rows into a session, change them and commit"
)]
pub trait GoesInto<E>: Side<Of = Cell<'static>> {}

#[diagnostic::do_not_recommend]
impl<E> GoesInto<E> for Literal {}
#[diagnostic::do_not_recommend]
impl<E> GoesInto<E> for Whole {}
impl<E: MayBeEmpty> GoesInto<E> for Optional {}
