//! The five ways uploaded rows meet the rows of a list (A§7.4).

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::{List, MergeMode, Outcome, Quirks};

/// A merge, its columns already paired and its key found.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Merge {
    pub(crate) mode: MergeMode,
    /// (index in the file, column of the list).
    pub(crate) pairs: Vec<(usize, usize)>,
    /// The list column rows are matched by.
    pub(crate) key: usize,
    /// Whether a blank in the file erases a value.
    pub(crate) put_empty: bool,
}

impl Merge {
    /// Applies the file's rows in order. A later row sees what an earlier one did.
    pub(crate) fn apply(
        &self,
        list: &mut List,
        records: impl Iterator<Item = Vec<String>>,
        quirks: &Quirks,
        now: i64,
    ) -> Outcome {
        let (records, mut outcome) = self.sort_out(list, records, quirks);
        let mut places = self.places(list, &records, quirks);
        let mut mentioned = BTreeSet::new();

        for record in records {
            let key = self.key_of(&record, quirks);
            // An empty key matches nothing (inferred).
            let place = places.get(&key).copied().filter(|_| !key.is_empty());
            match (self.mode, place) {
                (MergeMode::AppendNoDuplicates, Some(_)) | (MergeMode::UpdateOnly, None) => {}
                (MergeMode::Append, _) | (_, None) => {
                    let number = list.add(self.new_row(list, &record), now);
                    outcome.appended += 1;
                    places.entry(key).or_insert(number);
                    mentioned.insert(number);
                }
                (_, Some(number)) => {
                    list.update(number, &self.changes(&record), now);
                    outcome.updated += 1;
                    mentioned.insert(number);
                }
            }
        }
        if self.mode == MergeMode::Replace {
            list.rows.keep_only(&mentioned);
            list.modified = now;
        }
        outcome
    }

    /// Sets aside rows without a proper address.
    fn sort_out(
        &self,
        list: &List,
        records: impl Iterator<Item = Vec<String>>,
        quirks: &Quirks,
    ) -> (Vec<Vec<String>>, Outcome) {
        let email = list.email_column();
        let email_index = self.pairs.iter().find(|(_, column)| Some(*column) == email);
        let mut outcome = Outcome::of(&list.id);
        let mut good = Vec::new();
        for record in records {
            let address = email_index.and_then(|(index, _)| record.get(*index));
            let bad_email = email_index.is_some()
                && quirks.upload_rejects_bad_email
                && !address.is_some_and(|address| is_email(address));
            if bad_email {
                outcome.rejected.push(record);
            } else {
                good.push(record);
            }
        }
        (good, outcome)
    }

    /// Where each key of the file stands in the list: the first such row, duplicates are left
    /// alone (published for the record upsert, inferred here).
    fn places(
        &self,
        list: &List,
        records: &[Vec<String>],
        quirks: &Quirks,
    ) -> HashMap<String, u64> {
        if self.mode == MergeMode::Append {
            return HashMap::new();
        }
        let wanted: BTreeSet<String> = records
            .iter()
            .map(|record| self.key_of(record, quirks))
            .collect();
        list.rows
            .places(self.key, &wanted, |cell| fold(cell, quirks))
    }

    fn key_of(&self, record: &[String], quirks: &Quirks) -> String {
        let index = self.pairs.iter().find(|(_, column)| *column == self.key);
        let cell = index.and_then(|(index, _)| record.get(*index));
        fold(cell.map_or("", String::as_str), quirks)
    }

    fn new_row(&self, list: &List, record: &[String]) -> Vec<String> {
        let mut cells = vec![String::new(); list.columns.len()];
        for (index, column) in &self.pairs {
            if let (Some(cell), Some(value)) = (cells.get_mut(*column), record.get(*index)) {
                cell.clone_from(value);
            }
        }
        cells
    }

    fn changes(&self, record: &[String]) -> Vec<(usize, String)> {
        self.pairs
            .iter()
            .map(|(index, column)| (*column, record.get(*index).cloned().unwrap_or_default()))
            .filter(|(_, value)| self.put_empty || !value.is_empty())
            .collect()
    }
}

/// Keys compare as addresses do; that a key other than the address does too is inferred.
fn fold(text: &str, quirks: &Quirks) -> String {
    if quirks.case_sensitive_emails {
        text.trim().to_owned()
    } else {
        text.trim().to_lowercase()
    }
}

/// What the emulator takes for an address: something, `@`, something with a dot in it (inferred).
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.trim().split_once('@') else {
        return false;
    };
    let ends_well = domain
        .rsplit_once('.')
        .is_some_and(|(name, top)| !name.is_empty() && !top.is_empty());
    !local.is_empty() && ends_well && !domain.contains('@') && !text.trim().contains([' ', ','])
}
