//! What the answers mean for the session and its report.

use std::sync::Arc;

use super::Run;
use crate::session::Session;
use crate::session::change::{Change, What};
use crate::session::diff::Leftover;
use crate::session::outcome::Outcome;
use crate::session::report::Entry;
use crate::wire::write::Cell;
use crate::{Error, ErrorKind};

impl Run<'_> {
    pub(super) fn entry(&mut self, position: usize) -> Option<&mut Entry> {
        let entry = *self.entries.get(&position)?;
        self.report.entries.get_mut(entry)
    }

    /// Whether a change has met its fate before its step came.
    pub(super) fn is_settled(&mut self, position: usize) -> bool {
        self.entry(position)
            .is_none_or(|entry| !entry.outcome.is_skipped())
    }

    pub(super) fn settle(&mut self, position: usize, outcome: Outcome) {
        let outcome = match outcome {
            Outcome::Unknown(error) => Outcome::Unknown(self.advised(error)),
            outcome => outcome,
        };
        self.stop_after(&outcome);
        if let Some(entry) = self.entry(position) {
            entry.outcome = outcome;
        }
    }

    /// A statement's session ends with it, so nobody will look for the row.
    fn advised(&self, error: Arc<Error>) -> Arc<Error> {
        if !self.options.once {
            return error;
        }
        let unknown = Error::new(
            ErrorKind::UnknownOutcome,
            "it was sent, and no answer tells whether it was applied",
        );
        Arc::new(
            unknown
                .advise("read the table before the statement is executed again")
                .caused_by(error),
        )
    }

    pub(super) fn stop_after(&mut self, outcome: &Outcome) {
        let everybody_shares = outcome.error().is_some_and(|error| {
            matches!(
                error.kind(),
                ErrorKind::Auth | ErrorKind::LoginLimit | ErrorKind::DailyLimit | ErrorKind::Config
            )
        });
        let failed = !outcome.is_applied();
        self.stopped |= failed && (!self.options.keep_going || everybody_shares);
    }

    pub(super) fn applied(&mut self, position: usize, key: &str) {
        self.settle(position, Outcome::Applied);
        if let Some(entry) = self.entry(position) {
            entry.key = Some(key.to_owned());
        }
    }

    /// A row to delete that is gone already is as good as deleted.
    pub(super) fn deleted(&mut self, position: usize, change: &Change, result: Result<(), Error>) {
        let note = match result {
            Ok(()) => None,
            Err(error) if error.is_not_found() => {
                // A delete that was sent again may have met its own success.
                (!error.follows_uncertain_attempt()).then_some("it was gone already")
            }
            Err(error) => return self.settle(position, Outcome::of(error)),
        };
        self.session.deleted(change);
        self.settle(position, Outcome::Applied);
        if let Some(entry) = self.entry(position) {
            entry.note = note.map(str::to_owned);
        }
    }
}

pub(super) fn gone(change: &Change) -> Error {
    let error = Error::new(ErrorKind::NotFound, "the row is gone from Act-On");
    error
        .in_table(change.table.name)
        .at_key(change.key().unwrap_or_default())
        .advise("`detach` takes it out of the session")
}

/// Whether a failed insert may have been applied all the same.
pub(super) fn is_doubtful(error: &Error) -> bool {
    error.is_unknown_outcome()
}

impl Session {
    /// A row that was sent is at Act-On under this key; what it replaces is to be deleted.
    pub(super) fn landed(&mut self, id: u64, sent: &[Cell], key: &str) {
        let Some(slot) = self.slots.get_mut(&id) else {
            return;
        };
        let table = slot.table;
        let old = slot.key.clone();
        slot.landed(sent, key);
        let known_as = slot.known_as;
        let Some(old) = old.filter(|old| old != key) else {
            return;
        };
        if let Some(kind) = known_as {
            self.identity.remove(kind, table.name, &old);
            self.identity.put(kind, table.name, key, id);
        }
        self.rekey(table.name, &old, key);
        self.leftovers.push(Leftover {
            table,
            key: old,
            slot: id,
        });
    }

    /// A row that was sent never arrived.
    pub(super) fn never_came(&mut self, id: u64) {
        let Some(slot) = self.slots.get_mut(&id) else {
            return;
        };
        slot.doubt = None;
        if slot.deleted && slot.key.is_none() {
            self.take(id);
        }
    }

    fn deleted(&mut self, change: &Change) {
        let Some(key) = change.key() else { return };
        match change.what {
            What::Delete { leftover: true, .. } => self.leftovers.retain(|left| left.key != key),
            _ => self.gone(change.table.name, key),
        }
    }
}
