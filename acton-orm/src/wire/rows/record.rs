//! One record of a list: a bare array of cells, whose headings only a page has (A§8).

use serde::de::DeserializeSeed;

use super::headings::Layout;
use super::page::Cells;
use crate::Result;
use crate::expr::ColumnRef;
use crate::wire::decode::{Decode, not_as_due};

/// The headings of a list, from a page of one row.
pub(in crate::wire) fn headings_of(body: &[u8], columns: &[ColumnRef]) -> Result<Layout> {
    #[derive(serde::Deserialize)]
    struct Headings {
        headers: Vec<String>,
    }
    let page: Headings = serde_json::from_slice(body).map_err(|error| not_as_due(body, &error))?;
    Layout::new(&page.headers, columns)
}

/// Reads one record by the headings of its list. The published samples differ in the kind of the
/// last pseudo-column, so a count of cells other than of headings is an error and not a guess.
pub(in crate::wire) fn record<'de>(
    decode: &mut Decode<'_, '_, 'de>,
    layout: &Layout,
    body: &'de [u8],
) -> Result<Option<u64>, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    Cells { decode, layout }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(None)
}
