//! The line to Act-On that all clones of a client share: a call waits for its turn, is sent, and is
//! sent again where that is harmless.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use reqwest::header::RETRY_AFTER;
use reqwest::{Response, StatusCode};
use tokio::time::{Instant, sleep};

use super::answer::Answer;
use super::auth::Auth;
use super::call::{Call, Target};
use super::config::Limits;
use super::daily::Daily;
use super::envelope;
use super::http::{Broken, Http};
use super::limiter::Limiter;
use super::retry::{self, Failure, RetryBudget};
use crate::{ApiError, Envelope, Error, ErrorKind, Result};

/// An error's body is read up to here, and no longer than this.
const ERROR_BODY: usize = 64 * 1024;
const ERROR_PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) http: Http,
    limiter: Limiter,
    daily: Daily,
    budget: RetryBudget,
    retries: u32,
    retry_time: Option<Duration>,
}

/// An attempt that did not succeed.
struct Trouble {
    /// `None`: Act-On understood and refused; there is nothing to repeat.
    failure: Option<Failure>,
    retry_after: Option<Duration>,
    error: Error,
}

impl Line {
    pub(crate) fn new(http: Http, limits: &Limits, daily: Daily) -> Self {
        Self {
            http,
            limiter: Limiter::new(limits.per_second),
            daily,
            budget: RetryBudget::default(),
            retries: limits.retries,
            retry_time: limits.retry_time,
        }
    }

    /// One call to its end: turns, token, attempts.
    pub(crate) async fn exchange(&self, call: &Call, auth: Option<&Arc<Auth>>) -> Result<Answer> {
        let begun = Instant::now();
        let mut renewed = false;
        let mut uncertain = false;
        let mut attempt = 0;
        loop {
            attempt += 1;
            let token = match auth {
                Some(auth) => Some(auth.token().await?),
                None => None,
            };
            let ready = self
                .http
                .request(call, token.as_ref().map(|pair| pair.secret()))
                .await
                .map_err(|error| error.during(call.name()))?;
            if matches!(call.target, Target::Api(_)) {
                match auth {
                    Some(_) => self
                        .daily
                        .take()
                        .await
                        .map_err(|error| error.during(call.name()))?,
                    None => self.daily.note(),
                }
                self.limiter.turn().await;
            }
            let trouble = match self.attempt(call, ready).await {
                Ok(answer) => {
                    self.budget.earn();
                    return Ok(answer);
                }
                Err(trouble) => trouble,
            };
            let Some(failure) = trouble.failure else {
                return Err(if uncertain {
                    trouble.error.after_uncertain_attempt()
                } else {
                    trouble.error
                });
            };
            if failure == Failure::TooMany {
                self.limiter.refused(trouble.retry_after);
            }
            uncertain |= !failure.is_harmless();
            if failure == Failure::Unauthorized {
                match (auth, token, failure.may_repeat(call.repeat) && !renewed) {
                    (Some(auth), Some(token), true) => {
                        renewed = true;
                        auth.replace(&token).await?;
                        continue;
                    }
                    _ => return Err(conclude(call, uncertain, trouble.error)),
                }
            }
            let wait = retry::backoff(attempt, trouble.retry_after);
            let in_time = self
                .retry_time
                .is_none_or(|limit| begun.elapsed() + wait <= limit);
            let again = failure.may_repeat(call.repeat)
                && attempt <= self.retries
                && in_time
                && self.budget.spend();
            if !again {
                return Err(conclude(call, uncertain, trouble.error));
            }
            sleep(wait).await;
        }
    }

    async fn attempt(&self, call: &Call, ready: super::http::Ready) -> Result<Answer, Trouble> {
        let deadline = self
            .http
            .allowance(ready.upload())
            .map(|allowance| Instant::now() + allowance);
        let response = self
            .http
            .send(ready)
            .await
            .map_err(|broken| lost(call, broken))?;
        if !response.status().is_success() {
            return Err(refused(call, response).await);
        }
        Answer::receive(call, response, self.http.patience, deadline)
            .await
            .map_err(|broken| lost(call, broken))
    }
}

/// No answer came.
fn lost(call: &Call, broken: Broken) -> Trouble {
    if let Some(file) = broken.file() {
        let message = format!(
            "the file to upload failed while it was sent: {}: {file}",
            file.path().display()
        );
        return Trouble {
            failure: Some(Failure::Lost),
            retry_after: None,
            error: Error::new(ErrorKind::Io, message).during(call.name()),
        };
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
        error,
    }
}

/// Act-On, or somebody on the way, said no.
async fn refused(call: &Call, mut response: Response) -> Trouble {
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let retry_after = headers
        .get(RETRY_AFTER)
        .and_then(|value| retry::retry_after(value.to_str().ok()?, SystemTime::now()));
    let body = error_body(&mut response).await;
    let api = envelope::read(status.as_u16(), &headers, &body);
    Trouble {
        failure: failure(status, &api),
        retry_after,
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

async fn error_body(response: &mut Response) -> Vec<u8> {
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
    let _ = tokio::time::timeout(ERROR_PATIENCE, read).await;
    body
}

/// The error after the last attempt. A write that any attempt may have brought to Act-On has an
/// unknown outcome.
fn conclude(call: &Call, uncertain: bool, error: Error) -> Error {
    if !uncertain || call.is_read() {
        return error;
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
