//! Upload jobs and the rows they rejected (A§7.5).

use serde::Serialize;

use super::Reply;
use crate::http::error::INVALID_JOB;
use crate::http::{Answer, Call, Refusal};
use crate::world::{Outcome, Progress, World};

#[derive(Serialize)]
struct State {
    status: &'static str,
}

/// `jobDetails` is `details` once more, as JSON in a string.
#[derive(Serialize)]
struct Finished {
    status: &'static str,
    #[serde(rename = "jobDetails")]
    job_details: String,
    details: Details,
}

#[derive(Serialize)]
struct Details {
    status: &'static str,
    #[serde(rename = "listId")]
    list_id: String,
    #[serde(rename = "appendCount")]
    append_count: usize,
    #[serde(rename = "updateCount")]
    update_count: usize,
    #[serde(rename = "failedCount")]
    failed_count: usize,
    #[serde(rename = "rejectedCount")]
    rejected_count: usize,
    /// The name of this field is inferred.
    #[serde(rename = "rejectedRecordsUrl", skip_serializing_if = "Option::is_none")]
    rejected_records_url: Option<String>,
    /// How a failed job explains itself is inferred.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

pub(crate) fn status(world: &mut World, call: &Call) -> Reply {
    let id = call.path_value(0);
    let polls = world.quirks.job_polls;
    let now = world.now();
    let mut progress = world.jobs.poll(id, now, polls).ok_or(INVALID_JOB)?;
    if let Progress::Due = progress {
        world.finish_up_to(id);
        progress = world.jobs.poll(id, now, polls).ok_or(INVALID_JOB)?;
    }
    Ok(match progress {
        Progress::Pending => sentence("The job is pending"),
        Progress::Running | Progress::Due => sentence("The job is running"),
        Progress::Done(outcome) => finished(outcome),
    })
}

fn sentence(status: &'static str) -> Answer {
    Answer::json(&State { status })
}

fn finished(outcome: Outcome) -> Answer {
    let details = Details {
        status: outcome.failure.as_ref().map_or("ok", |_| "error"),
        list_id: outcome.list,
        append_count: outcome.appended,
        update_count: outcome.updated,
        failed_count: 0,
        rejected_count: outcome.rejected.len(),
        rejected_records_url: outcome.rejected_file,
        message: outcome.failure,
    };
    Answer::json(&Finished {
        status: "success",
        job_details: serde_json::to_string(&details).unwrap_or_default(),
        details,
    })
}

pub(crate) fn rejected(world: &mut World, call: &Call) -> Reply {
    let name = call
        .query("filename")
        .ok_or_else(|| Refusal::missing("filename"))?;
    let file = world.rejected.get(name);
    let file = file.ok_or_else(|| Refusal::bad_request("Unknown filename"))?;
    Ok(Answer::new(200, "text/csv;charset=UTF-8", file.clone()))
}
