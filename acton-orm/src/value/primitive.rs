//! What the wire's text is read as, and what can be done with it.

use chrono::{DateTime, Utc};

use super::{Kind, RecordId, Value};
use crate::Upload;

/// What the wire's text or number is read as: one type for each [`Kind`], and [`RecordId`].
///
/// ```
/// use acton_orm::{bounds::Primitive, schema::Kind};
/// assert_eq!(<String as Primitive>::KIND, Kind::Text);
/// ```
#[diagnostic::on_unimplemented(
    message = "nothing is read from Act-On as `{Self}`",
    label = "not one of the types that cells are stored as",
    note = "`Stored` is `String`, `i64`, `f64`, `bool`, `DateTime<Utc>`, `RecordId`, `Vec<String>` or `Upload`"
)]
pub trait Primitive {
    /// The same as data.
    ///
    /// ```
    /// use acton_orm::{bounds::Primitive, schema::Kind};
    /// assert_eq!(bool::KIND, Kind::Bool);
    /// ```
    const KIND: Kind;
}

/// A primitive that Act-On gives back: all but an [`Upload`].
#[doc(hidden)]
pub trait ReadBack: Primitive {}

/// A primitive with an order.
///
/// ```
/// fn compares<V: acton_orm::bounds::Comparable>() {}
/// compares::<String>();
/// ```
#[diagnostic::on_unimplemented(
    message = "values of type `{Self}` cannot be compared",
    label = "no comparison for `{Self}`"
)]
pub trait Comparable: Primitive {}

macro_rules! primitives {
    ($($type:ty: $kind:ident $($can:ident)*;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl Primitive for $type {
            const KIND: Kind = Kind::$kind;
        }
        $(
            #[diagnostic::do_not_recommend]
            impl $can for $type {}
        )*
    )+};
}

primitives! {
    String: Text ReadBack Comparable;
    RecordId: Text ReadBack Comparable;
    i64: Int ReadBack Comparable;
    f64: Float ReadBack Comparable;
    bool: Bool ReadBack Comparable;
    DateTime<Utc>: Time ReadBack Comparable;
    Vec<String>: Texts ReadBack;
    // That it cannot be read says enough.
    Upload: File Comparable;
}

/// A column type that can be read back and so selected and filtered; an [`Upload`] cannot. Every other
/// [`Value`] is one.
///
/// ```
/// fn reads<V: acton_orm::bounds::Readable>() {}
/// reads::<Option<String>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "a column of type `{Self}` can be written but not read",
    label = "write-only column"
)]
pub trait Readable: Value {}

#[diagnostic::do_not_recommend]
impl<V: Value<Stored: ReadBack>> Readable for V {}

/// A column type with the text operators `like`, `contains`, `starts_with`, `ends_with`,
/// `eq_ignore_case`.
///
/// ```
/// use acton_orm::schema::images;
/// assert_eq!(images::name.starts_with("a").to_string(), "Name starts with 'a'");
/// ```
#[diagnostic::on_unimplemented(
    message = "`like`, `contains`, `starts_with`, `ends_with` and `eq_ignore_case` need a text column, and this one is `{Self}`",
    label = "not a text column"
)]
pub trait Textual {}

#[diagnostic::do_not_recommend]
impl Textual for String {}

/// A column type with an order of size: numbers.
///
/// ```
/// fn number<V: acton_orm::bounds::Numeric>() {}
/// number::<f64>();
/// ```
pub trait Numeric {}

#[diagnostic::do_not_recommend]
impl Numeric for i64 {}
#[diagnostic::do_not_recommend]
impl Numeric for f64 {}
