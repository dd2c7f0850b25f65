//! One change and its outcome.

use crate::schema::TableRef;
use crate::session::change::ChangeKind;
use crate::session::handle::RowId;
use crate::session::outcome::{Because, Outcome};

/// One change of a [`CommitReport`](super::CommitReport).
///
/// ```no_run
/// # fn demo(report: acton_orm::CommitReport) {
/// for entry in &report {
///     println!("{} {} {}: {}", entry.kind(), entry.table(), entry.label(), entry.outcome());
/// }
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Entry {
    pub(in crate::session) kind: ChangeKind,
    pub(in crate::session) row: RowId,
    pub(in crate::session) table: TableRef,
    pub(in crate::session) label: String,
    pub(in crate::session) key: Option<String>,
    pub(in crate::session) replaced: Option<String>,
    pub(in crate::session) outcome: Outcome,
    pub(in crate::session) note: Option<String>,
    /// It deletes what a replacement has left behind, which is not the row any more.
    pub(in crate::session) leftover: bool,
}

impl Entry {
    pub(in crate::session) fn new(
        kind: ChangeKind,
        row: RowId,
        table: TableRef,
        label: String,
    ) -> Self {
        Self {
            kind,
            row,
            table,
            label,
            key: None,
            replaced: None,
            outcome: Outcome::Skipped(Because::Stopped),
            note: None,
            leftover: false,
        }
    }

    /// What was to be done.
    ///
    /// ```no_run
    /// # fn demo(entry: &acton_orm::session::Entry) {
    /// println!("{}", entry.kind());
    /// # }
    /// ```
    pub fn kind(&self) -> ChangeKind {
        self.kind
    }

    /// Which row of the session it was; compare with [`RowHandle::row`](crate::session::RowHandle::row).
    ///
    /// ```no_run
    /// # fn demo(entry: &acton_orm::session::Entry) {
    /// println!("{:?}", entry.row());
    /// # }
    /// ```
    pub fn row(&self) -> RowId {
        self.row
    }

    /// The table, under Act-On's name for it.
    ///
    /// ```no_run
    /// # fn demo(entry: &acton_orm::session::Entry) {
    /// println!("{}", entry.table());
    /// # }
    /// ```
    pub fn table(&self) -> &str {
        self.table.name()
    }

    /// What a person knows the row by: its key when the commit began, or a new row's name or address
    /// in quotes.
    ///
    /// ```no_run
    /// # fn demo(entry: &acton_orm::session::Entry) {
    /// println!("{}", entry.label());
    /// # }
    /// ```
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The row's key after the commit, if it has one.
    ///
    /// ```no_run
    /// # fn demo(entry: &acton_orm::session::Entry) {
    /// println!("{:?}", entry.key());
    /// # }
    /// ```
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// The key that the row had before, where the change gave it a new one: a moved image.
    ///
    /// ```no_run
    /// # fn demo(entry: &acton_orm::session::Entry) {
    /// if let (Some(old), Some(new)) = (entry.replaced(), entry.key()) {
    ///     println!("{old} is {new} now");
    /// }
    /// # }
    /// ```
    pub fn replaced(&self) -> Option<&str> {
        self.replaced.as_deref()
    }

    /// What became of it.
    ///
    /// ```no_run
    /// # fn demo(entry: &acton_orm::session::Entry) {
    /// println!("{}", entry.outcome());
    /// # }
    /// ```
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// What is worth knowing of a change that was applied: that a row to delete was gone already,
    /// or that a row was found with what an earlier commit had sent.
    ///
    /// ```no_run
    /// # fn demo(entry: &acton_orm::session::Entry) {
    /// println!("{}", entry.note().unwrap_or_default());
    /// # }
    /// ```
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}
