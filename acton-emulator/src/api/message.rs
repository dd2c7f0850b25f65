//! `GET /api/1/message` (A§10.1).

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Paging, Reply};
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
