//! What can be seen of a client at work: `tracing`, a log file, counters, events.
//!
//! Spans and fields bear OpenTelemetry's names for HTTP. The query string and every header and body
//! stay out: they hold personal data and secrets.

mod events;
mod log;
mod metrics;

use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;
use tokio::time::Instant;
use tracing::{Level, Span, field};

pub use events::{Event, Events};
pub(crate) use log::Log;
pub use metrics::Metrics;

use super::answer::Answer;
use super::http::Ready;
use super::secrets::Secrets;
use super::tally::Tally;
use crate::plan::Request;
use crate::{Error, Result};
use events::Sender;
use metrics::Counters;

/// Two looks at the clock are never quite at once; a shorter wait is none.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

/// Where everything a client does is noted.
#[derive(Debug)]
pub(crate) struct Watch {
    verbosity: u8,
    server: String,
    log: Option<Log>,
    pub(crate) counters: Counters,
    /// Struck out of what servers say.
    pub(crate) secrets: Arc<Secrets>,
    events: Sender,
}

/// One call being watched.
pub(crate) struct Watched {
    watch: Arc<Watch>,
    tallies: Vec<Arc<Tally>>,
    is_api: bool,
    span: Span,
    name: Arc<str>,
    begun: Instant,
    state: std::sync::Mutex<State>,
}

#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct State {
    /// Whether it was sent, once or more often.
    pub(crate) sent: bool,
    pub(crate) waited: Duration,
    pub(crate) retries: u32,
    pub(crate) status: Option<u16>,
}

impl Watch {
    pub(crate) fn new(verbosity: u8, server: &url::Url, log: Option<Log>) -> Arc<Self> {
        Arc::new(Self {
            verbosity,
            server: server.host_str().unwrap_or_default().to_owned(),
            log,
            counters: Counters::default(),
            secrets: Arc::default(),
            events: Sender::default(),
        })
    }

    pub(crate) fn events(&self) -> Events {
        self.events.subscribe()
    }

    /// Tells those who watch.
    pub(crate) fn tell(&self, event: Event) {
        self.events.send(event);
    }

    pub(crate) fn shows(&self, level: Level) -> bool {
        let needed = match level {
            Level::ERROR => 1,
            Level::WARN => 2,
            Level::INFO => 3,
            Level::DEBUG => 4,
            Level::TRACE => 5,
        };
        self.verbosity >= needed
    }

    /// An answer that broke off is asked for again.
    pub(crate) fn repeated(&self, attempt: u32, wait: Duration, because: &Error) {
        self.counters.retry();
        if self.shows(Level::WARN) {
            tracing::warn!(attempt, wait_ms = millis(wait), because = %because, "a download is repeated");
        }
        self.tell(Event::Retried {
            call: because.call().unwrap_or_default().into(),
            attempt,
            wait,
        });
    }

    pub(crate) fn begin(self: &Arc<Self>, call: &Request, tallies: &[Arc<Tally>]) -> Watched {
        let name: Arc<str> = call.name().into();
        let path = name.split_once(' ').map_or("", |(_, path)| path);
        let span = match self.shows(Level::DEBUG) {
            true => tracing::debug_span!(
                "acton.call",
                otel.kind = "client",
                http.request.method = call.method().as_str(),
                server.address = self.server,
                url.path = path,
                http.response.status_code = field::Empty,
                http.request.resend_count = field::Empty,
                error.type = field::Empty,
            ),
            false => Span::none(),
        };
        self.tell(Event::CallStarted {
            call: Arc::clone(&name),
        });
        Watched {
            watch: Arc::clone(self),
            tallies: tallies.to_vec(),
            is_api: call.is_api(),
            span,
            name,
            begun: Instant::now(),
            state: std::sync::Mutex::default(),
        }
    }
}

impl Watched {
    pub(crate) fn span(&self) -> Span {
        self.span.clone()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Waiting for a turn.
    pub(crate) fn wait(&self) -> Span {
        match self.watch.shows(Level::TRACE) {
            true => tracing::trace_span!(parent: &self.span, "acton.wait"),
            false => Span::none(),
        }
    }

    pub(crate) fn waited(&self, waited: Duration) {
        if waited < SHORTEST_WAIT {
            return;
        }
        self.state().waited += waited;
        self.watch.counters.waited(waited);
        if self.watch.shows(Level::DEBUG) {
            tracing::debug!(parent: &self.span, waited_ms = millis(waited), "waited for a turn");
        }
        self.watch.tell(Event::Waited {
            call: Arc::clone(&self.name),
            waited,
        });
    }

    pub(crate) fn sent(&self, ready: &Ready) {
        self.watch.counters.call(self.is_api, ready.bytes());
        let mut state = self.state();
        if !std::mem::replace(&mut state.sent, true) {
            self.tallies
                .iter()
                .for_each(|tally| tally.made(self.is_api));
        }
    }

    /// An attempt may have been received, and was not answered.
    pub(crate) fn lost(&self) {
        self.tallies.iter().for_each(|tally| tally.lost());
    }

    pub(crate) fn status(&self, status: StatusCode) {
        let status = status.as_u16();
        self.state().status = Some(status);
        self.span.record("http.response.status_code", status);
        if status == 429 {
            self.watch.counters.refused();
        }
    }

    /// Waiting to try again.
    pub(crate) fn retry(&self, attempt: u32, wait: Duration, because: &Error) -> Span {
        self.state().retries += 1;
        self.watch.counters.retry();
        self.span.record("http.request.resend_count", attempt);
        if self.watch.shows(Level::WARN) {
            tracing::warn!(parent: &self.span, attempt, wait_ms = millis(wait), because = %because, "a call is repeated");
        }
        self.watch.tell(Event::Retried {
            call: Arc::clone(&self.name),
            attempt,
            wait,
        });
        match self.watch.shows(Level::DEBUG) {
            true => tracing::debug_span!(parent: &self.span, "acton.retry", attempt),
            false => Span::none(),
        }
    }

    pub(crate) fn end(self, answer: Result<&Answer, &Error>) {
        let state = *self.state();
        let took = self.begun.elapsed();
        if let Err(error) = answer {
            self.watch.counters.failed();
            self.span.record("error.type", field::debug(error.kind()));
        }
        match answer {
            Ok(_) if self.watch.shows(Level::DEBUG) => {
                tracing::debug!(parent: &self.span, took_ms = millis(took), "answered");
            }
            Err(error) if self.watch.shows(Level::WARN) => {
                tracing::warn!(parent: &self.span, took_ms = millis(took), error = %error, "a call failed");
            }
            _ => {}
        }
        if let Some(log) = &self.watch.log {
            log.line(&self.name, took, state, answer.err(), self.watch.verbosity);
        }
        self.watch.tell(Event::CallEnded {
            call: Arc::clone(&self.name),
            took,
            failed: answer.err().map(Error::kind),
        });
    }
}

pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
