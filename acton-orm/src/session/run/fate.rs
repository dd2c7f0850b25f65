//! What became of each change, for the session and the report.

use std::sync::Arc;

use super::Run;
use crate::catalog;
use crate::plan::{Change, Fate, Planned, Verb};
use crate::session::change::ChangeKind;
use crate::session::ledger::Transition;
use crate::session::outcome::Outcome;
use crate::session::report::Entry;
use crate::{Error, ErrorKind, Result};

impl Run<'_> {
    /// What became of one change.
    pub(super) fn fate(
        &mut self,
        index: usize,
        call: &Planned,
        position: usize,
        change: &Change,
        fate: Fate,
    ) {
        let slot = change.slot;
        match fate {
            Fate::Landed(key) => {
                let sent = self.sent_row(index, change);
                self.session.record(Transition::Landed {
                    slot,
                    sent: &sent,
                    key: &key,
                });
                self.applied(position, &key);
                if let (Some(old), Some(entry)) = (change.key(), self.entry(position)) {
                    entry.replaced = Some(old.to_owned());
                }
            }
            Fate::Updated => {
                let set = change.cells();
                self.session.record(Transition::Updated { slot, set });
                self.applied(position, change.key().unwrap_or_default());
            }
            Fate::Deleted => self.deleted(position, change, Ok(())),
            Fate::Failed(error) => self.failed(index, call, position, change, error),
            Fate::ClearedUp => self.cleared_up(change),
            Fate::LeftBehind(error) => self.left_behind(change, error),
        }
    }

    /// The error of a call is that of all its changes.
    pub(super) fn all_failed(
        &mut self,
        index: usize,
        call: &Planned,
        rows: &[(usize, &Change)],
        error: Error,
    ) {
        if let [(position, change)] = rows {
            return self.failed(index, call, *position, change, error);
        }
        let verb = rows
            .first()
            .map_or(Verb::Update, |(_, change)| change.verb());
        let error = Arc::new(self.advised(call, verb, error));
        for &(position, change) in rows {
            self.not_taken(index, change, &error);
            self.settle(position, Outcome::of_shared(&error));
        }
    }

    /// Settles a change that failed.
    fn failed(
        &mut self,
        index: usize,
        call: &Planned,
        position: usize,
        change: &Change,
        error: Error,
    ) {
        self.not_taken(index, change, &error);
        let verb = change.verb();
        let error = match verb {
            Verb::Delete => {
                return self.deleted(position, change, Err(self.advised(call, verb, error)));
            }
            Verb::Update if error.is_gone() => gone(change).caused_by(error),
            Verb::Insert | Verb::Update => self.advised(call, verb, error),
        };
        self.settle(position, Outcome::of(error));
    }

    /// What surely did not arrive leaves no doubt.
    fn not_taken(&mut self, index: usize, change: &Change, error: &Error) {
        if error.is_not_found() && change.verb() == Verb::Insert {
            catalog::of(&self.client).forget(&change.table);
        }
        let course = self.courses.get_mut(&index);
        let marks = course.and_then(|course| course.marks.remove(&change.slot));
        // Of a call that was repeated the first may have been taken though the second was refused.
        if error.is_unknown_outcome() || error.follows_uncertain_attempt() {
            let slot = change.slot;
            return self.session.record(Transition::Lost { slot });
        }
        for mark in marks.into_iter().flatten() {
            self.unmark(mark);
        }
    }

    /// What to do about a change of unknown outcome.
    fn advised(&self, call: &Planned, verb: Verb, error: Error) -> Error {
        if !error.is_unknown_outcome() {
            return error;
        }
        let advice = match (call.adds(), self.options.once) {
            (true, _) if verb == Verb::Delete => {
                "it was not sent again: coming late, it would undo what is done meanwhile; if it is to \
                 stand, commit or execute it again"
            }
            // A statement's session ends with it, so nobody would look for the row.
            (true, true) => return error.advise(self.look_first()),
            (true, false) => "commit again: the row is looked for before it is sent again",
            (false, true) => "execute the statement again: repeating it does no harm",
            (false, false) => "commit again: repeating it does no harm",
        };
        error.advise(advice)
    }

    /// When to look for a row that a statement has sent.
    fn look_first(&self) -> String {
        let late_writes = self.client.settings().late_writes;
        match late_writes.is_zero() {
            true => "read the table before the statement is executed again".to_owned(),
            false => format!(
                "read the table in {} s, before the statement is executed again: until then Act-On may \
                 still carry it out",
                late_writes.as_secs_f64().ceil()
            ),
        }
    }

    fn applied(&mut self, position: usize, key: &str) {
        self.settle(position, Outcome::Applied);
        if let Some(entry) = self.entry(position) {
            entry.key = Some(key.to_owned());
        }
    }

    /// A row to delete that is gone already is as good as deleted.
    pub(super) fn deleted(&mut self, position: usize, change: &Change, result: Result<()>) {
        let note = match result {
            Ok(()) => None,
            Err(error) if error.is_gone() => {
                // A delete that was sent again may have met its own success.
                (!error.follows_uncertain_attempt()).then_some("it was gone already")
            }
            Err(error) => return self.settle(position, Outcome::of(error)),
        };
        let (table, key) = (&change.table, change.key().unwrap_or_default());
        self.session.record(match change.is_leftover() {
            true => Transition::ClearedUp { table, key },
            false => Transition::Gone { table, key },
        });
        self.settle(position, Outcome::Applied);
        if let Some(entry) = self.entry(position) {
            entry.note = note.map(str::to_owned);
        }
    }

    fn cleared_up(&mut self, change: &Change) {
        let (table, key) = (&change.table, change.key().unwrap_or_default());
        self.session.record(Transition::ClearedUp { table, key });
    }

    /// What a replacement has left behind could not be deleted: an outcome of its own.
    fn left_behind(&mut self, change: &Change, error: Error) {
        let outcome = Outcome::of(error);
        self.stop_after(&outcome);
        let (row, old) = (self.session.name(change.slot), change.label());
        let mut entry = Entry::new(ChangeKind::Delete, row, change.table.clone(), old.clone());
        entry.leftover = true;
        entry.key = Some(old);
        entry.note = Some("left behind by its replacement; the next commit deletes it".to_owned());
        entry.outcome = outcome;
        self.report.push(entry);
        self.progress.of(self.report.len());
        self.progress.settled();
    }
}

pub(super) fn gone(change: &Change) -> Error {
    let error = Error::new(ErrorKind::NotFound, "the row is gone from Act-On");
    error
        .in_table(change.table.name())
        .at_key(change.key().unwrap_or_default())
        .advise("`detach` takes it out of the session")
}
