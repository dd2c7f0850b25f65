//! Whether a cell may be empty, as a type.

use super::Value;

/// The cell is never empty.
///
/// ```
/// use acton_orm::{Value, bounds::Never};
/// fn never_empty<V: Value<Empty = Never>>() {}
/// never_empty::<String>();
/// ```
#[derive(Debug, Clone, Copy)]
pub enum Never {}

/// The cell may be empty.
///
/// ```
/// use acton_orm::{Value, bounds::Maybe};
/// fn may_be_empty<V: Value<Empty = Maybe>>() {}
/// may_be_empty::<Option<String>>();
/// ```
#[derive(Debug, Clone, Copy)]
pub enum Maybe {}

/// [`Never`] or [`Maybe`].
///
/// ```
/// use acton_orm::bounds::{Emptiness, Maybe};
/// assert!(Maybe::NULLABLE);
/// ```
pub trait Emptiness {
    /// The same as data.
    ///
    /// ```
    /// use acton_orm::bounds::{Emptiness, Never};
    /// assert!(!Never::NULLABLE);
    /// ```
    const NULLABLE: bool;
}

impl Emptiness for Never {
    const NULLABLE: bool = false;
}

impl Emptiness for Maybe {
    const NULLABLE: bool = true;
}

// `Value`'s associated types as parameters: an unmet parameter is E0277, in the words of the trait
// that asks; an unmet associated type would be E0271, in the compiler's.

/// `Value<Stored = S, Empty = E>`
#[doc(hidden)]
pub trait Holds<S, E> {}

#[diagnostic::do_not_recommend]
impl<V: Value> Holds<V::Stored, V::Empty> for V {}

/// `Value<Empty = E>`
#[doc(hidden)]
pub trait HasEmpty<E> {}

#[diagnostic::do_not_recommend]
impl<V: Value> HasEmpty<V::Empty> for V {}

/// `Value<Stored = S>`
#[doc(hidden)]
pub trait Stores<S> {}

#[diagnostic::do_not_recommend]
impl<V: Value> Stores<V::Stored> for V {}

/// `Value<Base = B>`
#[doc(hidden)]
pub trait HasBase<B> {}

#[diagnostic::do_not_recommend]
impl<V: Value> HasBase<V::Base> for V {}

/// What is empty so often at most fits where `E` is allowed.
#[doc(hidden)]
pub trait FitsIn<E> {}

#[diagnostic::do_not_recommend]
impl<E> FitsIn<E> for Never {}

#[diagnostic::do_not_recommend]
impl FitsIn<Maybe> for Maybe {}

/// A column that may be empty.
///
/// ```
/// fn clears<E: acton_orm::bounds::MayBeEmpty>() {}
/// clears::<acton_orm::bounds::Maybe>();
/// ```
#[diagnostic::on_unimplemented(
    message = "this column is never empty: give it a value",
    label = "this column is never empty",
    note = "`None` and `clear()` are for columns whose type is an `Option`"
)]
pub trait MayBeEmpty {}

#[diagnostic::do_not_recommend]
impl MayBeEmpty for Maybe {}
