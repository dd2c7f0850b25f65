//! Messages: listed, added, changed, deleted (A§10.1, A§10.2).

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Done, Paging, Reply};
use crate::http::error::INVALID_CONTACT;
use crate::http::error::invalid_message;
use crate::http::{Answer, Call, Refusal};
use crate::quirks::MessageKeys;
use crate::time::weekday_label;
use crate::world::{Message, MessageType, World};

#[derive(Serialize)]
struct Listing {
    count: usize,
    #[serde(rename = "totalCount")]
    total_count: usize,
    offset: usize,
    id: u32,
    msgresult: Vec<Value>,
}

/// Without a type all are listed; a wrong one is refused (both inferred).
pub(crate) fn list(world: &mut World, call: &Call) -> Reply {
    world.launch_due();
    let wrong = |text: &str| Refusal::bad_request(format!("Invalid type {text}"));
    let kind = call.query("type");
    let kind = kind.map(|text| MessageType::read(text).ok_or_else(|| wrong(text)));
    let kind = kind.transpose()?;
    let paging = Paging::of(call);
    let shown = world.messages.of(kind);
    let shown = shown.skip(paging.offset).take(paging.count);
    let keys = world.quirks.message_keys;
    let msgresult: Vec<Value> = shown.map(|message| entry(message, keys)).collect();
    Ok(Answer::json(&Listing {
        count: msgresult.len(),
        total_count: world.messages.of(kind).count(),
        offset: paging.told,
        id: 0,
        msgresult,
    }))
}

/// The published id of what the API adds begins with `d-`, of a template too.
pub(crate) fn add(world: &mut World, call: &Call) -> Reply {
    let text = call.required("type")?;
    let kind = MessageType::read(text).filter(|kind| kind.can_be_changed());
    let wrong = || Refusal::bad_request(format!("Invalid type {text}"));
    let kind = kind.ok_or_else(wrong)?;
    let subject = call.required("subject")?;
    // Without a title the subject is one (inferred).
    let title = call.field("title").unwrap_or(subject);
    let mut message = Message::new(kind, title, world.now());
    message.subject = subject.to_owned();
    set(&mut message.folder, call, "foldername");
    set(&mut message.sender_name, call, "sendername");
    set(&mut message.sender_email, call, "senderemail");
    set(&mut message.html, call, "htmlbody");
    set(&mut message.text, call, "textbody");
    let id = world.messages.add_as_draft(message);
    Ok(Done::new("Message created").id(id).into())
}

/// Only drafts and templates can be changed; how others are refused is inferred.
pub(crate) fn update(world: &mut World, call: &Call) -> Reply {
    world.launch_due();
    let now = world.now();
    let message = world.messages.get_mut(call.path_value(0));
    let message = message.ok_or(invalid_message(400))?;
    if !message.kind.can_be_changed() {
        return Err(Refusal::bad_request("Not a draft or a template"));
    }
    set(&mut message.subject, call, "subject");
    set(&mut message.title, call, "title");
    set(&mut message.html, call, "htmlbody");
    set(&mut message.text, call, "textbody");
    message.time = now;
    Ok(Done::new("Message updated").id(&message.id).into())
}

/// A message as the owner of a record sees it: `{{First Name}}` is what stands under that heading. A
/// message without HTML is its text; that, the page around it, and the errors are inferred.
pub(crate) fn html(world: &mut World, call: &Call) -> Reply {
    let message = world
        .messages
        .get(call.path_value(0))
        .ok_or(invalid_message(400))?;
    let record = call.path_value(1);
    let list = world.list(record.split(':').next().unwrap_or(""))?;
    let number = list.row_number(record).ok_or(INVALID_CONTACT)?;
    let mut html = match message.html.is_empty() {
        true => message.text.clone(),
        false => message.html.clone(),
    };
    let row = list.rows.get(number);
    for (at, column) in list.columns.iter().enumerate() {
        let cell = row.as_ref().and_then(|row| row.cells.get(at));
        let cell = cell.map_or("", String::as_str);
        html = html.replace(&format!("{{{{{}}}}}", column.heading), cell);
    }
    let page = format!("<!DOCTYPE html>\n<html><body>\n{html}\n</body></html>\n");
    Ok(Answer::new(200, "text/html;charset=utf-8", page))
}

/// Of any type; its answer and what a wrong id is are inferred.
pub(crate) fn delete(world: &mut World, call: &Call) -> Reply {
    world.launch_due();
    match world.messages.remove(call.path_value(0)) {
        true => Ok(Done::new("Message deleted").into()),
        false => Err(invalid_message(404)),
    }
}

/// A field that is not sent leaves what was there; an empty one empties it (inferred).
fn set(text: &mut String, call: &Call, field: &str) {
    if let Some((_, sent)) = call.fields.iter().find(|(name, _)| name == field) {
        text.clone_from(sent);
    }
}

/// The keys were renamed between 2021 and 2024, and the time became a text. That there is a folder, and
/// only of messages that are in one, is inferred.
fn entry(message: &Message, keys: MessageKeys) -> Value {
    let when = weekday_label(message.time);
    let text_only = message.text_only.to_string();
    let entry = match keys {
        MessageKeys::Of2024 => json!({
            "name": message.title, "msgId": message.id, "msgType": message.kind.word(),
            "timeStamp": message.time.to_string(), "timeWhen": when,
            "senderName": message.sender_name, "senderId": message.sender_id,
            "isTextOnly": text_only, "senderEmail": message.sender_email,
        }),
        MessageKeys::Of2021 => json!({
            "title": message.title, "msg_id": message.id, "timestamp": message.time,
            "time_when": when, "sender_name": message.sender_name,
            "sender_id": message.sender_id, "is_text_only": text_only,
            "sender_email": message.sender_email,
        }),
    };
    match entry {
        Value::Object(entry) if !message.folder.is_empty() => Value::Object(
            entry
                .into_iter()
                .chain([("folderName".to_owned(), json!(message.folder))])
                .collect::<Map<_, _>>(),
        ),
        other => other,
    }
}
