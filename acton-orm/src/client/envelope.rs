//! Act-On's error envelopes (A§5.1), read leniently: a body of any shape gives an error that says
//! as much as it holds.

use reqwest::header::HeaderMap;
use serde_json::{Map, Value};

use crate::{ApiError, Envelope, Error, ErrorKind};

/// The most of a plain text or HTML body that an error repeats.
const TEXT: usize = 300;

/// What Act-On said in an answer that is not a 2xx.
pub(crate) fn read(status: u16, headers: &HeaderMap, body: &[u8]) -> ApiError {
    let (code, message, envelope) = match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => {
            object_says(&object).unwrap_or_else(|| (None, plain(body), Envelope::Text))
        }
        Ok(Value::String(text)) => (None, shorten(&text), Envelope::Text),
        _ => (None, plain(body), Envelope::Text),
    };
    ApiError {
        status,
        code,
        message,
        request_id: request_id(headers),
        envelope,
    }
}

/// The failure inside an answer that is a 200 as a whole, if it is one.
pub(crate) fn inside_success(
    status: u16,
    request_id: Option<String>,
    body: &[u8],
) -> Option<ApiError> {
    let first = body.iter().find(|byte| !byte.is_ascii_whitespace())?;
    if *first != b'{' || body.len() > 64 * 1024 {
        return None;
    }
    let Ok(Value::Object(object)) = serde_json::from_slice(body) else {
        return None;
    };
    if !is_failure(&object) {
        return None;
    }
    let (code, message, envelope) = object_says(&object)?;
    Some(ApiError {
        status,
        code,
        message,
        request_id,
        envelope,
    })
}

/// Only what no answer of success looks like: a contact may well have a column named `message`.
fn is_failure(object: &Map<String, Value>) -> bool {
    let has = |key: &str| object.contains_key(key);
    let says = |key: &str, words: &[&str]| {
        text(object, key)
            .is_some_and(|text| words.iter().any(|word| text.eq_ignore_ascii_case(word)))
    };
    let no = |key: &str| object.get(key) == Some(&Value::Bool(false)) || says(key, &["false"]);
    let code = object
        .get("errorCode")
        .is_some_and(|code| !code.is_null() && code != 0);
    (code && (has("message") || has("errorMessage")))
        || (has("httpCode") && has("httpMessage"))
        || (has("error") && has("error_description"))
        || (has("errorName") && has("message"))
        || (has("errorId") && has("errorMessage"))
        || (no("success") && has("message"))
        || (no("isSuccess") && has("errorMessage"))
        || (says("status", &["error", "failure"]) && (has("message") || has("errorMessage")))
}

fn object_says(object: &Map<String, Value>) -> Option<(Option<String>, String, Envelope)> {
    let get = |key: &str| text(object, key);
    let or_empty = |key: &str| get(key).unwrap_or_default();
    let has = |key: &str| object.contains_key(key);
    Some(if has("httpCode") {
        let more = get("moreInformation").filter(|more| !more.is_empty());
        let message = match (get("httpMessage"), more) {
            (Some(message), Some(more)) => format!("{message}: {more}"),
            (message, more) => message.or(more).unwrap_or_default(),
        };
        (get("httpCode"), message, Envelope::Gateway)
    } else if has("isSuccess") || (has("status") && has("errorCode") && has("errorMessage")) {
        (
            get("errorCodeId")
                .or_else(|| get("errorCode"))
                .or_else(|| get("statusCode")),
            or_empty("errorMessage"),
            Envelope::Item,
        )
    } else if has("errorId") || has("requestUri") {
        let list = listed(object, "errorList");
        let message = [get("errorMessage"), list]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(": ");
        (get("errorId"), message, Envelope::CustomObjects)
    } else if has("errorCode") {
        (
            get("errorCode"),
            get("message").unwrap_or_else(|| or_empty("errorMessage")),
            Envelope::Api,
        )
    } else if has("error") {
        (get("error"), or_empty("error_description"), Envelope::OAuth)
    } else if has("errorName") || (has("success") && has("message")) {
        (get("errorName"), or_empty("message"), Envelope::Email)
    } else if has("errors") {
        (
            None,
            listed(object, "errors").unwrap_or_default(),
            Envelope::Errors,
        )
    } else if has("message") {
        (None, or_empty("message"), Envelope::Api)
    } else {
        return None;
    })
}

/// A string, or a number as text: Act-On sends codes as either (A§4.3).
fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::String(text) => Some(shorten(text)),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn listed(object: &Map<String, Value>, key: &str) -> Option<String> {
    let items = object.get(key)?.as_array()?;
    let texts: Vec<String> = items
        .iter()
        .map(|item| {
            item.as_str()
                .map_or_else(|| item.to_string(), str::to_owned)
        })
        .collect();
    (!texts.is_empty()).then(|| shorten(&texts.join("; ")))
}

/// Plain text; of an HTML page its title.
fn plain(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let text = text.trim();
    if text.starts_with('<') {
        let title = text
            .split_once("<title>")
            .and_then(|(_, rest)| rest.split_once("</title>"))
            .map(|(title, _)| title.trim());
        return format!(
            "an HTML page{}",
            title
                .map(|title| format!(" titled `{}`", shorten(title)))
                .unwrap_or_default()
        );
    }
    shorten(text)
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(TEXT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

pub(crate) fn request_id(headers: &HeaderMap) -> Option<String> {
    let value = headers.get("x-request-id")?.to_str().ok()?;
    (!value.is_empty()).then(|| shorten(value))
}

/// Codes that mean "there is no such thing", whatever status they came with (A§5.2).
const NOT_FOUND: &[&str] = &[
    "10004", "10008", "10012", "10013", "10017", "10030", "10054", "10148", "10162",
];

/// The sort of failure: by Act-On's code first, then by the status.
pub(crate) fn kind(api: &ApiError) -> ErrorKind {
    let code = api.code.as_deref().unwrap_or_default();
    match (code, api.status) {
        (code, _) if NOT_FOUND.contains(&code) => ErrorKind::NotFound,
        // 403 on an upload of a wrong type is no question of rights.
        (code, status)
            if api.envelope == Envelope::Api
                && !code.is_empty()
                && status < 500
                && status != 401
                && status != 429 =>
        {
            ErrorKind::Rejected
        }
        (_, 401 | 403) => ErrorKind::Auth,
        (_, 404 | 410) => ErrorKind::NotFound,
        (_, 408) => ErrorKind::Timeout,
        (_, 429) if is_daily(&api.message) => ErrorKind::DailyLimit,
        (_, 429) => ErrorKind::RateLimited,
        (_, 500..) => ErrorKind::Server,
        _ if matches!(code, "429") => ErrorKind::RateLimited,
        _ => ErrorKind::Rejected,
    }
}

/// How Act-On words the end of the day's allowance is not public; that it names the day is inferred. A
/// quota may be a second's.
fn is_daily(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    ["daily", "per day", "24 hours"]
        .iter()
        .any(|word| message.contains(word))
}

/// The error for an answer Act-On refused with.
pub(crate) fn error(api: ApiError) -> Error {
    let kind = kind(&api);
    let (message, advice) = words(kind, &api);
    let error = Error::new(kind, message).with_api(api);
    match advice {
        Some(advice) => error.advise(advice),
        None => error,
    }
}

fn words(kind: ErrorKind, api: &ApiError) -> (&'static str, Option<&'static str>) {
    let said = |word: &str| {
        api.message.contains(word) || api.code.as_deref().is_some_and(|code| code.contains(word))
    };
    if said("PUBLIC_API_FEATURE_NOT_ENABLED") {
        return (
            "the account has no access to the API",
            Some("ask Act-On's support to enable the API for the account"),
        );
    }
    match kind {
        ErrorKind::NotFound => ("Act-On knows no such thing", None),
        ErrorKind::Auth => (
            "Act-On does not let us in",
            Some("check that the user may do this, and the credentials"),
        ),
        ErrorKind::RateLimited => (
            "Act-On refused more calls for now",
            Some("somebody else shares the account's 5 calls a second; lower `CallsPerSecond`"),
        ),
        ErrorKind::DailyLimit => (
            "the account's calls of the day are used up",
            Some("wait for the next day, or ask Act-On for more"),
        ),
        ErrorKind::Server => (
            "Act-On failed",
            Some("try again later; quote the request id to Act-On's support if it stays"),
        ),
        ErrorKind::Timeout => ("Act-On gave up waiting for the request", None),
        _ if (300..400).contains(&api.status) => (
            "the server sends us elsewhere, and redirects are not followed",
            Some("check `Server` or `Region`"),
        ),
        _ => ("Act-On refused the call", None),
    }
}

#[cfg(test)]
mod tests;
