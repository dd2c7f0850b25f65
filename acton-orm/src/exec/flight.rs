//! Calls side by side, whose answers come in the order of the calls.

use std::collections::VecDeque;
use std::future::Future;

use tokio::task::JoinHandle;
use tracing::Instrument;

use crate::{Error, ErrorKind, Result};

/// What is under way, oldest first. Each call is a task of its own, so that it goes on while whoever
/// reads is busy with the rows before: else it would time out, and others would wait for it.
pub(super) struct Flight<T>(VecDeque<Under<T>>);

/// A call under way; given up when dropped.
struct Under<T>(JoinHandle<T>);

impl<T> Drop for Under<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl<T: Send + 'static> Flight<T> {
    pub(super) fn new() -> Self {
        Self(VecDeque::new())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn start(&mut self, call: impl Future<Output = T> + Send + 'static) {
        self.0
            .push_back(Under(tokio::spawn(call.in_current_span())));
    }

    /// The oldest; `None` where nothing is under way.
    pub(super) async fn next(&mut self) -> Option<Result<T>> {
        let oldest = self.0.front_mut()?;
        let landed = (&mut oldest.0).await;
        self.0.pop_front();
        Some(landed.map_err(|error| {
            Error::new(ErrorKind::Transport, "a call was interrupted")
                .caused_by(error)
                .advise("the runtime is shutting down")
        }))
    }

    /// Gives up what is under way.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
