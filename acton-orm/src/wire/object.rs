//! Rows that are JSON objects: images, media, lists, addresses, the account.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use serde_json::value::RawValue;

use super::cell::{CellSeed, from_text};
use super::date;
use super::decode::{Decode, UNWIND};
use super::text::Text;
use crate::Cell;
use crate::schema::{ColumnMeta, Kind};

/// Reads one object into the row and hands it on. `folder` is the name of the folder around it.
pub(super) struct ObjectRow<'d, 's, 'k, 'de> {
    pub(super) decode: &'d mut Decode<'s, 'k, 'de>,
    pub(super) folder: Option<Cow<'de, str>>,
}

/// The wire key under which [`ObjectRow::folder`] is a column.
const FOLDER: &str = "folder_name";

impl<'de> DeserializeSeed<'de> for ObjectRow<'_, '_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ObjectRow<'_, '_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let decode = self.decode;
        decode.clear();
        let key = decode.table.meta().key_column();
        let position = |decode: &Decode<'_, '_, 'de>, name: &str| {
            decode
                .row
                .columns
                .iter()
                .position(|column| column.meta().wire.contains(&name))
        };
        if let Some(folder) = self.folder
            && let Some(at) = position(decode, FOLDER)
        {
            // What is in no folder is listed in one without a name (A§10.6).
            let cell = from_text(decode.row.columns[at].meta(), folder);
            decode.put(at, cell);
        }
        while let Some(Text(name)) = entries.next_key()? {
            let wanted = position(decode, &name);
            let is_key = key.is_some_and(|key| key.wire.contains(&name.as_ref()));
            match (wanted, is_key, key) {
                (Some(at), _, _) => {
                    let column = decode.row.columns[at].meta();
                    let mut cell = entries.next_value_seed(CellSeed(column))?;
                    if is_key || is_id(column) {
                        cell = name_of(column, cell);
                    }
                    if is_key {
                        decode.key(shown(cell.clone()));
                    }
                    if decode.wanted.has_dates {
                        cell = date::in_order(column, cell);
                    }
                    decode.put(at, cell);
                }
                (None, true, Some(column)) => {
                    let cell = entries.next_value_seed(CellSeed(column))?;
                    decode.key(shown(cell));
                }
                _ if decode.wanted.has_parts(&name) => {
                    let whole: &'de RawValue = entries.next_value()?;
                    parts(decode, &name, whole).map_err(A::Error::custom)?;
                }
                _ => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        decode.finish_row().map_err(|()| A::Error::custom(UNWIND))
    }
}

/// Puts the elements of an array into the columns that they are, as `opened[0]` and `opened[1]` of
/// `opened: [2, 8]`. What is no array is its first element (A§4.3).
fn parts<'de>(
    decode: &mut Decode<'_, '_, 'de>,
    name: &str,
    whole: &'de RawValue,
) -> serde_json::Result<()> {
    let elements: Vec<&'de RawValue> = match whole.get().starts_with('[') {
        true => serde_json::from_str(whole.get())?,
        false => vec![whole],
    };
    for at in 0..decode.row.columns.len() {
        let column = decode.row.columns[at].meta();
        let place = column.wire.iter().find_map(|wire| part(wire, name));
        if let Some(element) = place.and_then(|place| elements.get(place)) {
            let mut json = serde_json::Deserializer::from_str(element.get());
            let cell = CellSeed(column).deserialize(&mut json)?;
            decode.put(at, cell);
        }
    }
    Ok(())
}

/// Which element of the array of this name a wire key means.
pub(super) fn part(wire: &str, name: &str) -> Option<usize> {
    let place = wire
        .strip_prefix(name)?
        .strip_prefix('[')?
        .strip_suffix(']')?;
    place.parse().ok()
}

/// Whether a column names a row, of this table or of another.
fn is_id(column: &ColumnMeta) -> bool {
    column.field == "id" || column.field.ends_with("_id")
}

/// An id that is text is a name: written as a number it is the same one (A§4.3).
fn name_of<'de>(column: &ColumnMeta, cell: Cell<'de>) -> Cell<'de> {
    match (column.kind, cell) {
        (Kind::Text, Cell::Int(number)) => Cell::Text(Cow::Owned(number.to_string())),
        (_, cell) => cell,
    }
}

fn shown(cell: Cell<'_>) -> Cow<'_, str> {
    match cell {
        Cell::Text(text) => text,
        other => Cow::Owned(other.to_string()),
    }
}

/// Reads an array of objects, row by row.
pub(super) struct ObjectRows<'d, 's, 'k, 'de> {
    pub(super) decode: &'d mut Decode<'s, 'k, 'de>,
    pub(super) folder: Option<Cow<'de, str>>,
}

impl<'de> DeserializeSeed<'de> for ObjectRows<'_, '_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ObjectRows<'_, '_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items
            .next_element_seed(ObjectRow {
                decode: &mut *self.decode,
                folder: self.folder.clone(),
            })?
            .is_some()
        {}
        Ok(())
    }
}
