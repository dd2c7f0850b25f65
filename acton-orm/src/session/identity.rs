//! Which slots hold which row: one handle for one row, however often it is read.

use std::any::TypeId;
use std::collections::HashMap;

/// The slots of each row that Act-On holds, by the row's home (its list, or its table) and key. A row
/// has one slot for each struct it was read into.
#[derive(Debug, Default)]
pub(super) struct Identity(HashMap<String, HashMap<String, Vec<Known>>>);

#[derive(Debug, Clone, Copy)]
struct Known {
    slot: u64,
    /// The struct, for a row that was read into one.
    kind: Option<TypeId>,
}

impl Identity {
    /// The slot that holds a row as this struct.
    pub(super) fn find(&self, kind: TypeId, home: &str, key: &str) -> Option<u64> {
        let known = self.0.get(home)?.get(key)?;
        known
            .iter()
            .find(|known| known.kind == Some(kind))
            .map(|known| known.slot)
    }

    /// All slots that hold a row.
    pub(super) fn slots(&self, home: &str, key: &str) -> Vec<u64> {
        let known = self.0.get(home).and_then(|keys| keys.get(key));
        known
            .into_iter()
            .flatten()
            .map(|known| known.slot)
            .collect()
    }

    pub(super) fn knows(&self, home: &str, key: &str) -> bool {
        self.0.get(home).is_some_and(|keys| keys.contains_key(key))
    }

    pub(super) fn put(&mut self, kind: Option<TypeId>, home: &str, key: &str, slot: u64) {
        // Rows without a key cannot be told apart.
        if key.is_empty() {
            return;
        }
        if !self.0.contains_key(home) {
            self.0.insert(home.to_owned(), HashMap::new());
        }
        if let Some(keys) = self.0.get_mut(home) {
            keys.entry(key.to_owned())
                .or_default()
                .push(Known { slot, kind });
        }
    }

    pub(super) fn remove(&mut self, home: &str, key: &str, slot: u64) {
        let Some(keys) = self.0.get_mut(home) else {
            return;
        };
        if let Some(known) = keys.get_mut(key) {
            known.retain(|known| known.slot != slot);
            if known.is_empty() {
                keys.remove(key);
            }
        }
    }
}
