//! What the answers mean for the session and its report.

use super::Run;
use crate::session::Session;
use crate::session::change::{Change, What};
use crate::session::diff::Leftover;
use crate::session::outcome::Outcome;
use crate::session::report::Entry;
use crate::wire::write::{self, Cell};
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
        self.stop_after(&outcome);
        if let Some(entry) = self.entry(position) {
            entry.outcome = outcome;
            self.progress.settled();
        }
    }

    /// Settles a change that failed.
    pub(super) fn failed(&mut self, position: usize, change: &Change, error: Error) {
        let error = self.advised(change, error);
        self.settle(position, Outcome::of(error));
    }

    /// What to do about a change of unknown outcome.
    pub(super) fn advised(&self, change: &Change, error: Error) -> Error {
        if !error.is_unknown_outcome() {
            return error;
        }
        let inserts = match &change.what {
            What::Insert { .. } => !write::insert_is_idempotent(change.table),
            What::Update { set, .. } => write::replaces(change.table, set),
            What::Delete { .. } => false,
        };
        error.advise(match (inserts, self.options.once) {
            // A statement's session ends with it, so nobody would look for the row.
            (true, true) => "read the table before the statement is executed again",
            (true, false) => "commit again: the row is looked for before it is sent again",
            (false, true) => "execute the statement again: repeating it does no harm",
            (false, false) => "commit again: repeating it does no harm",
        })
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
            Err(error) if error.is_gone() => {
                // A delete that was sent again may have met its own success.
                (!error.follows_uncertain_attempt()).then_some("it was gone already")
            }
            Err(error) => return self.failed(position, change, error),
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

impl Session {
    /// A row that was sent is at Act-On under this key; what it replaces is to be deleted.
    pub(in crate::session) fn landed(&mut self, id: u64, sent: &[Cell], key: &str) {
        let Some(slot) = self.slots.get_mut(&id) else {
            return;
        };
        let table = slot.table;
        slot.doubt = None;
        slot.sent = None;
        slot.applied(sent);
        match slot.key.clone() {
            None => {
                slot.rekey(key);
                self.identity.put(slot.kind, table.name, key, id);
            }
            Some(old) if old != key => {
                self.rekey(table.name, &old, key);
                self.leftovers.push(Leftover {
                    table,
                    key: old,
                    slot: id,
                });
            }
            Some(_) => {}
        }
        self.tell_others(id, sent);
    }

    /// Columns of a row were written.
    pub(super) fn updated(&mut self, id: u64, set: &[Cell]) {
        if let Some(slot) = self.slots.get_mut(&id) {
            slot.applied(set);
        }
        self.tell_others(id, set);
    }

    /// The other structs of a row are told what Act-On holds now.
    fn tell_others(&mut self, id: u64, set: &[Cell]) {
        let row = self.slots.get(&id);
        let Some((table, key)) = row.and_then(|slot| Some((slot.table, slot.key.as_ref()?))) else {
            return;
        };
        for other in self.identity.slots(table.name, key) {
            if other != id
                && let Some(slot) = self.slots.get_mut(&other)
            {
                slot.heard(set);
            }
        }
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
