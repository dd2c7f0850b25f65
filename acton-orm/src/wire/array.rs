//! Objects in an array, wherever it stands: for answers whose form is not published.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::decode::Decode;
use super::object::{ObjectRow, ObjectRows};
use super::text::Text;

/// The whole answer is the array, or an object has just one array, whatever its name.
pub(super) struct AnyArray<'d, 's, 'k, 'de> {
    pub(super) decode: &'d mut Decode<'s, 'k, 'de>,
    /// The key whose array it is, where there are several. With it nothing is no rows.
    pub(super) key: Option<&'static str>,
}

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
                decode: &mut *self.decode,
                folder: None,
            })?
            .is_some()
        {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Option<u64>, A::Error> {
        let (mut rows, mut total): (Option<&'de RawValue>, Option<u64>) = (None, None);
        let (mut named, mut several): (Option<&'de RawValue>, bool) = (None, false);
        let mut nothing = self.key.is_some();
        while let Some(Text(name)) = entries.next_key()? {
            let value: &'de RawValue = entries.next_value()?;
            let is_array = value.get().starts_with('[');
            let is_named = self.key.is_some_and(|key| name == key);
            nothing &= is_named && value.get() == "null";
            if name == "totalCount" {
                total = value.get().parse().ok();
            } else if is_array && is_named {
                named = Some(value);
            } else if is_array {
                several |= rows.replace(value).is_some();
            }
        }
        if nothing {
            return Ok(None);
        }
        let rows = match (named, rows) {
            (Some(rows), _) => rows,
            (None, Some(rows)) if !several => rows,
            (None, Some(_)) => {
                return Err(A::Error::custom(
                    "it has several arrays, and which one holds the rows is not known",
                ));
            }
            (None, None) => return Err(A::Error::custom("it has no array of rows")),
        };
        let mut deserializer = serde_json::Deserializer::from_str(rows.get());
        ObjectRows {
            decode: &mut *self.decode,
            folder: None,
        }
        .deserialize(&mut deserializer)
        .map_err(A::Error::custom)?;
        match total {
            Some(total) if total > self.decode.rows => Err(A::Error::custom(format_args!(
                "it has {} of {total} rows, and how to ask for the others is not known",
                self.decode.rows
            ))),
            _ => Ok(total),
        }
    }
}
