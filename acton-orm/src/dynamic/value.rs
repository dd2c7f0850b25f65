//! What a column of a run-time table is compared with or set to.

use chrono::{DateTime, Utc};

use crate::{RecordId, Value};

/// Something that is a value of some kind. Whether the column is of that kind is checked when the query
/// is planned or the cell is set.
///
/// ```
/// use acton_orm::{IntoValue, Value};
/// assert_eq!("PDX".into_value(), Value::from("PDX"));
/// assert_eq!(None::<i64>.into_value(), Value::Null);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value that a cell can have",
    label = "not a value",
    note = "give text, a whole number, a number, a `bool`, a `DateTime<Utc>`, or an `Option` of these"
)]
pub trait IntoValue {
    /// The value.
    ///
    /// ```
    /// use acton_orm::{IntoValue, Value};
    /// assert_eq!(3.into_value(), Value::Int(3));
    /// ```
    fn into_value(self) -> Value<'static>;
}

macro_rules! into_value {
    ($($type:ty, $this:ident => $value:expr;)+) => {$(
        impl IntoValue for $type {
            fn into_value(self) -> Value<'static> {
                let $this = self;
                $value
            }
        }
    )+};
}

into_value! {
    &str, text => Value::from(text.to_owned());
    &String, text => Value::from(text.clone());
    String, text => Value::from(text);
    RecordId, id => Value::from(id.to_string());
    &RecordId, id => Value::from(id.to_string());
    i64, int => Value::Int(int);
    i32, int => Value::Int(int.into());
    u32, int => Value::Int(int.into());
    f64, float => Value::Float(float);
    bool, flag => Value::Bool(flag);
    DateTime<Utc>, time => Value::Time(time);
    Vec<String>, texts => Value::Texts(texts);
    Value<'_>, value => value.into_owned();
    &Value<'_>, value => value.clone().into_owned();
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value<'static> {
        self.map_or(Value::Null, IntoValue::into_value)
    }
}
