//! A successful answer whose body is still to be read.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::Response;
use reqwest::header::CONTENT_TYPE;
use tokio::time::{Instant, timeout, timeout_at};

use super::envelope;
use super::http::Broken;
use super::watch::Watch;
use crate::plan::Request;
use crate::{Error, ErrorKind, Result};

/// An answer up to this size is read before it is handed out, so that one cut short can be asked
/// for again.
const READ_AHEAD: usize = 8 * 1024 * 1024;
/// The longest answer that is kept in memory as a whole.
const WHOLE: usize = 64 * 1024 * 1024;

/// What is known of an answer before its body has come.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    /// Method and path of the call, for errors.
    pub(crate) call: String,
    pub(crate) status: u16,
    /// The media type, lower case, without parameters.
    pub(crate) content_type: Option<String>,
    pub(crate) request_id: Option<String>,
}

/// A 2xx answer. The body arrives in chunks, so that a download of any length stays flat in memory.
#[derive(Debug)]
pub(crate) struct Answer {
    head: Head,
    is_read: bool,
    /// What was read ahead.
    ready: Option<Bytes>,
    rest: Option<Response>,
    patience: Option<Duration>,
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
            },
            is_read: call.is_read(),
            ready: None,
            rest: None,
            patience,
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
            return Ok(None);
        };
        let next = match self.patience {
            Some(patience) => match timeout(patience, response.chunk()).await {
                Ok(next) => next.map_err(Broken::from),
                Err(_) => Err(Broken::silence()),
            },
            None => response.chunk().await.map_err(Broken::from),
        };
        if let Ok(Some(chunk)) = &next {
            self.watch.counters.received(chunk.len());
        }
        next.map_err(|broken| self.cut_short(&broken))
    }

    /// The whole body, up to 64 MiB; an error envelope inside a 200 is an error.
    pub(crate) async fn bytes(mut self) -> Result<Bytes> {
        let first = self.chunk().await?.unwrap_or_default();
        let body = match self.rest {
            None => first,
            Some(_) => {
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
        Some(api) => Err(envelope::error(api).during(&head.call)),
        None => Ok(()),
    }
}

fn content_type(response: &Response) -> Option<String> {
    let value = response.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let media = value.split(';').next().unwrap_or_default().trim();
    (!media.is_empty()).then(|| media.to_ascii_lowercase())
}
