//! A page of a list: `{headers: [..], data: [[..], ..], totalCount, emailColumn, ..}`.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use super::headings::{Layout, misfit};
use crate::wire::cell::CellSeed;
use crate::wire::decode::{Beside, Decode, UNWIND};
use crate::wire::envelope::position;
use crate::wire::text::Text;
use crate::{Error, ErrorKind};

/// Reads a page.
pub(in crate::wire) fn page<'de>(
    decode: &mut Decode<'_, '_, 'de>,
    body: &'de [u8],
) -> Result<Beside, serde_json::Error> {
    // Checked once for all cells; where the check fails, the rows before the bad cell are still read.
    match std::str::from_utf8(body) {
        Ok(text) => read(decode, serde_json::Deserializer::from_str(text)),
        Err(_) => read(decode, serde_json::Deserializer::from_slice(body)),
    }
}

fn read<'de>(
    decode: &mut Decode<'_, '_, 'de>,
    mut deserializer: serde_json::Deserializer<impl serde_json::de::Read<'de>>,
) -> Result<Beside, serde_json::Error> {
    let beside = Page(decode).deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(beside)
}

struct Page<'d, 's, 'k, 'de>(&'d mut Decode<'s, 'k, 'de>);

impl<'de> DeserializeSeed<'de> for Page<'_, '_, '_, 'de> {
    type Value = Beside;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Beside, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Page<'_, '_, '_, 'de> {
    type Value = Beside;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page of a list: an object with `headers` and `data`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Beside, A::Error> {
        let mut beside = Beside::default();
        let mut layout: Option<Layout> = None;
        let mut email: Option<i64> = None;
        let mut early: Option<&'de RawValue> = None;
        let mut has_data = false;
        while let Some(Text(name)) = entries.next_key()? {
            match name.as_ref() {
                "headers" => {
                    let headings: Vec<Text<'de>> = entries.next_value()?;
                    let headings: Vec<&str> = headings.iter().map(|text| text.0.as_ref()).collect();
                    let made = Layout::new(&headings, &self.0.row.columns, self.0.table);
                    layout = Some(self.0.expect(made)?);
                    self.0.headings = Some(headings.into_iter().map(str::to_owned).collect());
                }
                "data" if layout.is_some() => {
                    has_data = true;
                    entries.next_value_seed(Rows {
                        decode: &mut *self.0,
                        layout: layout.as_ref().unwrap_or(&NO_LAYOUT),
                    })?;
                }
                "data" => {
                    has_data = true;
                    early = Some(entries.next_value()?);
                }
                "offset" => beside.offset = position(entries.next_value()?),
                "totalCount" => beside.total = u64::try_from(entries.next_value::<i64>()?).ok(),
                "emailColumn" => email = entries.next_value::<Option<i64>>()?,
                _ => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        let Some(layout) = layout else {
            return Err(A::Error::missing_field("headers"));
        };
        if !has_data {
            return Err(A::Error::missing_field("data"));
        }
        if let Some(email) = email {
            let checked = email_column(email, layout.cells.len());
            self.0.expect(checked)?;
        }
        if let Some(raw) = early {
            let mut deserializer = serde_json::Deserializer::from_str(raw.get());
            Rows {
                decode: self.0,
                layout: &layout,
            }
            .deserialize(&mut deserializer)
            .map_err(A::Error::custom)?;
        }
        Ok(beside)
    }
}

static NO_LAYOUT: Layout = Layout {
    cells: Vec::new(),
    key: None,
};

/// `emailColumn` counts the id column; one that is no position tells that the headings are not those
/// of the rows. A list without one says -1 (inferred).
fn email_column(email: i64, headings: usize) -> Result<(), Error> {
    if email < headings as i64 {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Decode,
        format!("the answer says that its e-mail column is number {email}, and it has {headings} headings"),
    )
    .advise("nothing of it was used; read the list again, and tell Act-On's support if it stays"))
}

impl Decode<'_, '_, '_> {
    /// Unwinds serde with an error that waits here.
    fn expect<T, E: serde::de::Error>(&mut self, result: Result<T, Error>) -> Result<T, E> {
        result.map_err(|error| {
            let _ = self.fail(error);
            E::custom(UNWIND)
        })
    }
}

/// The rows of a page.
struct Rows<'d, 'l, 's, 'k, 'de> {
    decode: &'d mut Decode<'s, 'k, 'de>,
    layout: &'l Layout,
}

impl<'de> DeserializeSeed<'de> for Rows<'_, '_, '_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_, '_, '_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while rows
            .next_element_seed(Cells {
                decode: &mut *self.decode,
                layout: self.layout,
            })?
            .is_some()
        {}
        Ok(())
    }
}

/// One row: an array of cells in the order of the headings.
pub(super) struct Cells<'d, 'l, 's, 'k, 'de> {
    pub(super) decode: &'d mut Decode<'s, 'k, 'de>,
    pub(super) layout: &'l Layout,
}

impl<'de> DeserializeSeed<'de> for Cells<'_, '_, '_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Cells<'_, '_, '_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row: an array of cells")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut cells: A) -> Result<(), A::Error> {
        let (decode, layout) = (self.decode, self.layout);
        decode.clear();
        let mut position = 0;
        loop {
            let wanted = layout.cells.get(position).copied().flatten();
            let more = match wanted {
                Some(at) => {
                    let column = decode.wanted.metas[at];
                    match cells.next_element_seed(CellSeed(column))? {
                        Some(cell) => {
                            if layout.key == Some(position)
                                && let crate::Cell::Text(key) = &cell
                            {
                                decode.row.key = Some(key.clone());
                            }
                            decode.put(at, cell);
                            true
                        }
                        None => false,
                    }
                }
                None if layout.key == Some(position) => {
                    match cells.next_element::<Option<Text<'de>>>()? {
                        Some(key) => {
                            decode.row.key = key.map(|text| text.0);
                            true
                        }
                        None => false,
                    }
                }
                None => cells.next_element::<IgnoredAny>()?.is_some(),
            };
            if !more {
                break;
            }
            position += 1;
        }
        let fits = position == layout.cells.len();
        let done = if fits {
            decode.finish_row()
        } else {
            decode.fail(misfit(position, layout.cells.len()))
        };
        done.map_err(|()| A::Error::custom(UNWIND))
    }
}
