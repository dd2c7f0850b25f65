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

/// Lists that were listed longer ago are looked for again: one may have been renamed, and another have
/// its name now.
const LISTS_LAST: Duration = Duration::from_secs(300);

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
    listed: Option<Instant>,
    /// The account's number.
    account: Option<i64>,
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
        let name = list_to_find(table)?;
        let facts = self.facts();
        let fresh = facts.listed.is_some_and(|at| at.elapsed() < LISTS_LAST);
        facts.lists.get(name).filter(|_| fresh)?.clone()
    }

    /// The account's number, if it is known.
    pub(crate) fn account(&self) -> Option<i64> {
        self.facts().account
    }

    /// Remembers the account's number.
    pub(crate) fn learn_account(&self, account: i64) {
        self.facts().account = Some(account);
    }

    /// Remembers a whole listing.
    pub(super) fn learn_lists(&self, listed: &[ListedList]) {
        let mut facts = self.facts();
        facts.lists.clear();
        facts.listed = Some(Instant::now());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::TableMeta;
    use crate::schema::list::list_table;

    static NEWS: TableMeta = list_table("List_News", &[], None);

    #[tokio::test(start_paused = true)]
    async fn the_id_of_a_name_is_not_believed_for_ever() {
        let catalog = Catalog::default();
        let table = TableRef::from(&NEWS);
        catalog.learn_lists(&[ListedList {
            id: "l-0001".to_owned(),
            name: "News".to_owned(),
            size: None,
        }]);
        tokio::time::advance(LISTS_LAST / 2).await;
        assert_eq!(&*catalog.list(&table).unwrap().id, "l-0001");
        tokio::time::advance(LISTS_LAST).await;
        assert!(catalog.list(&table).is_none());
        let by_id = table.named("List_l-0001");
        assert!(catalog.list(&by_id).is_some(), "an id needs no listing");
    }
}
