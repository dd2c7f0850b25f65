//! Rows of lists: cells in the order of headings, as pages, records, look-ups and CSV.

mod csv;
mod headings;
mod lookup;
mod page;
mod record;

pub(super) use csv::CsvDecoder;
pub(super) use headings::Layout;
pub(super) use lookup::{Found, lookup};
pub(super) use page::page;
pub(super) use record::record;
