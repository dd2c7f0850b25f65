//! Makes a commit plan happen, its independent steps side by side, and keeps the session true at every
//! await.
//!
//! The future may be dropped at any await. So whatever cannot be repeated is marked in the session
//! before it is sent, and settled when the answer is there. What is in flight owns all it needs and
//! borrows nothing of the session.

mod columns;
mod fate;
mod flight;
mod looks;
mod order;
mod progress;
mod settle;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use futures_util::StreamExt;
use progress::Progress;
use tokio::time::sleep_until;
use tracing::{Instrument, Span};

use super::commit::Options;
use super::conflict::{self, Objection};
use super::late::Late;
use super::outcome::{Because, Outcome};
use super::plan::{Action, CommitPlan, Step, writes};
use super::report::Entry;
use super::{CommitReport, Session};
use crate::client::Tally;
use crate::plan::{Change, Verb};
use crate::{Client, Result};
use flight::{Course, Flights};
use order::Order;

pub(super) async fn commit(session: &mut Session, options: Options) -> Result<CommitReport> {
    let plan = session.plan_with(&options)?;
    session.afford(&plan)?;
    if plan.steps.is_empty() {
        return Ok(CommitReport::default());
    }
    let span = tracing::info_span!(
        "acton.commit",
        acton.plan.changes = plan.changes(),
        acton.plan.calls = plan.to_afford(),
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
    let (client, tally) = session.client.metered();
    let mut run = Run {
        progress: Progress::new(session.client.clone(), plan.changes()),
        late: session.client.slot(),
        client,
        session,
        report: CommitReport::default(),
        entries: Vec::new(),
        changes: Arc::default(),
        steps: Arc::default(),
        lists: HashMap::new(),
        courses: HashMap::new(),
        flights: Flights::default(),
        stopped: false,
        barred: HashSet::new(),
        options,
    };
    let plan = if plan.looks.is_empty() {
        plan
    } else {
        run.look_for_doubtful(plan).await;
        // What was found needs no insert, and may need an update.
        run.session.plan_with(&Options {
            check_conflicts: false,
            ..run.options.clone()
        })?
    };
    run.open_entries(plan);
    if !run.stopped {
        run.check_columns().await?;
    }
    if run.options.check_conflicts && !run.stopped {
        // An earlier write that came between the check and ours would be overwritten unseen.
        if let Some(free) = run.all_free() {
            sleep_until(free).await;
        }
        run.check().await?;
    }
    run.make_steps().await;
    run.progress.tell();
    let tally: Arc<Tally> = run.options.meter.clone().unwrap_or(tally);
    let mut report = std::mem::take(&mut run.report);
    drop(run);
    report.calls = tally.calls();
    report.files = tally.files();
    Span::current().record("acton.changes.applied", report.applied());
    tracing::info!(
        applied = report.applied(),
        rejected = report.rejected(),
        skipped = report.skipped(),
        unknown = report.unknown(),
        calls = report.calls,
        "committed"
    );
    report.into_result()
}

/// A commit under way.
struct Run<'s> {
    session: &'s mut Session,
    options: Options,
    /// Counts the calls of this commit.
    client: Client,
    report: CommitReport,
    /// The report's entry of each of the plan's changes.
    entries: Vec<usize>,
    changes: Arc<[Change]>,
    steps: Arc<[Step]>,
    /// Lists that were looked for, by table: the id, or why there is none.
    lists: HashMap<String, Result<String, String>>,
    /// The steps under way.
    courses: HashMap<usize, Course>,
    flights: Flights,
    /// Writes of this client that may still be carried out.
    late: Arc<Late>,
    stopped: bool,
    /// Changes that are skipped for want of something else, by their positions.
    barred: HashSet<usize>,
    progress: Progress,
}

impl Run<'_> {
    /// Every change has an entry from the start: skipped, until its call is made.
    fn open_entries(&mut self, plan: CommitPlan) {
        for change in &plan.changes {
            let row = self.session.name(change.slot);
            let mut entry = Entry::new(
                change.verb().into(),
                row,
                change.table.clone(),
                change.label(),
            );
            entry.key = change.key().map(str::to_owned);
            entry.leftover = change.is_leftover();
            self.entries.push(self.report.push(entry));
        }
        self.progress.of(self.report.len());
        self.changes = plan.changes.into();
        self.steps = plan.steps.into();
    }

    /// Starts what may start and settles what comes, until nothing is under way.
    async fn make_steps(&mut self) {
        let mut order = Order::new(&self.steps);
        let window = self.client.settings().window();
        loop {
            while !self.stopped
                && self.courses.len() < window.saturating_add(self.flights.waiting())
                && let Some(index) = order.next()
            {
                if !self.start(index) {
                    order.over(index);
                }
            }
            let Some(arrived) = self.flights.next().await else {
                return;
            };
            let index = arrived.step;
            if !self.arrived(arrived) {
                self.courses.remove(&index);
                order.over(index);
            }
            self.progress.tell();
            if self.stopped {
                self.halt();
            }
        }
    }

    /// Starts a step; false if there is nothing to do for it.
    fn start(&mut self, index: usize) -> bool {
        let steps = Arc::clone(&self.steps);
        let Some(step) = steps.get(index) else {
            return false;
        };
        match step.action {
            Action::Look | Action::Check | Action::Columns => false,
            Action::FindList => {
                if self.lists.contains_key(step.table.name()) {
                    return false;
                }
                self.courses.insert(index, Course::default());
                self.flights.find_list(index, &self.client, &step.table);
                true
            }
            Action::Write(_) => {
                let lost = match self.lists.get(step.table.name()) {
                    Some(Err(because)) if step.wants_list() => Some(because.clone()),
                    _ => None,
                };
                if let Some(because) = lost {
                    for &position in &step.changes {
                        if !self.is_settled(position) {
                            self.skip(position, &because);
                        }
                    }
                    return false;
                }
                self.courses.insert(index, Course::default());
                self.send(index);
                true
            }
        }
    }

    /// Settles changes to rows that have changed or gone at Act-On, and plans the others anew.
    async fn check(&mut self) -> Result<()> {
        let changes = Arc::clone(&self.changes);
        let objections = match conflict::objections(self.session, &self.client, &changes).await {
            Ok(objections) => objections,
            Err(error) => {
                // Unchecked, nothing is written.
                let first = changes.iter().position(|change| change.key().is_some());
                self.settle(first.unwrap_or_default(), Outcome::of(error));
                self.stopped = true;
                return Ok(());
            }
        };
        if objections.is_empty() {
            return Ok(());
        }
        for (position, change) in changes.iter().enumerate() {
            match objections.get(&position) {
                None => {}
                Some(Objection::Changed(error)) => {
                    self.settle(position, Outcome::Rejected(error.clone()));
                }
                Some(Objection::Gone) if change.verb() == Verb::Delete => {
                    self.deleted(position, change, Err(fate::gone(change)));
                }
                Some(Objection::Gone) => self.settle(position, Outcome::of(fate::gone(change))),
            }
        }
        self.plan_what_is_open()
    }

    /// Plans anew what has not met its fate.
    fn plan_what_is_open(&mut self) -> Result<()> {
        let open: Vec<bool> = (0..self.changes.len())
            .map(|position| !self.barred.contains(&position) && !self.is_settled(position))
            .collect();
        let session = &*self.session;
        let steps = writes(
            &self.changes,
            &|table| session.list_of(table),
            &|position| open.get(position).copied().unwrap_or_default(),
        )?;
        self.steps = steps.into();
        Ok(())
    }

    /// Skips what cannot be done for want of something else.
    fn skip(&mut self, position: usize, because: &str) {
        self.barred.insert(position);
        if let Some(entry) = self.entry(position) {
            entry.outcome = Outcome::Skipped(Because::Dependent(because.to_owned()));
            self.progress.settled();
        }
    }
}
