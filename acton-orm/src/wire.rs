//! The shapes of Act-On's API. Stub: the lead replaces this file but for `write`.

pub(crate) mod write;

use crate::schema::{ListRef, TableMeta};
use crate::{Client, Error, ErrorKind, Result};

/// STUB for the lead to replace: resolves a list's name through the listing.
pub(crate) async fn list_id(
    client: &Client,
    list: ListRef,
    table: &'static TableMeta,
) -> Result<String> {
    let name = match list {
        ListRef::Id(id) => return Ok(id.to_owned()),
        ListRef::Name(name) => name,
    };
    let call = crate::client::Call::get(["api", "1", "list"])
        .query("listingtype", "CONTACT_LIST")
        .query("count", "1000");
    let body = client.call(call).await?.bytes().await?;
    let listing: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
    listing["result"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|list| list["name"] == name)
        .and_then(|list| list["id"].as_str().map(str::to_owned))
        .ok_or_else(|| {
            Error::new(ErrorKind::NotFound, "there is no such list").in_table(table.name)
        })
}
