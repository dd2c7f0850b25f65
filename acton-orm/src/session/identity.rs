//! Which slots hold which row: one handle for one row, however often it is read.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::Arc;

/// The slots of each row that Act-On holds, by the row's home (its list, or its table) and key. A row
/// has one slot for each struct it was read into.
#[derive(Debug, Default)]
pub(super) struct Identity(HashMap<String, HashMap<Arc<str>, Slots>>);

/// Nearly every row has one slot.
#[derive(Debug)]
enum Slots {
    One(Known),
    Several(Vec<Known>),
}

impl Slots {
    fn known(&self) -> &[Known] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Known {
    slot: u64,
    /// The struct, for a row that was read into one.
    kind: Option<TypeId>,
}

impl Identity {
    /// The slot that holds a row as this struct.
    pub(super) fn find(&self, kind: TypeId, home: &str, key: &str) -> Option<u64> {
        let slots = self.0.get(home)?.get(key)?;
        let mut known = slots.known().iter();
        known
            .find(|known| known.kind == Some(kind))
            .map(|known| known.slot)
    }

    /// All slots that hold a row.
    pub(super) fn slots(&self, home: &str, key: &str) -> Vec<u64> {
        let known = self.0.get(home).and_then(|keys| keys.get(key));
        known
            .into_iter()
            .flat_map(Slots::known)
            .map(|known| known.slot)
            .collect()
    }

    pub(super) fn knows(&self, home: &str, key: &str) -> bool {
        self.0.get(home).is_some_and(|keys| keys.contains_key(key))
    }

    pub(super) fn put(&mut self, kind: Option<TypeId>, home: &str, key: &Arc<str>, slot: u64) {
        // Rows without a key cannot be told apart.
        if key.is_empty() {
            return;
        }
        if !self.0.contains_key(home) {
            self.0.insert(home.to_owned(), HashMap::new());
        }
        if let Some(keys) = self.0.get_mut(home) {
            let new = Known { slot, kind };
            let slots = match keys.remove(key) {
                None => Slots::One(new),
                Some(slots) => Slots::Several([slots.known(), &[new]].concat()),
            };
            keys.insert(Arc::clone(key), slots);
        }
    }

    pub(super) fn remove(&mut self, home: &str, key: &str, slot: u64) {
        let Some(keys) = self.0.get_mut(home) else {
            return;
        };
        let Some((key, slots)) = keys.remove_entry(key) else {
            return;
        };
        let mut left = slots.known().to_vec();
        left.retain(|known| known.slot != slot);
        let left = match left.as_slice() {
            [] => None,
            [one] => Some(Slots::One(*one)),
            _ => Some(Slots::Several(left)),
        };
        if let Some(left) = left {
            keys.insert(key, left);
        }
    }
}
