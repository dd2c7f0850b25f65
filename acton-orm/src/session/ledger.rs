//! The one place where a row passes from one state to another in the course of a commit. Whoever wants
//! a record of them, such as a journal on disk, finds them all here.

use super::Session;
use super::families::home;
use super::leftovers::Leftover;
use crate::plan::Written;
use crate::schema::TableRef;

/// What has become of a row.
#[derive(Debug, Clone, Copy)]
pub(super) enum Transition<'a> {
    /// It is about to be sent as a new row, and must not be sent again before it was looked for.
    Doubted { slot: u64, sent: &'a [Written] },
    /// No answer came: from now on it may come late.
    Lost { slot: u64 },
    /// It is about to be sent as a new row; sending it again does no harm.
    Sent { slot: u64, sent: &'a [Written] },
    /// What was sent is at Act-On under this key; a row that it replaces is left behind.
    Landed {
        slot: u64,
        sent: &'a [Written],
        key: &'a str,
    },
    /// What was sent in doubt is not at Act-On.
    NeverCame { slot: u64 },
    /// What was sent without doubt is not at Act-On.
    NotSent { slot: u64 },
    /// Columns of it were written.
    Updated { slot: u64, set: &'a [Written] },
    /// It is gone from Act-On.
    Gone { table: &'a TableRef, key: &'a str },
    /// What its replacement had left behind is gone.
    ClearedUp { table: &'a TableRef, key: &'a str },
    /// The user gives up the doubt.
    Settled { slot: u64 },
}

impl Session {
    /// Enters a transition.
    pub(super) fn record(&mut self, transition: Transition<'_>) {
        match transition {
            Transition::Doubted { slot, sent } => {
                if let Some(slot) = self.slots.get_mut(&slot) {
                    slot.set_doubt(Some(sent));
                }
            }
            Transition::Lost { slot } => {
                if let Some(slot) = self.slots.get_mut(&slot) {
                    slot.doubt_from_now();
                }
            }
            Transition::Sent { slot, sent } => {
                if let Some(slot) = self.slots.get_mut(&slot) {
                    slot.set_sent(Some(sent));
                }
            }
            Transition::Landed { slot, sent, key } => self.landed(slot, sent, key),
            Transition::NeverCame { slot: id } => {
                let Some(slot) = self.slots.get_mut(&id) else {
                    return;
                };
                slot.set_doubt(None);
                if slot.deleted && slot.key.is_none() {
                    self.take(id);
                }
            }
            Transition::NotSent { slot } => {
                if let Some(slot) = self.slots.get_mut(&slot) {
                    slot.set_sent(None);
                }
            }
            Transition::Updated { slot, set } => {
                if let Some(slot) = self.slots.get_mut(&slot) {
                    slot.applied(set);
                }
                self.tell_others(slot, set);
            }
            Transition::Gone { table, key } => {
                // Every struct of it leaves the session.
                for id in self.identity.known(home(table, key), key).to_vec() {
                    self.take(id);
                }
            }
            Transition::ClearedUp { table, key } => self.leftovers.clear(table, key),
            Transition::Settled { slot } => {
                if let Some(slot) = self.slots.get_mut(&slot) {
                    slot.set_doubt(None);
                }
            }
        }
    }

    fn landed(&mut self, id: u64, sent: &[Written], key: &str) {
        let Some(slot) = self.slots.get_mut(&id) else {
            return;
        };
        let table = slot.table.clone();
        slot.set_doubt(None);
        slot.set_sent(None);
        slot.applied(sent);
        match slot.key.clone() {
            None => {
                slot.rekey(key);
                if let Some(key) = &slot.key {
                    self.identity.put(home(&table, key), key, id);
                }
            }
            Some(old) if *old != *key => {
                self.rekey(&table, &old, key);
                self.leftovers.push(Leftover {
                    table,
                    key: old.to_string(),
                    slot: id,
                });
            }
            Some(_) => {}
        }
        self.tell_others(id, sent);
    }

    /// A row has a new key: every struct of it is told.
    fn rekey(&mut self, table: &TableRef, old: &str, new: &str) {
        let (before, after) = (home(table, old), home(table, new));
        for id in self.identity.known(before, old).to_vec() {
            if let Some(slot) = self.slots.get_mut(&id) {
                slot.rekey(new);
                slot.stale = true;
                self.identity.remove(before, old, id);
                if let Some(key) = &slot.key {
                    self.identity.put(after, key, id);
                }
            }
        }
    }

    /// The other structs of a row are told what Act-On holds now.
    fn tell_others(&mut self, id: u64, set: &[Written]) {
        let row = self.slots.get(&id);
        let Some((table, key)) = row.and_then(|slot| Some((&slot.table, slot.key.as_ref()?)))
        else {
            return;
        };
        for other in self.identity.known(home(table, key), key).to_vec() {
            if other != id
                && let Some(slot) = self.slots.get_mut(&other)
            {
                slot.heard(set);
            }
        }
    }
}
