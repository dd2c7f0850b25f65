//! A cell that may be empty, and one that may hold something else.

use super::{Cell, Maybe, Mismatch, Never, Value};

/// An empty cell is `None`.
#[diagnostic::do_not_recommend]
impl<V: Value<Empty = Never>> Value for Option<V> {
    type Base = V::Base;
    type Stored = V::Stored;
    type Empty = Maybe;
    type OrNull = Self;

    fn decode(cell: Cell<'_>) -> Result<Self, Mismatch> {
        match cell {
            Cell::Null => Ok(None),
            cell => V::decode(cell).map(Some),
        }
    }

    fn encode(&self) -> Cell<'static> {
        self.as_ref().map_or(Cell::Null, V::encode)
    }
}

/// A dirty cell is a value: reading it never fails, and it is written back as it was.
#[diagnostic::do_not_recommend]
impl<V: Value> Value for Result<V, Mismatch> {
    type Base = V::Base;
    type Stored = V::Stored;
    type Empty = V::Empty;
    type OrNull = Result<V::OrNull, Mismatch>;

    fn decode(cell: Cell<'_>) -> Result<Self, Mismatch> {
        Ok(V::decode(cell))
    }

    fn encode(&self) -> Cell<'static> {
        match self {
            Ok(value) => value.encode(),
            Err(mismatch) => mismatch.found().clone(),
        }
    }
}
