//! The ids of lists, for those who write to them.

use super::{Session, families};
use crate::plan::Request;
use crate::schema::{ListRef, TableRef};
use crate::{Client, Error, ErrorKind, Result, wire};

/// Which list a table is, if it is one.
fn list(table: &TableRef) -> Option<ListRef> {
    ListRef::of(table.meta().name)
}

/// The id of a table's list, where no call is needed to know it.
pub(super) fn known(client: &Client, table: &TableRef) -> Option<String> {
    match list(table)? {
        ListRef::Id(id) => Some(id.to_owned()),
        ListRef::Name(name) => client.facts().list(name).map(|list| list.id),
    }
}

/// Finds the id of a table's list.
pub(super) async fn find(client: &Client, table: &TableRef) -> Result<String> {
    let list = list(table).ok_or_else(|| {
        Error::new(ErrorKind::Invalid, "the table is no list").in_table(table.name())
    })?;
    wire::list_id(client, list, table.meta()).await
}

/// Forgets the id of a table's list, which Act-On does not know any more.
pub(super) fn forget(client: &Client, table: &TableRef) {
    if let Some(ListRef::Name(name)) = list(table) {
        client.facts().forget_list(name);
    }
}

/// The call that finds a list, made once for each page of the listing until it is found.
pub(super) fn finding() -> Request {
    Request::get("/api/1/list")
        .param("listingtype", "contact_list")
        .param("count", "1000")
        .param_hole("offset", "offset")
}

impl Session {
    /// The id of a table's list, if the client knows it or a key of the session tells it.
    pub(super) fn list_of(&self, table: &TableRef) -> Option<String> {
        known(&self.client, table).or_else(|| {
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
