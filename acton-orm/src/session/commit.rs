//! Asking for a commit.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;

use tokio::time::Instant;

use super::late::Late;
use super::plan::{Doubt, Known, plan};
use super::{CommitPlan, CommitReport, Session, conflict, diff, reconcile, run};
use crate::client::Tally;
use crate::{Error, ErrorKind, Result};

/// How a commit goes about it.
#[derive(Debug, Clone, Default)]
pub(super) struct Options {
    pub(super) keep_going: bool,
    pub(super) check_conflicts: bool,
    /// The session lives for this commit only.
    pub(super) once: bool,
    /// The columns to write have just been read.
    pub(super) knows_columns: bool,
    /// Counts the calls of the statement that the commit belongs to.
    pub(super) meter: Option<Arc<Tally>>,
}

/// A commit that is made when it is awaited. Made by [`Session::commit`].
///
/// ```no_run
/// # async fn demo(mut session: acton_orm::Session) -> acton_orm::Result<()> {
/// let report = session.commit().keep_going().check_conflicts().await?;
/// # Ok(()) }
/// ```
#[must_use = "a commit does nothing until it is awaited"]
pub struct Commit<'s> {
    session: &'s mut Session,
    options: Options,
}

impl Session {
    /// The calls that [`commit`](Self::commit) would make. No I/O.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`], naming table, key and column, if a row holds a change that cannot be
    /// written: a read-only column, or a file in a list's cell.
    ///
    /// ```no_run
    /// # fn demo(session: acton_orm::Session) -> acton_orm::Result<()> {
    /// println!("{}", session.plan()?);
    /// # Ok(()) }
    /// ```
    pub fn plan(&self) -> Result<CommitPlan> {
        self.plan_with(&Options::default())
    }

    /// Makes the changes at Act-On when awaited: inserts in the order of their `add`s, updates, then
    /// deletes in reverse. An unchanged row makes no call, and only changed columns are sent.
    ///
    /// A key that Act-On gives is written back, also where moving an image gives it a new one. Other
    /// columns that Act-On sets itself, such as a size, stay as they were loaded until
    /// [`refresh`](Self::refresh).
    ///
    /// Stops at the first failure; see [`Commit::keep_going`]. Applied rows are clean afterwards, the
    /// others are as they were, and committing again sends only those. Dropping the future is such a
    /// failure too: a new row whose answer had not come is looked for by the next commit.
    ///
    /// # Errors
    /// [`ErrorKind::Commit`], owning the full [report](Error::report), if a change was not applied.
    /// Before the first call: [`ErrorKind::Invalid`] as [`plan`](Self::plan), or of a client that is
    /// read-only; [`ErrorKind::Budget`] if the plan costs more than the client's budget.
    ///
    /// ```no_run
    /// # async fn demo(mut session: acton_orm::Session) -> acton_orm::Result<()> {
    /// let report = session.commit().await?;
    /// println!("{report}");
    /// # Ok(()) }
    /// ```
    pub fn commit(&mut self) -> Commit<'_> {
        Commit {
            session: self,
            options: Options::default(),
        }
    }

    pub(super) fn plan_with(&self, options: &Options) -> Result<CommitPlan> {
        let changes = diff::diff(&self.slots, &self.leftovers)?;
        let checks = if options.check_conflicts {
            conflict::planned(self, &changes)?
        } else {
            Vec::new()
        };
        let asks = |table: &_, trace: &_| reconcile::planned(&self.client, table, trace);
        let doubts = self.slots.iter().filter_map(|(&id, slot)| {
            let late = self.client.settings().late_writes;
            let doubt = Doubt::of(id, slot, late, asks);
            doubt.transpose()
        });
        let mut plan = plan(
            changes,
            Known {
                list: &|table| self.list_of(table),
                doubts: doubts.collect::<Result<_>>()?,
                checks,
                columns: options.knows_columns,
            },
        )?;
        let late: Arc<Late> = self.client.slot();
        for step in &mut plan.steps {
            if let Some(free) = late.free(&step.touches, &plan.changes) {
                let seconds = (free - Instant::now()).as_secs() + 1;
                let why = "an earlier write of it may still be carried out";
                step.title = format!("{}; waits {seconds} s: {why}", step.title);
            }
        }
        Ok(plan)
    }

    /// Refuses a plan before its first call.
    pub(super) fn afford(&self, plan: &CommitPlan) -> Result<()> {
        let settings = self.client.settings();
        if plan.steps.is_empty() {
            return Ok(());
        }
        if settings.read_only {
            return Err(Error::new(
                ErrorKind::Invalid,
                "the client is read-only, and this commit would change something",
            )
            .advise("nothing was sent; connect without `Readonly=true` to write"));
        }
        match settings.call_budget {
            Some(budget) if plan.to_afford() > budget => Err(Error::new(
                ErrorKind::Budget,
                format!(
                    "the commit costs {}, and the budget is {budget}",
                    plan.calls()
                ),
            )
            .advise("nothing was sent; raise the budget, or commit fewer rows at a time")),
            _ => Ok(()),
        }
    }
}

impl<'s> Commit<'s> {
    /// Goes on after a failure: only what depends on the failed change is skipped. A failure that
    /// every later call would share, such as refused credentials, stops it all the same.
    ///
    /// ```no_run
    /// # async fn demo(mut session: acton_orm::Session) -> acton_orm::Result<()> {
    /// let report = session.commit().keep_going().await?;
    /// # Ok(()) }
    /// ```
    pub fn keep_going(mut self) -> Self {
        self.options.keep_going = true;
        self
    }

    /// Re-reads every row that is to be updated or deleted, and refuses, as
    /// [`ErrorKind::Conflict`], an update of a column that has changed at Act-On since it was loaded,
    /// and a delete of a row that has. A column that only Act-On's side changed does not conflict
    /// with changes to others. Between the re-read and the write another change can still get in:
    /// Act-On has no conditional writes.
    ///
    /// ```no_run
    /// # async fn demo(mut session: acton_orm::Session) -> acton_orm::Result<()> {
    /// let report = session.commit().check_conflicts().await?;
    /// # Ok(()) }
    /// ```
    pub fn check_conflicts(mut self) -> Self {
        self.options.check_conflicts = true;
        self
    }

    /// The calls that this commit would make, re-reads included. No I/O.
    ///
    /// # Errors
    /// As [`Session::plan`].
    ///
    /// ```no_run
    /// # fn demo(mut session: acton_orm::Session) -> acton_orm::Result<()> {
    /// println!("{}", session.commit().check_conflicts().plan()?);
    /// # Ok(()) }
    /// ```
    pub fn plan(&self) -> Result<CommitPlan> {
        self.session.plan_with(&self.options)
    }

    /// The commit of a statement, whose session ends with it.
    pub(crate) fn into_statement(
        mut self,
        keep_going: bool,
        knows_columns: bool,
        meter: Arc<Tally>,
    ) -> Self {
        self.options.once = true;
        self.options.knows_columns = knows_columns;
        self.options.meter = Some(meter);
        self.options.keep_going = keep_going;
        self
    }
}

impl<'s> IntoFuture for Commit<'s> {
    type Output = Result<CommitReport>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 's>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(run::commit(self.session, self.options))
    }
}

impl fmt::Debug for Commit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Commit")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
