//! The id of a list, from its name.

use crate::client::List;
use crate::plan::Request;
use crate::schema::{ListRef, TableMeta};
use crate::wire::decode::not_as_due;
use crate::{Client, Error, ErrorKind, Result};

/// Rows of the listing a call; Act-On's limit.
const PAGE: usize = 1000;

/// The listing, as far as finding a list needs it.
#[derive(serde::Deserialize)]
struct Listing {
    result: Vec<Entry>,
    #[serde(rename = "totalCount", default)]
    total: i64,
}

#[derive(serde::Deserialize)]
struct Entry {
    id: String,
    name: String,
    /// A numeric string on the wire.
    #[serde(rename = "sourceSize", default)]
    size: Option<serde_json::Value>,
}

/// The id of a list; a name is looked up in the listing once per client.
pub(crate) async fn list_id(
    client: &Client,
    list: ListRef,
    table: &'static TableMeta,
) -> Result<String> {
    let name = match list {
        ListRef::Id(id) => return Ok(id.to_owned()),
        ListRef::Name(name) => name,
    };
    if let Some(known) = client.facts().list(name) {
        return Ok(known.id);
    }
    let found = search(client, name)
        .await
        .map_err(|error| error.in_table(table.name))?;
    let id = found.id.clone();
    client.facts().remember_list(name, found);
    Ok(id)
}

async fn search(client: &Client, name: &'static str) -> Result<List> {
    let mut found: Vec<Entry> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut offset = 0;
    loop {
        let call = Request::get("/api/1/list")
            .param("listingtype", "contact_list")
            .param("count", PAGE.to_string())
            .param("offset", offset.to_string());
        let body = client.call(call).await?.bytes().await?;
        let listing: Listing = serde_json::from_slice(&body)
            .map_err(|error| not_as_due(&body, &error).during("GET /api/1/list"))?;
        let rows = listing.result.len();
        offset += rows;
        for entry in listing.result {
            if entry.name == name {
                found.push(entry);
            } else {
                names.push(entry.name);
            }
        }
        let told = usize::try_from(listing.total).unwrap_or(usize::MAX);
        if rows == 0 || offset >= told || (listing.total < 0 && rows < PAGE) {
            break;
        }
    }
    let first = match found.len() {
        1 => found.remove(0),
        0 => return Err(unknown(name, &names)),
        _ => {
            let ids: Vec<&str> = found.iter().map(|entry| entry.id.as_str()).collect();
            return Err(Error::new(
                ErrorKind::Invalid,
                format!("several lists are named `{name}`: {}", ids.join(", ")),
            )
            .advise("name the list by its id, as in `#[acton(table = \"List_l-0001\")]`"));
        }
    };
    let size = match first.size {
        Some(serde_json::Value::Number(number)) => number.as_u64(),
        Some(serde_json::Value::String(text)) => text.parse().ok(),
        _ => None,
    };
    Ok(List { id: first.id, size })
}

fn unknown(name: &str, names: &[String]) -> Error {
    let error = Error::new(
        ErrorKind::NotFound,
        format!("the account has no list named `{name}`"),
    );
    match crate::nearest::nearest(name, names.iter().map(String::as_str)) {
        Some(near) => error.advise(format!("did you mean `{near}`?")),
        None => error.advise("read `ContactList` to see the account's lists"),
    }
}
