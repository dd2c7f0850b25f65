//! Types that one variant of [`Cell`] holds.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Cell, Mismatch, Never, Value};
use crate::Upload;

macro_rules! plain {
    ($($type:ty = $stored:ty, $expected:literal, $pattern:pat => $decode:expr, $this:ident => $encode:expr;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl Value for $type {
            type Base = $stored;
            type Stored = $stored;
            type Empty = Never;
            type OrNull = Option<$type>;

            fn decode(cell: Cell<'_>) -> Result<Self, Mismatch> {
                match cell {
                    $pattern => Ok($decode),
                    other => Err(Mismatch::new($expected, &other)),
                }
            }

            fn encode(&self) -> Cell<'static> {
                let $this = self;
                $encode
            }
        }
    )+};
}

plain! {
    String = String, "text", Cell::Text(text) => text.into_owned(), this => Cell::from(this.clone());
    Box<str> = String, "text", Cell::Text(text) => text.into(), this => Cell::from(this.to_string());
    Arc<str> = String, "text", Cell::Text(text) => text.into(), this => Cell::from(this.to_string());
    Cow<'static, str> = String, "text", Cell::Text(text) => Cow::Owned(text.into_owned()), this => Cell::Text(this.clone());
    i64 = i64, "a whole number", Cell::Int(int) => int, this => Cell::Int(*this);
    f64 = f64, "a number", Cell::Float(float) => float, this => Cell::Float(*this);
    bool = bool, "a flag", Cell::Bool(bool) => bool, this => Cell::Bool(*this);
    DateTime<Utc> = DateTime<Utc>, "a time", Cell::Time(time) => time, this => Cell::Time(*this);
    Vec<String> = Vec<String>, "several texts", Cell::Texts(texts) => texts, this => Cell::Texts(this.clone());
    Upload = Upload, "an upload", Cell::File(upload) => *upload, this => Cell::File(Box::new(this.clone()));
}
