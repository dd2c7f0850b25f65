//! The CSV file.

use std::collections::HashMap;
use std::fmt;

use anyhow::{Context, Result, ensure};
use csv::{ReaderBuilder, Trim};

use crate::contact::{HEADINGS, NewContact, identity};

/// What the file says: one contact a person.
pub(crate) struct File {
    rows: usize,
    /// Lines whose address is missing or none.
    without_address: Vec<u64>,
    /// Rows that a later row of the same address replaces.
    replaced: usize,
    /// In the order in which each address first appears.
    pub(crate) contacts: Vec<NewContact>,
}

/// Reads a file. Of several rows with the same address, in whatever case, the last one counts: an
/// export grows at its end.
pub(crate) fn read(bytes: &[u8]) -> Result<File> {
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(bytes);
    let headings = reader.headers().context("the file's first line")?.clone();
    for heading in HEADINGS {
        ensure!(
            headings.iter().any(|found| found == heading),
            "the file has no column `{heading}`"
        );
    }
    let mut file = File {
        rows: 0,
        without_address: Vec::new(),
        replaced: 0,
        contacts: Vec::new(),
    };
    let mut places: HashMap<String, usize> = HashMap::new();
    for record in reader.into_records() {
        let record = record.context("reading the file")?;
        let line = record.position().map_or(0, csv::Position::line);
        let contact: NewContact = record
            .deserialize(Some(&headings))
            .with_context(|| format!("line {line}"))?;
        file.rows += 1;
        if !contact.email.contains('@') {
            file.without_address.push(line);
            continue;
        }
        match places.get(&identity(&contact.email)) {
            Some(&place) => {
                file.replaced += 1;
                file.contacts[place] = contact;
            }
            None => {
                places.insert(identity(&contact.email), file.contacts.len());
                file.contacts.push(contact);
            }
        }
    }
    Ok(file)
}

impl fmt::Display for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "The file has {} rows.", self.rows)?;
        if !self.without_address.is_empty() {
            let lines: Vec<String> = self.without_address.iter().map(u64::to_string).collect();
            let lines = lines.join(", ");
            writeln!(
                f,
                "  Left out: lines {lines}, for want of an e-mail address."
            )?;
        }
        if self.replaced > 0 {
            let replaced = self.replaced;
            writeln!(
                f,
                "  Replaced by a later row of the same address: {replaced} rows."
            )?;
        }
        write!(f, "  That makes {} contacts.", self.contacts.len())
    }
}
