//! Calls side by side, whose answers come in the order of the calls.

use std::future::Future;
use std::pin::Pin;

use futures::StreamExt;
use futures::stream::FuturesOrdered;

/// Something under way.
type Under<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What is under way, oldest first. Nothing goes on while nobody waits for it.
pub(super) struct Flight<T>(FuturesOrdered<Under<T>>);

impl<T> Flight<T> {
    pub(super) fn new() -> Self {
        Self(FuturesOrdered::new())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn start(&mut self, call: impl Future<Output = T> + Send + 'static) {
        self.0.push_back(Box::pin(call));
    }

    /// The oldest; `None` where nothing is under way.
    pub(super) async fn next(&mut self) -> Option<T> {
        self.0.next().await
    }

    /// Gives up what is under way.
    pub(super) fn clear(&mut self) {
        self.0 = FuturesOrdered::new();
    }
}
