//! List records: added, changed, deleted by the hundred (A§8).

mod look_up;

use std::collections::HashMap;

use bytes::Bytes;
use chrono::{SecondsFormat, SubsecRound};
use serde_json::{Map, Value as Json};

use super::ack;
use crate::plan::{
    self, Batch, Body, Change, Family, Fate, Group, Planned, Request, Sent, Settled, Trace, Verb,
    Way, What, Written,
};
use crate::schema::{Method, TableRef};
use crate::{ApiError, Cell, Envelope, Error, ErrorKind, RecordId, Result};

const RECORDS: &str = "/api/1/list/{list}/record";
const ONE: &str = "/api/1/list/{list}/record/{key}";

/// Record ids a delete takes (A§5.3).
const DELETES: usize = 100;

/// The records of an account's lists.
pub(crate) struct ListRows;

impl Family for ListRows {
    fn check(&self, _: Verb, cells: &[Written]) -> Result<()> {
        match cells.iter().find(|cell| cell.is_file()) {
            Some(cell) => Err(Error::new(
                ErrorKind::Invalid,
                "a file cannot be written to a cell of a list",
            )
            .in_column(cell.column.name)),
            None => Ok(()),
        }
    }

    fn ways(&self, group: &Group<'_>) -> Result<Vec<Way>> {
        let by_record = match group.verb {
            Verb::Delete => by_the_hundred(group)?,
            Verb::Insert | Verb::Update => {
                Way::one_by_one(group, |change| Ok(vec![record(group, change)?]))?
            }
        };
        Ok(vec![by_record])
    }

    fn trace(&self, table: &TableRef, sent: &[Written]) -> Trace {
        look_up::trace(table, sent)
    }

    /// The address, which a look-up goes by, before and after.
    fn touches(&self, change: &Change) -> Vec<String> {
        let address = |cells| {
            let address = look_up::address(&change.table, cells)?;
            Some(address.trim().to_ascii_lowercase())
        };
        let set = address(change.cells());
        let known = address(change.known()).filter(|known| Some(known) != set.as_ref());
        known.into_iter().chain(set).collect()
    }

    fn columns(&self) -> Option<Request> {
        Some(plan::headings())
    }

    fn home<'k>(&self, table: &'k TableRef, key: &'k str) -> &'k str {
        list_of(key).unwrap_or(table.name())
    }
}

/// The list that a record id belongs to.
fn list_of(key: &str) -> Option<&str> {
    key.rsplit_once(':').map(|(list, _)| list)
}

/// Into the list of the record, or else into the table's; without either it has to be found.
fn in_list(request: Request, group: &Group<'_>, key: Option<&str>) -> Request {
    match key.and_then(list_of).or(group.list) {
        Some(list) => request.with("list", list),
        None => request,
    }
}

fn record(group: &Group<'_>, change: &Change) -> Result<Planned> {
    let (request, settle): (_, crate::plan::Settle) = match &change.what {
        What::Update { key, .. } => (Request::new(Method::PUT, ONE).with("key", key), updated),
        What::Insert { .. } | What::Delete { .. } => (Request::new(Method::POST, RECORDS), landed),
    };
    let request = in_list(request, group, change.key());
    Ok(Planned::new(request.body(json(change.cells())?), settle))
}

/// A change's position, and its key.
type Row<'a> = (usize, &'a str);

fn by_the_hundred(group: &Group<'_>) -> Result<Way> {
    let mut batches: Vec<(Option<&str>, Vec<Row<'_>>)> = Vec::new();
    let mut open: HashMap<Option<&str>, usize> = HashMap::new();
    for &(position, change) in &group.changes {
        let key = change.key().unwrap_or_default();
        if key.contains(',') || key.contains(char::is_control) {
            return Err(
                Error::new(ErrorKind::Invalid, "this is not the id of one record")
                    .in_table(change.table.name())
                    .at_key(key)
                    .advise("nothing was sent; check the key"),
            );
        }
        let list = list_of(key);
        // One call deletes from one list.
        let last = open.get(&list).and_then(|&at: &usize| batches.get_mut(at));
        match last.filter(|(_, keys)| keys.len() < DELETES) {
            Some((_, keys)) => keys.push((position, key)),
            None => {
                open.insert(list, batches.len());
                batches.push((list, vec![(position, key)]));
            }
        }
    }
    let batch = |(_, rows): (_, Vec<Row<'_>>)| {
        let (changes, keys): (Vec<usize>, Vec<&str>) = rows.into_iter().unzip();
        let request = Request::new(Method::DELETE, RECORDS).param("contactids", keys.join(","));
        let request = in_list(request, group, keys.first().copied());
        Batch {
            changes,
            calls: vec![Planned::new(request, deleted)],
        }
    };
    Ok(Way(batches.into_iter().map(batch).collect()))
}

fn landed(sent: &Sent<'_>, answer: Result<Bytes>) -> Result<Settled> {
    let key = ack::id(&answer?)?;
    let record = key.parse::<RecordId>().ok();
    let here = |id: &RecordId| {
        let path = format!("/api/1/list/{}/record", id.list());
        sent.request.path() == path
    };
    match record.filter(here) {
        Some(_) => Settled::one(Fate::Landed(key)),
        None => Err(ack::unclear(format!(
            "the answer says \"success\", and {key:?} is no id of a row of this list"
        ))),
    }
}

fn updated(sent: &Sent<'_>, answer: Result<Bytes>) -> Result<Settled> {
    let told = ack::accepted(&answer?)?;
    let key = sent.changes.first().and_then(|change| change.key());
    match told.get("id").and_then(Json::as_str) {
        Some(other) if Some(other) != key => Err(ack::unclear(format!(
            "the answer says that {other:?} was updated, which is another row"
        ))),
        _ => Settled::one(Fate::Updated),
    }
}

fn deleted(sent: &Sent<'_>, answer: Result<Bytes>) -> Result<Settled> {
    let failed = failed(&answer?, sent.changes)?;
    let fate = |change: &&Change| {
        let key = change.key().unwrap_or_default();
        match failed.iter().find(|(id, _)| id == key) {
            Some((_, reason)) => Fate::Failed(refused(reason).during(sent.request.name())),
            None => Fate::Deleted,
        }
    };
    Ok(Settled::each(sent.changes.iter().map(fate).collect()))
}

/// The ids that were not deleted, with the reasons: a failure inside a 200. Each of the ids sent must
/// be counted as deleted or listed as failed, and no other, or nothing is known of any.
fn failed(body: &Bytes, changes: &[&Change]) -> Result<Vec<(String, String)>> {
    let sent = changes.len();
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
    let mut listed: Vec<_> = object
        .get("failedList")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .map(|item| (text(item, "id"), text(item, "reason")))
        .collect();
    let is_sent = |id: &str| changes.iter().any(|change| change.key() == Some(id));
    if let Some((id, _)) = listed.iter().find(|(id, _)| !is_sent(id)) {
        return Err(ack::unclear(format!(
            "the answer says that {id:?} was not deleted, which is none of the records to delete"
        )));
    }
    listed.sort();
    listed.dedup_by(|one, other| one.0 == other.0);
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
fn json(cells: &[Written]) -> Result<Body> {
    let object: Map<String, Json> = cells
        .iter()
        .map(|cell| (cell.column.name.to_owned(), Json::String(text(&cell.value))))
        .collect();
    let json = serde_json::to_vec(&object)
        .map_err(|error| Error::new(ErrorKind::Invalid, "the row is no JSON").caused_by(error))?;
    Ok(Body::Json(json.into()))
}

/// A cell as a list holds it: text. How Act-On wants flags and times written is inferred.
pub(in crate::wire) fn text(value: &Cell<'_>) -> String {
    match value {
        Cell::Null | Cell::File(_) => String::new(),
        Cell::Text(text) => text.to_string(),
        Cell::Int(int) => int.to_string(),
        Cell::Float(float) => float.to_string(),
        Cell::Bool(flag) => flag.to_string(),
        Cell::Texts(texts) => texts.join(";"),
        // Act-On's own times are of milliseconds.
        Cell::Time(time) => time
            .trunc_subsecs(3)
            .to_rfc3339_opts(SecondsFormat::AutoSi, true),
    }
}
