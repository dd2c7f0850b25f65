//! Act-On's operations, one file a family, and the table that finds them.

mod account;
mod authorize;
mod block;
mod campaign;
mod custom_event;
mod download;
mod facts;
mod files;
mod form;
mod image;
mod job;
mod list;
mod listing;
mod logo;
mod lookup;
mod media;
mod media_report;
mod merge;
mod message;
mod page;
mod program;
mod record;
mod record_delete;
mod report;
mod routes;
mod send;
mod sender;
mod sign_in;
mod subscription;
mod suppression;
mod token;
mod triggered;
mod unmodelled;
mod user;

use serde::Serialize;

pub(crate) use routes::{Access, Serve, find};

use crate::http::{Answer, Refusal};

type Reply = Result<Answer, Refusal>;

/// The body nearly every write answers with.
#[derive(Debug, Serialize)]
struct Done {
    status: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(rename = "contact_id", skip_serializing_if = "Option::is_none")]
    contact_id: Option<String>,
    #[serde(rename = "jobId", skip_serializing_if = "Option::is_none")]
    job_id: Option<String>,
}

impl Done {
    fn new(message: impl Into<String>) -> Self {
        Self {
            status: "success",
            message: message.into(),
            id: None,
            contact_id: None,
            job_id: None,
        }
    }

    fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    fn contact(mut self, id: &str) -> Self {
        self.id = Some(id.to_owned());
        self.contact_id = Some(id.to_owned());
        self
    }

    fn job(mut self, id: String) -> Self {
        self.job_id = Some(id);
        self
    }
}

impl From<Done> for Answer {
    fn from(done: Done) -> Self {
        Self::json(&done)
    }
}

/// Where a page begins and how long it may be.
#[derive(Clone, Copy, Debug)]
struct Paging {
    offset: usize,
    count: usize,
    /// What the answer says of its offset.
    told: usize,
}

impl Paging {
    /// 1000 is the published maximum. That more is cut to it, that 1000 is the default and that
    /// a value which is no number counts as absent are inferred.
    const MOST: usize = 1000;

    fn of(call: &crate::http::Call) -> Self {
        let number = |name| call.query(name).and_then(|text| text.parse::<usize>().ok());
        let offset = number("offset").unwrap_or(0);
        Self {
            offset,
            told: call.told_offset.unwrap_or(offset),
            count: number("count").map_or(Self::MOST, |count| count.min(Self::MOST)),
        }
    }
}

/// `{offset, count, totalCount, result}`, `count` being what was returned.
#[derive(Debug, Serialize)]
struct Envelope<T> {
    offset: usize,
    count: usize,
    #[serde(rename = "totalCount")]
    total_count: i64,
    result: Vec<T>,
}
