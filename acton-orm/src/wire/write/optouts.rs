//! Opt-outs: one CSV of addresses out, one in (A§11). An opt-out may be repeated; an opt-in that may have
//! been received is not.

use bytes::Bytes;
use serde_json::Value as Json;

use super::ack;
use crate::plan::{
    Batch, Body, Change, Family, Fate, Group, Learned, Part, Planned, Request, Sent, Settled,
    Trace, Verb, Way, Written, text_of,
};
use crate::schema::{Effect, Method, TableRef};
use crate::{Error, ErrorKind, Result, Upload};

/// One CSV takes any number; this many keep it far below the limit of 400 MB (A§5.3).
const ADDRESSES: usize = 100_000;

/// The account's opt-out list.
pub(crate) struct OptOuts;

impl Family for OptOuts {
    fn check(&self, verb: Verb, cells: &[Written]) -> Result<()> {
        let given = text_of(cells, "email").is_some_and(|email| !email.trim().is_empty());
        if verb == Verb::Insert && !given {
            return Err(
                Error::new(ErrorKind::Invalid, "an opt-out needs an address").in_column("Email"),
            );
        }
        Ok(())
    }

    fn ways(&self, group: &Group<'_>) -> Result<Vec<Way>> {
        let files = group.changes.chunks(ADDRESSES).map(|rows| {
            let (changes, addresses): (Vec<usize>, Vec<&str>) = rows
                .iter()
                .map(|&(position, change)| (position, address(change)))
                .unzip();
            Batch {
                changes,
                calls: calls(group.verb, &addresses),
            }
        });
        Ok(vec![Way(files.collect())])
    }

    /// Nothing is in doubt here, for sending an address again does no harm.
    fn trace(&self, _: &TableRef, _: &[Written]) -> Trace {
        Trace::Nowhere("an opt-out can just be sent again")
    }

    fn touches(&self, change: &Change) -> Vec<String> {
        vec![address(change).trim().to_ascii_lowercase()]
    }
}

/// The address is the key.
fn address(change: &Change) -> &str {
    let given = || text_of(change.cells(), "email").unwrap_or_default();
    change.key().unwrap_or_else(given)
}

fn calls(verb: Verb, addresses: &[&str]) -> Vec<Planned> {
    let (path, name, effect) = match verb {
        // Carried out late, it would undo an opt-out that somebody has asked for since.
        Verb::Delete => ("/api/1/list/optin", "optin", Effect::Adds),
        Verb::Insert | Verb::Update => ("/api/1/list/optout", "optout", Effect::Replaces),
    };
    let file = Body::Multipart(vec![csv(name, addresses)]);
    let mut calls = vec![Planned::new(
        Request::new(Method::PUT, path).doing(effect).body(file),
        taken,
    )];
    if addresses.len() > 1 {
        // That the file of an opt-out is got like that of a list upload is inferred.
        let which =
            Request::get("/api/1/list/rejectedUploadRecords").param_hole("filename", "file");
        calls.push(Planned::new(which, told).if_needed("which addresses were refused, if any"));
    }
    calls
}

/// How many addresses were taken. Which were not, only a file tells.
fn taken(sent: &Sent<'_>, answer: Result<Bytes>) -> Result<Settled> {
    let taken = Taken::read(&answer.map_err(not_taken)?)?;
    match &taken.file {
        _ if taken.refused == 0 => Ok(Settled::each(
            sent.changes.iter().map(|change| done(change)).collect(),
        )),
        Some(file) if sent.changes.len() > 1 => Ok(Settled::learned(
            Learned::default()
                .and("file", file.clone())
                .and("refused", taken.refused.to_string())
                .and("said", taken.said),
        )),
        _ => Ok(taken.judge(sent.changes, &[])),
    }
}

/// The addresses in the file of those refused; without it nothing is claimed of any address.
fn told(sent: &Sent<'_>, answer: Result<Bytes>) -> Result<Settled> {
    let told = |name| sent.learned.text(name).unwrap_or_default();
    let taken = Taken {
        refused: told("refused").parse().unwrap_or(u64::MAX),
        said: told("said").to_owned(),
        file: None,
    };
    let body = answer.unwrap_or_default();
    let refused: Vec<String> = String::from_utf8_lossy(&body)
        .lines()
        .map(|line| line.trim().trim_matches('"').replace("\"\"", "\""))
        .collect();
    Ok(taken.judge(sent.changes, &refused))
}

fn done(change: &Change) -> Fate {
    match change.verb() {
        Verb::Delete => Fate::Deleted,
        Verb::Insert | Verb::Update => Fate::Landed(address(change).to_owned()),
    }
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

    fn judge(&self, changes: &[&Change], refused: &[String]) -> Settled {
        let refused: std::collections::HashSet<&str> = refused.iter().map(String::as_str).collect();
        let is_refused = |change: &Change| refused.contains(address(change));
        let named = changes.iter().filter(|change| is_refused(change)).count();
        let told = named as u64 == self.refused;
        let fate = |change: &&Change| match told && !is_refused(change) {
            true => done(change),
            false => Fate::Failed(self.refusal(changes.len(), told)),
        };
        Settled::each(changes.iter().map(fate).collect())
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

/// Addresses as a one-column CSV without a heading.
fn csv(name: &str, addresses: &[&str]) -> Part {
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
        let part = csv("optout", &["a@b.c", "\"x\"@b.c"]);
        let crate::plan::Content::File(upload) = part.content else {
            panic!("a file")
        };
        let crate::upload::Source::Bytes(bytes) = upload.source() else {
            panic!("in memory")
        };
        assert_eq!(bytes, "a@b.c\n\"\"\"x\"\"@b.c\"\n");
    }
}
