//! The calls of a commit as data. Made from the changes without any I/O; the runner sends just these.

mod choose;
mod columns;
mod doubt;
mod show;

use crate::plan::{Calls, Change, Planned, Request, Trace, Verb, Written};
use crate::schema::TableRef;

pub(super) use choose::{Check, Known, plan, writes};
pub(super) use doubt::Doubt;
pub(super) use show::counted;

/// What a commit will do, call by call. `{}` prints it as a tree with a total, in which many steps of
/// one kind are a line (`update List_X: 500 rows, 500 calls`); `{:#}` prints every row and request.
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// # use acton_orm::{models::Image, prelude::*, schema::images};
/// let mut session = acton.session();
/// let image = session.one(Image::query().filter(images::name.eq("old.png"))).await?;
/// session[image].folder_name = "Archive".to_owned();
/// let plan = session.plan()?;
/// println!("{plan}");
/// assert!(plan.calls().at_most() <= Some(3), "Act-On moves an image only by a new upload");
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
#[must_use = "a commit plan only says what a commit would do"]
pub struct CommitPlan {
    pub(super) changes: Vec<Change>,
    pub(super) steps: Vec<Step>,
    /// Rows that are looked for first.
    pub(super) looks: Vec<Look>,
}

/// A row of unknown outcome, and how it is looked for.
#[derive(Debug, Clone)]
pub(super) struct Look {
    pub(super) slot: u64,
    pub(super) table: TableRef,
    pub(super) sent: Vec<Written>,
    pub(super) trace: Trace,
}

/// One step of a [`CommitPlan`]: changes that are made together.
///
/// ```no_run
/// # fn demo(session: acton_orm::Session) -> acton_orm::Result<()> {
/// for step in session.plan()?.steps() {
///     println!("{step}: {}", step.calls());
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Step {
    pub(super) action: Action,
    pub(super) table: TableRef,
    /// Positions among the plan's changes.
    pub(super) changes: Vec<usize>,
    /// Made one after the other.
    pub(super) calls: Vec<Planned>,
    pub(super) price: Calls,
    /// What its changes are about: of steps that share one, the first is made first.
    pub(super) touches: Vec<Touch>,
    /// As plans print it.
    pub(super) title: String,
}

/// What a change is about: a row, a name in a folder, an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Touch {
    pub(super) about: String,
    /// Its position among the plan's changes.
    pub(super) change: usize,
}

/// What a step is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    /// Find the id of a list.
    FindList,
    /// Look for a row of unknown outcome.
    Look,
    /// Ask which columns a list has; its changes are those that write to them.
    Columns,
    /// Re-read rows, to see whether they changed at Act-On.
    Check,
    Write(Verb),
}

impl CommitPlan {
    /// The API calls it makes; those that are sent again after a failure do not count, nor do files
    /// that are got from their public addresses.
    ///
    /// ```no_run
    /// # fn demo(session: acton_orm::Session) -> acton_orm::Result<()> {
    /// assert_eq!(session.plan()?.calls().at_most(), Some(0), "nothing has changed");
    /// # Ok(()) }
    /// ```
    pub fn calls(&self) -> Calls {
        let prices = self.steps.iter().map(Step::calls);
        prices.fold(Calls::exactly(0), Calls::plus)
    }

    /// The requests it makes, in order: the very values that are sent, but for parts that an answer
    /// has to bring first. Some are made only if they turn out to be needed, as `{}` says.
    ///
    /// ```no_run
    /// # fn demo(session: acton_orm::Session) -> acton_orm::Result<()> {
    /// for request in session.plan()?.requests() {
    ///     println!("{} {}", request.method(), request.path());
    /// }
    /// # Ok(()) }
    /// ```
    pub fn requests(&self) -> Vec<Request> {
        self.steps.iter().flat_map(Step::requests).collect()
    }

    /// Its steps, in order.
    ///
    /// ```no_run
    /// # fn demo(session: acton_orm::Session) -> acton_orm::Result<()> {
    /// println!("{} steps", session.plan()?.steps().len());
    /// # Ok(()) }
    /// ```
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The number of rows that it inserts, updates and deletes.
    ///
    /// ```no_run
    /// # fn demo(session: acton_orm::Session) -> acton_orm::Result<()> {
    /// println!("{} rows", session.plan()?.changes());
    /// # Ok(()) }
    /// ```
    pub fn changes(&self) -> usize {
        self.changes.len() + self.looks.len()
    }

    /// The most that it may cost, as far as that is known: of a listing, one page.
    pub(super) fn to_afford(&self) -> u64 {
        let most = |step: &Step| step.price.at_most().unwrap_or(step.price.at_least());
        self.steps.iter().map(most).fold(0, u64::saturating_add)
    }
}

impl Step {
    /// The API calls it makes.
    ///
    /// ```no_run
    /// # fn demo(session: acton_orm::Session) -> acton_orm::Result<()> {
    /// # if let Some(step) = session.plan()?.steps().first() {
    /// println!("{}", step.calls());
    /// # } Ok(()) }
    /// ```
    pub fn calls(&self) -> Calls {
        self.price
    }

    /// Its requests, as [`CommitPlan::requests`].
    ///
    /// ```no_run
    /// # fn demo(session: acton_orm::Session) -> acton_orm::Result<()> {
    /// # if let Some(step) = session.plan()?.steps().first() {
    /// println!("{:?}", step.requests());
    /// # } Ok(()) }
    /// ```
    pub fn requests(&self) -> Vec<Request> {
        self.calls.iter().map(|call| call.request.clone()).collect()
    }

    /// Whether the id of the table's list has to be found first.
    pub(super) fn wants_list(&self) -> bool {
        self.calls.iter().any(|call| call.request.wants("list"))
    }
}
