//! One row of a session: the struct, what Act-On is known to hold, and what was sent.

use std::any::TypeId;
use std::fmt;
use std::sync::Arc;

use tokio::time::Instant;

use super::held::Held;
use super::row::AnyRow;
use crate::expr::ColumnRef;
use crate::plan::{Written, same};
use crate::schema::{ColumnMeta, TableRef, Write};
use crate::{Cell, Error, ErrorKind, Result};

/// A row and its history.
///
/// `key` and `base` are what Act-On is known to hold; both are missing for a row that was never
/// inserted. The row differs from `base` where the user changed it, and only there.
pub(super) struct Slot {
    row: Box<dyn AnyRow>,
    pub(super) table: TableRef,
    pub(super) key: Option<Arc<str>>,
    base: Base,
    pub(super) deleted: bool,
    rare: Option<Box<Rare>>,
    /// A commit has changed the row, so that what Act-On sets itself may be other than in `base`.
    pub(super) stale: bool,
    /// It was read into its struct, and not only written from it.
    pub(super) is_read: bool,
}

/// The cells that Act-On is known to hold, in the order of the row's columns.
#[derive(Debug)]
enum Base {
    /// None: the row was never inserted.
    Nothing,
    /// Those of the row. Most rows are never reached for to be changed, and need nothing beside.
    Row,
    /// These: the row may have been changed since.
    Cells(Held),
}

/// What few rows have, out of the way of the others.
#[derive(Default)]
struct Rare {
    /// New values of columns that the struct leaves out.
    extra: Vec<Written>,
    /// What was sent as a new row without an answer so far, and when it was last on its way.
    doubt: Option<(Vec<Written>, Instant)>,
    /// What was sent as a new row without an answer so far, where sending it again does no harm:
    /// deleting the row must not just forget it.
    sent: Option<Vec<Written>>,
}

/// Where a row stands between the session and Act-On.
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// use acton_orm::{models::Image, prelude::*, session::RowState};
///
/// let mut session = acton.session();
/// if let Some(image) = session.first(Image::query()).await? {
///     assert_eq!(session.state(image), Some(RowState::Clean));
///     session.delete(image);
///     assert_eq!(session.state(image), Some(RowState::Deleted));
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RowState {
    /// Added, and to be inserted by the next commit.
    New,
    /// As Act-On holds it, as far as the session knows.
    Clean,
    /// Changed, and to be updated by the next commit.
    Changed,
    /// To be deleted by the next commit.
    Deleted,
    /// Sent as a new row without an answer: the next commit looks for it before sending it again.
    Unknown,
}

impl Slot {
    /// A row that was never inserted.
    pub(super) fn new(table: TableRef, row: Box<dyn AnyRow>) -> Self {
        Self {
            table,
            row,
            key: None,
            base: Base::Nothing,
            deleted: false,
            rare: None,
            stale: false,
            is_read: false,
        }
    }

    /// A row that Act-On holds as it is.
    pub(super) fn tracked(table: TableRef, row: Box<dyn AnyRow>, key: String) -> Self {
        let mut slot = Self::new(table, row);
        slot.base = Base::Row;
        slot.key = Some(key.into());
        slot
    }

    /// The row as it was just read, in place of this one, which has no changes.
    pub(super) fn read_again(&mut self, read: Self) {
        // The columns of a row without a struct are positions in its shape, which may be another one.
        self.table = read.table;
        self.row = read.row;
        self.base = read.base;
        self.stale = false;
    }

    pub(super) fn row(&self) -> &dyn AnyRow {
        &*self.row
    }

    /// The row, to change it: what Act-On holds is put aside first.
    pub(super) fn row_mut(&mut self) -> &mut dyn AnyRow {
        if let Base::Row = self.base {
            self.base = Base::Cells(Held::new(self.row.cells()));
        }
        &mut *self.row
    }

    /// Another row in its place, with changes of its own.
    pub(super) fn put(&mut self, row: Box<dyn AnyRow>) {
        let _ = self.row_mut();
        self.row = row;
    }

    pub(super) fn into_row(self) -> Box<dyn AnyRow> {
        self.row
    }

    /// What Act-On is known to hold, in the order of the row's columns.
    pub(super) fn base(&self) -> Option<Vec<Cell<'static>>> {
        match &self.base {
            Base::Nothing => None,
            Base::Row => Some(self.row.cells()),
            Base::Cells(held) => Some(held.to_vec()),
        }
    }

    pub(super) fn doubt(&self) -> Option<&[Written]> {
        let (sent, _) = self.rare.as_ref()?.doubt.as_ref()?;
        Some(sent)
    }

    /// When what is in doubt was last on its way to Act-On.
    pub(super) fn in_doubt_since(&self) -> Option<Instant> {
        let (_, since) = self.rare.as_ref()?.doubt.as_ref()?;
        Some(*since)
    }

    pub(super) fn set_doubt(&mut self, doubt: Option<&[Written]>) {
        self.change_rare(|rare| rare.doubt = doubt.map(|sent| (sent.to_vec(), Instant::now())));
    }

    /// The doubt begins now.
    pub(super) fn doubt_from_now(&mut self) {
        self.change_rare(|rare| {
            if let Some((_, since)) = &mut rare.doubt {
                *since = Instant::now();
            }
        });
    }

    pub(super) fn sent(&self) -> Option<&[Written]> {
        self.rare.as_ref()?.sent.as_deref()
    }

    pub(super) fn set_sent(&mut self, sent: Option<&[Written]>) {
        self.change_rare(|rare| rare.sent = sent.map(<[_]>::to_vec));
    }

    fn extra(&self) -> &[Written] {
        self.rare.as_ref().map_or(&[], |rare| &rare.extra)
    }

    fn change_rare(&mut self, change: impl FnOnce(&mut Rare)) {
        let mut rare = self.rare.take().unwrap_or_default();
        change(&mut rare);
        let some = !rare.extra.is_empty() || rare.doubt.is_some() || rare.sent.is_some();
        self.rare = some.then_some(rare);
    }

    /// The struct that it was read into.
    pub(super) fn kind(&self) -> Option<TypeId> {
        self.is_read.then(|| self.row.any().type_id())
    }

    pub(super) fn state(&self) -> RowState {
        if self.doubt().is_some() {
            RowState::Unknown
        } else if self.deleted {
            RowState::Deleted
        } else if matches!(self.base, Base::Nothing) {
            RowState::New
        } else if self.is_changed() {
            RowState::Changed
        } else {
            RowState::Clean
        }
    }

    /// Whether the row holds anything that Act-On does not, a pending delete included.
    pub(super) fn is_dirty(&self) -> bool {
        self.state() != RowState::Clean
    }

    /// Refuses a row without a struct in whose place one with other columns was put: what is missing
    /// there would be taken for cleared.
    pub(super) fn check_fit(&self) -> Result<()> {
        if self.row.fits() {
            return Ok(());
        }
        let error = Error::new(
            ErrorKind::Invalid,
            "a row with other columns was put in its place, so that nobody can tell what has changed",
        )
        .in_table(self.table.name())
        .advise("nothing was sent; `revert` it, and `set` the cells that are to be changed");
        Err(match self.key.as_deref() {
            Some(key) => error.at_key(key),
            None => error,
        })
    }

    /// Takes columns that no update can set from what Act-On is known to hold: a value from elsewhere
    /// may be older, and that is no change.
    pub(super) fn keep_what_act_on_sets(&mut self) -> Result<()> {
        let Base::Cells(base) = &self.base else {
            return Ok(());
        };
        let mut cells = self.row.cells();
        let mut outdated = false;
        for ((cell, known), &column) in cells.iter_mut().zip(base.iter()).zip(self.row.columns()) {
            let column = &self.table.columns()[usize::from(column)];
            if column.write != Write::Always && !same(cell, &known) {
                *cell = known.into_owned();
                outdated = true;
            }
        }
        if outdated {
            self.hold(cells)?;
        }
        Ok(())
    }

    fn hold(&mut self, cells: Vec<Cell<'static>>) -> Result<()> {
        let key = self.key.clone();
        let held = self.row_mut().replace(cells, key.as_deref());
        held.map_err(|error| error.in_table(self.table.name()))
    }

    fn is_changed(&self) -> bool {
        !self.extra().is_empty() || !self.row.fits() || !self.changes().is_empty()
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = &'static ColumnMeta> + '_ {
        let columns = self.table.columns();
        self.row
            .columns()
            .iter()
            .map(move |&index| &columns[usize::from(index)])
    }

    /// The struct's columns that differ from `base`, with their new values, and what was set beside.
    pub(super) fn changes(&self) -> Vec<Written> {
        let mut changes = match &self.base {
            Base::Nothing => return Vec::new(),
            Base::Row => Vec::new(),
            Base::Cells(base) => self
                .columns()
                .zip(self.row.cells())
                .zip(base.iter())
                .filter(|((_, now), before)| !same(now, before))
                .map(|((column, now), _)| Written::new(column, now))
                .collect(),
        };
        changes.extend_from_slice(self.extra());
        changes
    }

    /// The cells of the insert: nulls are not sent.
    pub(super) fn insertion(&self) -> Vec<Written> {
        self.columns()
            .zip(self.row.cells())
            .map(|(column, value)| Written::new(column, value))
            .chain(self.extra().iter().cloned())
            .filter(|cell| !cell.value.is_null())
            .collect()
    }

    /// What Act-On is known to hold, but for columns it may have changed itself since.
    pub(super) fn known(&self) -> Vec<Written> {
        self.columns()
            .zip(self.base().unwrap_or_default())
            .filter(|(column, _)| !(self.stale && column.write == Write::Never))
            .map(|(column, value)| Written::new(column, value))
            .collect()
    }

    /// Sets a column: in the struct where it has it, beside the struct otherwise.
    pub(super) fn set(&mut self, column: ColumnRef, value: Cell<'static>) -> Result<()> {
        let meta = column.meta();
        self.check_fit()?;
        fits(&self.table, meta, &value)?;
        let position = self.columns().position(|own| own.name == meta.name);
        match position {
            Some(position) => {
                let mut cells = self.row.cells();
                if let Some(cell) = cells.get_mut(position) {
                    *cell = value;
                }
                self.hold(cells)
            }
            None => {
                self.change_rare(|rare| {
                    rare.extra.retain(|cell| !cell.is_of(meta));
                    rare.extra.push(Written::new(meta, value));
                });
                Ok(())
            }
        }
    }

    /// Gives up what is not at Act-On; false for a row that never was there.
    pub(super) fn revert(&mut self) -> bool {
        self.change_rare(|rare| rare.extra.clear());
        self.deleted = false;
        match &self.base {
            Base::Nothing => false,
            Base::Row => true,
            Base::Cells(base) => self.row.replace(base.to_vec(), self.key.as_deref()).is_ok(),
        }
    }

    /// Act-On holds these cells now.
    pub(super) fn applied(&mut self, set: &[Written]) {
        let empty = || self.row.columns().iter().map(|_| Cell::Null).collect();
        let held: Vec<Cell<'static>> = self
            .columns()
            .zip(self.base().unwrap_or_else(empty))
            .map(
                |(column, before)| match set.iter().find(|cell| cell.is_of(column)) {
                    Some(cell) => cell.value.clone(),
                    None => before,
                },
            )
            .collect();
        self.base = Base::Cells(Held::new(held));
        self.change_rare(|rare| {
            rare.extra.retain(|extra| {
                !set.iter()
                    .any(|cell| cell.is_of(extra.column) && same(&cell.value, &extra.value))
            });
        });
        self.stale = true;
    }

    /// Act-On holds these cells now, by way of another struct of the row: news, but for what was changed
    /// here. A row that can only be written stays as it is.
    pub(super) fn heard(&mut self, set: &[Written]) {
        let (Some(mut held), true) = (self.base(), self.is_read && self.row.fits()) else {
            return;
        };
        let mut now = self.row.cells();
        for ((column, now), held) in self.columns().zip(&mut now).zip(&mut held) {
            let Some(cell) = set.iter().find(|cell| cell.is_of(column)) else {
                continue;
            };
            if same(now, held) {
                now.clone_from(&cell.value);
            }
            held.clone_from(&cell.value);
        }
        // Where the struct cannot hold the news, it stays at what it was loaded with.
        if let Ok(held) = self.row.normal(held)
            && self.row.replace(now, self.key.as_deref()).is_ok()
        {
            self.base = Base::Cells(Held::new(held));
            self.stale = true;
        }
    }

    /// Writes a key that Act-On gave into the slot and the struct.
    pub(super) fn rekey(&mut self, key: &str) {
        self.key = Some(key.into());
        let Some(position) = self.key_position() else {
            return;
        };
        let value = Cell::from(key.to_owned());
        if let Some(mut held) = self.base() {
            if let Some(cell) = held.get_mut(position) {
                cell.clone_from(&value);
            }
            self.base = Base::Cells(Held::new(held));
        }
        if !self.row.fits() {
            return;
        }
        let mut cells = self.row.cells();
        if let Some(cell) = cells.get_mut(position) {
            *cell = value;
        }
        // A key the struct cannot hold stays in the slot alone, which is what commits go by.
        let _ = self.row.replace(cells, Some(key));
    }

    fn key_position(&self) -> Option<usize> {
        let key = self.table.meta().key?;
        self.row.columns().iter().position(|&index| index == key)
    }

    /// Act-On holds these cells, and local edits, if any, are given up.
    pub(super) fn refresh(&mut self, cells: Vec<Cell<'static>>) -> Result<()> {
        self.hold(cells)?;
        self.base = Base::Row;
        self.change_rare(|rare| rare.extra.clear());
        self.deleted = false;
        self.stale = false;
        Ok(())
    }
}

/// What the compiler checks of a typed assignment, for one whose column was found at run time.
fn fits(table: &TableRef, column: &ColumnMeta, value: &Cell<'static>) -> Result<()> {
    let wrong = |message: String| {
        Err(Error::new(ErrorKind::Invalid, message)
            .in_table(table.name())
            .in_column(column.name))
    };
    if table.meta().column(column.name).is_none() && table.meta().complete {
        return wrong("the column is another table's".to_owned());
    }
    let kind = column.kind;
    if value.is_null() || value.kind() == kind {
        return Ok(());
    }
    wrong(format!("the column holds {kind}, and {value} is none"))
}

/// The text of a key, if a cell holds one.
pub(super) fn key_text(value: &Cell<'_>) -> Option<String> {
    match value {
        Cell::Text(text) if !text.is_empty() => Some(text.to_string()),
        Cell::Int(int) => Some(int.to_string()),
        _ => None,
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slot")
            .field("table", &self.table.name())
            .field("key", &self.key)
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}
