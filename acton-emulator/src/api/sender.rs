//! `GET /api/1/account/senders` (A§12). No source shows an answer: all of this is inferred.

use serde_json::{Value, json};

use super::Reply;
use crate::http::{Answer, Call};
use crate::quirks::SenderList;
use crate::world::World;

/// What a message says of its sender is what a list of them plausibly has.
pub(crate) fn list(world: &mut World, _: &Call) -> Reply {
    let form = world.quirks.sender_list;
    let senders = world.senders.iter().map(|sender| match form {
        SenderList::Array | SenderList::Named => {
            json!({"id": sender.id, "name": sender.name, "email": sender.email})
        }
        SenderList::LikeMessages => json!({
            "senderId": sender.id, "senderName": sender.name, "senderEmail": sender.email,
        }),
    });
    let senders: Vec<Value> = senders.collect();
    Ok(match form {
        SenderList::Named => Answer::json(&json!({"senders": senders})),
        SenderList::Array | SenderList::LikeMessages => Answer::json(&senders),
    })
}
