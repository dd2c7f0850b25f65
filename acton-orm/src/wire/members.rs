//! An object whose members are the rows, as a page's `incoming_traffic`.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use super::cell::{CellSeed, from_text};
use super::decode::{Decode, UNWIND};
use super::text::Text;
use crate::schema::Shape;

/// The answer; without the key it has no rows, for Act-On leaves out what is zero (A§12.1).
pub(super) struct Members<'d, 's, 'k, 'de> {
    pub(super) decode: &'d mut Decode<'s, 'k, 'de>,
    pub(super) at: &'static str,
}

impl<'de> DeserializeSeed<'de> for Members<'_, '_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Members<'_, '_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with an object `{}`", self.at)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(Text(name)) = entries.next_key()? {
            match name == self.at {
                true => entries.next_value_seed(Rows(&mut *self.decode))?,
                false => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

struct Rows<'d, 's, 'k, 'de>(&'d mut Decode<'s, 'k, 'de>);

impl<'de> DeserializeSeed<'de> for Rows<'_, '_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_, '_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object whose members are rows")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let decode = self.0;
        let position = |decode: &Decode<'_, '_, 'de>, wire: &str| {
            let mut columns = decode.row.columns.iter();
            columns.position(|column| column.meta().wire.contains(&wire))
        };
        while let Some(Text(name)) = members.next_key()? {
            decode.clear();
            if let Some(at) = position(decode, Shape::MEMBER_NAME) {
                let cell = from_text(decode.row.columns[at].meta(), name);
                decode.put(at, cell);
            }
            match position(decode, Shape::MEMBER_VALUE) {
                Some(at) => {
                    let column = decode.row.columns[at].meta();
                    let cell = members.next_value_seed(CellSeed(column))?;
                    decode.put(at, cell);
                }
                None => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
            decode.finish_row().map_err(|()| A::Error::custom(UNWIND))?;
        }
        Ok(())
    }
}
