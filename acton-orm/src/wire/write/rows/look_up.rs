//! Looking a sent row up by its e-mail address: Act-On returns the first row that has it (A§8.1).

use bytes::Bytes;
use serde_json::Value as Json;

use super::text;
use crate::plan::{Cell, Found, Request, Trace};
use crate::schema::{TableRef, Via};
use crate::{Error, Result};

pub(super) fn trace(table: &TableRef, sent: &[Cell]) -> Trace {
    match address(table, sent) {
        Some(email) => Trace::Ask(
            Request::get("/api/1/list/lookup/{list}").param("email", email),
            found,
        ),
        None => Trace::Nowhere("the row has no e-mail address to look it up by"),
    }
}

/// The address in the list's e-mail column.
pub(super) fn address(table: &TableRef, cells: &[Cell]) -> Option<String> {
    let column = table
        .columns()
        .iter()
        .find(|column| column.push.iter().any(|push| push.via == Via::Lookup))?;
    let cell = cells.iter().find(|cell| cell.is_of(column))?;
    Some(text(&cell.value)).filter(|email| !email.is_empty())
}

fn found(sent: &[Cell], answer: Result<Bytes>, ours: &dyn Fn(&str) -> bool) -> Result<Found> {
    let row = match answer {
        Ok(body) => serde_json::from_slice::<Json>(&body).unwrap_or(Json::Null),
        Err(error) if is_miss(&error) => return Ok(Found::Absent),
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

/// How a miss is answered is not published; a client of Act-On's users knows 10162, with any status.
fn is_miss(error: &Error) -> bool {
    let no_contact = |api: &crate::ApiError| api.code.as_deref() == Some("10162");
    error.is_gone() || error.api().is_some_and(no_contact)
}
