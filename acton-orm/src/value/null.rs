//! Columns that may be empty are `Option`s.

use super::{Cell, Kind, Mismatch, Readable, Value};

#[diagnostic::do_not_recommend]
impl<S: Value> Value for Option<S> {
    type Base = S::Base;
    const KIND: Kind = S::KIND;
    const NULLABLE: bool = true;

    fn decode(value: Cell<'_>) -> Result<Self, Mismatch> {
        match value {
            Cell::Null => Ok(None),
            value => S::decode(value).map(Some),
        }
    }

    fn encode(&self) -> Cell<'static> {
        self.as_ref().map_or(Cell::Null, Value::encode)
    }
}

#[diagnostic::do_not_recommend]
impl<S: Readable> Readable for Option<S> {}
