//! Opt-outs, hard bounces, spam complaints (A§11).

use serde::Serialize;

use super::{Envelope, Paging, Reply};
use crate::http::error::NO_FILE;
use crate::http::{Answer, Call, Refusal};
use crate::world::{Dialect, Suppressed, World, is_email};

#[derive(Serialize)]
struct Item<'a> {
    email: &'a str,
    timestamp: i64,
    origin: &'a str,
}

pub(crate) fn opt_outs(world: &mut World, call: &Call) -> Reply {
    page(
        &world.suppressions.opt_outs,
        world.quirks.inclusive_bounds,
        call,
    )
}

pub(crate) fn hard_bounces(world: &mut World, call: &Call) -> Reply {
    page(
        &world.suppressions.hard_bounces,
        world.quirks.inclusive_bounds,
        call,
    )
}

/// The shape is that of the other two (inferred).
pub(crate) fn spam_complaints(world: &mut World, call: &Call) -> Reply {
    page(
        &world.suppressions.spam_complaints,
        world.quirks.inclusive_bounds,
        call,
    )
}

/// A page. `totalCount` is always -1: a caller pages until a short page.
fn page(entries: &[Suppressed], inclusive: bool, call: &Call) -> Reply {
    let instant = |name: &str| match call.query(name).map(str::parse::<i64>) {
        None => Ok(None),
        Some(Ok(millis)) => Ok(Some(millis)),
        Some(Err(_)) => Err(Refusal::bad_request(format!("{name} is not a timestamp"))),
    };
    let (before, after) = (instant("createdbefore")?, instant("createdafter")?);
    let slack = i64::from(inclusive);
    let admitted = |entry: &&Suppressed| {
        before.is_none_or(|end| entry.timestamp < end.saturating_add(slack))
            && after.is_none_or(|begin| entry.timestamp > begin.saturating_sub(slack))
    };
    let paging = Paging::of(call);
    let result: Vec<_> = entries
        .iter()
        .filter(admitted)
        .skip(paging.offset)
        .take(paging.count)
        .map(|entry| Item {
            email: &entry.email,
            timestamp: entry.timestamp,
            origin: &entry.origin,
        })
        .collect();
    Ok(Answer::json(&Envelope {
        offset: paging.told,
        count: result.len(),
        total_count: -1,
        result,
    }))
}

#[derive(Serialize)]
struct Uploaded {
    status: &'static str,
    message: String,
    #[serde(rename = "emptyRecords")]
    empty: usize,
    #[serde(rename = "rejectedRecords")]
    rejected: usize,
    /// Left out when nothing was rejected (inferred).
    #[serde(rename = "rejectedRecordsUrl", skip_serializing_if = "Option::is_none")]
    rejected_url: Option<String>,
}

pub(crate) fn add_opt_outs(world: &mut World, call: &Call) -> Reply {
    upload(world, call, "optout", |world, email| {
        let entry = Suppressed::new(email, world.now(), "User: Emma Emulator via Act-On API");
        world.suppressions.opt_out(entry);
    })
}

pub(crate) fn remove_opt_outs(world: &mut World, call: &Call) -> Reply {
    if !world.quirks.opt_in_enabled {
        // Switched on per account on request; the answer without it is inferred.
        return Err(Refusal::gateway(403, "Forbidden", ""));
    }
    upload(world, call, "optin", |world, email| {
        world.suppressions.opt_in(email)
    })
}

/// One address a line, applied at once: there is no job.
fn upload(world: &mut World, call: &Call, kind: &str, apply: impl Fn(&mut World, &str)) -> Reply {
    let file = call.file.as_ref().ok_or(NO_FILE)?;
    let (mut empty, mut valid, mut rejected) = (0, 0, Vec::new());
    for record in Dialect::ADDRESSES.records(&file.bytes) {
        let address = record.first().map_or("", |cell| cell.trim());
        if address.is_empty() {
            empty += 1;
        } else if is_email(address) {
            apply(world, address);
            valid += 1;
        } else {
            rejected.push(record);
        }
    }
    let refused = empty + rejected.len();
    Ok(Answer::json(&Uploaded {
        status: "success",
        message: format!(
            "{refused} invalid or empty records rejected. {valid} valid records processed."
        ),
        empty,
        rejected: rejected.len(),
        rejected_url: (!rejected.is_empty()).then(|| world.keep_rejected(kind, rejected)),
    }))
}
