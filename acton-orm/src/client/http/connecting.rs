//! Tells the limiter while a connection is being made.
//!
//! Requests begun meanwhile reach Act-On only when the connection stands, all at once. Counted from
//! their beginning, the next five would follow too soon.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tower::{Layer, Service};

use crate::client::limiter::Limiter;

#[derive(Debug, Clone)]
pub(super) struct Connecting(pub(super) Arc<Limiter>);

impl<S> Layer<S> for Connecting {
    type Service = Connector<S>;

    fn layer(&self, inner: S) -> Connector<S> {
        Connector {
            inner,
            limiter: Arc::clone(&self.0),
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Connector<S> {
    inner: S,
    limiter: Arc<Limiter>,
}

impl<S, R> Service<R> for Connector<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, to: R) -> Self::Future {
        let connecting = self.limiter.connecting();
        let connection = self.inner.call(to);
        Box::pin(async move {
            let connection = connection.await;
            drop(connecting);
            connection
        })
    }
}
