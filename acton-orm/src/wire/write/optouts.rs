//! Opt-outs: one CSV of addresses out, one in (A§11). Both may be repeated.

use bytes::Bytes;
use serde_json::Value as Json;

use super::cell::{Cell, text_of};
use super::writer::{PlannedCall, Writer};
use super::{Verb, ack};
use crate::plan::{Body, Part, Request};
use crate::schema::Method;
use crate::{Error, ErrorKind, Result, Upload};

pub(super) fn calls(verb: Verb) -> Vec<PlannedCall> {
    vec![match verb {
        Verb::Delete => PlannedCall::new("PUT", "/api/1/list/optin"),
        Verb::Insert | Verb::Update => PlannedCall::new("PUT", "/api/1/list/optout"),
    }]
}

/// The address is the key.
pub(super) fn address(cells: &[Cell]) -> Result<String> {
    text_of(cells, "email")
        .filter(|email| !email.trim().is_empty())
        .map(str::to_owned)
        .ok_or_else(|| {
            Error::new(ErrorKind::Invalid, "an opt-out needs an address").in_column("Email")
        })
}

/// Sends addresses: one result for each.
pub(super) async fn send(
    writer: &mut Writer,
    verb: Verb,
    addresses: &[String],
) -> Result<Vec<Result<()>>> {
    let way = if verb == Verb::Delete {
        "optin"
    } else {
        "optout"
    };
    let call = Request::new(Method::PUT, "/api/1/list/{way}")
        .with("way", way)
        .body(Body::Multipart(vec![csv(way, addresses)]));
    let answer = writer.send(call).await.map_err(not_taken)?;
    let taken = Taken::read(&answer)?;
    if taken.refused == 0 {
        return Ok(addresses.iter().map(|_| Ok(())).collect());
    }
    let refused = match &taken.file {
        Some(file) if addresses.len() > 1 => refused_addresses(writer, file).await,
        _ => Vec::new(),
    };
    let named = addresses
        .iter()
        .filter(|address| refused.contains(address))
        .count();
    let told = named as u64 == taken.refused;
    Ok(addresses
        .iter()
        .map(|address| {
            if told && !refused.contains(address) {
                Ok(())
            } else {
                Err(taken.refusal(addresses.len(), told))
            }
        })
        .collect())
}

/// How many addresses Act-On took; which ones it did not take, only a file tells.
struct Taken {
    refused: u64,
    said: String,
    file: Option<String>,
}

impl Taken {
    fn read(body: &Bytes) -> Result<Self> {
        let object = ack::accepted(body)?;
        let count = |name: &str| match object.get(name) {
            Some(Json::Number(number)) => number.as_u64().unwrap_or(0),
            Some(Json::String(text)) => text.parse().unwrap_or(0),
            _ => 0,
        };
        let text = |name: &str| object.get(name).and_then(Json::as_str).map(str::to_owned);
        Ok(Self {
            refused: count("rejectedRecords") + count("emptyRecords"),
            said: text("message").unwrap_or_default(),
            file: text("rejectedRecordsUrl"),
        })
    }

    fn refusal(&self, sent: usize, told: bool) -> Error {
        let message = if told {
            format!("Act-On refused the address: {:?}", self.said)
        } else {
            format!(
                "Act-On refused {} of {sent} addresses: {:?}",
                self.refused, self.said
            )
        };
        let error = Error::new(ErrorKind::Rejected, message);
        if told || sent == 1 {
            return error;
        }
        error.advise("it does not say which; the others are done, and doing them again is harmless")
    }
}

/// The addresses in the file of those refused. That the file of an opt-out is got like that of a list
/// upload is inferred; without it nothing is claimed of any address.
/// The call names no row, so what was not found is no address: nothing was opted out or in.
fn not_taken(error: Error) -> Error {
    if !error.is_not_found() {
        return error;
    }
    let refused = Error::new(ErrorKind::Rejected, "Act-On did not take the addresses");
    match error.api().cloned() {
        Some(api) => refused.with_api(api),
        None => refused,
    }
    .caused_by(error)
}

async fn refused_addresses(writer: &mut Writer, file: &str) -> Vec<String> {
    let call = Request::get("/api/1/list/rejectedUploadRecords").param("filename", file);
    let Ok(body) = writer.send(call).await else {
        return Vec::new();
    };
    String::from_utf8_lossy(&body)
        .lines()
        .map(|line| line.trim().trim_matches('"').replace("\"\"", "\""))
        .collect()
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
    Part::file(Upload::bytes(format!("{name}.csv"), text))
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
    fn refusals_are_counted_whatever_type_the_counts_have() {
        assert_eq!(Taken::read(&answer(0, 0)).unwrap().refused, 0);
        assert_eq!(Taken::read(&answer(1, 2)).unwrap().refused, 3);
        let text = br#"{"status":"success","rejectedRecords":"2"}"#;
        assert_eq!(Taken::read(&Bytes::from_static(text)).unwrap().refused, 2);
    }

    #[test]
    fn addresses_with_a_quote_are_quoted() {
        let part = csv("optout", &["a@b.c".into(), "\"x\"@b.c".into()]);
        let crate::plan::Content::File(upload) = part.content else {
            panic!("a file")
        };
        let crate::upload::Source::Bytes(bytes) = upload.source() else {
            panic!("in memory")
        };
        assert_eq!(bytes, "a@b.c\n\"\"\"x\"\"@b.c\"\n");
    }
}
