//! What the answers mean for the session and its report.

use std::sync::Arc;

use bytes::Bytes;

use super::Run;
use super::flight::{Answer, Arrived, Mark};
use crate::catalog;
use crate::plan::{Change, Fate, Planned, Sent, Settled, Verb};
use crate::session::change::ChangeKind;
use crate::session::ledger::Transition;
use crate::session::outcome::Outcome;
use crate::session::plan::Step;
use crate::session::report::Entry;
use crate::{Error, ErrorKind, Result};

impl Run<'_> {
    /// Settles what has come for a step, and makes its next call. False if the step is through.
    pub(super) fn arrived(&mut self, arrived: Arrived) -> bool {
        let Arrived {
            step: index,
            answer,
        } = arrived;
        let steps = Arc::clone(&self.steps);
        let Some(step) = steps.get(index) else {
            return false;
        };
        match answer {
            Answer::NotSent => {
                self.take_back(index);
                false
            }
            Answer::List(found) => {
                self.found(step, found);
                false
            }
            Answer::Body(answer) => self.answered(index, step, answer),
        }
    }

    /// A list was looked for.
    fn found(&mut self, step: &Step, found: Result<String>) {
        let found = found.map_err(|error| {
            let because = format!("its list was not found: {error}");
            let steps = Arc::clone(&self.steps);
            let waiting = steps
                .iter()
                .find(|other| other.wants_list() && other.table.name() == step.table.name());
            if let Some(&first) = waiting.and_then(|step| step.changes.first()) {
                self.settle(first, Outcome::of(error));
            }
            because
        });
        self.lists.insert(step.table.name().to_owned(), found);
    }

    fn answered(&mut self, index: usize, step: &Step, answer: Result<Bytes>) -> bool {
        let changes = Arc::clone(&self.changes);
        let rows: Vec<(usize, &Change)> = step
            .changes
            .iter()
            .filter_map(|&position| Some((position, changes.get(position)?)))
            .collect();
        let Some(call) = self
            .courses
            .get(&index)
            .and_then(|course| step.calls.get(course.at))
        else {
            return false;
        };
        let settled = self.meaning(index, call, &rows, answer);
        let failed = match settled {
            Ok(settled) => {
                let decides = !settled.fates.is_empty();
                let failed = decides
                    && settled
                        .fates
                        .iter()
                        .all(|fate| matches!(fate, Fate::Failed(_)));
                if let Some(course) = self.courses.get_mut(&index) {
                    course.has_written |= !call.request.is_read();
                    course.decided |= decides;
                }
                for (&(position, change), fate) in rows.iter().zip(settled.fates) {
                    self.fate(index, call, position, change, fate);
                }
                if let Some(course) = self.courses.get_mut(&index) {
                    course.learned.extend(settled.learned);
                    if course.decided {
                        course.marks.clear();
                    }
                }
                failed
            }
            Err(error) => {
                self.all_failed(index, call, &rows, error);
                true
            }
        };
        !failed && self.go_on(index, step)
    }

    fn meaning(
        &self,
        index: usize,
        call: &Planned,
        rows: &[(usize, &Change)],
        answer: Result<Bytes>,
    ) -> Result<Settled> {
        let changes: Vec<&Change> = rows.iter().map(|(_, change)| *change).collect();
        let course = self.courses.get(&index);
        let Some(course) = course else {
            return Ok(Settled::default());
        };
        let settled = (call.settle)(
            &Sent {
                changes: &changes,
                request: &call.request,
                learned: &course.learned,
            },
            answer,
        )?;
        if !settled.fates.is_empty() && settled.fates.len() != changes.len() {
            return Err(no_answer());
        }
        Ok(settled)
    }

    /// Makes the next call that is needed; false if there is none.
    fn go_on(&mut self, index: usize, step: &Step) -> bool {
        let stopped = self.stopped;
        let Some(course) = self.courses.get_mut(&index) else {
            return false;
        };
        let decided = course.decided;
        let mut left = step.calls.iter().enumerate().skip(course.at + 1);
        let next = left.find(|(_, call)| !(call.if_needed && decided));
        match next {
            Some((at, _)) if !stopped || course.has_written => {
                course.at = at;
                self.send(index);
                true
            }
            Some(_) => false,
            None => {
                if !decided {
                    for &position in &step.changes {
                        self.settle(position, Outcome::of(no_answer()));
                    }
                }
                false
            }
        }
    }

    /// What became of one change.
    fn fate(&mut self, index: usize, call: &Planned, position: usize, change: &Change, fate: Fate) {
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
    fn all_failed(
        &mut self,
        index: usize,
        call: &Planned,
        rows: &[(usize, &Change)],
        error: Error,
    ) {
        if let [(position, change)] = rows {
            return self.failed(index, call, *position, change, error);
        }
        let error = Arc::new(self.advised(call, error));
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
        let error = match change.verb() {
            Verb::Delete => return self.deleted(position, change, Err(self.advised(call, error))),
            Verb::Update if error.is_gone() => gone(change).caused_by(error),
            Verb::Insert | Verb::Update => self.advised(call, error),
        };
        self.settle(position, Outcome::of(error));
    }

    /// What surely did not arrive leaves no doubt.
    fn not_taken(&mut self, index: usize, change: &Change, error: &Error) {
        if error.is_not_found() && change.verb() == Verb::Insert {
            catalog::of(&self.client).forget(&change.table);
        }
        if error.is_unknown_outcome() {
            return;
        }
        let marks = self.courses.get(&index).map(|course| course.marks.clone());
        let of_row = |mark: &Mark| match mark {
            Mark::Doubted(slot) | Mark::Sent(slot) => *slot == change.slot,
        };
        for mark in marks.into_iter().flatten().filter(of_row) {
            self.unmark(mark);
        }
    }

    /// A step that was not sent after all.
    fn take_back(&mut self, index: usize) {
        if let Some(course) = self.courses.remove(&index)
            && !course.has_written
        {
            course.marks.into_iter().for_each(|mark| self.unmark(mark));
        }
    }

    pub(super) fn entry(&mut self, position: usize) -> Option<&mut Entry> {
        let entry = *self.entries.get(position)?;
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

    /// What to do about a change of unknown outcome.
    fn advised(&self, call: &Planned, error: Error) -> Error {
        if !error.is_unknown_outcome() {
            return error;
        }
        error.advise(match (call.adds(), self.options.once) {
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

fn no_answer() -> Error {
    Error::new(
        ErrorKind::UnknownOutcome,
        "no answer says what became of it",
    )
}
