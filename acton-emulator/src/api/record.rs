//! List records: add, upsert, update, read (A§8).

use serde::Serialize;
use serde_json::Value;

use super::{Done, Reply};
use crate::http::error::{INVALID_COLUMN, INVALID_COLUMN_ON_ADD, INVALID_CONTACT};
use crate::http::{Answer, Call, Object, Refusal};
use crate::time;
use crate::world::{List, Shape, Work, World};

type Cells = Vec<(usize, String)>;

/// Adds a row, without looking for duplicates.
pub(crate) fn add(world: &mut World, call: &Call) -> Reply {
    let list = world.list(call.path_value(0))?;
    let cells = cells(list, call, Some(INVALID_COLUMN_ON_ADD))?;
    let email = list.email_column();
    let has_email = cells
        .iter()
        .any(|(at, value)| Some(*at) == email && !value.is_empty());
    if !has_email && !world.quirks.record_without_email {
        return Err(Refusal::missing("EMAIL"));
    }
    let now = world.now();
    let list = world.list_mut(call.path_value(0))?;
    let number = list.add(Vec::new(), now);
    list.update(number, &cells, now);
    Ok(Done::new("Record inserted")
        .contact(&list.record_id(number))
        .into())
}

/// Updates the first row with the address, or adds one.
pub(crate) fn upsert(world: &mut World, call: &Call) -> Reply {
    let id = call.path_value(0);
    let list = world.list(id)?;
    let email = call.query("email").unwrap_or("");
    if email.is_empty() && !world.quirks.upsert_without_email {
        return Err(Refusal::missing("email"));
    }
    let cells = cells(list, call, Some(INVALID_COLUMN))?;
    if call.query("async") == Some("Y") {
        let now = world.now();
        let work = Work::Upsert {
            list: id.to_owned(),
            email: email.to_owned(),
            cells,
        };
        let job = world.jobs.queue(work, now);
        return Ok(Done::new("Record update queued").job(job).into());
    }
    let (number, inserted) = world.upsert(id, email, &cells)?;
    let message = if inserted {
        "Record inserted"
    } else {
        "Record updated"
    };
    let record = world.list(id)?.record_id(number);
    Ok(Done::new(message).contact(&record).into())
}

#[derive(Serialize)]
struct Updated {
    status: &'static str,
    message: &'static str,
    /// The key, and that the data is keyed as in a lookup, are inferred.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<Object>,
}

pub(crate) fn update(world: &mut World, call: &Call) -> Reply {
    let strict = world.quirks.unknown_column_fails_update;
    let list = world.list(call.path_value(0))?;
    let number = list.row_number(call.path_value(1)).ok_or(INVALID_CONTACT)?;
    let cells = cells(list, call, strict.then_some(INVALID_COLUMN))?;
    let now = world.now();
    let list = world.list_mut(call.path_value(0))?;
    list.update(number, &cells, now);
    let wanted = call.query("returncontact") == Some("Y");
    Ok(Answer::json(&Updated {
        status: "success",
        message: "Record updated",
        contact: wanted.then(|| by_heading(list, number)),
    }))
}

/// A bare array of strings: no headings, so the caller must know the columns.
pub(crate) fn get(world: &mut World, call: &Call) -> Reply {
    let list = world.list(call.path_value(0))?;
    let number = list.row_number(call.path_value(1)).ok_or(INVALID_CONTACT)?;
    let shape = Shape::whole(list, &world.quirks);
    let mut row = shape.row(list, number).ok_or(INVALID_CONTACT)?;
    if shape.timezone
        && let Some(last) = row.last_mut()
    {
        // Where the download has the zone, the published example of this call has a date.
        *last = time::cell(list.rows.times(number).1);
    }
    Ok(Answer::json(&row))
}

/// A row as an object: the record id, then each cell under its heading.
pub(super) fn by_heading(list: &List, number: u64) -> Object {
    let mut object = Object::default();
    object.push("contactID", list.record_id(number));
    if let Some(row) = list.rows.get(number) {
        for (column, cell) in list.columns.iter().zip(&row.cells) {
            object.push(&column.heading, cell);
        }
    }
    object.push(".tz", "");
    object
}

/// The cells a body sets. The body is JSON whatever its content type says, or a form whose
/// `RAW_BODY` is that JSON (A§3).
fn cells(list: &List, call: &Call, unknown: Option<Refusal>) -> Result<Cells, Refusal> {
    let body = match call.field("RAW_BODY") {
        Some(raw) => raw.as_bytes(),
        None => &call.body,
    };
    let Ok(Value::Object(members)) = serde_json::from_slice(body) else {
        return Err(Refusal::bad_request("The body is not a JSON object"));
    };
    let mut cells = Cells::new();
    for (key, value) in members {
        let text = match value {
            Value::String(text) => text,
            Value::Null => String::new(),
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            Value::Array(_) | Value::Object(_) => {
                return Err(Refusal::bad_request(format!("{key} is not a single value")));
            }
        };
        match (list.column(&key), &unknown) {
            (Some(column), _) => cells.push((column, text)),
            (None, Some(refusal)) => return Err(refusal.clone()),
            (None, None) => {}
        }
    }
    Ok(cells)
}
