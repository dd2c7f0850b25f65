//! Progress as a stream of events.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use crate::ErrorKind;

/// Something a client did.
///
/// ```
/// use acton_orm::Event;
///
/// fn draw(event: Event) -> Option<String> {
///     match event {
///         Event::Rows { table, read } => Some(format!("{table}: {read} rows")),
///         Event::Changes { done, of } => Some(format!("{done} of {of} changes")),
///         _ => None,
///     }
/// }
/// # assert!(draw(Event::Changes { done: 1, of: 2 }).is_some());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A call begins, as method and path.
    #[non_exhaustive]
    CallStarted {
        /// Method and path.
        call: Arc<str>,
    },
    /// A call had to wait for its turn, for a millisecond or longer.
    #[non_exhaustive]
    Waited {
        /// Method and path.
        call: Arc<str>,
        /// How long.
        waited: Duration,
    },
    /// A call failed and will be made again.
    #[non_exhaustive]
    Retried {
        /// Method and path.
        call: Arc<str>,
        /// Which attempt failed, from 1.
        attempt: u32,
        /// How long until the next.
        wait: Duration,
    },
    /// A call is over; the body of a long download may still be coming.
    #[non_exhaustive]
    CallEnded {
        /// Method and path.
        call: Arc<str>,
        /// How long it took, waits and retries included.
        took: Duration,
        /// The sort of its failure, if it failed.
        failed: Option<ErrorKind>,
    },
    /// A read has decoded this many rows of a table so far.
    Rows {
        /// The table.
        table: Arc<str>,
        /// Rows so far.
        read: u64,
    },
    /// A commit has settled this many of its changes: they were applied or refused, or are in doubt.
    /// A commit that stops at a failure leaves the rest unsettled.
    Changes {
        /// Settled.
        done: u64,
        /// In all.
        of: u64,
    },
}

/// Events kept for a watcher that falls behind; older ones are dropped.
const KEPT: usize = 1024;

#[derive(Debug)]
pub(super) struct Sender(broadcast::Sender<Event>);

impl Default for Sender {
    fn default() -> Self {
        Self(broadcast::Sender::new(KEPT))
    }
}

impl Sender {
    pub(super) fn send(&self, event: Event) {
        // Nobody watching is no failure.
        let _ = self.0.send(event);
    }

    pub(super) fn subscribe(&self) -> Events {
        let receiver = self.0.subscribe();
        Events(Box::pin(futures_util::stream::unfold(
            receiver,
            |mut receiver| async move {
                loop {
                    match receiver.recv().await {
                        Ok(event) => return Some((event, receiver)),
                        Err(RecvError::Lagged(_)) => {}
                        Err(RecvError::Closed) => return None,
                    }
                }
            },
        )))
    }
}

/// The events of a client and all its clones, from now until the last of them is dropped. A watcher
/// that falls more than 1024 events behind misses the oldest.
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) {
/// use futures::StreamExt;
///
/// let mut events = acton.events();
/// tokio::spawn(async move {
///     while let Some(event) = events.next().await {
///         println!("{event:?}");
///     }
/// });
/// # }
/// ```
pub struct Events(Pin<Box<dyn Stream<Item = Event> + Send>>);

impl Stream for Events {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Event>> {
        self.0.as_mut().poll_next(context)
    }
}

impl std::fmt::Debug for Events {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}
