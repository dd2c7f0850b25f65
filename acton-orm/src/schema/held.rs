//! What a session hands out for a row.

use std::fmt;
use std::ops::Deref;

/// A row that a session has read of a table whose rows Act-On does not let you change. It reads as the
/// struct that it holds; writing to a field of it does not compile.
///
/// ```
/// use acton_orm::{Handle, Session, models::HardBounce};
///
/// fn address(session: &Session, bounce: Handle<HardBounce>) -> &str {
///     &session[bounce].email
/// }
///
/// // The struct itself: by reference, in code that knows no table, and to keep.
/// fn bounce(session: &Session, bounce: Handle<HardBounce>) -> (&HardBounce, HardBounce) {
///     (&session[bounce], session[bounce].clone())
/// }
/// ```
///
/// Generic code, which does not know whether rows of the table can be changed, asks for the struct
/// with [`Session::get`](crate::Session::get).
pub struct NotUpdatable<R>(R);

impl<R> Deref for NotUpdatable<R> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.0
    }
}

impl<R: fmt::Debug> fmt::Debug for NotUpdatable<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<R: fmt::Display> fmt::Display for NotUpdatable<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<R: PartialEq> PartialEq for NotUpdatable<R> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<R: PartialEq> PartialEq<R> for NotUpdatable<R> {
    fn eq(&self, other: &R) -> bool {
        self.0 == *other
    }
}

#[cfg(feature = "serde")]
impl<R: serde::Serialize> serde::Serialize for NotUpdatable<R> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// The two forms in which a session hands out a row: as it is, or so that it is only read.
#[doc(hidden)]
pub trait Held<R>: Send + Sync + Sized + 'static {
    fn hold(row: R) -> Self;
    fn row(held: &Self) -> &R;
    fn row_mut(held: &mut Self) -> &mut R;
    fn into_row(held: Self) -> R;
}

impl<R: Send + Sync + 'static> Held<R> for R {
    fn hold(row: R) -> Self {
        row
    }

    fn row(held: &Self) -> &R {
        held
    }

    fn row_mut(held: &mut Self) -> &mut R {
        held
    }

    fn into_row(held: Self) -> R {
        held
    }
}

impl<R: Send + Sync + 'static> Held<R> for NotUpdatable<R> {
    fn hold(row: R) -> Self {
        Self(row)
    }

    fn row(held: &Self) -> &R {
        &held.0
    }

    fn row_mut(held: &mut Self) -> &mut R {
        &mut held.0
    }

    fn into_row(held: Self) -> R {
        held.0
    }
}
