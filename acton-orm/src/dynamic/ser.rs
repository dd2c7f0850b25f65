//! Rows and values for serde: a row is a map from names to cells.

use serde::ser::{Error as _, Serialize, SerializeMap, Serializer};

use super::DynRow;
use crate::Cell;

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Cell::Null => serializer.serialize_unit(),
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Int(int) => serializer.serialize_i64(*int),
            Cell::Float(float) => serializer.serialize_f64(*float),
            Cell::Bool(bool) => serializer.serialize_bool(*bool),
            Cell::Time(_) => serializer.collect_str(self),
            Cell::Texts(texts) => texts.serialize(serializer),
            Cell::File(_) => Err(S::Error::custom("a file to upload is not part of a row")),
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
