//! What is said to actions.

use bytes::Bytes;
use serde_json::Value as Json;

use super::write::ack;
use crate::events::UploadState as EventUpload;
use crate::lists::{Made, UploadState as ListUpload};
use crate::users::UserOutcome;
use crate::{Error, ErrorKind, Result};

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
    match users(body)?.into_iter().find_map(|user| user.refused) {
        Some(why) => Err(Error::new(ErrorKind::Rejected, why)),
        None => Ok(()),
    }
}

fn user(told: &Json) -> Result<UserOutcome> {
    let text = |key: &str| told.get(key).and_then(Json::as_str);
    let (Some(email), Some(status)) = (text("email"), text("status")) else {
        return Err(unclear(
            "a user has no `email` or no `status` in the answer",
        ));
    };
    let refused = (!status.eq_ignore_ascii_case("ok")).then(|| {
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

/// How far an upload of events is.
pub(crate) fn event_upload(body: &Bytes) -> Result<EventUpload> {
    Ok(match upload(body)? {
        Upload::Pending => EventUpload::Pending,
        Upload::Running => EventUpload::Running,
        Upload::Done(details) => {
            let count = |key: &str| details.get(key).and_then(Json::as_u64).unwrap_or(0);
            EventUpload::Done {
                status: word(&details, "status")?,
                appended: count("appendCount"),
                rejected: count("rejectedCount"),
            }
        }
    })
}

/// How far a job is, and what it says when it is done.
enum Upload {
    Pending,
    Running,
    Done(Json),
}

/// What is neither waiting nor done is an error.
fn upload(body: &Bytes) -> Result<Upload> {
    let mut told: Json =
        serde_json::from_slice(body).map_err(|error| strange().caused_by(error))?;
    match told.get("status").and_then(Json::as_str) {
        Some("The job is pending") => Ok(Upload::Pending),
        Some("The job is running") => Ok(Upload::Running),
        Some("success") => match told.get_mut("details").map(Json::take) {
            Some(details) => Ok(Upload::Done(details)),
            None => Err(strange()),
        },
        _ => Err(strange()),
    }
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

/// How far the reading of a list's file is.
pub(crate) fn list_upload(body: &Bytes) -> Result<ListUpload> {
    Ok(match upload(body)? {
        Upload::Pending => ListUpload::Pending,
        Upload::Running => ListUpload::Running,
        Upload::Done(details) => {
            let count = |key: &str| details.get(key).and_then(Json::as_u64).unwrap_or(0);
            ListUpload::Done {
                status: word(&details, "status")?,
                list: word(&details, "listId")?,
                appended: count("appendCount"),
                updated: count("updateCount"),
                rejected: count("rejectedCount"),
            }
        }
    })
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
