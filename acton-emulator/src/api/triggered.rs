//! Event-triggered e-mail: one message to one person, at once (A§10.7).

use serde::Serialize;
use serde_json::Value;

use super::Reply;
use crate::http::{Answer, Call};
use crate::world::{ACCOUNT_ID, MessageType, TriggeredMail, World};

#[derive(Serialize)]
struct Sent<'a> {
    success: bool,
    message: &'static str,
    #[serde(rename = "suppressedRecipients")]
    suppressed: Vec<&'a str>,
}

#[derive(Serialize)]
struct Refused {
    #[serde(rename = "errorName")]
    name: &'static str,
    message: String,
}

/// Refusals have envelopes of their own, and no numbers.
pub(crate) fn send(world: &mut World, call: &Call) -> Reply {
    let refused =
        |status, name, message: String| Ok(Answer::json_status(status, &Refused { name, message }));
    let (account, template) = (call.path_value(0), call.path_value(1));
    if account != ACCOUNT_ID.to_string() {
        let message = format!("The account, {account}, does not exist.");
        return refused(400, "Invalid ID in request:", message);
    }
    let known = world.messages.get(template);
    if known.is_none_or(|message| message.kind != MessageType::Template) {
        let message = format!("The email template, {template}, does not exist for this account.");
        return refused(400, "Invalid ID in request:", message);
    }
    let body: Value = serde_json::from_slice(&call.body).unwrap_or_default();
    let text = |place: &str| body.pointer(place).and_then(Value::as_str).unwrap_or("");
    let to = text("/envelope/toAddress");
    for (place, name) in [
        ("/envelope/toAddress", "toAddress"),
        ("/envelope/fromAddress", "fromAddress"),
    ] {
        if text(place).is_empty() {
            return refused(400, "Invalid request:", format!("{name} is missing."));
        }
    }
    let transactional = body.pointer("/metadata/transactional") == Some(&Value::Bool(true));
    if transactional && !world.quirks.transactional_enabled {
        let message = format!("A transactional subscription is required. Account: {ACCOUNT_ID}");
        return refused(500, "EmailServiceException", message);
    }
    let is_out = |entry: &crate::world::Suppressed| entry.email.eq_ignore_ascii_case(to);
    let held = world.suppressions.hard_bounces.iter().any(is_out)
        || world.suppressions.spam_complaints.iter().any(is_out)
        || (!transactional && world.suppressions.opt_outs.iter().any(is_out));
    if held {
        return Ok(Answer::json_status(
            400,
            &Sent {
                success: false,
                message: "Recipient email has been suppressed",
                suppressed: vec![to],
            },
        ));
    }
    let mail = TriggeredMail {
        template: template.to_owned(),
        to: to.to_owned(),
        body: body.to_string(),
    };
    world.triggered.push(mail);
    Ok(Answer::json(&Sent {
        success: true,
        message: "Email Sent Successfully",
        suppressed: Vec::new(),
    }))
}
