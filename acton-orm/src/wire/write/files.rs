//! What images, media and logos have in common.

use bytes::Bytes;
use serde_json::Value as Json;

use super::ack;
use crate::plan::{
    Body, Change, Fate, Part, Planned, Request, Sent, Settled, Trace, Written, find, named, text_of,
};
use crate::schema::{ColumnMeta, Kind, Method, TableRef};
use crate::{Cell, Error, ErrorKind, Result, Upload};

/// The file among the cells.
pub(super) fn content(cells: &[Written]) -> Option<&Upload> {
    match find(cells, "content") {
        Some(Cell::File(upload)) => Some(upload),
        _ => None,
    }
}

pub(super) fn no_file() -> Error {
    Error::new(ErrorKind::Invalid, "there is no file to upload").in_column("Content")
}

/// An upload of a new file: name, folder, file.
pub(super) fn upload(path: &'static str, cells: &[Written]) -> Result<Planned> {
    let texts = [("name", "name"), ("foldername", "folder_name")];
    let mut parts: Vec<Part> = texts
        .into_iter()
        .filter_map(|(part, field)| Some(Part::text(part, text_of(cells, field)?)))
        .collect();
    parts.push(Part::file(content(cells).ok_or_else(no_file)?.clone()));
    let request = Request::new(Method::POST, path).body(Body::Multipart(parts));
    Ok(Planned::new(request, landed))
}

/// New content under the same id: by key, so it may be sent again.
pub(super) fn replace(
    path: &'static str,
    key: &str,
    set: &[Written],
    more: impl IntoIterator<Item = Part>,
) -> Result<Planned> {
    let mut parts: Vec<Part> = more.into_iter().collect();
    parts.push(Part::file(content(set).ok_or_else(no_file)?.clone()));
    let request = Request::new(Method::PUT, path)
        .with("key", key)
        .body(Body::Multipart(parts));
    Ok(Planned::new(request, replaced))
}

pub(super) fn delete(path: &'static str, key: &str) -> Planned {
    Planned::new(Request::new(Method::DELETE, path).with("key", key), deleted)
}

/// The answer to an insert.
pub(super) fn landed(_: &Sent<'_>, answer: Result<Bytes>) -> Result<Settled> {
    Settled::one(Fate::Landed(ack::id(&answer?)?))
}

/// The answer to a change in place.
pub(super) fn replaced(sent: &Sent<'_>, answer: Result<Bytes>) -> Result<Settled> {
    let key = sent.changes.first().and_then(|change| change.key());
    match ack::accepted(&answer?)?.get("id").and_then(Json::as_str) {
        // A replacement that Act-On does not recognise becomes a file of its own (A§12).
        Some(other) if Some(other) != key => Err(Error::new(
            ErrorKind::Rejected,
            format!("Act-On made the new file `{other}` instead of replacing this one"),
        )
        .advise(format!(
            "delete `{other}`, and insert the content as a row of its own"
        ))),
        _ => Settled::one(Fate::Updated),
    }
}

fn deleted(_: &Sent<'_>, answer: Result<Bytes>) -> Result<Settled> {
    ack::accepted(&answer?)?;
    Settled::one(Fate::Deleted)
}

/// A file is looked for by name and folder; its size tells it from another one, and so do these columns.
pub(super) fn trace(table: &TableRef, sent: &[Written], telling: &[&str]) -> Trace {
    let mut telling = named(sent, telling);
    if let (Some(column), Some(upload)) = (size(table), content(sent)) {
        telling.push(Written::new(column, Cell::File(Box::new(upload.clone()))));
    }
    Trace::Rows {
        natural: named(sent, &["name", "folder_name"]),
        telling,
    }
}

fn size(table: &TableRef) -> Option<&'static ColumnMeta> {
    let mut columns = table.columns().iter();
    columns.find(|column| column.field == "size" && column.kind == Kind::Int)
}

/// Name and folder, before and after.
pub(super) fn touches(change: &Change) -> Vec<String> {
    let place = |cells: &[Written]| {
        let name = text_of(cells, "name").or_else(|| change.text("name"))?;
        let folder = text_of(cells, "folder_name").or_else(|| change.text("folder_name"));
        Some(format!("{}/{name}", folder.unwrap_or_default()))
    };
    let mut touched: Vec<String> = [place(change.cells()), place(change.known())]
        .into_iter()
        .flatten()
        .collect();
    touched.dedup();
    touched
}
