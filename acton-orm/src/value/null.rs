//! Columns that may be empty are `Option`s.

use super::{Kind, Mismatch, Readable, Scalar, Value};

#[diagnostic::do_not_recommend]
impl<S: Scalar> Scalar for Option<S> {
    type Base = S::Base;
    const KIND: Kind = S::KIND;
    const NULLABLE: bool = true;

    fn decode(value: Value<'_>) -> Result<Self, Mismatch> {
        match value {
            Value::Null => Ok(None),
            value => S::decode(value).map(Some),
        }
    }

    fn encode(&self) -> Value<'static> {
        self.as_ref().map_or(Value::Null, Scalar::encode)
    }
}

#[diagnostic::do_not_recommend]
impl<S: Readable> Readable for Option<S> {}
