//! What is read to know the account: the listing of lists, the headings of one.

use serde::Deserialize;
use serde_json::Value as Json;

use super::decode::not_as_due;
use crate::Result;

/// A list, as the listing has it.
#[derive(Debug, Clone)]
pub(crate) struct ListedList {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Rows when Act-On last counted.
    pub(crate) size: Option<u64>,
}

#[derive(Deserialize)]
struct Listing {
    result: Vec<Entry>,
    #[serde(rename = "totalCount", default)]
    total: i64,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    name: String,
    #[serde(rename = "sourceSize", default)]
    size: Json,
}

/// A page of the listing, and its `totalCount` where it tells one (A§7.1).
pub(crate) fn listing(body: &[u8]) -> Result<(Vec<ListedList>, Option<u64>)> {
    let page: Listing = serde_json::from_slice(body).map_err(|error| not_as_due(body, &error))?;
    let lists = page.result.into_iter().map(|entry| ListedList {
        id: entry.id,
        name: entry.name,
        size: match &entry.size {
            Json::Number(number) => number.as_u64(),
            Json::String(text) => text.parse().ok(),
            _ => None,
        },
    });
    Ok((lists.collect(), u64::try_from(page.total).ok()))
}

/// The headings of a list, from a page of it (A§7.2).
pub(crate) fn headings(body: &[u8]) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Page {
        headers: Vec<String>,
    }
    let page: Page = serde_json::from_slice(body).map_err(|error| not_as_due(body, &error))?;
    Ok(page.headers)
}
