//! Messages: drafts and templates are added and changed, messages of any type deleted (A§10.2).

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::Value as Json;

use super::ack;
use crate::plan::{
    Body, Change, Family, Fate, Group, Planned, Request, Sent, Settled, Trace, Verb, Way, What,
    Written, find, text_of,
};
use crate::schema::{Method, TableRef};
use crate::{Cell, Error, ErrorKind, Result};

const ALL: &str = "/api/1/message";
const ONE: &str = "/api/1/message/{key}";

/// The field of the form for each column.
const FIELDS: [(&str, &str); 12] = [
    ("message_type", "type"),
    ("subject", "subject"),
    ("title", "title"),
    ("html_body", "htmlbody"),
    ("text_body", "textbody"),
    ("folder_name", "foldername"),
    ("sender_name", "sendername"),
    ("sender_email", "senderemail"),
    ("header_id", "headerid"),
    ("footer_id", "footerid"),
    ("logo_id", "logoid"),
    ("is_new_composer", "isnewcomposer"),
];

/// Drafts and templates.
pub(crate) struct Messages;

impl Family for Messages {
    fn check(&self, _: Verb, cells: &[Written]) -> Result<()> {
        let refused = |column: &'static str, why: &str| {
            Err(Error::new(ErrorKind::Invalid, why).in_column(column))
        };
        if find(cells, "message_type").is_some()
            && !matches!(text_of(cells, "message_type"), Some("DRAFT" | "TEMPLATE"))
        {
            return refused("Type", "only a `DRAFT` or a `TEMPLATE` can be added");
        }
        if find(cells, "subject").is_some() && text_of(cells, "subject") == Some("") {
            return refused("Subject", "a message needs a subject");
        }
        Ok(())
    }

    fn ways(&self, group: &Group<'_>) -> Result<Vec<Way>> {
        let way = Way::one_by_one(group, |change| {
            let one = |method, key| Request::new(method, ONE).with("key", key);
            Ok(vec![match &change.what {
                What::Insert { cells } => {
                    let given = cells.iter().filter(|cell| !cell.value.is_null());
                    let request = Request::new(Method::POST, ALL).body(form(given));
                    Planned::new(request, landed)
                }
                What::Update { key, set, .. } => {
                    Planned::new(one(Method::PUT, key).body(form(set.iter())), updated)
                }
                What::Delete { key, .. } => Planned::new(one(Method::DELETE, key), deleted),
            }])
        })?;
        Ok(vec![way])
    }

    /// What a listing tells of a message. Its subject and its body are in none.
    fn trace(&self, _: &TableRef, sent: &[Written]) -> Trace {
        let of = |fields: &[&str]| -> Vec<Written> {
            let cells = sent.iter().filter(|cell| !cell.value.is_null());
            cells
                .filter(|cell| fields.contains(&cell.column.field))
                .cloned()
                .collect()
        };
        match text_of(sent, "title") {
            Some(title) if !title.is_empty() => Trace::Rows {
                natural: of(&["message_type", "title"]),
                telling: of(&["sender_email", "sender_name"]),
            },
            _ => Trace::Nowhere("it was sent without a title, and nothing else tells it"),
        }
    }

    fn touches(&self, change: &Change) -> Vec<String> {
        let title = |cells: &[Written]| text_of(cells, "title").map(str::to_owned);
        let titles = [title(change.cells()), title(change.known())];
        let mut titles: Vec<String> = titles.into_iter().flatten().collect();
        titles.dedup();
        titles
    }
}

/// Null empties a field (inferred).
fn form<'c>(cells: impl Iterator<Item = &'c Written>) -> Body {
    let fields = cells.filter_map(|cell| {
        let (field, name) = FIELDS
            .iter()
            .find(|(field, _)| *field == cell.column.field)?;
        let text = match &cell.value {
            Cell::Null => String::new(),
            Cell::Text(text) if *field == "message_type" => text.to_ascii_lowercase(),
            Cell::Text(text) => text.to_string(),
            Cell::Bool(yes) => yes.to_string(),
            _ => return None,
        };
        Some((Cow::Borrowed(*name), text))
    });
    Body::Form(fields.collect())
}

fn landed(_: &Sent<'_>, answer: Result<Bytes>) -> Result<Settled> {
    Settled::one(Fate::Landed(ack::id(&answer?)?))
}

fn updated(sent: &Sent<'_>, answer: Result<Bytes>) -> Result<Settled> {
    let key = sent.changes.first().and_then(|change| change.key());
    match ack::accepted(&answer?)?.get("id").and_then(Json::as_str) {
        Some(other) if Some(other) != key => Err(ack::unclear(format!(
            "the answer speaks of the message `{other}`"
        ))),
        _ => Settled::one(Fate::Updated),
    }
}

/// No source shows the answer: unless it says something else than success, the message is gone.
fn deleted(_: &Sent<'_>, answer: Result<Bytes>) -> Result<Settled> {
    let body = answer?;
    if let Ok(Json::Object(told)) = serde_json::from_slice(&body)
        && told.contains_key("status")
    {
        ack::accepted(&body)?;
    }
    Settled::one(Fate::Deleted)
}
