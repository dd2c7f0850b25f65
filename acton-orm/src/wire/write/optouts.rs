//! Opt-outs: one CSV of addresses out, one in (A§11). Both may be repeated.

use bytes::Bytes;
use reqwest::Method;
use serde_json::Value as Json;

use super::cell::{Cell, text_of};
use super::writer::{PlannedCall, Writer};
use super::{Verb, ack};
use crate::client::{Body, Call, Part, Repeat};
use crate::{Error, ErrorKind, Result, Upload};

pub(super) fn calls(verb: Verb) -> Vec<PlannedCall> {
    vec![match verb {
        Verb::Delete => PlannedCall::new("PUT", "/api/1/list/optin"),
        Verb::Insert | Verb::Update => PlannedCall::new("PUT", "/api/1/list/optout"),
    }]
}

/// The address is the key.
pub(super) fn address(cells: &[Cell]) -> Result<String> {
    text_of(cells, "email").map(str::to_owned).ok_or_else(|| {
        Error::new(ErrorKind::Invalid, "an opt-out needs an address").in_column("Email")
    })
}

pub(super) async fn send(writer: &mut Writer, verb: Verb, addresses: &[String]) -> Result<()> {
    let way = if verb == Verb::Delete {
        "optin"
    } else {
        "optout"
    };
    let call = Call::new(Method::PUT, ["api", "1", "list", way], Repeat::Safe)
        .body(Body::Multipart(vec![csv(way, addresses)]));
    complete(&writer.send(call).await?, addresses.len())
}

/// Act-On counts the addresses it took; which ones it did not take, the answer does not say.
fn complete(body: &Bytes, sent: usize) -> Result<()> {
    let object = ack::accepted(body)?;
    let count = |name: &str| match object.get(name) {
        Some(Json::Number(number)) => number.as_u64().unwrap_or(0),
        Some(Json::String(text)) => text.parse().unwrap_or(0),
        _ => 0,
    };
    let refused = count("rejectedRecords") + count("emptyRecords");
    if refused == 0 {
        return Ok(());
    }
    let said = object
        .get("message")
        .and_then(Json::as_str)
        .unwrap_or_default();
    let error = Error::new(
        ErrorKind::Rejected,
        format!("Act-On refused {refused} of {sent} addresses: {said:?}"),
    );
    Err(if sent == 1 {
        error
    } else {
        error.advise(
            "the answer does not say which; the others are done, and doing them again is harmless",
        )
    })
}

/// Addresses as a one-column CSV without a heading.
fn csv(name: &str, addresses: &[String]) -> Part {
    let mut text = String::new();
    for address in addresses {
        if address.contains([',', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&address.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(address);
        }
        text.push('\n');
    }
    Part::file(&Upload::bytes(format!("{name}.csv"), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(rejected: u32, empty: u32) -> Bytes {
        Bytes::from(format!(
            r#"{{"status":"success","message":"m","emptyRecords":{empty},"rejectedRecords":{rejected}}}"#
        ))
    }

    #[test]
    fn counts_that_do_not_add_up_are_a_refusal() {
        assert!(complete(&answer(0, 0), 2).is_ok());
        for body in [answer(1, 0), answer(0, 1)] {
            assert_eq!(complete(&body, 2).unwrap_err().kind(), ErrorKind::Rejected);
        }
    }
}
