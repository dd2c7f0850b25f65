//! One answer of any length, read as it comes.

use bytes::Bytes;

use crate::client::{Answer, driven};
use crate::plan::Fetch;
use crate::{Client, Error, Result};

/// A download, under way once it is open.
pub(super) struct Download {
    fetch: Fetch,
    answer: Option<Box<Answer>>,
}

impl Download {
    pub(super) fn new(fetch: Fetch) -> Self {
        Self {
            fetch,
            answer: None,
        }
    }

    pub(super) fn fetch(&self) -> &Fetch {
        &self.fetch
    }

    pub(super) fn is_open(&self) -> bool {
        self.answer.is_some()
    }

    /// Makes the call.
    pub(super) async fn open(&mut self, client: &Client) -> Result<()> {
        let (client, request) = (client.clone(), self.fetch.request.clone().long());
        let open = driven(async move { client.call(request).await }).await?;
        self.answer = Some(Box::new(open));
        Ok(())
    }

    /// The next bytes; none are the end.
    pub(super) async fn piece(&mut self) -> Result<Bytes> {
        let Some(answer) = &mut self.answer else {
            return Ok(Bytes::new());
        };
        loop {
            match answer.chunk().await.map_err(advised)? {
                // An empty frame is no end.
                Some(chunk) if chunk.is_empty() => {}
                Some(chunk) => return Ok(chunk),
                None => return Ok(Bytes::new()),
            }
        }
    }
}

fn advised(error: Error) -> Error {
    match error.is_decode() {
        true => error.advise("connect with `Downloads=PAGES` to read page by page"),
        false => error,
    }
}
