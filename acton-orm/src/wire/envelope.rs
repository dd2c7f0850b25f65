//! The shapes around object rows: a paged envelope, a bare array of folders.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use super::decode::{Beside, Decode};
use super::object::ObjectRows;
use super::text::Text;

/// `{offset, count, totalCount, <rows>: [..]}`; suppression lists set `totalCount` to -1.
pub(super) struct Envelope<'d, 's, 'k, 'de> {
    pub(super) decode: &'d mut Decode<'s, 'k, 'de>,
    /// The key of the array.
    pub(super) rows: &'static str,
}

impl<'de> DeserializeSeed<'de> for Envelope<'_, '_, '_, 'de> {
    type Value = Beside;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Beside, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Envelope<'_, '_, '_, 'de> {
    type Value = Beside;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with an array `{}`", self.rows)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Beside, A::Error> {
        let (mut beside, mut has_rows) = (Beside::default(), false);
        while let Some(Text(name)) = entries.next_key()? {
            match name.as_ref() {
                name if name == self.rows => {
                    has_rows = true;
                    entries.next_value_seed(ObjectRows {
                        decode: &mut *self.decode,
                        folder: None,
                    })?;
                }
                "totalCount" => beside.total = u64::try_from(entries.next_value::<i64>()?).ok(),
                "offset" => beside.offset = position(entries.next_value()?),
                _ => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        if has_rows {
            Ok(beside)
        } else {
            Err(A::Error::missing_field(self.rows))
        }
    }
}

/// A number, as a number or as text; anything else says nothing.
pub(super) fn position(value: &RawValue) -> Option<u64> {
    value.get().trim_matches('"').parse().ok()
}

/// Folders, each an object with its name and an array of objects.
pub(super) struct Folders<'d, 's, 'k, 'de> {
    pub(super) decode: &'d mut Decode<'s, 'k, 'de>,
    /// The key of a folder's objects.
    pub(super) entries: &'static str,
    /// The folder that has every object once more: it is read last, and names no folder.
    pub(super) all: Option<&'static str>,
}

impl<'de> DeserializeSeed<'de> for Folders<'_, '_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Folders<'_, '_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of folders")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut folders: A) -> Result<(), A::Error> {
        let mut last = Vec::new();
        while let Some(all) = folders.next_element_seed(Folder {
            decode: &mut *self.decode,
            entries: self.entries,
            all: self.all,
        })? {
            last.extend(all);
        }
        for objects in last {
            read(&mut *self.decode, None, objects).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}

/// Folders below a key of an object.
pub(super) struct FoldersAt<'d, 's, 'k, 'de> {
    pub(super) at: &'static str,
    pub(super) folders: Folders<'d, 's, 'k, 'de>,
}

impl<'de> DeserializeSeed<'de> for FoldersAt<'_, '_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for FoldersAt<'_, '_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with an array `{}`", self.at)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut folders = Some(self.folders);
        while let Some(Text(name)) = entries.next_key()? {
            match folders.take_if(|_| name == self.at) {
                Some(folders) => entries.next_value_seed(folders)?,
                None => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        match folders {
            None => Ok(()),
            Some(_) => Err(A::Error::missing_field(self.at)),
        }
    }
}

struct Folder<'d, 's, 'k, 'de> {
    decode: &'d mut Decode<'s, 'k, 'de>,
    entries: &'static str,
    all: Option<&'static str>,
}

impl<'de> DeserializeSeed<'de> for Folder<'_, '_, '_, 'de> {
    /// The objects of the folder that is read last.
    type Value = Option<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Folder<'_, '_, '_, 'de> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a folder: an object with `name` and `{}`", self.entries)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let (mut name, mut early): (Option<Cow<'de, str>>, Option<&'de RawValue>) = (None, None);
        let mut has_entries = false;
        while let Some(Text(key)) = entries.next_key()? {
            match key.as_ref() {
                "name" | "folder" => name = Some(entries.next_value::<Text<'de>>()?.0),
                key if key == self.entries => {
                    has_entries = true;
                    // Which folder it is may stand behind what is in it.
                    if name.is_some() && self.all.is_none() {
                        entries.next_value_seed(ObjectRows {
                            decode: &mut *self.decode,
                            folder: name.clone(),
                        })?;
                    } else {
                        early = Some(entries.next_value()?);
                    }
                }
                _ => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        if !has_entries {
            return Err(A::Error::missing_field(self.entries));
        }
        if self.all.is_some() && name.as_deref() == self.all {
            return Ok(early);
        }
        if let Some(raw) = early {
            read(self.decode, name, raw).map_err(A::Error::custom)?;
        }
        Ok(None)
    }
}

/// Reads objects that were kept until their folder was known.
fn read<'de>(
    decode: &mut Decode<'_, '_, 'de>,
    folder: Option<Cow<'de, str>>,
    objects: &'de RawValue,
) -> serde_json::Result<()> {
    let mut json = serde_json::Deserializer::from_str(objects.get());
    ObjectRows { decode, folder }.deserialize(&mut json)
}
