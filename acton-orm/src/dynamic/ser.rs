//! Rows and values for serde: a row is a map from names to cells.

use serde::ser::{Error as _, Serialize, SerializeMap, Serializer};

use super::DynRow;
use crate::Value;

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Int(int) => serializer.serialize_i64(*int),
            Value::Float(float) => serializer.serialize_f64(*float),
            Value::Bool(bool) => serializer.serialize_bool(*bool),
            Value::Time(_) => serializer.collect_str(self),
            Value::Texts(texts) => texts.serialize(serializer),
            Value::File(_) => Err(S::Error::custom("a file to upload is not part of a row")),
        }
    }
}

impl Serialize for DynRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.cells.len()))?;
        for (name, value) in self.iter() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
