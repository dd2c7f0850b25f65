//! One outcome for each change of a commit.

mod entry;
mod show;

use std::slice;
use std::sync::OnceLock;

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
    /// Positions of the entries, by row and then as they stand; made when a row is first asked for.
    by_row: OnceLock<Vec<usize>>,
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
        let entries = self.positions(row).iter();
        entries
            .filter_map(|&position| self.entries.get(position))
            .filter(|entry| !entry.leftover)
    }

    /// Where the entries of a row stand.
    fn positions(&self, row: RowId) -> &[usize] {
        let row_at = |position: &usize| self.entries.get(*position).map(Entry::row);
        let by_row = self.by_row.get_or_init(|| {
            let mut positions: Vec<usize> = (0..self.entries.len()).collect();
            // Stable, so that the entries of one row keep their order.
            positions.sort_by_key(row_at);
            positions
        });
        let start = by_row.partition_point(|position| row_at(position) < Some(row));
        let end = by_row.partition_point(|position| row_at(position) <= Some(row));
        by_row.get(start..end).unwrap_or_default()
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
        self.by_row.take();
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

#[cfg(test)]
mod tests {
    use super::super::outcome::Because;
    use super::*;
    use crate::session::change::ChangeKind;
    use crate::session::handle::Handle;

    type Row = Handle<crate::models::Image>;

    fn row(slot: u64) -> RowId {
        RowId { session: 1, slot }
    }

    fn entry(slot: u64, key: &str, outcome: Outcome) -> Entry {
        let table = (&crate::schema::images::META).into();
        let mut entry = Entry::new(ChangeKind::Update, row(slot), table, key.to_owned());
        entry.key = Some(key.to_owned());
        entry.outcome = outcome;
        entry
    }

    fn skipped() -> Outcome {
        Outcome::Skipped(Because::Stopped)
    }

    #[test]
    fn a_row_is_looked_up_without_looking_at_the_others() {
        let mut report = CommitReport::default();
        for slot in (0..10_000).rev() {
            report.push(entry(slot, &format!("f-{slot}"), Outcome::Applied));
        }
        for slot in 0..10_000 {
            assert_eq!(report.positions(row(slot)).len(), 1);
            assert_eq!(
                report.key(Row::new(row(slot))).unwrap(),
                format!("f-{slot}")
            );
        }
        assert!(report.positions(row(10_000)).is_empty());
        assert!(report.outcome(Row::new(row(10_000))).is_none());
    }

    #[test]
    fn of_several_entries_of_a_row_the_first_that_failed_counts() {
        let mut report = CommitReport::default();
        report.push(entry(7, "first", Outcome::Applied));
        report.push(entry(3, "other", Outcome::Applied));
        let handle = Row::new(row(7));
        assert!(report.outcome(handle).is_some_and(Outcome::is_applied));
        // What is pushed after a look-up is found as well.
        report.push(entry(7, "second", skipped()));
        assert!(report.outcome(handle).is_some_and(Outcome::is_skipped));
        assert_eq!(report.key(handle).unwrap(), "first");
        let mut left = entry(3, "left", skipped());
        left.leftover = true;
        report.push(left);
        let other = Row::new(row(3));
        assert!(report.outcome(other).is_some_and(Outcome::is_applied));
        // And what becomes of an entry later.
        report.entries[2].outcome = Outcome::Applied;
        assert!(report.outcome(handle).is_some_and(Outcome::is_applied));
    }
}
