//! What the answers mean for their steps.

use std::sync::Arc;

use bytes::Bytes;

use super::Run;
use super::flight::{Answer, Arrived};
use crate::plan::{Change, Fate, Planned, Sent, Settled};
use crate::schema::Write;
use crate::session::outcome::Outcome;
use crate::session::plan::Step;
use crate::session::reconcile;
use crate::session::report::Entry;
use crate::{Error, ErrorKind, Result};

impl Run<'_> {
    /// Settles what has come for a step, and makes its next call. False if the step is through.
    pub(super) fn arrived(&mut self, arrived: Arrived) -> bool {
        let Arrived {
            step: index,
            answer,
            uncertain,
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
            Answer::Body(answer) => {
                let course = self.courses.get(&index);
                let call = course.and_then(|course| step.calls.get(course.at));
                if uncertain && call.is_some_and(|call| !call.request.is_read()) {
                    self.may_come_late(step);
                }
                self.answered(index, step, answer)
            }
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
        let mut settled = (call.settle)(
            &Sent {
                changes: &changes,
                request: course.request.as_ref().unwrap_or(&call.request),
                learned: &course.learned,
            },
            answer,
        )
        .map_err(|error| self.client.strike(error))?;
        if !settled.fates.is_empty() && settled.fates.len() != changes.len() {
            return Err(no_answer());
        }
        for (fate, (_, change)) in settled.fates.iter_mut().zip(rows) {
            if let Fate::Landed(key) = fate
                && self.is_taken(change, key)
            {
                *fate = Fate::Failed(not_new(key));
            }
            self.strike(fate);
        }
        Ok(settled)
    }

    fn strike(&self, fate: &mut Fate) {
        if let Fate::Failed(error) | Fate::LeftBehind(error) = fate {
            let said = std::mem::replace(error, no_answer());
            *error = self.client.strike(said);
        }
    }

    /// Whether a key that Act-On is said to have given is that of a row which was there before.
    fn is_taken(&self, change: &Change, key: &str) -> bool {
        let column = change.table.meta().key_column();
        column.is_some_and(|column| column.write == Write::Never)
            && reconcile::is_ours(self.session, &change.table, key)
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

    /// A step that was not sent after all.
    fn take_back(&mut self, index: usize) {
        if let Some(course) = self.courses.remove(&index)
            && !course.has_written
        {
            self.unmark_all(course.marks);
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
}

fn not_new(key: &str) -> Error {
    Error::new(
        ErrorKind::UnknownOutcome,
        format!(
            "the answer says that {key:?} is the new row, which is a row that was there before"
        ),
    )
}

fn no_answer() -> Error {
    Error::new(
        ErrorKind::UnknownOutcome,
        "no answer says what became of it",
    )
}
