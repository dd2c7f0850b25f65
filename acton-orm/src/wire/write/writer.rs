//! The calls of a commit, counted.

use bytes::Bytes;

use crate::plan::Request;
use crate::{Client, Result};

/// Sends the calls of one commit.
#[derive(Debug)]
pub(crate) struct Writer {
    pub(crate) client: Client,
    made: u64,
}

impl Writer {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, made: 0 }
    }

    pub(crate) async fn send(&mut self, call: Request) -> Result<Bytes> {
        self.made += 1;
        self.client.call(call).await?.bytes().await
    }

    /// Counts calls that somebody else made for this commit.
    pub(crate) fn count(&mut self, calls: u64) {
        self.made += calls;
    }

    /// Calls made so far; a call that was sent again counts once.
    pub(crate) fn made(&self) -> u64 {
        self.made
    }
}

/// A call that a step will make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlannedCall {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    /// Why it is made, where that is not plain.
    pub(crate) why: Option<&'static str>,
}

impl PlannedCall {
    pub(crate) fn new(method: &'static str, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            why: None,
        }
    }

    pub(crate) fn because(mut self, why: &'static str) -> Self {
        self.why = Some(why);
        self
    }
}
