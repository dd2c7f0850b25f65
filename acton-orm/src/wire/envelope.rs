//! The shapes around object rows: a paged envelope, a bare array of folders.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use super::decode::Decode;
use super::object::ObjectRows;
use super::text::Text;

/// `{offset, count, totalCount, result: [..]}`; gives `totalCount`, which suppression lists set to -1.
pub(super) struct Envelope<'d, 's, 'k, 'de>(pub(super) &'d mut Decode<'s, 'k, 'de>);

impl<'de> DeserializeSeed<'de> for Envelope<'_, '_, '_, 'de> {
    type Value = Option<u64>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<u64>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Envelope<'_, '_, '_, 'de> {
    type Value = Option<u64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with an array `result`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Option<u64>, A::Error> {
        let (mut total, mut has_rows) = (None, false);
        while let Some(Text(name)) = entries.next_key()? {
            match name.as_ref() {
                "result" => {
                    has_rows = true;
                    entries.next_value_seed(ObjectRows {
                        decode: &mut *self.0,
                        folder: None,
                    })?;
                }
                "totalCount" => total = u64::try_from(entries.next_value::<i64>()?).ok(),
                _ => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        if has_rows {
            Ok(total)
        } else {
            Err(A::Error::missing_field("result"))
        }
    }
}

/// A bare array of `{name, entries: [..]}`.
pub(super) struct Folders<'d, 's, 'k, 'de>(pub(super) &'d mut Decode<'s, 'k, 'de>);

impl<'de> DeserializeSeed<'de> for Folders<'_, '_, '_, 'de> {
    type Value = Option<u64>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<u64>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Folders<'_, '_, '_, 'de> {
    type Value = Option<u64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of folders")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut folders: A) -> Result<Option<u64>, A::Error> {
        while folders.next_element_seed(Folder(&mut *self.0))?.is_some() {}
        Ok(None)
    }
}

/// One folder. Its entries may come before its name, which they need.
struct Folder<'d, 's, 'k, 'de>(&'d mut Decode<'s, 'k, 'de>);

impl<'de> DeserializeSeed<'de> for Folder<'_, '_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Folder<'_, '_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a folder: an object with `name` and `entries`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let (mut name, mut early): (Option<Cow<'de, str>>, Option<&'de RawValue>) = (None, None);
        let mut has_entries = false;
        while let Some(Text(key)) = entries.next_key()? {
            match key.as_ref() {
                "name" | "folder" => name = Some(entries.next_value::<Text<'de>>()?.0),
                "entries" if name.is_some() => {
                    has_entries = true;
                    entries.next_value_seed(ObjectRows {
                        decode: &mut *self.0,
                        folder: name.clone(),
                    })?;
                }
                "entries" => {
                    has_entries = true;
                    early = Some(entries.next_value()?);
                }
                _ => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        if !has_entries {
            return Err(A::Error::missing_field("entries"));
        }
        if let Some(raw) = early {
            let mut deserializer = serde_json::Deserializer::from_str(raw.get());
            ObjectRows {
                decode: self.0,
                folder: name,
            }
            .deserialize(&mut deserializer)
            .map_err(A::Error::custom)?;
        }
        Ok(())
    }
}
