//! Messages that go out: the forms of send and resend, and what is answered (A§10.3).

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::{Map, Value as Json};

use super::write::ack;
use crate::plan::{Body, Request};
use crate::schema::{Effect, Method};
use crate::{DateTime, Result, Utc};

const SEND: &str = "/api/1/message/{key}/send";

/// A launch as it is put together: to whom, when, and the other fields of the form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Launch {
    pub(crate) method: Method,
    pub(crate) message: String,
    pub(crate) lists: Vec<String>,
    pub(crate) records: Vec<String>,
    pub(crate) without: Vec<String>,
    pub(crate) at: DateTime<Utc>,
    pub(crate) fields: Vec<(&'static str, String)>,
}

impl Launch {
    /// The call, which cannot be taken back.
    pub(crate) fn request(&self) -> Request {
        let ids = |ids: &[String]| (!ids.is_empty()).then(|| ids.join(","));
        let to = [
            ("sendtoids", ids(&self.lists)),
            ("sendtorecids", ids(&self.records)),
            ("suppressids", ids(&self.without)),
            ("when", Some(millis(self.at))),
        ];
        let to = to
            .into_iter()
            .filter_map(|(name, value)| Some((Cow::Borrowed(name), value?)));
        let rest = self.fields.iter();
        let rest = rest.map(|(name, value)| (Cow::Borrowed(*name), value.clone()));
        Request::new(self.method, SEND)
            .with("key", &self.message)
            .body(Body::Form(to.chain(rest).collect()))
            .doing(Effect::Sends)
    }
}

/// Milliseconds: the one published sample has thirteen digits (A§4.2).
pub(crate) fn millis(at: DateTime<Utc>) -> String {
    at.timestamp_millis().to_string()
}

pub(crate) fn yes(flag: bool) -> String {
    if flag { "Y" } else { "N" }.to_owned()
}

/// What Act-On says, and the id of the message that goes out, where it names one. A 2xx of another
/// form leaves the outcome unknown.
pub(crate) fn launched(body: &Bytes) -> Result<(String, Option<String>)> {
    let told = ack::accepted(body)?;
    let message = text(&told, "message").unwrap_or_default();
    let id = text(&told, "id").or_else(|| named(&message));
    Ok((message, id))
}

fn text(told: &Map<String, Json>, key: &str) -> Option<String> {
    told.get(key)?.as_str().map(str::to_owned)
}

/// The first id in a sentence such as `Message scheduled for launch: s-0003-1910`.
fn named(message: &str) -> Option<String> {
    let mut words =
        message.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-'));
    words
        .find(|word| word.starts_with("s-") && word.len() > 2)
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    fn bytes(text: &'static str) -> Bytes {
        Bytes::from_static(text.as_bytes())
    }

    #[test]
    fn the_id_is_a_member_or_the_first_one_in_the_sentence() {
        let published = r#"{"status":"success","message":"Message scheduled for re-launch: s-0003-1910, API requested msgID: s-0003-1911"}"#;
        let (_, id) = launched(&bytes(published)).unwrap();
        assert_eq!(id.as_deref(), Some("s-0003-1910"));
        let member = r#"{"status":"success","message":"ok","id":"s-1-2"}"#;
        assert_eq!(
            launched(&bytes(member)).unwrap().1.as_deref(),
            Some("s-1-2")
        );
        let none = r#"{"status":"success"}"#;
        assert_eq!(launched(&bytes(none)).unwrap(), (String::new(), None));
    }

    #[test]
    fn an_answer_that_does_not_say_success_leaves_the_outcome_unknown() {
        for body in ["", "{}", "[]", r#"{"status":"queued"}"#] {
            let error = launched(&bytes(body)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnknownOutcome, "{body}");
        }
    }
}
