//! From rows to changes, in the order in which a commit makes them. Pure.
//!
//! Inserts come first, in the order in which the rows were added; then updates; deletes come last, in
//! reverse. A row in doubt has no change: it is looked for first.

use std::collections::{BTreeMap, HashSet};

use super::change::{Change, What};
use super::slot::Slot;
use crate::schema::{TableMeta, Write};
use crate::wire::write::{self, Cell, Verb};
use crate::{Error, ErrorKind, Result};

/// A row whose replacement has been made, and which is still to be deleted.
#[derive(Debug, Clone)]
pub(super) struct Leftover {
    pub(super) table: &'static TableMeta,
    pub(super) key: String,
    /// The row that took its place.
    pub(super) slot: u64,
}

/// The changes of all rows.
pub(super) fn diff(slots: &BTreeMap<u64, Slot>, leftovers: &[Leftover]) -> Result<Vec<Change>> {
    let mut inserts = Vec::new();
    let mut updates = Vec::new();
    let mut deletes = Vec::new();
    let doomed: HashSet<(&str, &str)> = slots
        .values()
        .filter(|slot| slot.deleted)
        .filter_map(|slot| Some((slot.table.name, slot.key.as_deref()?)))
        .collect();
    let mut seen = HashSet::new();
    for (&id, slot) in slots.iter().filter(|(_, slot)| slot.doubt.is_none()) {
        let change = |what| Change {
            slot: id,
            table: slot.table,
            what,
        };
        let Some(key) = &slot.key else {
            if !slot.deleted {
                let cells = slot.insertion();
                check(slot.table, None, Verb::Insert, &cells)?;
                inserts.push(change(What::Insert { cells }));
            }
            continue;
        };
        let name = (slot.table.name, key.as_str());
        if slot.deleted {
            if seen.insert(name) {
                let (key, leftover) = (key.clone(), false);
                deletes.push(change(What::Delete { key, leftover }));
            }
            continue;
        }
        // A deleted row is never updated, whatever another handle of it says.
        let set = slot.changes();
        if set.is_empty() || doomed.contains(&name) {
            continue;
        }
        if !seen.insert(name) {
            return Err(Error::new(
                ErrorKind::Invalid,
                "two structs of this session hold the row, and both were changed",
            )
            .in_table(slot.table.name)
            .at_key(key)
            .advise("change it through one of them, commit, and refresh the other"));
        }
        check(slot.table, Some(key), Verb::Update, &set)?;
        updates.push(change(What::Update {
            key: key.clone(),
            set,
            known: slot.known(),
        }));
    }
    let left = leftovers.iter().rev().map(|leftover| Change {
        slot: leftover.slot,
        table: leftover.table,
        what: What::Delete {
            key: leftover.key.clone(),
            leftover: true,
        },
    });
    Ok(inserts
        .into_iter()
        .chain(updates)
        .chain(deletes.into_iter().rev())
        .chain(left)
        .collect())
}

/// Refuses what Act-On does not let us write.
fn check(table: &TableMeta, key: Option<&str>, verb: Verb, cells: &[Cell]) -> Result<()> {
    let place = |error: Error| {
        let error = error.in_table(table.name);
        match key {
            Some(key) => error.at_key(key),
            None => error,
        }
    };
    let forbidden = cells
        .iter()
        .find_map(|cell| match (cell.column.write, verb) {
            (Write::Never, _) => Some((cell, "Act-On sets this column; it can only be read")),
            (Write::OnInsert, Verb::Update) => Some((
                cell,
                "this column is given when the row is inserted, and stays",
            )),
            _ => None,
        });
    if let Some((cell, why)) = forbidden {
        return Err(place(
            Error::new(ErrorKind::Invalid, why)
                .in_column(cell.column.name)
                .advise("nothing was sent; `revert` the row to go on"),
        ));
    }
    write::check(table, verb, cells).map_err(place)
}
