//! The control plane: what a test in another process steers the emulator with.
//!
//! It is no part of Act-On. Its requests need no token, count against no limit, meet no fault and
//! leave no trace in the journal.

use std::net::IpAddr;
use std::time::Duration;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::uri::Authority;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Shared;
use super::connection::Line;
use super::exchange::LARGEST_BODY;
use crate::fault::{Fault, Spec};
use crate::http::{Answer, percent};
use crate::journal::Entry;
use crate::world::Snapshot;

const ROOT: &str = "/_emulator";
/// What is under it.
const NAMES: [&str; 9] = [
    "",
    "clock",
    "faults",
    "in_flight",
    "journal",
    "release",
    "reset",
    "settled",
    "snapshot",
];
/// The end of the year 9999: later instants have no date that could be written.
const LAST_INSTANT: i64 = 253_402_300_799_999;

/// What is wrong with a request, and its status.
struct Wrong(u16, String);

type Reply = Result<Answer, Wrong>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    advance: Option<u64>,
    set: Option<i64>,
}

#[derive(Serialize)]
struct InForce {
    faults: Vec<Spec>,
}

#[derive(Serialize)]
struct Seen {
    last: u64,
    entries: Vec<Entry>,
}

/// Whether this path is the control plane's.
pub(super) fn serves(path: &str) -> bool {
    path.strip_prefix(ROOT)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub(super) async fn answer(shared: &Shared, line: &Line, parts: &Parts, body: Body) -> Answer {
    let body = axum::body::to_bytes(body, LARGEST_BODY).await;
    line.heard();
    let reply = match (admit(shared.open_control, line, parts), body) {
        (Ok(()), Ok(body)) => steer(shared, parts, &body).await,
        (Ok(()), Err(_)) => Err(Wrong(413, "the body is too large or broke off".to_owned())),
        (Err(wrong), _) => Err(wrong),
    };
    reply.unwrap_or_else(|Wrong(status, why)| Answer::json_status(status, &json!({"error": why})))
}

fn admit(open: bool, line: &Line, parts: &Parts) -> Result<(), Wrong> {
    let refuse = |why: &str| Err(Wrong(403, why.to_owned()));
    if !open && !line.is_from_loopback() {
        return refuse("the control plane answers callers on this machine only");
    }
    // Any page somebody looks at could send a form here; programs send no `Origin`.
    if parts.headers.contains_key("origin") {
        return refuse("the control plane does not answer web pages");
    }
    // A page whose own name was made to lead to this machine (DNS rebinding) sends no `Origin`, but
    // that name.
    let host = parts
        .headers
        .get("host")
        .map(|host| host.to_str().unwrap_or(""));
    if !open && host.is_some_and(|host| !is_loopback(host)) {
        return refuse(
            "the control plane is asked by a name of this machine: localhost, 127.0.0.1, [::1]",
        );
    }
    Ok(())
}

/// Whether a `Host` names this machine, whatever the port.
fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else {
        return false;
    };
    let name = authority
        .host()
        .trim_start_matches('[')
        .trim_end_matches(']');
    match name.parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => name.eq_ignore_ascii_case("localhost"),
    }
}

async fn steer(shared: &Shared, parts: &Parts, body: &[u8]) -> Reply {
    let name = parts.uri.path().strip_prefix(ROOT).unwrap_or("");
    match (parts.method.as_str(), name.trim_matches('/')) {
        ("GET", "") => Ok(Answer::json(&json!({
            "clock": "GET, POST {\"advance\": millis} or {\"set\": millis}",
            "faults": "GET, POST a fault or several, DELETE",
            "in_flight": "GET",
            "journal": "GET ?since=number, DELETE",
            "release": "POST",
            "reset": "POST",
            "settled": "GET",
            "snapshot": "GET, PUT",
        }))),
        ("GET", "clock") => Ok(clock(shared)),
        ("POST", "clock") => move_clock(shared, body),
        ("GET", "faults") => Ok(faults(shared)),
        ("POST", "faults") => add_faults(shared, body),
        ("DELETE", "faults") => {
            shared.faults().clear();
            Ok(faults(shared))
        }
        ("GET", "in_flight") => {
            let (now, most) = (shared.journal.in_flight(), shared.journal.most_in_flight());
            let late = shared.late();
            Ok(Answer::json(
                &json!({"now": now, "most": most, "late": late}),
            ))
        }
        ("GET", "settled") => {
            shared.settled().await;
            Ok(Answer::json(&json!({"status": "settled"})))
        }
        ("GET", "journal") => journal(shared, parts.uri.query().unwrap_or("")),
        ("DELETE", "journal") => {
            shared.journal.clear();
            journal(shared, "")
        }
        ("POST", "release") => Ok(Answer::json(&json!({"carried_out": shared.release()}))),
        ("POST", "reset") => {
            shared.reset();
            Ok(Answer::json(&json!({"status": "reset"})))
        }
        ("GET", "snapshot") => {
            // Out of the lock: writing a large account takes its time.
            let snapshot = shared.world().snapshot();
            Ok(Answer::new(200, "application/json", snapshot.to_json()))
        }
        ("PUT", "snapshot") => {
            let snapshot = Snapshot::read(body).map_err(wrong)?;
            shared.world().restore(snapshot);
            Ok(Answer::json(&json!({"status": "restored"})))
        }
        (_, name) if NAMES.contains(&name) => {
            let why = format!("{} does not go with this path", parts.method);
            Err(Wrong(405, why))
        }
        _ => Err(Wrong(
            404,
            format!("nothing here; GET {ROOT} says what there is"),
        )),
    }
}

fn clock(shared: &Shared) -> Answer {
    let (now, runs) = (shared.clock.now(), shared.clock.runs());
    Answer::json(&json!({"now": now, "runs": runs}))
}

fn move_clock(shared: &Shared, body: &[u8]) -> Reply {
    let moved = read(body)?;
    let allowed = |instant: &i64| (0..=LAST_INSTANT).contains(instant);
    match moved {
        Move {
            advance: Some(millis),
            set: None,
        } => {
            let then = shared.clock.now().checked_add_unsigned(millis);
            then.filter(allowed).ok_or_else(too_far)?;
            shared.clock.advance(Duration::from_millis(millis));
        }
        Move {
            advance: None,
            set: Some(instant),
        } => shared
            .clock
            .set(Some(instant).filter(allowed).ok_or_else(too_far)?),
        _ => {
            return Err(wrong(
                "either `advance` or `set` is needed, in milliseconds",
            ));
        }
    }
    Ok(clock(shared))
}

fn too_far() -> Wrong {
    wrong("the clock goes from 1970 to 9999")
}

fn faults(shared: &Shared) -> Answer {
    let faults: Vec<Spec> = shared.faults().iter().map(Spec::from).collect();
    Answer::json(&InForce { faults })
}

/// All of them or, if one is wrong, none.
fn add_faults(shared: &Shared, body: &[u8]) -> Reply {
    let given = match read(body)? {
        Value::Array(several) => several,
        one => vec![one],
    };
    let read = given.into_iter().map(|one| {
        let spec: Spec = serde_json::from_value(one).map_err(|error| wrong(error.to_string()))?;
        Fault::try_from(spec).map_err(wrong)
    });
    let read = read.collect::<Result<Vec<_>, _>>()?;
    let mut faults = shared.faults();
    read.into_iter().for_each(|fault| faults.add(fault));
    drop(faults);
    Ok(self::faults(shared))
}

fn journal(shared: &Shared, query: &str) -> Reply {
    let pairs = percent::pairs(query);
    let since = match pairs.iter().find(|(name, _)| name == "since") {
        None => 0,
        Some((_, number)) => number
            .parse()
            .map_err(|_| wrong("`since` is the number of a request"))?,
    };
    let journal = &shared.journal;
    // First the number: what comes in between is then seen twice rather than never.
    let last = journal.last();
    let entries = journal.since(since);
    Ok(Answer::json(&Seen { last, entries }))
}

fn read<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Wrong> {
    serde_json::from_slice(body).map_err(|error| wrong(error.to_string()))
}

fn wrong(why: impl Into<String>) -> Wrong {
    Wrong(400, why.into())
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[test]
    fn other_machines_are_refused_unless_told_otherwise() {
        let parts = Request::new(()).into_parts().0;
        let line = Line::new("192.0.2.1:9".parse().unwrap());
        assert!(admit(true, &line, &parts).is_ok());
        let Err(Wrong(status, why)) = admit(false, &line, &parts) else {
            panic!("admitted");
        };
        assert_eq!(status, 403);
        assert!(why.contains("this machine only"), "{why}");
    }
}
