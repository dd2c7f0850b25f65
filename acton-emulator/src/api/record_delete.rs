//! Deleting list records, singly and by the hundred (A§8).

use serde::Serialize;

use super::{Done, Reply};
use crate::http::error::INVALID_CONTACT;
use crate::http::{Answer, Call, Refusal};
use crate::world::World;

/// The most ids one call takes.
const MOST: usize = 100;

pub(crate) fn one(world: &mut World, call: &Call) -> Reply {
    let now = world.now();
    let list = world.list_mut(call.path_value(0))?;
    let number = list.row_number(call.path_value(1)).ok_or(INVALID_CONTACT)?;
    list.rows.delete(number);
    list.modified = now;
    Ok(Done::new("Record deleted").into())
}

#[derive(Serialize)]
struct Counts<'a> {
    success_count: usize,
    fail_count: usize,
    #[serde(rename = "failedList")]
    failed_list: Vec<Failed<'a>>,
}

#[derive(Serialize)]
struct Failed<'a> {
    id: &'a str,
    reason: &'static str,
}

pub(crate) fn many(world: &mut World, call: &Call) -> Reply {
    let now = world.now();
    let list = world.list_mut(call.path_value(0))?;
    let ids = call
        .query("contactids")
        .ok_or_else(|| Refusal::missing("contactids"))?;
    let ids: Vec<&str> = ids
        .split(',')
        .map(str::trim)
        .filter(|id| !id.is_empty())
        .collect();
    if ids.len() > MOST {
        // The limit is published, what exceeding it answers is inferred.
        return Err(Refusal::bad_request(
            "At most 100 contactids can be deleted at once",
        ));
    }
    let mut failed_list = Vec::new();
    for id in &ids {
        let deleted = list
            .row_number(id)
            .is_some_and(|number| list.rows.delete(number));
        if !deleted {
            failed_list.push(Failed {
                id,
                reason: "Invalid contact id",
            });
        }
    }
    list.modified = now;
    let counts = Counts {
        success_count: ids.len() - failed_list.len(),
        fail_count: failed_list.len(),
        failed_list,
    };
    // A partial failure is still 200, but the published example of it is labelled plain text.
    if counts.fail_count == 0 {
        Ok(Answer::json(&counts))
    } else {
        let body = serde_json::to_vec(&counts).unwrap_or_default();
        Ok(Answer::new(200, "text/plain", body))
    }
}
