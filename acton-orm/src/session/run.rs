//! Makes a commit plan happen, step by step, and keeps the session true at every await.
//!
//! The future may be dropped at any await. So whatever cannot be repeated is marked in the session
//! before it is sent (`doubt`, `leftovers`), and settled when the answer is there.

mod progress;
mod settle;
mod step;

use std::collections::HashMap;

use progress::Progress;
use tracing::{Instrument, Span};

use super::change::{Change, ChangeKind, What};
use super::commit::Options;
use super::conflict::{self, Objection};
use super::outcome::{Because, Outcome};
use super::plan::{Action, CommitPlan};
use super::{CommitReport, Session, reconcile};
use crate::wire::write::{Cell, Found, Writer};
use crate::{Error, ErrorKind, Result};

pub(super) async fn commit(session: &mut Session, options: Options) -> Result<CommitReport> {
    let plan = session.plan_with(options)?;
    session.afford(&plan)?;
    if plan.steps.is_empty() {
        return Ok(CommitReport::default());
    }
    let span = tracing::info_span!(
        "acton.commit",
        acton.plan.changes = plan.changes(),
        acton.plan.calls = plan.calls(),
        acton.changes.applied = tracing::field::Empty,
    );
    // The spans of its calls lie within.
    perform(session, options, plan).instrument(span).await
}

async fn perform(
    session: &mut Session,
    options: Options,
    plan: CommitPlan,
) -> Result<CommitReport> {
    let mut run = Run {
        progress: Progress::new(session.client.clone(), plan.changes()),
        writer: Writer::new(session.client.clone()),
        session,
        options,
        report: CommitReport::default(),
        entries: HashMap::new(),
        lost_lists: HashMap::new(),
        stopped: false,
    };
    run.look_for_doubtful(&plan).await;
    // What was found needs no insert, and may need an update.
    let plan = if plan.in_doubt > 0 {
        run.session.plan_with(Options {
            check_conflicts: false,
            ..options
        })?
    } else {
        plan
    };
    run.open_entries(&plan);
    if options.check_conflicts && !run.stopped {
        run.check(&plan.changes).await;
    }
    run.steps(&plan).await;
    run.progress.tell();
    run.report.calls = run.writer.made();
    Span::current().record("acton.changes.applied", run.report.applied());
    run.report.into_result()
}

/// A commit under way.
struct Run<'s> {
    session: &'s mut Session,
    options: Options,
    writer: Writer,
    report: CommitReport,
    /// The report's entry of each of the plan's changes.
    entries: HashMap<usize, usize>,
    /// Lists that were not found, by table, and why.
    lost_lists: HashMap<&'static str, String>,
    stopped: bool,
    progress: Progress,
}

impl Run<'_> {
    async fn steps(&mut self, plan: &CommitPlan) {
        for step in &plan.steps {
            if self.stopped {
                return;
            }
            match step.action {
                Action::Reconcile | Action::Check => {}
                Action::FindList => self.find_list(step, &plan.changes).await,
                Action::Insert => self.insert(step, &plan.changes).await,
                Action::Update => self.update(step, &plan.changes).await,
                Action::Replace => self.replace(step, &plan.changes).await,
                Action::Delete => self.delete(step, &plan.changes).await,
            }
            self.progress.tell();
        }
    }

    /// Every change has an entry from the start: skipped, until its call is made.
    fn open_entries(&mut self, plan: &CommitPlan) {
        for (position, change) in plan.changes.iter().enumerate() {
            let row = self.session.name(change.slot);
            let entry = self
                .report
                .push(change.kind(), row, change.table.name, change.label());
            if let Some(entry) = self.report.entries.get_mut(entry) {
                entry.key = change.key().map(str::to_owned);
                entry.leftover = matches!(change.what, What::Delete { leftover: true, .. });
            }
            self.entries.insert(position, entry);
        }
        self.progress.of(self.report.len());
    }

    /// Settles rows that an earlier commit has sent without an answer.
    async fn look_for_doubtful(&mut self, plan: &CommitPlan) {
        if plan.in_doubt == 0 {
            return;
        }
        for step in plan
            .steps
            .iter()
            .filter(|step| step.action == Action::FindList)
        {
            self.find_list(step, &[]).await;
        }
        let doubtful: Vec<u64> = self
            .session
            .slots
            .iter()
            .filter(|(_, slot)| slot.doubt.is_some())
            .map(|(&id, _)| id)
            .collect();
        for id in doubtful {
            let Some(slot) = self.session.slots.get(&id) else {
                continue;
            };
            let (table, old) = (slot.table, slot.key.clone());
            let sent: Vec<Cell> = slot.doubt.clone().unwrap_or_default();
            let found = if self.stopped {
                Err(None)
            } else {
                reconcile::find(self.session, &mut self.writer, table, &sent)
                    .await
                    .map_err(Some)
            };
            let outcome = match found {
                Ok(Found::Absent) => {
                    self.session.never_came(id);
                    continue;
                }
                Ok(Found::There(key)) => {
                    self.session.landed(id, &sent, &key);
                    Outcome::Applied
                }
                Ok(Found::Unsure(why)) => Outcome::of(self.unsure(&why)),
                Err(Some(error)) => {
                    Outcome::of(self.unsure("Act-On could not be asked").caused_by(error))
                }
                Err(None) => {
                    Outcome::of(self.unsure("the commit stopped before it was looked for"))
                }
            };
            let kind = if old.is_some() {
                ChangeKind::Update
            } else {
                ChangeKind::Insert
            };
            let label = old.clone().unwrap_or_else(|| super::change::label(&sent));
            let row = self.session.name(id);
            let entry = self.report.push(kind, row, table.name, label);
            self.stop_after(&outcome);
            if let Some(entry) = self.report.entries.get_mut(entry) {
                entry.key = self
                    .session
                    .slots
                    .get(&id)
                    .and_then(|slot| slot.key.clone());
                if outcome.is_applied() {
                    entry.replaced = old;
                    entry.note =
                        Some("an earlier commit had sent it; found, not sent again".to_owned());
                }
                entry.outcome = outcome;
            }
            self.progress.settled();
            self.progress.tell();
        }
    }

    fn unsure(&self, why: &str) -> Error {
        Error::new(
            ErrorKind::UnknownOutcome,
            format!(
                "it was sent without an answer, and whether it is at Act-On cannot be told: {why}"
            ),
        )
        .advise("`session.forget(handle)` gives it up, `session.resend(handle)` sends it once more")
    }

    /// Settles changes to rows that have changed or gone at Act-On.
    async fn check(&mut self, changes: &[Change]) {
        let calls = conflict::planned(self.session, changes).unwrap_or_default();
        self.writer
            .count(calls.iter().map(|(_, _, calls)| calls).sum());
        let objections = match conflict::objections(self.session, changes).await {
            Ok(objections) => objections,
            Err(error) => {
                // Unchecked, nothing is written.
                let first = changes.iter().position(|change| change.key().is_some());
                self.settle(first.unwrap_or_default(), Outcome::of(error));
                self.stopped = true;
                return;
            }
        };
        for (position, change) in changes.iter().enumerate() {
            match objections.get(&position) {
                None => {}
                Some(Objection::Changed(error)) => {
                    self.settle(position, Outcome::Rejected(error.clone()));
                }
                Some(Objection::Gone) if change.kind() == ChangeKind::Delete => {
                    self.deleted(position, change, Err(settle::gone(change)));
                }
                Some(Objection::Gone) => self.settle(position, Outcome::of(settle::gone(change))),
            }
        }
    }

    /// Skips what cannot be done for want of something else.
    fn skip(&mut self, position: usize, because: &str) {
        if let Some(entry) = self.entry(position) {
            entry.outcome = Outcome::Skipped(Because::Dependent(because.to_owned()));
            self.progress.settled();
        }
    }
}
