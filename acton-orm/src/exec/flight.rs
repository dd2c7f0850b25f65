//! Calls side by side, whose answers come in the order of the calls.

use std::collections::VecDeque;

use bytes::Bytes;

use crate::client::{Driven, driven};
use crate::plan::{Fetch, Request};
use crate::{Client, Result};

/// Calls under way, oldest first. They go on while nobody waits for them, and end when this is dropped.
pub(super) struct Flight(VecDeque<(Fetch, Driven<Bytes>)>);

impl Flight {
    pub(super) fn new() -> Self {
        Self(VecDeque::new())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn start(&mut self, client: &Client, fetch: Fetch) {
        let body = driven(body(client.clone(), fetch.request.clone()));
        self.0.push_back((fetch, body));
    }

    /// The oldest; `None` where nothing is under way.
    pub(super) async fn next(&mut self) -> Option<(Fetch, Result<Bytes>)> {
        // Until it is there it stays where it is: whoever stops waiting has lost nothing.
        let (_, oldest) = self.0.front_mut()?;
        let body = oldest.await;
        let (fetch, _) = self.0.pop_front()?;
        Some((fetch, body))
    }

    /// Gives up what is under way.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

/// A whole answer.
async fn body(client: Client, request: Request) -> Result<Bytes> {
    let answer = client.call(request).await?;
    let call = answer.call().to_owned();
    answer.bytes().await.map_err(|error| error.during(call))
}
