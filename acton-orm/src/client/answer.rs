//! A successful answer whose body is still to be read.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use reqwest::{Response, Version};
use tokio::time::{Instant, timeout, timeout_at};

use super::envelope;
use super::http::Broken;
use super::secrets::Secrets;
use super::watch::Watch;
use crate::plan::Request;
use crate::{Error, ErrorKind, Result};

/// An answer up to this size is read before it is handed out, so that one cut short can be asked
/// for again.
const READ_AHEAD: usize = 8 * 1024 * 1024;
/// The longest answer that is kept in memory as a whole.
const WHOLE: usize = 64 * 1024 * 1024;

/// Fewer bytes a second, for as long as a silence may last, are no download.
const SLOWEST_DOWNLOAD: f64 = 1024.0;

/// How fast a body comes, while somebody waits for it.
#[derive(Debug, Default)]
struct Pace {
    waited: Duration,
    bytes: usize,
}

impl Pace {
    /// Whether a piece that was waited for so long still makes a download.
    fn keeps(&mut self, waited: Duration, bytes: usize, patience: Duration) -> bool {
        self.waited += waited;
        self.bytes += bytes;
        if self.waited < patience {
            return true;
        }
        let enough = self.bytes as f64 >= SLOWEST_DOWNLOAD * self.waited.as_secs_f64();
        *self = Self::default();
        enough
    }
}

/// What is known of an answer before its body has come.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    /// Method and path of the call, for errors.
    pub(crate) call: String,
    pub(crate) status: u16,
    /// The media type, lower case, without parameters.
    pub(crate) content_type: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(super) secrets: Arc<Secrets>,
}

/// A 2xx answer. The body arrives in chunks, so that a download of any length stays flat in memory.
#[derive(Debug)]
pub(crate) struct Answer {
    head: Head,
    is_read: bool,
    /// It ends with the connection, wherever that ends.
    is_endless: bool,
    /// What was read ahead.
    ready: Option<Bytes>,
    rest: Option<Response>,
    patience: Option<Duration>,
    pace: Pace,
    watch: Arc<Watch>,
}

impl Answer {
    /// Takes an answer over from the network. Unless the call is long, its body is read ahead until
    /// the deadline.
    pub(crate) async fn receive(
        call: &Request,
        mut response: Response,
        patience: Option<Duration>,
        deadline: Option<Instant>,
        watch: &Arc<Watch>,
    ) -> Result<Self, Broken> {
        let mut answer = Self {
            head: Head {
                call: call.name(),
                status: response.status().as_u16(),
                content_type: content_type(&response),
                request_id: envelope::request_id(response.headers()),
                secrets: Arc::clone(&watch.secrets),
            },
            is_read: call.is_read(),
            is_endless: call.is_api() && needs_end(call, &response) && !has_end(&response),
            ready: None,
            rest: None,
            patience,
            pace: Pace::default(),
            watch: Arc::clone(watch),
        };
        if call.is_long() {
            answer.rest = Some(response);
            return Ok(answer);
        }
        let mut ahead = BytesMut::new();
        while ahead.len() < READ_AHEAD {
            let next = match deadline {
                Some(deadline) => timeout_at(deadline, response.chunk())
                    .await
                    .map_err(|_| Broken::silence())?,
                None => response.chunk().await,
            };
            match next? {
                Some(chunk) => {
                    watch.counters.received(chunk.len());
                    ahead.extend_from_slice(&chunk);
                }
                None => {
                    answer.ready = Some(ahead.freeze());
                    return Ok(answer);
                }
            }
        }
        answer.ready = Some(ahead.freeze());
        answer.rest = Some(response);
        Ok(answer)
    }

    pub(crate) fn head(&self) -> &Head {
        &self.head
    }

    /// Whether nothing tells where it ends. The HTTP library takes the length from what it decompresses.
    pub(crate) fn is_endless(&self) -> bool {
        self.is_endless
    }

    /// Method and path of the call, for errors.
    pub(crate) fn call(&self) -> &str {
        &self.head.call
    }

    /// The media type of the answer, lower case, without parameters.
    #[allow(
        dead_code,
        reason = "for `wire`, where one address answers in two shapes"
    )]
    pub(crate) fn content_type(&self) -> Option<&str> {
        self.head.content_type.as_deref()
    }

    /// The next piece of the body, or `None` at its end. A body that ends early is an error.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>> {
        if let Some(ready) = self.ready.take().filter(|ready| !ready.is_empty()) {
            return Ok(Some(ready));
        }
        let Some(response) = self.rest.as_mut() else {
            return self.end();
        };
        let begun = Instant::now();
        let next = match self.patience {
            Some(patience) => match timeout(patience, response.chunk()).await {
                Ok(next) => next.map_err(Broken::from),
                Err(_) => Err(Broken::silence()),
            },
            None => response.chunk().await.map_err(Broken::from),
        };
        match next {
            Ok(Some(chunk)) => {
                self.watch.counters.received(chunk.len());
                match self.patience {
                    Some(patience) if !self.pace.keeps(begun.elapsed(), chunk.len(), patience) => {
                        Err(self.cut_short(&Broken::dripping()))
                    }
                    _ => Ok(Some(chunk)),
                }
            }
            Ok(None) => {
                self.rest = None;
                self.end()
            }
            Err(broken) => Err(self.cut_short(&broken)),
        }
    }

    /// The whole body, up to 64 MiB; an error envelope inside a 200 is an error.
    pub(crate) async fn bytes(mut self) -> Result<Bytes> {
        let first = self.chunk().await?.unwrap_or_default();
        let body = match self.rest {
            None if !self.is_endless => first,
            _ => {
                let mut whole = BytesMut::from(first);
                while let Some(chunk) = self.chunk().await? {
                    whole.extend_from_slice(&chunk);
                    if whole.len() > WHOLE {
                        return Err(Error::new(
                            ErrorKind::Decode,
                            "the answer is longer than 64 MiB",
                        )
                        .during(self.head.call));
                    }
                }
                whole.freeze()
            }
        };
        failure_inside(&self.head, &body)?;
        Ok(body)
    }

    fn end(&mut self) -> Result<Option<Bytes>> {
        match std::mem::take(&mut self.is_endless) {
            true => Err(self.without_end()),
            false => Ok(None),
        }
    }

    pub(crate) fn without_end(&self) -> Error {
        Error::new(
            ErrorKind::Decode,
            "the answer has neither a length nor chunks, so that a whole one cannot be told from one that was cut",
        )
        .during(&self.head.call)
    }

    fn cut_short(&self, broken: &Broken) -> Error {
        let kind = match (self.is_read, broken.timed_out) {
            (false, _) => ErrorKind::UnknownOutcome,
            (true, true) => ErrorKind::Timeout,
            (true, false) => ErrorKind::Transport,
        };
        Error::new(
            kind,
            format!("the answer was cut short: {}", broken.reason()),
        )
        .during(&self.head.call)
    }
}

/// The error that a whole body reports although the answer is a 2xx, if it does.
pub(crate) fn failure_inside(head: &Head, body: &[u8]) -> Result<()> {
    match envelope::inside_success(head.status, head.request_id.clone(), body) {
        Some(api) => Err(head.secrets.strike(envelope::error(api).during(&head.call))),
        None => Ok(()),
    }
}

/// Whether a cut would look like an end: in JSON it would not.
fn needs_end(call: &Request, response: &Response) -> bool {
    let is_json = || content_type(response).is_some_and(|media| media.ends_with("json"));
    call.is_long() || (call.is_read() && !is_json())
}

/// Whether a length, chunks or frames tell the end of the body.
fn has_end(response: &Response) -> bool {
    response.version() >= Version::HTTP_2
        || response.content_length().is_some()
        || [CONTENT_LENGTH, TRANSFER_ENCODING]
            .iter()
            .any(|name| response.headers().contains_key(name))
}

fn content_type(response: &Response) -> Option<String> {
    let value = response.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let media = value.split(';').next().unwrap_or_default().trim();
    (!media.is_empty()).then(|| media.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_judged_over_the_time_that_a_silence_may_last() {
        let (second, patience) = (Duration::from_secs(1), Duration::from_secs(3));
        let mut pace = Pace::default();
        for (bytes, keeps) in [
            // A slow beginning is made up for.
            (0, true),
            (1, true),
            (4000, true),
            // What came fast before does not count later.
            (1000, true),
            (1000, true),
            (1000, false),
        ] {
            assert_eq!(pace.keeps(second, bytes, patience), keeps, "{bytes}");
        }
    }
}
