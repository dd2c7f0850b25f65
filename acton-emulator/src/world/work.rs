//! What jobs do to the account when their turn comes.

use bytes::Bytes;

use serde::{Deserialize, Serialize};

use super::{Column, Dialect, List, Merge, MergeMode, Outcome, Quirks, Rows, World};
use crate::http::Refusal;

/// What a job will do.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) enum Work {
    Create {
        name: String,
        folder: String,
        /// (index in the file, column).
        columns: Vec<(usize, Column)>,
        dialect: Dialect,
        #[serde(with = "crate::encoding::base64")]
        file: Bytes,
    },
    Merge {
        list: String,
        merge: Merge,
        dialect: Dialect,
        #[serde(with = "crate::encoding::base64")]
        file: Bytes,
    },
    Upsert {
        list: String,
        email: String,
        cells: Vec<(usize, String)>,
    },
}

impl World {
    /// Finishes jobs that waited long enough, so that a read sees them without a poll.
    pub(crate) fn settle(&mut self) {
        let now = self.now();
        while let Some((number, work)) = self.jobs.overdue(now) {
            self.run(number, work);
        }
    }

    /// Finishes a job and, before it, those queued earlier.
    pub(crate) fn finish_up_to(&mut self, job: &str) {
        while let Some((number, work)) = self.jobs.oldest_up_to(job) {
            self.run(number, work);
        }
    }

    /// Finishes all jobs that wait.
    pub(crate) fn finish_all(&mut self) {
        while let Some((number, work)) = self.jobs.overdue(i64::MAX) {
            self.run(number, work);
        }
    }

    fn run(&mut self, number: u64, work: Work) {
        let mut outcome = self.perform(work);
        if !outcome.rejected.is_empty() {
            let rows = outcome.rejected.clone();
            outcome.rejected_file = Some(self.keep_rejected("list", rows));
        }
        self.jobs.finish(number, outcome);
    }

    fn perform(&mut self, work: Work) -> Outcome {
        let now = self.now();
        let quirks = self.quirks.clone();
        match work {
            Work::Create {
                name,
                folder,
                columns,
                dialect,
                file,
            } => {
                if self.lists().any(|list| list.name == name) {
                    return Outcome::failed("", "A list of this name exists");
                }
                let named = columns.iter().map(|(_, column)| column.clone()).collect();
                let id = self.add_list(&name, &folder, named, Rows::default(), now);
                let records = dialect.records(&file).skip(usize::from(dialect.headings));
                match self.list_mut(&id) {
                    Ok(list) => fill(list, &columns, records, &quirks, now),
                    Err(_) => Outcome::failed(&id, "The list is gone"),
                }
            }
            Work::Merge {
                list,
                merge,
                dialect,
                file,
            } => {
                let records = dialect.records(&file).skip(usize::from(dialect.headings));
                match self.list_mut(&list) {
                    Ok(found) => merge.apply(found, records, &quirks, now),
                    Err(_) => Outcome::failed(&list, "The list is gone"),
                }
            }
            Work::Upsert { list, email, cells } => match self.upsert(&list, &email, &cells) {
                Ok((_, inserted)) => Outcome {
                    appended: usize::from(inserted),
                    updated: usize::from(!inserted),
                    ..Outcome::of(&list)
                },
                Err(_) => Outcome::failed(&list, "The list is gone"),
            },
        }
    }

    /// Updates the first row with this address or adds one; says which row, and if it is new.
    pub(crate) fn upsert(
        &mut self,
        list: &str,
        email: &str,
        cells: &[(usize, String)],
    ) -> Result<(u64, bool), Refusal> {
        let now = self.now();
        let found = self.find_email(self.list(list)?, email);
        let list = self.list_mut(list)?;
        if let Some(number) = found {
            list.update(number, cells, now);
            return Ok((number, false));
        }
        let number = list.add(Vec::new(), now);
        if let Some(column) = list.email_column() {
            list.update(number, &[(column, email.to_owned())], now);
        }
        list.update(number, cells, now);
        Ok((number, true))
    }
}

/// Fills a new list from a file.
fn fill(
    list: &mut List,
    columns: &[(usize, Column)],
    records: impl Iterator<Item = Vec<String>>,
    quirks: &Quirks,
    now: i64,
) -> Outcome {
    let pairs = columns
        .iter()
        .enumerate()
        .map(|(at, (index, _))| (*index, at))
        .collect();
    let merge = Merge {
        mode: MergeMode::Append,
        pairs,
        key: list.email_column().unwrap_or(0),
        put_empty: true,
    };
    merge.apply(list, records, quirks, now)
}
