//! One outcome for each change of a commit.

mod entry;
mod show;

use std::slice;

use super::handle::{RowHandle, RowId};
use super::outcome::Outcome;
use crate::{Error, ErrorKind, Result};

pub use entry::Entry;

/// What became of each change of a commit. `{}` prints it as a table.
///
/// A commit that did not apply everything fails with an error that owns its report:
/// [`Error::report`], [`Error::into_report`].
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let mut session = acton.session();
/// // ..
/// match session.commit().await {
///     Ok(report) => println!("{report}"),
///     Err(error) => match error.report() {
///         Some(report) => println!("{} of {} applied\n{report}", report.applied(), report.len()),
///         None => return Err(error),
///     },
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Default)]
pub struct CommitReport {
    pub(super) entries: Vec<Entry>,
    pub(super) calls: u64,
    pub(super) files: u64,
}

impl CommitReport {
    /// The key that Act-On gave a new row, or a row's key after the commit.
    ///
    /// # Errors
    /// Of the kind of the row's own failure, if its change was not applied;
    /// [`ErrorKind::Invalid`] if the row had no change in this commit.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// # use acton_orm::prelude::*;
    /// # #[derive(Insertable)]
    /// # #[acton(table = "Images")]
    /// # struct NewImage { name: String, content: Upload }
    /// let mut session = acton.session();
    /// let hero = session.add(NewImage { name: "hero.png".into(), content: Upload::path("hero.png") });
    /// let report = session.commit().await?;
    /// println!("{}", report.key(hero)?);
    /// # Ok(()) }
    /// ```
    pub fn key(&self, handle: impl RowHandle) -> Result<&str> {
        let row = handle.row();
        let mut applied = self.of_row(row).filter(|entry| entry.outcome.is_applied());
        if let Some(key) = applied.find_map(Entry::key) {
            return Ok(key);
        }
        let Some(entry) = self.entry(row) else {
            return Err(Error::new(
                ErrorKind::Invalid,
                "the row had no change in this commit",
            ));
        };
        let outcome = entry.outcome();
        let kind = outcome.error().map_or(ErrorKind::Commit, Error::kind);
        let error = Error::new(
            kind,
            format!("the row has no key of this commit: {outcome}"),
        );
        Err(error.in_table(entry.table()))
    }

    /// What became of a row's change; `None` if it had none.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// # use acton_orm::{models::Image, prelude::*};
    /// let mut session = acton.session();
    /// let image = session.one(Image::query()).await?;
    /// let report = session.commit().await?;
    /// assert!(report.outcome(image).is_none(), "it was not changed");
    /// # Ok(()) }
    /// ```
    pub fn outcome(&self, handle: impl RowHandle) -> Option<&Outcome> {
        self.entry(handle.row()).map(Entry::outcome)
    }

    /// The entries of a row itself, without what its replacement has left behind.
    fn of_row(&self, row: RowId) -> impl Iterator<Item = &Entry> {
        self.iter()
            .filter(move |entry| entry.row == row && !entry.leftover)
    }

    /// The entry that matters most: a row that was found after all may have failed to be updated.
    fn entry(&self, row: RowId) -> Option<&Entry> {
        self.of_row(row)
            .find(|entry| !entry.outcome.is_applied())
            .or_else(|| self.of_row(row).next())
    }

    /// The changes in the order in which they were to be made.
    ///
    /// ```no_run
    /// # fn demo(report: acton_orm::CommitReport) {
    /// let keys: Vec<_> = report.iter().filter_map(|entry| entry.key()).collect();
    /// # }
    /// ```
    pub fn iter(&self) -> slice::Iter<'_, Entry> {
        self.entries.iter()
    }

    /// How many changes there were.
    ///
    /// ```no_run
    /// # fn demo(report: acton_orm::CommitReport) {
    /// println!("{} changes", report.len());
    /// # }
    /// ```
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// There was nothing to do.
    ///
    /// ```no_run
    /// # fn demo(report: acton_orm::CommitReport) {
    /// assert!(report.is_empty());
    /// # }
    /// ```
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many changes were applied.
    ///
    /// ```no_run
    /// # fn demo(report: acton_orm::CommitReport) {
    /// assert_eq!(report.applied(), report.len());
    /// # }
    /// ```
    pub fn applied(&self) -> usize {
        self.count(Outcome::is_applied)
    }

    /// How many changes were refused.
    ///
    /// ```no_run
    /// # fn demo(report: acton_orm::CommitReport) {
    /// assert_eq!(report.rejected(), 0);
    /// # }
    /// ```
    pub fn rejected(&self) -> usize {
        self.count(Outcome::is_rejected)
    }

    /// How many changes were not sent.
    ///
    /// ```no_run
    /// # fn demo(report: acton_orm::CommitReport) {
    /// assert_eq!(report.skipped(), 0);
    /// # }
    /// ```
    pub fn skipped(&self) -> usize {
        self.count(Outcome::is_skipped)
    }

    /// How many changes were sent without an answer.
    ///
    /// ```no_run
    /// # fn demo(report: acton_orm::CommitReport) {
    /// assert_eq!(report.unknown(), 0);
    /// # }
    /// ```
    pub fn unknown(&self) -> usize {
        self.count(Outcome::is_unknown)
    }

    fn count(&self, is: fn(&Outcome) -> bool) -> usize {
        self.iter().filter(|entry| is(entry.outcome())).count()
    }

    /// The API calls made; one that was sent again counts once. Of an update or a delete statement,
    /// those of its read as well.
    ///
    /// ```no_run
    /// # fn demo(report: acton_orm::CommitReport) {
    /// println!("{} calls", report.calls());
    /// # }
    /// ```
    pub fn calls(&self) -> u64 {
        self.calls
    }

    /// The files that were got from their public addresses, which Act-On's allowance does not count.
    ///
    /// ```no_run
    /// # fn demo(report: acton_orm::CommitReport) {
    /// println!("{} files", report.files());
    /// # }
    /// ```
    pub fn files(&self) -> u64 {
        self.files
    }

    /// The error of a commit that did not apply everything.
    pub(super) fn into_result(self) -> Result<Self> {
        if self.applied() == self.len() {
            return Ok(self);
        }
        let first = self.iter().find(|entry| entry.outcome().error().is_some());
        let mut message = format!("{} of {} changes were applied", self.applied(), self.len());
        let mut cause = None;
        if let Some(entry) = first {
            message.push_str(&format!(
                "; {} {} {} is {}",
                entry.kind(),
                entry.table(),
                entry.label(),
                entry.outcome()
            ));
            if let Outcome::Rejected(error) | Outcome::Unknown(error) = entry.outcome() {
                cause = Some(std::sync::Arc::clone(error));
            }
        }
        let error = Error::new(ErrorKind::Commit, message).with_report(self);
        Err(match cause {
            Some(cause) => error.caused_by(cause),
            None => error,
        })
    }

    pub(super) fn push(&mut self, entry: Entry) -> usize {
        self.entries.push(entry);
        self.entries.len() - 1
    }
}

impl<'r> IntoIterator for &'r CommitReport {
    type Item = &'r Entry;
    type IntoIter = slice::Iter<'r, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
