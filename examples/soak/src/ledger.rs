//! One task's own account: what it was told of each of its rows.

use std::collections::BTreeMap;

use acton_orm::session::Outcome;
use acton_orm::{Error, ErrorKind};
use tokio::time::Instant;

use crate::secrets;
use crate::trouble::GIVEN_UP;

/// The code of the error with which the emulator echoes a call.
const ECHO: &str = "10000";

/// What Act-On holds of a row: a value that tells, such as its city; `None` if there is no such row.
pub(crate) type Held = Option<String>;

/// What a task was told of one row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    /// By the last report that was certain.
    pub(crate) surely: Held,
    /// What it may be instead, by reports that were not.
    pub(crate) perhaps: Vec<Held>,
    /// Until then what it may be can still come.
    pub(crate) open_until: Option<Instant>,
    /// How often a report spoke of the row's insert as sent. Each allows the journal one request.
    pub(crate) inserts: usize,
}

/// The rows of one task, by a natural key that nobody else uses.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ledger {
    pub(crate) rows: BTreeMap<String, Told>,
    pub(crate) applied: u64,
    pub(crate) rejected: u64,
    pub(crate) unknown: u64,
    /// Reads that did not say what the account says.
    pub(crate) wrong: Vec<String>,
    pub(crate) reads: u64,
    pub(crate) failed_reads: u64,
    /// What could not be committed when all was well again.
    pub(crate) unfinished: Vec<String>,
    /// Rows of which the last report said that nobody knows, and what to do about it.
    pub(crate) left_to_user: Vec<String>,
}

impl Ledger {
    pub(crate) fn row(&mut self, key: &str) -> &mut Told {
        self.rows.entry(key.to_owned()).or_default()
    }

    /// The row is so.
    pub(crate) fn surely(&mut self, key: &str, held: Held) {
        let row = self.row(key);
        row.surely = held;
        row.perhaps.clear();
        row.open_until = None;
    }

    /// The row may be so by now.
    pub(crate) fn perhaps(&mut self, key: &str, held: Held) {
        let row = self.row(key);
        row.perhaps.push(held);
        row.open_until = Some(Instant::now() + GIVEN_UP);
    }

    /// Counts an outcome.
    pub(crate) fn count(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Applied => self.applied += 1,
            Outcome::Rejected(_) => self.rejected += 1,
            Outcome::Unknown(_) => self.unknown += 1,
            _ => {}
        }
        if let Some(error) = outcome.error() {
            self.wrong.extend(secrets::shown(error));
        }
    }

    /// A read may fail, but only as one that met a fault does.
    pub(crate) fn failed_read(&mut self, error: &Error) {
        self.failed_reads += 1;
        self.wrong.extend(secrets::shown(error));
        let echoed = error
            .api()
            .is_some_and(|api| api.code.as_deref() == Some(ECHO));
        if matches!(error.kind(), ErrorKind::Rejected | ErrorKind::Invalid) && !echoed {
            self.wrong.push(error.to_string());
        }
    }

    /// What a read says of a row; an answer is compared with the account, and settles it, unless
    /// something may still come.
    pub(crate) fn read(&mut self, key: &str, rows: &[Held]) {
        let told = self.row(key).clone();
        let held = rows.first().cloned().unwrap_or_default();
        if rows.len() > 1 || (told.surely != held && !told.perhaps.contains(&held)) {
            self.wrong
                .push(format!("{key}: read {rows:?}, told {told:?}"));
            return;
        }
        self.reads += 1;
        if told.open_until.is_none_or(|until| until < Instant::now()) {
            self.surely(key, held);
        }
    }
}
