//! One record of a list: a bare array of cells, whose headings only a page has (A§8).

use serde::de::DeserializeSeed;

use super::headings::Layout;
use super::page::Cells;
use crate::wire::decode::Decode;

/// Reads one record by the headings of its list. The published samples differ in the kind of the
/// last pseudo-column, so a count of cells other than of headings is an error and not a guess.
pub(in crate::wire) fn record<'de>(
    decode: &mut Decode<'_, '_, 'de>,
    layout: &Layout,
    body: &'de [u8],
) -> Result<(), serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    Cells { decode, layout }.deserialize(&mut deserializer)?;
    deserializer.end()
}
