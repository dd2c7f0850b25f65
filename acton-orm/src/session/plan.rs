//! The calls of a commit as data. Made from the changes without any I/O; the executor runs just this.

mod choose;
mod doubt;
mod show;

use super::change::Change;
use crate::schema::TableMeta;
use crate::wire::write::{Place, PlannedCall};

pub(super) use choose::{Known, plan};
pub(super) use doubt::Doubt;
pub(super) use show::counted;

/// What a commit will do, call by call. `{}` prints it as a tree with a total.
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// # use acton_orm::{models::Image, prelude::*, schema::images};
/// let mut session = acton.session();
/// let image = session.one(Image::query().filter(images::name.eq("old.png"))).await?;
/// session[image].folder_name = "Archive".to_owned();
/// let plan = session.plan()?;
/// println!("{plan}");
/// assert!(plan.calls() <= 4, "Act-On moves an image only by a new upload");
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
#[must_use = "a commit plan only says what a commit would do"]
pub struct CommitPlan {
    pub(super) changes: Vec<Change>,
    pub(super) steps: Vec<Step>,
    /// Rows that are looked for first, so that the rest is what it costs at most.
    pub(super) in_doubt: usize,
}

/// One step of a [`CommitPlan`]: changes that are made together.
///
/// ```no_run
/// # fn demo(session: acton_orm::Session) -> acton_orm::Result<()> {
/// for step in session.plan()?.steps() {
///     println!("{step}: {} calls", step.calls());
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Step {
    pub(super) action: Action,
    pub(super) table: &'static TableMeta,
    /// Positions among the plan's changes.
    pub(super) changes: Vec<usize>,
    pub(super) calls: Vec<PlannedCall>,
    /// As plans print it.
    pub(super) title: String,
}

/// How a step makes its changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    /// Look for a row of unknown outcome.
    Reconcile,
    /// Re-read rows, to see whether they changed at Act-On.
    Check,
    /// Find the id of a list.
    FindList,
    Insert,
    /// Write the changed columns in place.
    Update,
    /// Insert the row anew as it is to be, and delete the old one.
    Replace,
    Delete,
}

impl CommitPlan {
    /// The calls it makes at most; calls that are sent again after a failure do not count.
    ///
    /// ```no_run
    /// # fn demo(session: acton_orm::Session) -> acton_orm::Result<()> {
    /// assert_eq!(session.plan()?.calls(), 0, "nothing has changed");
    /// # Ok(()) }
    /// ```
    pub fn calls(&self) -> u64 {
        self.steps.iter().map(Step::calls).sum()
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
        self.changes.len() + self.in_doubt
    }
}

impl Step {
    /// The calls it makes.
    ///
    /// ```no_run
    /// # fn demo(session: acton_orm::Session) -> acton_orm::Result<()> {
    /// # if let Some(step) = session.plan()?.steps().first() {
    /// println!("{}", step.calls());
    /// # } Ok(()) }
    /// ```
    pub fn calls(&self) -> u64 {
        self.calls.len() as u64
    }

    pub(super) fn place<'a>(&self, list: Option<&'a str>) -> Place<'a> {
        Place {
            table: self.table,
            list,
        }
    }
}
