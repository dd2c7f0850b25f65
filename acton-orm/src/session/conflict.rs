//! Has a row changed at Act-On since it was loaded? A re-read and a three-way comparison.

use std::collections::HashMap;
use std::sync::Arc;

use super::Session;
use super::families::family;
use super::plan::Check;
use super::reads;
use super::slot::Slot;
use super::untyped::{self, Cells};
use crate::plan::{Change, Verb, What, same};
use crate::schema::{ColumnMeta, TableRef};
use crate::{Cell, Client, Error, ErrorKind, Result};

/// Rows that one query re-reads: those of one struct.
struct Batch {
    table: TableRef,
    columns: Vec<u16>,
    keys: Vec<String>,
}

impl Batch {
    fn query(&self) -> Result<Cells> {
        untyped::by_keys(&self.table, &self.columns, &self.keys)
    }

    /// Whether it reads rows of this struct: columns are positions in the table's shape.
    fn is_of(&self, table: &TableRef, columns: &[u16]) -> bool {
        self.table == *table && self.columns == columns
    }
}

/// The rows to re-read, by what they hold.
fn batches(session: &Session, changes: &[Change]) -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    for change in changes {
        let (Some(key), Some(slot)) = (compared(change), session.slots.get(&change.slot)) else {
            continue;
        };
        let columns = readable(slot);
        let known = batches
            .iter_mut()
            .find(|batch| batch.is_of(&change.table, &columns));
        match known {
            Some(batch) => batch.keys.push(key.to_owned()),
            None => batches.push(Batch {
                table: change.table.clone(),
                columns,
                keys: vec![key.to_owned()],
            }),
        }
    }
    batches
}

/// The key of a row that is compared; what a replacement has left behind is not.
fn compared(change: &Change) -> Option<&str> {
    match &change.what {
        What::Update { key, .. }
        | What::Delete {
            key,
            leftover: false,
        } => Some(key),
        _ => None,
    }
}

/// Columns that can be read back.
fn readable(slot: &Slot) -> Vec<u16> {
    let back = |&&index: &&u16| slot.table.columns()[usize::from(index)].is_readable();
    slot.row().columns().iter().filter(back).copied().collect()
}

/// The re-reads of a plan.
pub(super) fn planned(session: &Session, changes: &[Change]) -> Result<Vec<Check>> {
    batches(session, changes)
        .into_iter()
        .map(|batch| {
            // Whose columns are asked for before they are written.
            let asked = changes.iter().any(|change| {
                change.verb() != Verb::Delete && change.table.name() == batch.table.name()
            });
            let headings = asked && family(&batch.table)?.columns().is_some();
            let (requests, price) = reads::planned(&session.client, &batch.query()?, headings)?;
            Ok(Check {
                rows: batch.keys.len(),
                table: batch.table,
                requests,
                price,
            })
        })
        .collect()
}

/// What a re-read says against a change.
pub(super) enum Objection {
    Gone,
    Changed(Arc<Error>),
}

/// Re-reads the rows: the objections by the position of the change.
pub(super) async fn objections(
    session: &Session,
    client: &Client,
    changes: &[Change],
) -> Result<HashMap<usize, Objection>> {
    let mut now = Vec::new();
    for batch in batches(session, changes) {
        let rows = untyped::load(client, &batch.query()?).await?;
        now.push((batch, rows));
    }
    let mut objections = HashMap::new();
    for (position, change) in changes.iter().enumerate() {
        let (Some(key), Some(slot)) = (compared(change), session.slots.get(&change.slot)) else {
            continue;
        };
        let columns = readable(slot);
        let mut read = now.iter();
        let rows = read.find(|(batch, _)| batch.is_of(&change.table, &columns));
        let objection = match rows.and_then(|(_, rows)| rows.get(key)) {
            None => Some(Objection::Gone),
            Some(cells) => {
                changed(slot, change, cells)?.map(|error| Objection::Changed(Arc::new(error)))
            }
        };
        if let Some(objection) = objection {
            objections.insert(position, objection);
        }
    }
    Ok(objections)
}

/// Three ways: what was loaded, what it is here, what it is there.
fn changed(slot: &Slot, change: &Change, there: &[Cell<'static>]) -> Result<Option<Error>> {
    let there = in_full(slot, there)?;
    let base = slot.base().unwrap_or_default();
    let here = slot.row().cells();
    for (((column, base), here), there) in slot.columns().zip(base).zip(&here).zip(&there) {
        let Some(there) = there else { continue };
        let matters = match change.what {
            What::Delete { .. } => !own(slot, column),
            _ => !same(here, &base),
        };
        if matters && !same(there, &base) && (!same(there, here) || change.cells().is_empty()) {
            let error = Error::new(
                ErrorKind::Conflict,
                format!(
                    "the row has changed at Act-On since it was loaded: it was {base} and is {there} now"
                ),
            );
            return Ok(Some(
                error
                    .in_table(change.table.name())
                    .at_key(change.key().unwrap_or_default())
                    .in_column(column.name)
                    .advise(
                        "`refresh` takes Act-On's side; a commit without the check takes yours",
                    ),
            ));
        }
    }
    Ok(None)
}

/// Act-On's own columns may have moved with a commit of this session.
fn own(slot: &Slot, column: &ColumnMeta) -> bool {
    slot.stale && column.write == crate::schema::Write::Never
}

/// The cells that were read, at the places of all the struct's columns.
fn in_full(slot: &Slot, there: &[Cell<'static>]) -> Result<Vec<Option<Cell<'static>>>> {
    let base = slot.base().unwrap_or_default();
    let mut read = there.iter().cloned();
    let mut known = Vec::new();
    let cells: Vec<Cell<'static>> = slot
        .columns()
        .zip(base)
        .map(|(column, base)| {
            let cell = column.is_readable().then(|| read.next()).flatten();
            known.push(cell.is_some());
            cell.unwrap_or(base)
        })
        .collect();
    let cells = slot.row().normal(cells)?;
    Ok(cells
        .into_iter()
        .zip(known)
        .map(|(cell, known)| known.then_some(cell))
        .collect())
}
