//! Images: added, replaced in place, moved by a new upload, deleted (A§12).

use bytes::Bytes;
use serde_json::Value as Json;
use url::Url;

use super::cell::{Cell, find, text_of};
use super::writer::{PlannedCall, Writer};
use super::{Verb, ack, files};
use crate::plan::{Part, Request};
use crate::schema::{Kind, TableMeta};
use crate::{Error, ErrorKind, Result, Upload, Value};

const PATH: &str = "/api/1/image/{key}";

/// No call moves or renames an image, so these columns need a new upload.
pub(super) fn replaces(set: &[Cell]) -> bool {
    set.iter()
        .any(|cell| matches!(cell.column.field, "folder_name" | "name"))
}

pub(super) fn calls(verb: Verb, keys: &[&str]) -> Vec<PlannedCall> {
    files::calls("/api/1/image", verb, keys)
}

/// The calls of a move: `known` is what the row is known to hold.
pub(super) fn calls_to_replace(key: &str, known: &[Cell], set: &[Cell]) -> Vec<PlannedCall> {
    let mut calls = Vec::new();
    let new_content = find(set, "content").is_some();
    if missing(known, set, new_content) {
        calls.push(
            PlannedCall::new("GET", format!("/api/1/image/{key}")).because("where the image is"),
        );
    }
    if !new_content {
        calls.push(PlannedCall::new("GET", "{image_url}").because("its content"));
    }
    calls.push(PlannedCall::new("POST", "/api/1/image").because("no call moves an image"));
    calls.push(PlannedCall::new("DELETE", format!("/api/1/image/{key}")).because("the old one"));
    calls
}

fn missing(known: &[Cell], set: &[Cell], new_content: bool) -> bool {
    let has = |field| {
        text_of(set, field)
            .or_else(|| text_of(known, field))
            .is_some()
    };
    !has("name") || !has("folder_name") || !(new_content || has("image_url"))
}

/// Everything the new upload needs: what is set, and the rest as it is at Act-On.
pub(super) async fn complete(
    writer: &mut Writer,
    table: &'static TableMeta,
    key: &str,
    known: &[Cell],
    set: &[Cell],
) -> Result<Vec<Cell>> {
    let given = find(set, "content").and_then(|value| match value {
        Value::File(upload) => Some(upload.clone()),
        _ => None,
    });
    let mut known = known.to_vec();
    if missing(&known, set, given.is_some()) {
        known.extend(details(writer, table, key).await?);
    }
    let text = |field: &str| {
        text_of(set, field)
            .or_else(|| text_of(&known, field))
            .map(str::to_owned)
            .ok_or_else(|| {
                Error::new(
                    ErrorKind::Decode,
                    format!("Act-On does not tell the image's {field}"),
                )
            })
    };
    let (name, folder) = (text("name")?, text("folder_name")?);
    let content = match given {
        Some(upload) => upload,
        None => {
            let address = text("image_url")?;
            let url = Url::parse(&address).map_err(|error| {
                Error::new(
                    ErrorKind::Decode,
                    format!("{address:?} is no address: {error}"),
                )
                .in_column("ImageUrl")
            })?;
            let file_name = with_ending(&name, text_of(&known, "name"), &url);
            let downloaded = writer
                .send(Request::file(Some(url.as_str()), "image_url"))
                .await?;
            Upload::bytes(file_name, whole(downloaded, find(&known, "size"))?)
        }
    };
    let column = |field: &str, value: Value<'static>| {
        table.column(field).map(|column| Cell::new(column, value))
    };
    Ok([
        column("name", Value::from(name)),
        column("folder_name", Value::from(folder)),
        column("content", Value::File(content)),
    ]
    .into_iter()
    .flatten()
    .collect())
}

/// The content, if it is the image's own: the old image is deleted for it.
fn whole(content: Bytes, size: Option<&Value<'static>>) -> Result<Bytes> {
    let start: Vec<u8> = content
        .iter()
        .take(14)
        .map(u8::to_ascii_lowercase)
        .collect();
    let problem = if content.is_empty() {
        "it is empty".to_owned()
    } else if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") {
        "it is an HTML page".to_owned()
    } else {
        match size {
            Some(Value::Int(size)) if *size != content.len() as i64 => {
                format!("it has {} bytes, and the image has {size}", content.len())
            }
            _ => return Ok(content),
        }
    };
    Err(Error::new(
        ErrorKind::Decode,
        format!("what was found at the image's address is not the image: {problem}"),
    )
    .in_column("ImageUrl")
    .advise("nothing was changed; `refresh` the row, or set its `content` to a file of yours"))
}

/// Act-On reads the type of an image from the ending of its file name.
fn with_ending(name: &str, old: Option<&str>, url: &Url) -> String {
    let ends = |name: &&str| {
        name.rsplit_once('.')
            .is_some_and(|(_, ending)| !ending.is_empty())
    };
    let address = url
        .path_segments()
        .and_then(|mut segments| segments.next_back());
    [Some(name), old, address]
        .into_iter()
        .flatten()
        .find(ends)
        .unwrap_or(name)
        .to_owned()
}

async fn details(writer: &mut Writer, table: &'static TableMeta, key: &str) -> Result<Vec<Cell>> {
    let call = Request::get(PATH).with("key", key);
    let body = writer.send(call).await?;
    let Ok(Json::Object(object)) = serde_json::from_slice(&body) else {
        return Err(Error::new(
            ErrorKind::Decode,
            format!("not an image's details: {}", ack::excerpt(&body)),
        ));
    };
    let cell = |field: &str| {
        let column = table.column(field)?;
        let json = column.wire.iter().find_map(|name| object.get(*name))?;
        let value = match (column.kind, json) {
            (Kind::Int, json) => Value::Int(json.as_i64().or_else(|| json.as_str()?.parse().ok())?),
            (_, json) => Value::from(json.as_str()?.to_owned()),
        };
        Some(Cell::new(column, value))
    };
    Ok(["name", "folder_name", "image_url", "size"]
        .into_iter()
        .filter_map(cell)
        .collect())
}

pub(super) async fn insert(writer: &mut Writer, cells: &[Cell]) -> Result<String> {
    let call = Request::new(crate::schema::Method::POST, "/api/1/image");
    ack::id(&writer.send(call.body(files::form(cells)?)).await?)
}

/// New content under the same id.
pub(super) async fn update(writer: &mut Writer, key: &str, set: &[Cell]) -> Result<()> {
    let in_place = Part::text("ignorefolder", "Y");
    files::replace(writer, PATH, key, set, [in_place]).await
}

pub(super) async fn delete(writer: &mut Writer, key: &str) -> Result<()> {
    files::delete(writer, PATH, key).await
}
