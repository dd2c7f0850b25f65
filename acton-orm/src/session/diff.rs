//! From rows to changes, in the order in which a commit makes them. Pure.
//!
//! Inserts come first, in the order in which the rows were added; then updates; deletes come last, in
//! reverse. A row in doubt has no change: it is looked for first.

use std::collections::{BTreeMap, HashSet};

use super::families::{family, home};
use super::leftovers::Leftovers;
use super::slot::Slot;
use crate::plan::{Change, Verb, What, Written};
use crate::schema::{Operation, TableRef, Write};
use crate::{Error, ErrorKind, Result};

/// The changes of all rows.
pub(super) fn diff(slots: &BTreeMap<u64, Box<Slot>>, leftovers: &Leftovers) -> Result<Vec<Change>> {
    let mut inserts = Vec::new();
    let mut updates = Vec::new();
    let mut deletes = Vec::new();
    let doomed: HashSet<(&str, &str)> = slots
        .values()
        .filter(|slot| slot.deleted)
        .filter_map(|slot| {
            let key = slot.key.as_deref()?;
            Some((home(&slot.table, key), key))
        })
        .collect();
    let mut seen = HashSet::new();
    for (&id, slot) in slots.iter().filter(|(_, slot)| slot.doubt().is_none()) {
        let change = |what| Change {
            slot: id,
            table: slot.table.clone(),
            what,
        };
        let Some(key) = slot.key.as_deref() else {
            if !slot.deleted {
                slot.check_fit()?;
                let cells = slot.insertion();
                check(&slot.table, None, Verb::Insert, &cells)?;
                inserts.push(change(What::Insert { cells }));
            }
            continue;
        };
        if key.is_empty() && (slot.deleted || !slot.changes().is_empty()) {
            return Err(Error::new(
                ErrorKind::Invalid,
                "the row was read without its key, so that nobody can tell which one to change",
            )
            .in_table(slot.table.name())
            .advise("nothing was sent; read it with the table's key among its columns"));
        }
        let name = (home(&slot.table, key), key);
        if slot.deleted {
            can(&slot.table, Verb::Delete)
                .map_err(|error| error.in_table(slot.table.name()).at_key(key))?;
            if seen.insert(name) {
                let (key, leftover) = (key.to_owned(), false);
                deletes.push(change(What::Delete { key, leftover }));
            }
            continue;
        }
        // A deleted row is never updated, whatever another handle of it says.
        if !doomed.contains(&name) {
            slot.check_fit()?;
        }
        let set = slot.changes();
        if set.is_empty() || doomed.contains(&name) {
            continue;
        }
        if !seen.insert(name) {
            return Err(Error::new(
                ErrorKind::Invalid,
                "two structs of this session hold the row, and both were changed",
            )
            .in_table(slot.table.name())
            .at_key(key)
            .advise("change it through one of them, commit, and refresh the other"));
        }
        check(&slot.table, Some(key), Verb::Update, &set)?;
        updates.push(change(What::Update {
            key: key.to_owned(),
            set,
            known: slot.known(),
        }));
    }
    let left = leftovers.iter().rev().map(|leftover| Change {
        slot: leftover.slot,
        table: leftover.table.clone(),
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
fn check(table: &TableRef, key: Option<&str>, verb: Verb, cells: &[Written]) -> Result<()> {
    let place = |error: Error| {
        let error = error.in_table(table.name());
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
    can(table, verb).map_err(place)?;
    family(table)
        .and_then(|family| family.check(verb, cells))
        .map_err(place)
}

/// What the compiler checks of a typed row, for one whose table was found at run time.
fn can(table: &TableRef, verb: Verb) -> Result<()> {
    let (operation, what) = match verb {
        Verb::Insert => (Operation::Insert, "take new rows"),
        Verb::Update => (Operation::Update, "let its rows be changed"),
        Verb::Delete => (Operation::Delete, "let its rows be removed"),
    };
    if table.meta().can.contains(&operation) {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Invalid,
        format!("Act-On's table does not {what}"),
    )
    .advise("nothing was sent; `revert` the row to go on"))
}

#[cfg(test)]
mod tests {
    use super::super::leftovers::Leftover;
    use super::super::row::Plain;
    use super::*;
    use crate::Cell;
    use crate::plan::same;
    use crate::schema::{Table, TableMeta, images, media};

    /// A row of id and name, as loaded.
    fn row(table: &'static TableMeta, key: &str, name: &str) -> Slot {
        let row = plain(table, Cell::from(key.to_owned()), name);
        Slot::tracked(table.into(), row, key.to_owned())
    }

    fn plain(table: &'static TableMeta, key: Cell<'static>, name: &str) -> Box<Plain> {
        let position = |name: &str| {
            let found = table.columns.iter().position(|column| column.field == name);
            u16::try_from(found.unwrap()).unwrap()
        };
        Box::new(Plain {
            columns: [position("id"), position("name")].into(),
            cells: vec![key, Cell::from(name.to_owned())],
        })
    }

    fn image(key: &str) -> Slot {
        row(images::Images::META, key, "a.png")
    }

    /// A row that was never inserted.
    fn new(name: &str) -> Slot {
        let table = images::Images::META;
        let mut slot = Slot::new(table.into(), plain(table, Cell::Null, name));
        set(
            &mut slot,
            images::content.to(crate::Upload::bytes(name, "x")),
        );
        slot
    }

    fn set<T>(slot: &mut Slot, assignment: crate::Assignment<T>) {
        slot.set(assignment.column, assignment.value).unwrap();
    }

    fn changes(slots: impl IntoIterator<Item = Slot>) -> Vec<String> {
        let slots = slots
            .into_iter()
            .zip(0..)
            .map(|(slot, id)| (id, Box::new(slot)))
            .collect();
        let changes = diff(&slots, &Leftovers::default()).unwrap();
        changes.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_unchanged_row_is_no_change_even_after_a_detour() {
        let mut slot = image("f-1");
        set(&mut slot, images::name.to("b.png"));
        set(&mut slot, images::name.to("a.png"));
        assert_eq!(changes([slot]), [""; 0]);
    }

    #[test]
    fn inserts_stand_in_their_order_before_updates_before_deletes_in_reverse() {
        let [mut changed, mut first, mut last] = ["f-1", "f-2", "f-3"].map(image);
        set(&mut changed, images::name.to("b.png"));
        first.deleted = true;
        last.deleted = true;
        assert_eq!(
            changes([first, changed, new("x"), last, new("y")]),
            [
                "insert Images 'x'",
                "insert Images 'y'",
                "update Images f-1: Name = 'b.png'",
                "delete Images f-3",
                "delete Images f-2",
            ]
        );
    }

    #[test]
    fn a_deleted_row_is_not_updated_through_another_struct() {
        let [mut deleted, mut changed] = ["f-1", "f-1"].map(image);
        deleted.deleted = true;
        set(&mut changed, images::name.to("b.png"));
        assert_eq!(changes([changed, deleted]), ["delete Images f-1"]);
    }

    #[test]
    fn a_row_held_twice_is_deleted_once() {
        let slots = ["f-1", "f-1"].map(|key| {
            let mut slot = image(key);
            slot.deleted = true;
            slot
        });
        assert_eq!(changes(slots), ["delete Images f-1"]);
    }

    #[test]
    fn the_same_key_in_two_tables_is_two_rows() {
        let mut other = row(media::Media::META, "f-1", "a.png");
        other.deleted = true;
        let mut changed = image("f-1");
        set(&mut changed, images::name.to("b.png"));
        assert_eq!(changes([other, changed]).len(), 2);
    }

    #[test]
    fn a_row_in_doubt_has_no_change_before_it_is_found() {
        let mut doubtful = new("x");
        doubtful.set_doubt(Some(&[]));
        assert_eq!(changes([doubtful]), [""; 0]);
    }

    #[test]
    fn what_a_replacement_left_behind_is_deleted_last() {
        let left = Leftover {
            table: images::Images::META.into(),
            key: "f-0".into(),
            slot: 0,
        };
        let slots = BTreeMap::from([(0, Box::new(new("x")))]);
        let mut leftovers = Leftovers::default();
        leftovers.push(left);
        let changes = diff(&slots, &leftovers).unwrap();
        assert_eq!(
            changes[1].to_string(),
            "delete Images f-0, left behind by its replacement"
        );
    }

    #[test]
    fn a_row_without_a_key_is_neither_changed_nor_deleted() {
        let [mut changed, mut deleted, kept] = ["", "", ""].map(image);
        set(&mut changed, images::name.to("b.png"));
        deleted.deleted = true;
        for slot in [changed, deleted] {
            let error = diff(
                &BTreeMap::from([(0, Box::new(slot))]),
                &Leftovers::default(),
            )
            .unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Invalid);
        }
        assert_eq!(changes([kept]), [""; 0]);
    }

    #[test]
    fn a_column_given_with_the_insert_cannot_be_updated() {
        let mut slot = row(media::Media::META, "f-1", "a.txt");
        let cells = vec![Cell::from("f-1"), Cell::from("b.txt")];
        slot.row_mut().replace(cells, None).unwrap();
        let error = diff(
            &BTreeMap::from([(0, Box::new(slot))]),
            &Leftovers::default(),
        )
        .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert_eq!(error.column(), Some("Name"));
    }

    #[test]
    fn a_number_that_is_none_does_not_make_a_row_dirty() {
        assert!(same(&Cell::Float(f64::NAN), &Cell::Float(f64::NAN)));
        assert!(same(&Cell::Float(0.0), &Cell::Float(-0.0)));
        assert!(!same(&Cell::Null, &Cell::from("")));
    }
}
