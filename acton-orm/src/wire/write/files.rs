//! What the image and the media library have in common.

use serde_json::Value as Json;

use super::Verb;
use super::ack;
use super::cell::{Cell, find, text_of};
use super::writer::{PlannedCall, Writer};
use crate::plan::{Body, Part, Request};
use crate::schema::Method;
use crate::{Error, ErrorKind, Result, Upload, Value};

pub(super) fn calls(path: &str, verb: Verb, keys: &[&str]) -> Vec<PlannedCall> {
    let one = |method, key: &&str| PlannedCall::new(method, format!("{path}/{key}"));
    match verb {
        Verb::Insert => vec![PlannedCall::new("POST", path)],
        Verb::Update => keys.iter().map(|key| one("PUT", key)).collect(),
        Verb::Delete => keys.iter().map(|key| one("DELETE", key)).collect(),
    }
}

pub(super) fn content(cells: &[Cell]) -> Result<&Upload> {
    match find(cells, "content") {
        Some(Value::File(upload)) => Ok(upload),
        _ => Err(Error::new(ErrorKind::Invalid, "there is no file to upload").in_column("Content")),
    }
}

/// The form of an upload: name, folder, file.
pub(super) fn form(cells: &[Cell]) -> Result<Body> {
    let texts = [("name", "name"), ("foldername", "folder_name")];
    let mut parts: Vec<Part> = texts
        .into_iter()
        .filter_map(|(part, field)| Some(Part::text(part, text_of(cells, field)?)))
        .collect();
    parts.push(Part::file(content(cells)?.clone()));
    Ok(Body::Multipart(parts))
}

/// New content under the same id: by key, so it may be sent again.
pub(super) async fn replace(
    writer: &mut Writer,
    path: &'static str,
    key: &str,
    set: &[Cell],
    more: impl IntoIterator<Item = Part>,
) -> Result<()> {
    let mut parts: Vec<Part> = more.into_iter().collect();
    parts.push(Part::file(content(set)?.clone()));
    let call = Request::new(Method::PUT, path).with("key", key);
    let body = writer.send(call.body(Body::Multipart(parts))).await?;
    match ack::accepted(&body)?.get("id").and_then(Json::as_str) {
        // A replacement that Act-On does not recognise becomes a file of its own (A§12).
        Some(other) if other != key => Err(Error::new(
            ErrorKind::Rejected,
            format!("Act-On made the new file `{other}` instead of replacing this one"),
        )
        .advise(format!(
            "delete `{other}`, and insert the content as a row of its own"
        ))),
        _ => Ok(()),
    }
}

pub(super) async fn delete(writer: &mut Writer, path: &'static str, key: &str) -> Result<()> {
    let call = Request::new(Method::DELETE, path).with("key", key);
    ack::accepted(&writer.send(call).await?).map(|_| ())
}
