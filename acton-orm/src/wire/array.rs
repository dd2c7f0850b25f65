//! Objects in an array, wherever it stands: for answers whose form is not published.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::decode::Decode;
use super::object::{ObjectRow, ObjectRows};
use super::text::Text;

/// The whole answer is the array, or an object has just one array, whatever its name.
pub(super) struct AnyArray<'d, 's, 'k, 'de>(pub(super) &'d mut Decode<'s, 'k, 'de>);

impl<'de> DeserializeSeed<'de> for AnyArray<'_, '_, '_, 'de> {
    type Value = Option<u64>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<u64>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for AnyArray<'_, '_, '_, 'de> {
    type Value = Option<u64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects, or an object with one")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Option<u64>, A::Error> {
        while items
            .next_element_seed(ObjectRow {
                decode: &mut *self.0,
                folder: None,
            })?
            .is_some()
        {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Option<u64>, A::Error> {
        let (mut rows, mut total): (Option<&'de RawValue>, Option<u64>) = (None, None);
        while let Some(Text(name)) = entries.next_key()? {
            let value: &'de RawValue = entries.next_value()?;
            if name == "totalCount" {
                total = value.get().parse().ok();
            } else if value.get().starts_with('[') && rows.replace(value).is_some() {
                return Err(A::Error::custom(
                    "it has several arrays, and which one holds the rows is not known",
                ));
            }
        }
        let Some(rows) = rows else {
            return Err(A::Error::custom("it has no array of rows"));
        };
        let mut deserializer = serde_json::Deserializer::from_str(rows.get());
        ObjectRows {
            decode: &mut *self.0,
            folder: None,
        }
        .deserialize(&mut deserializer)
        .map_err(A::Error::custom)?;
        match total {
            Some(total) if total > self.0.rows => Err(A::Error::custom(format_args!(
                "it has {} of {total} rows, and how to ask for the others is not known",
                self.0.rows
            ))),
            _ => Ok(total),
        }
    }
}
