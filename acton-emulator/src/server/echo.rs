//! An error that repeats what was sent, as some gateways do.

use axum::http::request::Parts;
use bytes::Bytes;
use serde_json::json;

use crate::http::{Answer, Call};

pub(super) async fn echo(status: u16, parts: &Parts, body: &Bytes) -> Answer {
    let target = parts.uri.path_and_query().map_or("/", |sent| sent.as_str());
    let sent = String::from_utf8_lossy(body);
    let call = Call::read(parts, body.clone()).await.unwrap_or_default();
    let fields: Vec<String> = (call.query.iter().chain(&call.fields))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let text = format!(
        "cannot process {} {target}; Authorization: {}; body: {sent}; fields: {}",
        parts.method,
        call.authorization.as_deref().unwrap_or("none"),
        fields.join(", ")
    );
    let error = match parts.uri.path() {
        "/token" => json!({"error": "invalid_request", "error_description": text}),
        _ => json!({"errorCode": 10000, "message": text}),
    };
    Answer::json_status(status, &error)
}
