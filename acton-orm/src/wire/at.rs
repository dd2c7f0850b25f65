//! Rows below some keys of an object, as a contact's history.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::decode::Decode;
use super::object::{ObjectRow, ObjectRows};
use super::text::Text;

/// What stands at a path of keys: one object, an array of them, or nothing.
pub(super) struct At<'d, 's, 'k, 'de> {
    pub(super) decode: &'d mut Decode<'s, 'k, 'de>,
    pub(super) path: &'static [&'static str],
}

impl<'de> DeserializeSeed<'de> for At<'_, '_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for At<'_, '_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path {
            [] => f.write_str("an object, or an array of objects"),
            path => write!(f, "an object with `{}`", path.join("` and in it `")),
        }
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let Self { decode, path } = self;
        let [first, rest @ ..] = path else {
            return ObjectRow {
                decode,
                folder: None,
            }
            .visit_map(entries);
        };
        while let Some(Text(name)) = entries.next_key()? {
            match name == *first {
                true => entries.next_value_seed(At {
                    decode: &mut *decode,
                    path: rest,
                })?,
                false => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        match self.path {
            [] => ObjectRows {
                decode: self.decode,
                folder: None,
            }
            .visit_seq(items),
            _ => Err(serde::de::Error::invalid_type(
                serde::de::Unexpected::Seq,
                &self,
            )),
        }
    }
}
