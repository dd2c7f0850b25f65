//! Landing pages (A§12) and their reports (A§12.1).

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;

use super::{Done, Reply};
use crate::http::error::INVALID_PAGE;
use crate::http::{Answer, Call};
use crate::world::{ACCOUNT_ID, LandingPage, World};

#[derive(Serialize)]
struct Folder<'a> {
    entries: Vec<Entry<'a>>,
    folder: &'a str,
}

/// Times are text here.
#[derive(Serialize)]
struct Entry<'a> {
    creation_time: String,
    modified: String,
    id: &'a str,
    title: &'a str,
    url: String,
}

fn entry<'a>(base: &str, page: &'a LandingPage) -> Entry<'a> {
    Entry {
        creation_time: page.created.to_string(),
        modified: page.modified.to_string(),
        id: &page.id,
        title: &page.title,
        url: url(base, &page.id),
    }
}

fn url(base: &str, id: &str) -> String {
    format!("{base}/acton/fs/blocks/showLandingPage/a/{ACCOUNT_ID}/p/{id}/t/page/fm/0")
}

pub(crate) fn list(world: &mut World, _: &Call) -> Reply {
    let base = world.settings.url.as_str();
    let folders = world.pages.folders().into_iter();
    let folders = folders.map(|(folder, pages)| Folder {
        entries: pages.into_iter().map(|page| entry(base, page)).collect(),
        folder,
    });
    Ok(Answer::json(&folders.collect::<Vec<_>>()))
}

/// Its answer is unpublished: the element of the list (inferred).
pub(crate) fn get(world: &mut World, call: &Call) -> Reply {
    let page = world.pages.get(call.path_value(0)).ok_or(INVALID_PAGE)?;
    Ok(Answer::json(&entry(&world.settings.url, page)))
}

/// As for forms (inferred).
pub(crate) fn urls(world: &mut World, call: &Call) -> Reply {
    let page = world.pages.get(call.path_value(0)).ok_or(INVALID_PAGE)?;
    let url = url(&world.settings.url, &page.id);
    Ok(Answer::json(&json!({"urls": [{"url": url}]})))
}

/// Its answer is unpublished: as other content's (inferred).
pub(crate) fn delete(world: &mut World, call: &Call) -> Reply {
    let id = call.path_value(0);
    if !world.pages.remove(id) {
        return Err(INVALID_PAGE);
    }
    Ok(Done::new(format!("Page {id} has been deleted")).into())
}

#[derive(Serialize)]
struct Report<'a> {
    /// The published answer lacks it; that this is because it is zero there, and its name, are inferred.
    #[serde(skip_serializing_if = "Option::is_none")]
    unique_known_visits: Option<u32>,
    unique_unknown_visits: u32,
    total_visits: u32,
    incoming_traffic: &'a BTreeMap<String, u32>,
}

pub(crate) fn report(world: &mut World, call: &Call) -> Reply {
    let page = world.pages.get(call.path_value(0)).ok_or(INVALID_PAGE)?;
    Ok(Answer::json(&Report {
        unique_known_visits: Some(page.known).filter(|known| *known > 0),
        unique_unknown_visits: page.unknown,
        total_visits: page.traffic.values().sum(),
        incoming_traffic: &page.traffic,
    }))
}
