//! The ids of lists, for those who write to them.

use super::{Session, families};
use crate::catalog;
use crate::schema::TableRef;

impl Session {
    /// The id of a table's list, if the client knows it or a key of the session tells it.
    pub(super) fn list_of(&self, table: &TableRef) -> Option<String> {
        let known = catalog::of(&self.client).list(table);
        known.map(|list| list.id.to_string()).or_else(|| {
            let mut rows = self.slots.values();
            rows.find_map(|slot| {
                let key = slot
                    .key
                    .as_deref()
                    .filter(|_| slot.table.name() == table.name())?;
                let home = families::home(&slot.table, key);
                (home != table.name()).then(|| home.to_owned())
            })
        })
    }
}
