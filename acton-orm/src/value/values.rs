//! The one trait of Rust types that a cell is read into.

use super::emptiness::Emptiness;
use super::primitive::Primitive;
use super::{Cell, Kind, Mismatch};

/// A Rust type that a cell can be read into: what a field, a column or a selected value can be.
///
/// There are `String`, `Box<str>`, `Arc<str>`, `Cow<'static, str>`, the integers up to 64 bits, `f64`,
/// `f32`, `bool`, `DateTime<Utc>`, `chrono::NaiveDate`, [`RecordId`](crate::RecordId), `Vec<String>`,
/// [`Upload`](crate::Upload), with the features `jiff` and `time` also their points in time. Each also
/// as an `Option` where the cell may be empty, and as a `Result<_, Mismatch>` where it may hold something
/// else. Types of your own derive it: see [`derive@Value`](macro@crate::Value).
///
/// Implement it by hand where the derive does not do. A type that is compared with columns implements
/// [`Operand`](crate::expr::Operand) too.
///
/// ```
/// use acton_orm::{Cell, Mismatch, Value, bounds::Never};
///
/// /// A region by its first letter.
/// #[derive(Debug, PartialEq)]
/// enum Region { West, East }
///
/// impl Value for Region {
///     type Base = Region;
///     type Stored = String;
///     type Empty = Never;
///     type OrNull = Option<Region>;
///
///     fn decode(cell: Cell<'_>) -> Result<Self, Mismatch> {
///         match cell.as_text().and_then(|text| text.chars().next()) {
///             Some('W') => Ok(Region::West),
///             Some('E') => Ok(Region::East),
///             _ => Err(Mismatch::new("a text with `W` or `E` first", &cell)),
///         }
///     }
///     fn encode(&self) -> Cell<'static> {
///         Cell::from(match self { Region::West => "West", Region::East => "East" })
///     }
/// }
/// assert_eq!(Region::decode(Cell::from("W")).unwrap(), Region::West);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type that a column can have",
    label = "not a column type",
    note = "column types are `String`, `i64`, `f64`, `bool`, `DateTime<Utc>`, `RecordId`, .., and `Option` of these; put `#[derive(acton_orm::Value)]` on a type of your own"
)]
pub trait Value: Sized + Send + 'static {
    /// What a column of this type is compared with: the type without `Option` and without newtypes; an
    /// enum is its own.
    ///
    /// ```
    /// use acton_orm::Value;
    ///
    /// fn compares_as_text<V: Value<Base = String>>() {}
    /// compares_as_text::<Option<String>>();
    /// ```
    type Base;
    /// What the wire's text or number is read as before it comes here: decides which columns of built-in
    /// tables a field of this type can hold.
    ///
    /// ```
    /// use acton_orm::Value;
    ///
    /// fn holds_whole_numbers<V: Value<Stored = i64>>() {}
    /// holds_whole_numbers::<u32>();
    /// ```
    type Stored: Primitive;
    /// Whether the cell may be empty: [`Never`](crate::value::Never) or [`Maybe`](crate::value::Maybe).
    ///
    /// ```
    /// use acton_orm::{Value, bounds::Maybe};
    ///
    /// fn may_be_empty<V: Value<Empty = Maybe>>() {}
    /// may_be_empty::<Option<i64>>();
    /// ```
    type Empty: Emptiness;
    /// The same type where the cell may be empty: an `Option` of it, unless it is one.
    ///
    /// ```
    /// use acton_orm::Value;
    ///
    /// let missing: <i64 as Value>::OrNull = None;
    /// # drop(missing);
    /// ```
    type OrNull: Value;

    /// What the wire's text or number is read as.
    ///
    /// ```
    /// use acton_orm::{Value, schema::Kind};
    /// assert_eq!(i32::KIND, Kind::Int);
    /// ```
    const KIND: Kind = <Self::Stored as Primitive>::KIND;
    /// Whether an empty cell is a null rather than a value or an error.
    ///
    /// ```
    /// use acton_orm::Value;
    /// assert!(Option::<i64>::NULLABLE && !i64::NULLABLE);
    /// ```
    const NULLABLE: bool = <Self::Empty as Emptiness>::NULLABLE;

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
    fn decode(cell: Cell<'_>) -> Result<Self, Mismatch>;

    /// Writes a cell.
    ///
    /// ```
    /// use acton_orm::{Value, Cell};
    /// assert_eq!(7_i32.encode(), Cell::Int(7));
    /// ```
    fn encode(&self) -> Cell<'static>;
}
