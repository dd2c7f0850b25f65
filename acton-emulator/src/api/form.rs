//! Forms (A§12) and their reports (A§12.1).

use serde::Serialize;
use serde_json::json;

use super::Reply;
use crate::http::error::INVALID_FORM;
use crate::http::{Answer, Call};
use crate::world::{ACCOUNT_ID, Form, FormSource, World};

/// The folder that repeats every form.
const ALL: &str = "All Forms";

#[derive(Serialize)]
struct Folder<'a> {
    entries: Vec<Entry<'a>>,
    folder: &'a str,
}

#[derive(Serialize)]
struct Entry<'a> {
    creation_time: i64,
    description: &'a str,
    modified: i64,
    id: &'a str,
    title: &'a str,
    url: String,
}

fn entry<'a>(base: &str, form: &'a Form) -> Entry<'a> {
    Entry {
        creation_time: form.created,
        description: &form.description,
        modified: form.modified,
        id: &form.id,
        title: &form.title,
        url: url(base, &form.id),
    }
}

fn url(base: &str, id: &str) -> String {
    format!("{base}/acton/form/{ACCOUNT_ID}/{id}:d-0001/1/-/-/-/-/index.htm")
}

pub(crate) fn list(world: &mut World, _: &Call) -> Reply {
    let base = world.settings.url.as_str();
    let all = (ALL, world.forms.iter().collect::<Vec<_>>());
    // Without forms there are no folders (inferred).
    let all = (!all.1.is_empty()).then_some(all);
    let folders = world.forms.folders().into_iter().chain(all);
    let mut folders: Vec<Folder<'_>> = folders
        .map(|(folder, forms)| Folder {
            entries: forms.into_iter().map(|form| entry(base, form)).collect(),
            folder,
        })
        .collect();
    if world.quirks.all_forms_first {
        folders.reverse();
    }
    Ok(Answer::json(&folders))
}

/// That this is an object with `urls` is what one client reads; the rest is inferred.
pub(crate) fn urls(world: &mut World, call: &Call) -> Reply {
    let form = world.forms.get(call.path_value(0)).ok_or(INVALID_FORM)?;
    let url = url(&world.settings.url, &form.id);
    Ok(Answer::json(&json!({"urls": [{"url": url}]})))
}

#[derive(Serialize)]
struct Line<'a> {
    source: &'a str,
    submits: u32,
    unique: u32,
    views: u32,
    percent: u32,
    non_submitters: &'static str,
}

/// Neither `offset` nor `totalCount`.
pub(crate) fn report(world: &mut World, call: &Call) -> Reply {
    let form = world.forms.get(call.path_value(0)).ok_or(INVALID_FORM)?;
    let result: Vec<Line<'_>> = form.sources.iter().map(line).collect();
    Ok(Answer::json(
        &json!({"count": result.len(), "result": result}),
    ))
}

/// That the percentage is that of submits among views is inferred.
fn line(source: &FormSource) -> Line<'_> {
    Line {
        source: &source.source,
        submits: source.submits,
        unique: source.unique,
        views: source.views,
        percent: (source.submits * 100)
            .checked_div(source.views)
            .unwrap_or(0),
        non_submitters: "N/A",
    }
}
