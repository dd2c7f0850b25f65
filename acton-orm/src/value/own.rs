//! What types of the user's are made of, by `#[derive(Value)]`.

use super::emptiness::{HasEmpty, Holds};
use super::{Cell, Mismatch, Never, Primitive, Value};

/// A type around one other: all that the derive says of it. What follows is written here, once, so that
/// a wrong inner type is one error.
#[doc(hidden)]
pub trait Newtype: Sized + Send + 'static {
    type Inner: Wrapped;
    fn wrap(inner: Self::Inner) -> Self;
    fn inner(&self) -> &Self::Inner;
}

#[diagnostic::do_not_recommend]
impl<N: Newtype> Value for N {
    type Base = <N::Inner as Wrapped>::Base;
    type Stored = <N::Inner as Wrapped>::Stored;
    type Empty = Never;
    type OrNull = Option<N>;

    fn decode(cell: Cell<'_>) -> Result<Self, Mismatch> {
        <N::Inner as Wrapped>::read(cell).map(N::wrap)
    }

    fn encode(&self) -> Cell<'static> {
        self.inner().write()
    }
}

/// A type that a newtype can wrap.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a column type cannot be made of `{Self}`",
    label = "not a column type that is never empty",
    note = "wrap `String`, `i64`, .. or a type of yours that derives `Value`; where the cell may be empty, the field is an `Option` of your type"
)]
pub trait Wrapped: Sized + 'static {
    type Base;
    type Stored: Primitive;
    fn read(cell: Cell<'_>) -> Result<Self, Mismatch>;
    fn write(&self) -> Cell<'static>;
}

#[diagnostic::do_not_recommend]
impl<V: Value + HasEmpty<Never>> Wrapped for V {
    type Base = V::Base;
    type Stored = V::Stored;

    fn read(cell: Cell<'_>) -> Result<Self, Mismatch> {
        V::decode(cell)
    }

    fn write(&self) -> Cell<'static> {
        self.encode()
    }
}

/// A type in which the variant `#[acton(other)]` of an enum keeps a text.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a text cannot be kept in `{Self}`",
    label = "not a text",
    note = "write `Other(String)`"
)]
pub trait OtherText: Sized {
    fn read(cell: Cell<'_>) -> Result<Self, Mismatch>;
    fn write(&self) -> Cell<'static>;
}

#[diagnostic::do_not_recommend]
impl<V: Value + Holds<String, Never>> OtherText for V {
    fn read(cell: Cell<'_>) -> Result<Self, Mismatch> {
        V::decode(cell)
    }

    fn write(&self) -> Cell<'static> {
        self.encode()
    }
}
