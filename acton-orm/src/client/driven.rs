//! Work that goes on while nobody polls it.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::task::JoinHandle;
use tracing::Instrument;
use tracing::instrument::WithSubscriber;

use crate::{Error, ErrorKind, Result};

/// A task of its own that ends when this is dropped.
///
/// A call that waits for its turn holds up those behind it. Polled only together with a stream that its
/// user has put aside, it would hold up what the user does meanwhile, for ever.
pub(crate) struct Driven<T>(JoinHandle<Result<T>>);

/// Starts it at once.
pub(crate) fn driven<T: Send + 'static>(
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> Driven<T> {
    let work = work.in_current_span().with_current_subscriber();
    Driven(tokio::spawn(work))
}

impl<T> Future for Driven<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T>> {
        Pin::new(&mut self.0).poll(context).map(|joined| {
            joined.unwrap_or_else(|error| match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(error) => Err(Error::new(ErrorKind::Transport, "the call was interrupted")
                    .caused_by(error)
                    .advise("the runtime is shutting down")),
            })
        })
    }
}

impl<T> Drop for Driven<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
