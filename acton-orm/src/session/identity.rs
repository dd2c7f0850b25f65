//! Which slots hold which row: one handle for one row, however often it is read.

use std::collections::HashMap;
use std::sync::Arc;

/// The slots of each row that Act-On holds, by the row's home (its list, or its table) and key. A row
/// has one slot for each struct it was read into.
#[derive(Debug, Default)]
pub(super) struct Identity(HashMap<String, HashMap<Arc<str>, Slots>>);

/// Nearly every row has one slot.
#[derive(Debug)]
enum Slots {
    One(u64),
    Several(Vec<u64>),
}

impl Slots {
    fn of(slots: &[u64]) -> Option<Self> {
        match slots {
            [] => None,
            [one] => Some(Self::One(*one)),
            several => Some(Self::Several(several.to_vec())),
        }
    }

    fn all(&self) -> &[u64] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several,
        }
    }
}

impl Identity {
    /// All slots that hold a row.
    pub(super) fn known(&self, home: &str, key: &str) -> &[u64] {
        let slots = self.0.get(home).and_then(|keys| keys.get(key));
        slots.map(Slots::all).unwrap_or_default()
    }

    pub(super) fn knows(&self, home: &str, key: &str) -> bool {
        self.0.get(home).is_some_and(|keys| keys.contains_key(key))
    }

    pub(super) fn put(&mut self, home: &str, key: &Arc<str>, slot: u64) {
        // Rows without a key cannot be told apart.
        if key.is_empty() {
            return;
        }
        if !self.0.contains_key(home) {
            self.0.insert(home.to_owned(), HashMap::new());
        }
        if let Some(keys) = self.0.get_mut(home) {
            match keys.get_mut(key) {
                None => {
                    keys.insert(Arc::clone(key), Slots::One(slot));
                }
                Some(slots) => *slots = Slots::Several([slots.all(), &[slot]].concat()),
            }
        }
    }

    pub(super) fn remove(&mut self, home: &str, key: &str, slot: u64) {
        let Some(keys) = self.0.get_mut(home) else {
            return;
        };
        let Some(slots) = keys.get_mut(key) else {
            return;
        };
        let mut left = slots.all().to_vec();
        left.retain(|known| *known != slot);
        match Slots::of(&left) {
            Some(left) => *slots = left,
            None => {
                keys.remove(key);
            }
        }
    }
}
