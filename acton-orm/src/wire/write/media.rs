//! Media: files and links, added, replaced in place, deleted (A§12).

use super::cell::{Cell, find, text_of};
use super::writer::{PlannedCall, Writer};
use super::{Verb, ack, files};
use crate::plan::{Body, Request};
use crate::schema::Method;
use crate::{Error, ErrorKind, Result, Value};

const PATH: &str = "/api/1/media/{key}";

/// A row is a file or a link.
pub(super) fn check(verb: Verb, cells: &[Cell]) -> Result<()> {
    if verb != Verb::Insert {
        return Ok(());
    }
    let file = find(cells, "content").is_some_and(|value| !value.is_null());
    let problem = match (file, text_of(cells, "target_url").is_some()) {
        (true, true) => "a media row is a file or a link: it cannot have both contents",
        (false, false) => "a new media row needs the file to upload, or the address it links to",
        _ => return Ok(()),
    };
    Err(Error::new(ErrorKind::Invalid, problem).in_column("TargetUrl"))
}

pub(super) fn calls(verb: Verb, keys: &[&str], cells: &[Cell]) -> Vec<PlannedCall> {
    if verb == Verb::Insert && text_of(cells, "target_url").is_some() {
        return vec![PlannedCall::new("POST", "/api/1/medialink")];
    }
    files::calls("/api/1/media", verb, keys)
}

pub(super) async fn insert(writer: &mut Writer, cells: &[Cell]) -> Result<String> {
    let call = match text_of(cells, "target_url") {
        Some(target) => {
            let mut form = vec![("url".into(), target.to_owned())];
            for (name, field) in [("foldername", "folder_name"), ("name", "name")] {
                if let Some(text) = find(cells, field).and_then(Value::as_text) {
                    form.push((name.into(), text.to_owned()));
                }
            }
            Request::new(Method::POST, "/api/1/medialink").body(Body::Form(form))
        }
        None => Request::new(Method::POST, "/api/1/media").body(files::form(cells)?),
    };
    ack::id(&writer.send(call).await?)
}

pub(super) async fn update(writer: &mut Writer, key: &str, set: &[Cell]) -> Result<()> {
    files::replace(writer, PATH, key, set, []).await
}

pub(super) async fn delete(writer: &mut Writer, key: &str) -> Result<()> {
    files::delete(writer, PATH, key).await
}
