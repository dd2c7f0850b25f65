//! The slots of a session, and the identity map that goes with them.

use super::slot::Slot;
use super::{RowId, Session};
use crate::wire::write;
use crate::{Error, ErrorKind, Result};

impl Session {
    pub(super) fn insert(&mut self, slot: Slot) -> RowId {
        let id = self.next;
        self.next += 1;
        if let Some(key) = &slot.key {
            self.identity.put(slot.kind, slot.table.name, key, id);
        }
        self.slots.insert(id, slot);
        self.name(id)
    }

    pub(super) fn name(&self, slot: u64) -> RowId {
        RowId {
            session: self.id,
            slot,
        }
    }

    pub(super) fn slot(&self, row: RowId) -> Option<&Slot> {
        self.slots.get(&row.slot).filter(|_| row.session == self.id)
    }

    pub(super) fn slot_mut(&mut self, row: RowId) -> Option<&mut Slot> {
        let ours = row.session == self.id;
        self.slots.get_mut(&row.slot).filter(|_| ours)
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
        let Some(slot) = self.slot_mut(row) else {
            return false;
        };
        if let Some(sent) = slot.sent.take()
            && slot.key.is_none()
            && let Some(key) = write::own_key(slot.table, &sent)
        {
            // It may be at Act-On, and deleting what is not there does no harm.
            self.landed(row.slot, &sent, &key);
        }
        let Some(slot) = self.slot_mut(row) else {
            return false;
        };
        if slot.key.is_none() && slot.doubt.is_none() {
            self.take(row.slot);
        } else {
            slot.deleted = true;
        }
        true
    }

    pub(super) fn take(&mut self, id: u64) -> Option<Slot> {
        let slot = self.slots.remove(&id)?;
        if let Some(key) = &slot.key {
            self.identity.remove(slot.table.name, key, id);
        }
        Some(slot)
    }

    /// A row has a new key: every struct of it is told.
    pub(super) fn rekey(&mut self, table: &'static str, old: &str, new: &str) {
        for id in self.identity.slots(table, old) {
            if let Some(slot) = self.slots.get_mut(&id) {
                slot.rekey(new);
                slot.stale = true;
                self.identity.remove(table, old, id);
                self.identity.put(slot.kind, table, new, id);
            }
        }
    }

    /// A row is gone: every struct of it leaves the session.
    pub(super) fn gone(&mut self, table: &'static str, key: &str) {
        for id in self.identity.slots(table, key) {
            self.take(id);
        }
    }
}
