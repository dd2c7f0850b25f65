//! What is known of the account: its lists, their ids and headings. It fills the holes of requests,
//! asks at most once at a time, and remembers. Clones of a client share it.

mod facts;
mod find;

use std::sync::Arc;

pub(crate) use facts::Catalog;
pub(crate) use find::{find, find_within, headings, headings_now, headings_within};

use crate::Client;
use crate::plan::Known;
use crate::schema::TableRef;

/// The catalogue of a client's account.
pub(crate) fn of(client: &Client) -> Arc<Catalog> {
    client.slot()
}

/// The table that a name means on this client: another one where an alias says so.
pub(crate) fn aliased(client: &Client, table: &TableRef) -> TableRef {
    match client.settings().alias(table.name()) {
        Some(other) => table.named(other),
        None => table.clone(),
    }
}

/// What the planner may know of a table without asking.
pub(crate) fn known(client: &Client, table: &TableRef) -> Known {
    let settings = client.settings();
    let catalog = of(client);
    let list = catalog.list(table);
    let id = list.as_ref().map(|list| Arc::clone(&list.id));
    Known {
        headings: id.as_ref().is_some_and(|id| catalog.headings(id).is_some()),
        list: id,
        list_size: list.and_then(|list| list.size),
        page_size: settings.page_size,
        downloads: settings.downloads == crate::client::Downloads::Csv,
    }
}
