//! Images: added, replaced in place, moved by a new upload, deleted (A§12).

mod content;

use bytes::Bytes;
use serde_json::{Map, Value as Json};

use super::{ack, files};
use crate::plan::{
    Body, Change, Family, Fate, Group, Learned, Part, Planned, Request, Sent, Settled, Trace, Verb,
    Way, What, Written, find,
};
use crate::schema::{Kind, Method, TableRef};
use crate::{Cell, Error, ErrorKind, Result};

const FILES: &str = "/api/1/image";
const ONE: &str = "/api/1/image/{key}";

/// The image library.
pub(crate) struct Images;

impl Family for Images {
    fn check(&self, verb: Verb, cells: &[Written]) -> Result<()> {
        let in_place = verb == Verb::Update && !moves(cells);
        if (in_place || verb == Verb::Insert) && files::content(cells).is_none() {
            return Err(files::no_file());
        }
        Ok(())
    }

    fn ways(&self, group: &Group<'_>) -> Result<Vec<Way>> {
        let way = Way::one_by_one(group, |change| {
            Ok(match &change.what {
                What::Insert { cells } => vec![files::upload(FILES, cells)?],
                What::Update { key, set, .. } if moves(set) => movement(change, key),
                What::Update { key, set, .. } => {
                    let in_place = Part::text("ignorefolder", "Y");
                    vec![files::replace(ONE, key, set, [in_place])?]
                }
                What::Delete { key, .. } => vec![files::delete(ONE, key)],
            })
        })?;
        Ok(vec![way])
    }

    fn trace(&self, table: &TableRef, sent: &[Written]) -> Trace {
        files::trace(table, sent, &[])
    }

    fn touches(&self, change: &Change) -> Vec<String> {
        files::touches(change)
    }

    fn carries_over(&self) -> &'static [&'static str] {
        &["name", "folder_name", "image_url", "size"]
    }
}

/// No call moves or renames an image, so these columns need a new upload.
fn moves(set: &[Written]) -> bool {
    set.iter()
        .any(|cell| matches!(cell.column.field, "folder_name" | "name"))
}

/// The calls of a move: what is not known is asked for, the image is uploaded anew, and then the old
/// one is deleted.
fn movement(change: &Change, key: &str) -> Vec<Planned> {
    let new_content = files::content(change.cells());
    let mut calls = Vec::new();
    if wanted(new_content.is_some()).any(|field| !is_known(change, field)) {
        let details = Request::get(ONE).with("key", key);
        calls.push(Planned::new(details, told).because("where the image is"));
    }
    if new_content.is_none() {
        let file = Request::file(change.text("image_url"), "image_url");
        calls.push(Planned::new(file, content::downloaded).because("its content"));
    }
    let text = |part, field| match change.text(field) {
        Some(text) => Part::text(part, text),
        None => Part::hole(part, field),
    };
    let parts = vec![
        text("name", "name"),
        text("foldername", "folder_name"),
        match new_content {
            Some(upload) => Part::file(upload.clone()),
            None => Part::file_hole("content"),
        },
    ];
    let upload = Request::new(Method::POST, FILES).body(Body::Multipart(parts));
    calls.push(Planned::new(upload, files::landed).because("no call moves an image"));
    let old = Request::new(Method::DELETE, ONE).with("key", key);
    calls.push(Planned::new(old, cleared_up).because("the old one"));
    calls
}

/// What a new upload has to know, and of the content what tells that it is the image's.
fn wanted(new_content: bool) -> impl Iterator<Item = &'static str> {
    let of_content: &[_] = if new_content {
        &[]
    } else {
        &["image_url", "size"]
    };
    ["name", "folder_name"].iter().chain(of_content).copied()
}

fn is_known(change: &Change, field: &str) -> bool {
    let known = find(change.known(), field);
    change.text(field).is_some() || known.is_some_and(|cell| matches!(cell, Cell::Int(_)))
}

/// The details of an image, as far as a move needs them.
fn told(sent: &Sent<'_>, answer: Result<Bytes>) -> Result<Settled> {
    let body = answer?;
    let Ok(Json::Object(details)) = serde_json::from_slice(&body) else {
        return Err(Error::new(
            ErrorKind::Decode,
            format!("not an image's details: {}", ack::excerpt(&body)),
        ));
    };
    let Some(change) = sent.changes.first() else {
        return Ok(Settled::default());
    };
    let mut learned = Learned::default();
    for field in ["name", "folder_name", "image_url", "size"] {
        if let Some(value) = detail(&change.table, &details, field) {
            learned = learned.and(field, value);
        }
    }
    let lacks = wanted(files::content(change.cells()).is_some())
        .find(|field| !is_known(change, field) && learned.get(field).is_none());
    match lacks {
        None => Ok(Settled::learned(learned)),
        Some(field) => Err(Error::new(
            ErrorKind::Decode,
            format!("Act-On does not tell the image's {field}"),
        )
        .advise("nothing was changed; set the row's `content` to a file of yours")),
    }
}

fn detail(table: &TableRef, details: &Map<String, Json>, field: &str) -> Option<Cell<'static>> {
    let column = table
        .columns()
        .iter()
        .find(|column| column.field == field)?;
    let json = column.wire.iter().find_map(|name| details.get(*name))?;
    Some(match (column.kind, json) {
        (Kind::Int, json) => Cell::Int(json.as_i64().or_else(|| json.as_str()?.parse().ok())?),
        (_, json) => Cell::from(json.as_str()?.to_owned()),
    })
}

/// The bytes that the image is known to have.
fn size<'a>(sent: &'a Sent<'_>) -> Option<&'a Cell<'static>> {
    let known = sent.changes.first().map(|change| change.known());
    known
        .and_then(|known| find(known, "size"))
        .or_else(|| sent.learned.get("size"))
}

/// That the old image cannot be deleted is no failure of the move.
fn cleared_up(_: &Sent<'_>, answer: Result<Bytes>) -> Result<Settled> {
    let fate = match answer.and_then(|body| ack::accepted(&body)) {
        Err(error) if !error.is_gone() => Fate::LeftBehind(error),
        _ => Fate::ClearedUp,
    };
    Settled::one(fate)
}
