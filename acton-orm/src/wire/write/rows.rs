//! List records: added, changed, deleted by the hundred (A§8).

use bytes::Bytes;
use chrono::SecondsFormat;
use serde_json::{Map, Value as Json};

use super::cell::Cell;
use super::writer::{PlannedCall, Writer};
use super::{Verb, ack};
use crate::plan::{Body, Request};
use crate::schema::{Method, TableMeta, Via};
use crate::{ApiError, Envelope, Error, ErrorKind, Result, Value};

/// Record ids a delete takes (A§5.3).
pub(super) const DELETES: usize = 100;

/// The list that a record id belongs to.
pub(crate) fn list_of(key: &str) -> Option<&str> {
    key.rsplit_once(':').map(|(list, _)| list)
}

pub(super) fn check(cells: &[Cell]) -> Result<()> {
    match cells.iter().find(|cell| cell.is_file()) {
        Some(cell) => Err(Error::new(
            ErrorKind::Invalid,
            "a file cannot be written to a cell of a list",
        )
        .in_column(cell.column.name)),
        None => Ok(()),
    }
}

pub(super) fn calls(verb: Verb, list: &str, keys: &[&str]) -> Vec<PlannedCall> {
    let path = format!("/api/1/list/{list}/record");
    match verb {
        Verb::Insert => vec![PlannedCall::new("POST", path)],
        Verb::Update => keys
            .iter()
            .map(|key| PlannedCall::new("PUT", format!("{path}/{key}")))
            .collect(),
        Verb::Delete => vec![PlannedCall::new(
            "DELETE",
            format!("{path}?contactids={}", few(keys)),
        )],
    }
}

fn few(keys: &[&str]) -> String {
    match keys {
        [first, _, .., last] if keys.len() > 3 => format!("{first},..,{last} ({} ids)", keys.len()),
        keys => keys.join(","),
    }
}

pub(super) async fn insert(writer: &mut Writer, list: &str, cells: &[Cell]) -> Result<String> {
    let call = Request::new(Method::POST, "/api/1/list/{list}/record").with("list", list);
    ack::id(&writer.send(call.body(json(cells)?)).await?)
}

pub(super) async fn update(writer: &mut Writer, list: &str, key: &str, set: &[Cell]) -> Result<()> {
    let call = Request::new(Method::PUT, "/api/1/list/{list}/record/{key}")
        .with("list", list)
        .with("key", key);
    ack::accepted(&writer.send(call.body(json(set)?)).await?).map(|_| ())
}

/// Deletes up to [`DELETES`] records; one result for each.
pub(super) async fn delete(
    writer: &mut Writer,
    list: &str,
    keys: &[String],
) -> Result<Vec<Result<()>>> {
    let call = Request::new(Method::DELETE, "/api/1/list/{list}/record")
        .with("list", list)
        .param("contactids", keys.join(","));
    let name = call.name();
    let failed = failed(&writer.send(call).await?, keys.len())?;
    Ok(keys
        .iter()
        .map(|key| match failed.iter().find(|(id, _)| id == key) {
            Some((_, reason)) => Err(refused(reason).during(&name)),
            None => Ok(()),
        })
        .collect())
}

/// The ids that were not deleted, with the reasons: a failure inside a 200. Each of the ids sent must
/// be counted as deleted or listed as failed, or nothing is known of any.
fn failed(body: &Bytes, sent: usize) -> Result<Vec<(String, String)>> {
    let Ok(Json::Object(object)) = serde_json::from_slice::<Json>(body) else {
        return Err(ack::unclear(format!(
            "the answer does not say what was deleted: {}",
            ack::excerpt(body)
        )));
    };
    let text = |item: &Json, name: &str| {
        item.get(name)
            .and_then(Json::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let listed: Vec<_> = object
        .get("failedList")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .map(|item| (text(item, "id"), text(item, "reason")))
        .collect();
    let deleted = match object.get("success_count") {
        Some(Json::Number(number)) => number.as_u64(),
        Some(Json::String(text)) => text.parse().ok(),
        _ => None,
    };
    match deleted {
        Some(deleted) if deleted.saturating_add(listed.len() as u64) >= sent as u64 => Ok(listed),
        _ => Err(ack::unclear(format!(
            "the answer does not account for each of the {sent} records to delete: {}",
            ack::excerpt(body)
        ))),
    }
}

fn refused(reason: &str) -> Error {
    // `Invalid contact id` is the one reason published (A§5.2): the record does not exist.
    let kind = if reason.eq_ignore_ascii_case("Invalid contact id") {
        ErrorKind::NotFound
    } else {
        ErrorKind::Rejected
    };
    Error::new(kind, "Act-On did not delete the record").with_api(ApiError {
        status: 200,
        code: None,
        message: reason.to_owned(),
        request_id: None,
        envelope: Envelope::Item,
    })
}

/// Cells under their headings.
fn json(cells: &[Cell]) -> Result<Body> {
    let object: Map<String, Json> = cells
        .iter()
        .map(|cell| (cell.column.name.to_owned(), Json::String(text(&cell.value))))
        .collect();
    let json = serde_json::to_vec(&object)
        .map_err(|error| Error::new(ErrorKind::Invalid, "the row is no JSON").caused_by(error))?;
    Ok(Body::Json(json.into()))
}

/// A cell as a list holds it: text. How Act-On wants flags and times written is inferred.
fn text(value: &Value<'_>) -> String {
    match value {
        Value::Null | Value::File(_) => String::new(),
        Value::Text(text) => text.to_string(),
        Value::Int(int) => int.to_string(),
        Value::Float(float) => float.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Texts(texts) => texts.join(";"),
        Value::Time(time) => time.to_rfc3339_opts(SecondsFormat::AutoSi, true),
    }
}

/// Whether a row that was sent is there.
#[derive(Debug)]
pub(crate) enum Found {
    /// It is, under this key.
    There(String),
    /// It is not.
    Absent,
    /// That cannot be told, and why.
    Unsure(String),
}

/// Looks a sent row up by its e-mail address: Act-On returns the first row that has it (A§8.1).
pub(super) async fn find(
    writer: &mut Writer,
    table: &TableMeta,
    list: &str,
    sent: &[Cell],
    ours: &(dyn Fn(&str) -> bool + Sync),
) -> Result<Found> {
    let Some(email) = address(table, sent) else {
        return Ok(Found::Unsure(
            "the row has no e-mail address to look it up by".into(),
        ));
    };
    let call = Request::get("/api/1/list/lookup/{list}")
        .with("list", list)
        .param("email", email);
    let row = match writer.send(call).await {
        Ok(body) => serde_json::from_slice::<Json>(&body).unwrap_or(Json::Null),
        // How a miss is answered is not published; both shapes are known as inferred.
        Err(error) if error.is_gone() => return Ok(Found::Absent),
        Err(error) => return Err(error),
    };
    let Some(row) = row.as_object() else {
        return Ok(Found::Unsure(
            "the look-up answers something else than a row".into(),
        ));
    };
    if row.is_empty() {
        return Ok(Found::Absent);
    }
    let Some(key) = row.get("contactID").and_then(Json::as_str) else {
        return Ok(Found::Unsure(
            "a row has the address, and the look-up does not tell its id".into(),
        ));
    };
    if ours(key) {
        return Ok(Found::Unsure(format!(
            "the first row with the address is {key}, which is another row"
        )));
    }
    let differs = sent.iter().find(|cell| {
        let there = row
            .get(cell.column.name)
            .and_then(Json::as_str)
            .unwrap_or_default();
        !there.trim().eq_ignore_ascii_case(text(&cell.value).trim())
    });
    Ok(match differs {
        None => Found::There(key.to_owned()),
        Some(cell) => Found::Unsure(format!(
            "the first row with the address is {key}, and its `{}` is not what was sent",
            cell.column.name
        )),
    })
}

/// The address in the list's e-mail column.
fn address(table: &TableMeta, cells: &[Cell]) -> Option<String> {
    let column = table
        .columns
        .iter()
        .find(|column| column.push.iter().any(|push| push.via == Via::Lookup))?;
    let cell = cells.iter().find(|cell| cell.is_of(column))?;
    Some(text(&cell.value)).filter(|email| !email.is_empty())
}
