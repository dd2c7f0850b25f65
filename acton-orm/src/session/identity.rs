//! One handle for one row, however often it is read.

use std::any::TypeId;
use std::collections::HashMap;

/// Which slot holds which row, for each struct a table is read into.
#[derive(Debug, Default)]
pub(super) struct Identity(HashMap<(TypeId, &'static str), HashMap<String, u64>>);

impl Identity {
    pub(super) fn find(&self, kind: TypeId, table: &'static str, key: &str) -> Option<u64> {
        self.0.get(&(kind, table))?.get(key).copied()
    }

    pub(super) fn put(&mut self, kind: TypeId, table: &'static str, key: &str, slot: u64) {
        self.0
            .entry((kind, table))
            .or_default()
            .insert(key.to_owned(), slot);
    }

    pub(super) fn remove(&mut self, kind: TypeId, table: &'static str, key: &str) {
        if let Some(keys) = self.0.get_mut(&(kind, table)) {
            keys.remove(key);
        }
    }
}
