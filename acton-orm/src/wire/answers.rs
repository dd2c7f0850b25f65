//! What is said to actions.

use bytes::Bytes;
use serde_json::Value as Json;

use super::write::ack;
use crate::{Error, ErrorKind, Result};

/// What a new list is known by.
///
/// ```
/// fn show(made: acton_orm::lists::Made) {
///     println!("{made:?}");
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Made {
    /// The id of an empty list, which is there.
    List(String),
    /// The number of the job that reads its file:
    /// [`Client::list_upload`](crate::Client::list_upload) asks how far that is.
    Job(String),
}

/// How far the reading of a file is.
///
/// ```
/// fn show(state: acton_orm::lists::UploadState) {
///     println!("{state:?}");
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum UploadState {
    /// It waits.
    Pending,
    /// It is being read.
    Running,
    /// It was read.
    Done {
        /// Act-On's word for how it went: `ok`.
        status: String,
        /// The id of the list, or of the events' destination, where Act-On names it.
        id: Option<String>,
        /// Lines that were added.
        appended: u64,
        /// Rows that were changed.
        updated: u64,
        /// Lines that were not taken.
        rejected: u64,
    },
}

/// What became of one user.
///
/// ```
/// fn show(outcome: &acton_orm::users::UserOutcome) {
///     println!("{}: {}", outcome.email, outcome.refused.as_deref().unwrap_or("done"));
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UserOutcome {
    /// The user's address.
    pub email: String,
    /// Why Act-On did not do it, in its words and with its code; `None` where it did.
    pub refused: Option<String>,
}

/// Act-On's words, where it says `success`.
pub(crate) fn message(body: &Bytes) -> Result<String> {
    let told = ack::accepted(body)?;
    let message = told.get("message").and_then(Json::as_str);
    Ok(message.unwrap_or_default().to_owned())
}

/// What is said to mail that an event triggered.
pub(crate) fn triggered(body: &Bytes) -> Result<String> {
    let told: Json = serde_json::from_slice(body)
        .map_err(|_| unclear("the answer is not the object that the contract shows"))?;
    let message = told
        .get("message")
        .and_then(Json::as_str)
        .unwrap_or_default();
    match told.get("success").and_then(Json::as_bool) {
        Some(true) => Ok(message.to_owned()),
        Some(false) => Err(Error::new(ErrorKind::Rejected, message)),
        None => Err(unclear("the answer does not say whether it was sent")),
    }
}

/// The number of a job, as text or number.
pub(crate) fn job(body: &Bytes) -> Result<String> {
    let told = ack::accepted(body)?;
    match told.get("jobId") {
        Some(Json::String(job)) if !job.is_empty() => Ok(job.clone()),
        Some(Json::Number(job)) => Ok(job.to_string()),
        _ => Err(unclear("the answer says \"success\" and gives no job")),
    }
}

/// One element for each user, in an array; of one user it may be bare.
pub(crate) fn users(body: &Bytes) -> Result<Vec<UserOutcome>> {
    let all = match serde_json::from_slice(body) {
        Ok(Json::Array(all)) => all,
        Ok(one @ Json::Object(_)) => vec![one],
        _ => return Err(unclear("the answer is neither an array of users nor one")),
    };
    all.iter().map(user).collect()
}

/// That one user is gone.
pub(crate) fn user_gone(body: &Bytes) -> Result<()> {
    match users(body)?.pop().map(|user| user.refused) {
        Some(Some(why)) => Err(Error::new(ErrorKind::Rejected, why)),
        Some(None) => Ok(()),
        None => Err(unclear("the answer speaks of nobody")),
    }
}

fn user(told: &Json) -> Result<UserOutcome> {
    let text = |key: &str| told.get(key).and_then(Json::as_str);
    let (Some(email), Some(status)) = (text("email"), text("status")) else {
        return Err(unclear(
            "a user has no `email` or no `status` in the answer",
        ));
    };
    let refused = (!["ok", "success"]
        .iter()
        .any(|ok| status.eq_ignore_ascii_case(ok)))
    .then(|| {
        let words = text("errorMessage").or(text("errorCode")).unwrap_or(status);
        match told.get("errorCodeId") {
            Some(code) => format!("{words} ({code})"),
            None => words.to_owned(),
        }
    });
    Ok(UserOutcome {
        email: email.to_owned(),
        refused,
    })
}

/// How far a job is; what is neither waiting nor done is an error.
pub(crate) fn upload(body: &Bytes) -> Result<UploadState> {
    let told: Json = serde_json::from_slice(body).map_err(|error| strange().caused_by(error))?;
    match told.get("status").and_then(Json::as_str) {
        Some("The job is pending") => return Ok(UploadState::Pending),
        Some("The job is running") => return Ok(UploadState::Running),
        Some("success") => {}
        _ => return Err(strange()),
    }
    let details = told.get("details").ok_or_else(strange)?;
    // What is not told is none; what cannot be read is not taken for none.
    let count = |key: &str| match details.get(key) {
        None | Some(Json::Null) => Ok(0),
        Some(Json::String(text)) => text.parse().map_err(|_| strange()),
        Some(number) => number.as_u64().ok_or_else(strange),
    };
    let id = ["listId", "customEventsId"]
        .iter()
        .find_map(|key| details.get(*key)?.as_str());
    Ok(UploadState::Done {
        status: word(details, "status")?,
        id: id.map(str::to_owned),
        appended: count("appendCount")?,
        updated: count("updateCount")?,
        rejected: count("rejectedCount")?,
    })
}

fn word(details: &Json, key: &str) -> Result<String> {
    let word = details.get(key).and_then(Json::as_str);
    word.map(str::to_owned).ok_or_else(strange)
}

fn strange() -> Error {
    let why = "the answer is none that the contract shows";
    Error::new(ErrorKind::Decode, why)
}

/// The id of an empty list, or the job that reads the file of another.
pub(crate) fn list_made(body: &Bytes) -> Result<Made> {
    let told = ack::accepted(body)?;
    if told.contains_key("jobId") {
        return job(body).map(Made::Job);
    }
    match told.get("listId").or(told.get("id")).and_then(Json::as_str) {
        Some(id) if !id.is_empty() => Ok(Made::List(id.to_owned())),
        _ => Err(unclear(
            "the answer says \"success\" and names neither list nor job",
        )),
    }
}

/// A page of HTML.
pub(crate) fn html(body: &Bytes) -> Result<String> {
    String::from_utf8(body.to_vec())
        .map_err(|error| Error::new(ErrorKind::Decode, "the answer is not UTF-8").caused_by(error))
}

/// The record that a cookie is of; an empty object is none.
pub(crate) fn record(body: &Bytes) -> Result<Option<String>> {
    let told: Json = serde_json::from_slice(body).map_err(|error| strange().caused_by(error))?;
    match (
        told.get("contactID").or(told.get("contactId")),
        told.as_object(),
    ) {
        (Some(Json::String(id)), _) if !id.is_empty() => Ok(Some(id.clone())),
        (None, Some(none)) if none.is_empty() => Ok(None),
        _ => Err(strange()),
    }
}

fn unclear(what: &str) -> Error {
    Error::new(ErrorKind::UnknownOutcome, what)
}
