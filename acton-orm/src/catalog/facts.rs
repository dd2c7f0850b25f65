//! What has been told of the account so far.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::plan::{list_id_in_name, list_to_find};
use crate::schema::TableRef;
use crate::wire::ListedList;

/// Headings older than this are asked for again: a record comes without them, so that a column that
/// was moved meanwhile could not be told.
const HEADINGS_LAST: Duration = Duration::from_secs(300);

/// What is known of an account.
#[derive(Debug, Default)]
pub(crate) struct Catalog {
    facts: Mutex<Facts>,
    /// Held while the lists are asked for, so that others wait instead of asking too.
    pub(super) listing: Asking,
    /// The same for the headings of each list.
    asking: Mutex<HashMap<Arc<str>, Asking>>,
}

/// Whoever holds it asks.
pub(super) type Asking = Arc<tokio::sync::Mutex<()>>;

#[derive(Debug, Default)]
struct Facts {
    /// By name; `None` where several lists have it.
    lists: HashMap<String, Option<List>>,
    /// By id.
    headings: HashMap<Arc<str>, (Arc<[String]>, Instant)>,
}

/// A list of the account.
#[derive(Debug, Clone)]
pub(crate) struct List {
    pub(crate) id: Arc<str>,
    /// Rows when it was last listed; may lag behind.
    pub(crate) size: Option<u64>,
}

impl Catalog {
    /// The list of a table, if it is one and its id is known.
    pub(crate) fn list(&self, table: &TableRef) -> Option<List> {
        if let Some(id) = list_id_in_name(table) {
            return Some(List {
                id: Arc::from(id),
                size: None,
            });
        }
        self.facts().lists.get(list_to_find(table)?)?.clone()
    }

    /// Remembers a whole listing.
    pub(super) fn learn_lists(&self, listed: &[ListedList]) {
        let mut facts = self.facts();
        facts.lists.clear();
        for entry in listed {
            let list = List {
                id: Arc::from(entry.id.as_str()),
                size: entry.size,
            };
            facts
                .lists
                .entry(entry.name.clone())
                .and_modify(|known| *known = None)
                .or_insert(Some(list));
        }
    }

    /// The list was not found under its id: it is looked for anew the next time.
    pub(crate) fn forget(&self, table: &TableRef) {
        let list = self.list(table);
        let mut facts = self.facts();
        if let Some(name) = list_to_find(table) {
            facts.lists.remove(name);
        }
        if let Some(list) = list {
            facts.headings.remove(&list.id);
        }
    }

    /// The headings of a list, in their order, if they are known and not too old.
    pub(crate) fn headings(&self, list: &str) -> Option<Arc<[String]>> {
        let facts = self.facts();
        let (headings, learnt) = facts.headings.get(list)?;
        (learnt.elapsed() < HEADINGS_LAST).then(|| Arc::clone(headings))
    }

    /// What is held while the headings of a list are asked for.
    pub(super) fn asking(&self, list: &str) -> Asking {
        let mut asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(asking.entry(Arc::from(list)).or_default())
    }

    /// Remembers the headings of a list.
    pub(crate) fn learn_headings(&self, list: &str, headings: Vec<String>) {
        let known = (Arc::from(headings), Instant::now());
        self.facts().headings.insert(Arc::from(list), known);
    }

    /// The headings of a list are not what they were.
    pub(crate) fn forget_headings(&self, list: &str) {
        self.facts().headings.remove(list);
    }

    fn facts(&self) -> MutexGuard<'_, Facts> {
        self.facts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
