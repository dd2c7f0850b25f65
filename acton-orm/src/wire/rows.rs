//! The rows of a list: pages of JSON, one CSV download, one record, a look-up (A§7.2, A§8).

mod csv;
pub(super) mod find;
mod headings;
mod lookup;
mod page;
mod record;

pub(super) use csv::CsvDecoder;
pub(super) use headings::Layout;
pub(super) use lookup::{Found, lookup};
pub(super) use page::page;
pub(super) use record::{headings_of, record};
