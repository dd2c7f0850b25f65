//! What has been learnt of the account, shared by all clones of a client.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::schema::{Family, ListRef, TableMeta};

/// Facts that cost a call to learn and rarely change.
#[derive(Default, Debug)]
pub(crate) struct Facts {
    lists: Mutex<HashMap<&'static str, List>>,
}

/// A list that was found by its name.
#[derive(Debug, Clone)]
pub(crate) struct List {
    pub(crate) id: String,
    /// Rows when Act-On last counted.
    pub(crate) size: Option<u64>,
}

impl Facts {
    /// The list of that name, if it was found before.
    pub(crate) fn list(&self, name: &str) -> Option<List> {
        self.lists().get(name).cloned()
    }

    pub(crate) fn remember_list(&self, name: &'static str, list: List) {
        self.lists().insert(name, list);
    }

    /// Forgets a list whose id no longer works, so that the name is looked up again.
    pub(crate) fn forget_list(&self, name: &str) {
        self.lists().remove(name);
    }

    /// Whether the list behind a table is known, and how many rows it had.
    pub(crate) fn list_of(&self, table: &TableMeta) -> (bool, Option<u64>) {
        match table.family {
            Family::Rows(ListRef::Name(name)) => {
                let list = self.list(name);
                (list.is_some(), list.and_then(|list| list.size))
            }
            _ => (false, None),
        }
    }

    fn lists(&self) -> std::sync::MutexGuard<'_, HashMap<&'static str, List>> {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
