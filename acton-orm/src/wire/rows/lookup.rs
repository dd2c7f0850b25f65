//! The first record with an address: an object keyed by heading, plus `contactID` (A§8.1).

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use crate::schema::RECORD_ID;
use crate::wire::cell::CellSeed;
use crate::wire::decode::{Decode, UNWIND};
use crate::wire::text::Text;

/// What a look-up found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::wire) enum Found {
    /// No record has the address.
    Nothing,
    /// A record, which was handed on.
    Row,
    /// A record without all the columns wanted (older answers have no `contactID`).
    Incomplete,
}

/// Reads the answer of a look-up.
pub(in crate::wire) fn lookup<'de>(
    decode: &mut Decode<'_, '_, 'de>,
    body: &'de [u8],
) -> Result<Found, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let found = Lookup(decode).deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(found)
}

struct Lookup<'d, 's, 'k, 'de>(&'d mut Decode<'s, 'k, 'de>);

impl<'de> DeserializeSeed<'de> for Lookup<'_, '_, '_, 'de> {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Lookup<'_, '_, '_, 'de> {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record keyed by heading")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Found, A::Error> {
        let decode = self.0;
        decode.clear();
        let wanted = decode.row.columns.len();
        let mut filled = vec![0_u8; wanted];
        let mut any = false;
        while let Some(Text(name)) = entries.next_key()? {
            any = true;
            let heading = if name == "contactID" {
                RECORD_ID
            } else {
                name.as_ref()
            };
            let at = decode
                .row
                .columns
                .iter()
                .position(|column| column.meta().wire.contains(&heading));
            match at {
                Some(at) => {
                    let cell = entries.next_value_seed(CellSeed(decode.row.columns[at].meta()))?;
                    if let (RECORD_ID, crate::Cell::Text(key)) = (heading, &cell) {
                        decode.row.key = Some(key.clone());
                    }
                    filled[at] = filled[at].saturating_add(1);
                    decode.put(at, cell);
                }
                None if heading == RECORD_ID => {
                    decode.row.key = entries
                        .next_value::<Option<Text<'de>>>()?
                        .map(|text| text.0);
                }
                None => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        if !any {
            return Ok(Found::Nothing);
        }
        let columns = &decode.row.columns;
        let complete =
            (0..wanted).all(|at| filled[at] == 1 || columns[..at].contains(&columns[at]));
        if !complete {
            return Ok(Found::Incomplete);
        }
        match decode.finish_row() {
            Ok(()) => Ok(Found::Row),
            Err(()) => Err(A::Error::custom(UNWIND)),
        }
    }
}
