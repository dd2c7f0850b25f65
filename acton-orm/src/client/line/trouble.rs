//! An attempt that did not succeed, judged.

use std::time::{Duration, SystemTime};

use reqwest::header::RETRY_AFTER;
use reqwest::{Response, StatusCode};
use tokio::time::{Instant, timeout_at};

use crate::client::TokenPair;
use crate::client::envelope;
use crate::client::http::{Broken, not_fetched};
use crate::client::retry::{self, Failure};
use crate::plan::Request;
use crate::{ApiError, Envelope, Error, ErrorKind};

/// An error's body is read up to here, and no longer than this.
const ERROR_BODY: usize = 64 * 1024;
const ERROR_PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct Trouble {
    /// `None`: there is nothing to repeat. Act-On understood and refused, or nothing was sent.
    pub(super) failure: Option<Failure>,
    pub(super) retry_after: Option<Duration>,
    /// The token that was sent with it.
    pub(super) token: Option<TokenPair>,
    pub(super) error: Error,
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self {
            failure: None,
            retry_after: None,
            token: None,
            error,
        }
    }
}

/// No answer came.
pub(super) fn lost(call: &Request, broken: Broken) -> Trouble {
    if let Some(file) = broken.file() {
        let message = format!(
            "the file to upload failed while it was sent: {}: {file}",
            file.path().display()
        );
        return Trouble {
            failure: Some(Failure::Lost),
            retry_after: None,
            token: None,
            error: Error::new(ErrorKind::Io, message).during(call.name()),
        };
    }
    if let Some(forbidden) = broken.forbidden() {
        return not_fetched(forbidden).during(call.name()).into();
    }
    if let Some(distrust) = broken.distrust() {
        let message = format!(
            "the server's certificate is not accepted: {}",
            distrust.reason
        );
        // Another attempt would meet the same certificate.
        return Error::new(ErrorKind::Transport, message)
            .during(call.name())
            .advise(format!("nothing was sent; {}", distrust.advice()))
            .caused_by(broken.source)
            .into();
    }
    if broken.turned_away() {
        return turned_away(call).caused_by(broken.source).into();
    }
    let kind = if broken.timed_out {
        ErrorKind::Timeout
    } else {
        ErrorKind::Transport
    };
    let what = match (broken.failure, broken.timed_out) {
        (Failure::NotSent, true) => "no connection came about in time",
        (Failure::NotSent, false) => "no connection came about",
        (_, true) => "no whole answer came in time",
        (_, false) => "the connection broke before the whole answer had come",
    };
    let error = Error::new(kind, format!("{what}: {}", broken.reason()))
        .during(call.name())
        .caused_by(broken.source);
    Trouble {
        failure: Some(broken.failure),
        retry_after: None,
        token: None,
        error,
    }
}

/// Another attempt would be turned away as well.
fn turned_away(call: &Request) -> Error {
    Error::new(
        ErrorKind::Transport,
        "the proxy or firewall on the way does not accept the user and password given for it",
    )
    .during(call.name())
    .advise("nothing reached Act-On; check `ProxyUser` and `ProxyPassword`, or `FirewallUser` and `FirewallPassword`")
}

/// Act-On, or somebody on the way, said no.
pub(super) async fn refused(
    call: &Request,
    mut response: Response,
    deadline: Option<Instant>,
) -> Trouble {
    let status = response.status();
    if status == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
        return turned_away(call).into();
    }
    let headers = std::mem::take(response.headers_mut());
    let retry_after = headers
        .get(RETRY_AFTER)
        .and_then(|value| retry::retry_after(value.to_str().ok()?, SystemTime::now()));
    let body = error_body(&mut response, deadline).await;
    let api = envelope::read(status.as_u16(), &headers, &body);
    Trouble {
        failure: failure(status, &api),
        retry_after,
        token: None,
        error: envelope::error(api).during(call.name()),
    }
}

/// Which refusals are worth another attempt.
fn failure(status: StatusCode, api: &ApiError) -> Option<Failure> {
    // The application itself reports a failure under its own code: it has decided.
    let decided = api.envelope == Envelope::Api && api.code.is_some();
    match status.as_u16() {
        401 if api.envelope != Envelope::OAuth => Some(Failure::Unauthorized),
        429 if envelope::kind(api) == ErrorKind::RateLimited => Some(Failure::TooMany),
        408 | 500..=599 if !decided => Some(Failure::Gateway),
        _ => None,
    }
}

async fn error_body(response: &mut Response, deadline: Option<Instant>) -> Vec<u8> {
    let mut body = Vec::new();
    let read = async {
        while let Ok(Some(chunk)) = response.chunk().await {
            body.extend_from_slice(&chunk);
            if body.len() >= ERROR_BODY {
                break;
            }
        }
    };
    // What has come by then is enough: the status alone says most.
    let patience = Instant::now() + ERROR_PATIENCE;
    let until = deadline.map_or(patience, |deadline| deadline.min(patience));
    let _ = timeout_at(until, read).await;
    body
}

/// The error after the last attempt. What Act-On decided stands, with a note if an earlier attempt may
/// have been received; without its decision, a write that may have been received is unknown.
pub(super) fn conclude(call: &Request, uncertain: bool, decided: bool, error: Error) -> Error {
    if !uncertain || call.is_read() {
        return error;
    }
    if decided {
        return error.after_uncertain_attempt();
    }
    let unknown = Error::new(
        ErrorKind::UnknownOutcome,
        "the call was sent and no answer came that tells whether it was applied",
    )
    .during(call.name())
    .advise("look whether it was applied before making it again");
    match error.api().cloned() {
        Some(api) => unknown.with_api(api),
        None => unknown.caused_by(error),
    }
}
