//! CSV as Act-On reads and writes it.

use serde::{Deserialize, Serialize};

/// How an uploaded file is written.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(crate) struct Dialect {
    /// None: told from the file's first line (A§7.3).
    pub(crate) separator: Option<u8>,
    pub(crate) quote: Option<u8>,
    pub(crate) headings: bool,
}

impl Dialect {
    /// One column of addresses, as opt-out uploads are.
    pub(crate) const ADDRESSES: Self = Self {
        separator: Some(b','),
        quote: Some(b'"'),
        headings: false,
    };

    /// All records, the heading row included. A record that cannot be read is left out.
    pub(crate) fn records(&self, file: &[u8]) -> impl Iterator<Item = Vec<String>> {
        // A byte-order mark is not part of the first heading (inferred).
        let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
        let separator = self.separator.unwrap_or_else(|| guess_separator(file));
        csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .quoting(self.quote.is_some())
            .quote(self.quote.unwrap_or(b'"'))
            .from_reader(file)
            .into_byte_records()
            .filter_map(Result::ok)
            .map(|record| {
                record
                    .iter()
                    .map(|cell| String::from_utf8_lossy(cell).into_owned())
                    .collect()
            })
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// The heading row, if the file has one.
    pub(crate) fn heading_row(&self, file: &[u8]) -> Option<Vec<String>> {
        if !self.headings {
            return None;
        }
        let end = file.len().min(1 << 16);
        self.records(file.get(..end)?).next()
    }
}

fn guess_separator(file: &[u8]) -> u8 {
    let line = file.split(|byte| *byte == b'\n').next().unwrap_or(file);
    let count = |separator: u8| line.iter().filter(|byte| **byte == separator).count();
    [b'\t', b';']
        .into_iter()
        .filter(|separator| count(*separator) > count(b','))
        .max_by_key(|separator| count(*separator))
        .unwrap_or(b',')
}

/// Writes records with commas and double quotes where needed.
pub(crate) fn write<I>(records: I) -> Vec<u8>
where
    I: IntoIterator<Item = Vec<String>>,
{
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    for record in records {
        // Writing to memory does not fail.
        let _ = writer.write_record(&record);
    }
    writer.into_inner().unwrap_or_default()
}
