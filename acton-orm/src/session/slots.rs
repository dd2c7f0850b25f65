//! The slots of a session, and the identity map that goes with them.

use std::any::TypeId;

use super::families::home;
use super::ledger::Transition;
use super::slot::{Slot, key_text};
use super::{RowId, Session};
use crate::plan::{Written, find};
use crate::schema::{TableRef, Write};
use crate::{Error, ErrorKind, Result};

impl Session {
    pub(super) fn insert(&mut self, slot: Slot) -> RowId {
        let id = self.next;
        self.next += 1;
        if let Some(key) = &slot.key {
            self.identity.put(home(&slot.table, key), key, id);
        }
        self.slots.insert(id, Box::new(slot));
        self.name(id)
    }

    /// The slot that holds a row as this struct.
    pub(super) fn known(&self, kind: TypeId, table: &TableRef, key: &str) -> Option<u64> {
        let known = self.identity.known(home(table, key), key).iter().copied();
        let holds = |slot: &Slot| slot.kind() == Some(kind);
        let mut of_kind = known.filter(|id| self.slots.get(id).is_some_and(|slot| holds(slot)));
        of_kind.next()
    }

    pub(super) fn name(&self, slot: u64) -> RowId {
        RowId {
            session: self.id,
            slot,
        }
    }

    pub(super) fn slot(&self, row: RowId) -> Option<&Slot> {
        let slot = self.slots.get(&row.slot)?;
        (row.session == self.id).then_some(slot)
    }

    pub(super) fn slot_mut(&mut self, row: RowId) -> Option<&mut Slot> {
        let ours = row.session == self.id;
        let slot = self.slots.get_mut(&row.slot)?;
        ours.then_some(slot)
    }

    pub(super) fn require(&mut self, row: RowId) -> Result<&mut Slot> {
        self.slot_mut(row).ok_or_else(|| {
            Error::new(
                ErrorKind::Invalid,
                "the row is not in this session: it was deleted or detached, or is another session's",
            )
        })
    }

    pub(crate) fn doom(&mut self, row: RowId) -> bool {
        let Some(slot) = self.slot(row) else {
            return false;
        };
        if let Some(sent) = slot.sent().map(<[_]>::to_vec) {
            match own_key(&slot.table, &sent).filter(|_| slot.key.is_none()) {
                // It may be at Act-On, and deleting what is not there does no harm.
                Some(key) => self.record(Transition::Landed {
                    slot: row.slot,
                    sent: &sent,
                    key: &key,
                }),
                None => self.record(Transition::NotSent { slot: row.slot }),
            }
        }
        let Some(slot) = self.slot_mut(row) else {
            return false;
        };
        if slot.key.is_none() && slot.doubt().is_none() {
            self.take(row.slot);
        } else {
            slot.deleted = true;
        }
        true
    }

    pub(super) fn take(&mut self, id: u64) -> Option<Box<Slot>> {
        let slot = self.slots.remove(&id)?;
        if let Some(key) = &slot.key {
            self.identity.remove(home(&slot.table, key), key, id);
        }
        Some(slot)
    }
}

/// The key of a row that was sent, where the row itself holds it: an address, and no id that Act-On
/// gives.
fn own_key(table: &TableRef, sent: &[Written]) -> Option<String> {
    let column = table.meta().key_column()?;
    let own = column.write != Write::Never;
    own.then(|| find(sent, column.field).and_then(key_text))?
}
