//! The Rust types a column can have.

use chrono::{DateTime, Utc};

use super::{Cell, Kind};
use crate::Upload;

/// A Rust type that a column can have: `String`, `i64`, `i32`, `u32`, `f64`, `bool`,
/// `DateTime<Utc>`, [`RecordId`](crate::RecordId), [`Upload`], and each as an `Option` where the
/// column may be empty.
///
/// Implement it for a type of your own to use it for the columns of a list:
///
/// ```
/// use acton_orm::{Mismatch, Value, Cell, schema::Kind};
///
/// #[derive(Debug, PartialEq)]
/// enum Region { West, East }
///
/// impl Value for Region {
///     type Base = String;
///     const KIND: Kind = Kind::Text;
///     fn decode(value: Cell<'_>) -> Result<Self, Mismatch> {
///         match value.as_text() {
///             Some("W") => Ok(Region::West),
///             Some("E") => Ok(Region::East),
///             _ => Err(Mismatch::new("`W` or `E`", &value)),
///         }
///     }
///     fn encode(&self) -> Cell<'static> {
///         Cell::from(match self { Region::West => "W", Region::East => "E" })
///     }
/// }
/// assert_eq!(Region::decode(Cell::from("W")).unwrap(), Region::West);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type that a column can have",
    label = "not a column type",
    note = "column types are `String`, `i64`, `i32`, `u32`, `f64`, `bool`, `DateTime<Utc>`, `RecordId`, and `Option` of these; implement `acton_orm::Value` for a type of your own"
)]
pub trait Value: Sized {
    /// The type that values compared with the column have: the column's type without `Option`.
    ///
    /// ```
    /// use acton_orm::Value;
    ///
    /// fn compares_as_text<S: Value<Base = String>>() {}
    /// compares_as_text::<Option<String>>();
    /// ```
    type Base;
    /// What the wire's text or number is read as before it comes here.
    ///
    /// ```
    /// use acton_orm::{Value, schema::Kind};
    /// assert_eq!(i32::KIND, Kind::Int);
    /// ```
    const KIND: Kind;
    /// Whether an empty cell is a null rather than a value or an error.
    ///
    /// ```
    /// use acton_orm::Value;
    /// assert!(Option::<i64>::NULLABLE && !i64::NULLABLE);
    /// ```
    const NULLABLE: bool = false;

    /// Both at once, for generated code.
    #[doc(hidden)]
    const SHAPE: (Kind, bool) = (Self::KIND, Self::NULLABLE);

    /// Reads a cell.
    ///
    /// # Errors
    /// [`Mismatch`] when the cell is of another kind or out of range.
    ///
    /// ```
    /// use acton_orm::{Value, Cell};
    /// assert_eq!(i32::decode(Cell::Int(7)), Ok(7));
    /// assert!(i32::decode(Cell::from("7")).is_err());
    /// ```
    fn decode(value: Cell<'_>) -> Result<Self, Mismatch>;

    /// Writes a cell.
    ///
    /// ```
    /// use acton_orm::{Value, Cell};
    /// assert_eq!(7_i32.encode(), Cell::Int(7));
    /// ```
    fn encode(&self) -> Cell<'static>;
}

/// A column type that can be read back and so selected and filtered; an [`Upload`] cannot.
///
/// ```
/// use acton_orm::{Mismatch, Readable, Value, Cell, prelude::*, schema::Kind};
///
/// struct Region(String);
///
/// impl Value for Region {
///     type Base = String;
///     const KIND: Kind = Kind::Text;
///     fn decode(value: Cell<'_>) -> Result<Self, Mismatch> { String::decode(value).map(Region) }
///     fn encode(&self) -> Cell<'static> { self.0.encode() }
/// }
/// impl Readable for Region {}
///
/// #[derive(Entity)]
/// #[acton(table = "List_Friends", module = "friends")]
/// struct Friend { #[acton(key)] id: RecordId, region: Region }
/// # fn main() {
///
/// let west = Friend::query().filter(friends::region.eq("West"));
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "a column of type `{Self}` can be written but not read",
    label = "write-only column"
)]
pub trait Readable: Value {}

/// A column type whose values can be compared.
///
/// ```
/// fn compares<V: acton_orm::Comparable>() {}
/// compares::<String>();
/// ```
#[diagnostic::on_unimplemented(
    message = "values of type `{Self}` cannot be compared",
    label = "no comparison for `{Self}`"
)]
pub trait Comparable {}

/// A column type with the text operators `like`, `contains`, `starts_with`, `ends_with`.
///
/// ```
/// use acton_orm::schema::images;
/// assert_eq!(images::name.starts_with("a").to_string(), "Name starts with 'a'");
/// ```
#[diagnostic::on_unimplemented(
    message = "`like`, `contains`, `starts_with` and `ends_with` need a text column, and this one is `{Self}`",
    label = "not a text column"
)]
pub trait Textual {}

/// A column type with an order of size: numbers.
///
/// ```
/// fn number<V: acton_orm::Numeric>() {}
/// number::<f64>();
/// ```
pub trait Numeric {}

/// A cell is not what the column needs. [`Error`](crate::Error) adds table, key and column.
///
/// ```
/// # use acton_orm::{Value, Cell};
/// let mismatch = i64::decode(Cell::from("many")).unwrap_err();
/// assert_eq!(mismatch.to_string(), "expected a whole number, found 'many'");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, found {found}")]
pub struct Mismatch {
    expected: String,
    found: String,
}

impl Mismatch {
    /// Says what was needed and what was there; long text is shortened to 80 characters.
    ///
    /// ```
    /// # use acton_orm::{Mismatch, Cell};
    /// assert_eq!(Mismatch::new("a flag", &Cell::Int(7)).to_string(), "expected a flag, found 7");
    /// ```
    pub fn new(expected: impl Into<String>, found: &Cell<'_>) -> Self {
        Self {
            expected: expected.into(),
            found: match found {
                Cell::Text(text) => shorten(text),
                Cell::Null => "an empty cell".to_owned(),
                other => other.to_string(),
            },
        }
    }

    pub(crate) fn saying(expected: impl Into<String>, found: String) -> Self {
        Self {
            expected: expected.into(),
            found,
        }
    }
}

fn shorten(text: &str) -> String {
    const MOST: usize = 80;
    let mut shown: String = text.chars().take(MOST).collect();
    if shown.len() < text.len() {
        shown = format!("{shown}' .. ({} bytes in all)", text.len());
        return format!("'{shown}");
    }
    format!("'{shown}'")
}

/// `Value` for a type that one variant of [`Cell`] holds as it is.
macro_rules! scalar {
    ($type:ty, $kind:ident, $expected:literal, $pattern:pat => $decode:expr, $this:ident => $encode:expr) => {
        #[diagnostic::do_not_recommend]
        impl Value for $type {
            type Base = $type;
            const KIND: Kind = Kind::$kind;

            fn decode(value: Cell<'_>) -> Result<Self, Mismatch> {
                match value {
                    $pattern => Ok($decode),
                    other => Err(Mismatch::new($expected, &other)),
                }
            }

            fn encode(&self) -> Cell<'static> {
                let $this = self;
                $encode
            }
        }
    };
}

scalar!(String, Text, "text", Cell::Text(text) => text.into_owned(), this => Cell::from(this.clone()));
scalar!(i64, Int, "a whole number", Cell::Int(int) => int, this => Cell::Int(*this));
scalar!(f64, Float, "a number", Cell::Float(float) => float, this => Cell::Float(*this));
scalar!(bool, Bool, "a flag", Cell::Bool(bool) => bool, this => Cell::Bool(*this));
scalar!(DateTime<Utc>, Time, "a time", Cell::Time(time) => time, this => Cell::Time(*this));
scalar!(Vec<String>, Texts, "several texts", Cell::Texts(texts) => texts, this => Cell::Texts(this.clone()));
scalar!(Upload, File, "an upload", Cell::File(upload) => *upload, this => Cell::File(Box::new(this.clone())));

/// `Value` for the narrower whole numbers, which compare as `i64`.
macro_rules! narrow {
    ($($type:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Value for $type {
            type Base = i64;
            const KIND: Kind = Kind::Int;

            fn decode(value: Cell<'_>) -> Result<Self, Mismatch> {
                match value {
                    Cell::Int(int) => <$type>::try_from(int).map_err(|_| {
                        Mismatch::new(
                            format!("a whole number from {} to {}", <$type>::MIN, <$type>::MAX),
                            &Cell::Int(int),
                        )
                    }),
                    other => Err(Mismatch::new("a whole number", &other)),
                }
            }

            fn encode(&self) -> Cell<'static> {
                Cell::Int(i64::from(*self))
            }
        }

        #[diagnostic::do_not_recommend]
        impl Readable for $type {}
    )*};
}

narrow!(i32, u32);

#[diagnostic::do_not_recommend]
impl Readable for String {}
#[diagnostic::do_not_recommend]
impl Readable for Vec<String> {}
#[diagnostic::do_not_recommend]
impl Readable for i64 {}
#[diagnostic::do_not_recommend]
impl Readable for f64 {}
#[diagnostic::do_not_recommend]
impl Readable for bool {}
#[diagnostic::do_not_recommend]
impl Readable for DateTime<Utc> {}

#[diagnostic::do_not_recommend]
impl Comparable for String {}
#[diagnostic::do_not_recommend]
impl Comparable for i64 {}
#[diagnostic::do_not_recommend]
impl Comparable for f64 {}
#[diagnostic::do_not_recommend]
impl Comparable for bool {}
#[diagnostic::do_not_recommend]
impl Comparable for DateTime<Utc> {}
// That it cannot be read says enough.
#[diagnostic::do_not_recommend]
impl Comparable for Upload {}

#[diagnostic::do_not_recommend]
impl Textual for String {}
#[diagnostic::do_not_recommend]
impl Numeric for i64 {}
#[diagnostic::do_not_recommend]
impl Numeric for f64 {}
