//! What Act-On answers to a write: `{"status":"success","message":"..","id":".."}` (A§8, A§12).

use bytes::Bytes;
use serde_json::{Map, Value};

use crate::{Error, ErrorKind, Result};

/// The answer's object, if it says `success`.
///
/// Anything else came with a 2xx, so what it means for the row is not known.
pub(in crate::wire) fn accepted(body: &Bytes) -> Result<Map<String, Value>> {
    let Ok(Value::Object(object)) = serde_json::from_slice(body) else {
        return Err(unclear(format!(
            "the answer is not the JSON object that the contract shows: {}",
            excerpt(body)
        )));
    };
    match object.get("status").and_then(Value::as_str) {
        Some(status) if status.eq_ignore_ascii_case("success") => Ok(object),
        Some(status) => Err(unclear(format!(
            "the answer has the status {status:?} instead of \"success\""
        ))),
        None => Err(unclear(format!(
            "the answer has no status: {}",
            excerpt(body)
        ))),
    }
}

/// The id in the answer to an insert.
pub(in crate::wire) fn id(body: &Bytes) -> Result<String> {
    let object = accepted(body)?;
    let id = ["id", "contact_id"]
        .iter()
        .find_map(|name| match object.get(*name) {
            Some(Value::String(id)) if !id.is_empty() => Some(id.clone()),
            Some(Value::Number(id)) => Some(id.to_string()),
            _ => None,
        })
        .ok_or_else(|| unclear("the answer says \"success\" and gives no id"))?;
    // The row would be changed and deleted by it.
    let odd =
        |letter: char| letter.is_control() || letter.is_whitespace() || "/\\,".contains(letter);
    match id.contains(odd) {
        true => Err(unclear(format!(
            "the answer says \"success\", and {id:?} is no id"
        ))),
        false => Ok(id),
    }
}

/// A 2xx that does not tell whether the change was made.
pub(super) fn unclear(what: impl Into<String>) -> Error {
    Error::new(ErrorKind::UnknownOutcome, what)
}

pub(super) fn excerpt(body: &Bytes) -> String {
    let text = String::from_utf8_lossy(body);
    let short: String = text.chars().take(80).collect();
    format!("{short:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &'static str) -> Bytes {
        Bytes::from_static(text.as_bytes())
    }

    #[test]
    fn the_id_is_read_under_either_of_its_names() {
        assert_eq!(
            id(&bytes(r#"{"status":"success","id":"f-1"}"#)).unwrap(),
            "f-1"
        );
        let other = r#"{"status":"SUCCESS","contact_id":"l-1:2","more":[1]}"#;
        assert_eq!(id(&bytes(other)).unwrap(), "l-1:2");
    }

    #[test]
    fn an_answer_that_does_not_tell_leaves_the_outcome_unknown() {
        for body in [
            "",
            "[]",
            "{}",
            r#"{"status":"queued","id":"f-1"}"#,
            r#"{"status":"success"}"#,
            r#"{"status":"success","id":"../../x:0"}"#,
            r#"{"status":"success","id":"l-1:0,l-1:1"}"#,
        ] {
            let error = id(&bytes(body)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnknownOutcome, "{body}");
        }
    }
}
