//! Base URL, connection string, OAuth, limits, retries, error envelopes: all that knows HTTP and time.

mod answer;
mod call;

pub(crate) use answer::Answer;
pub(crate) use call::{Body, Call, Content, Part, Repeat};

use crate::Result;

/// A connection to an Act-On account; cheap to clone, all clones share limits and tokens.
#[derive(Debug, Clone)]
pub struct Client {}

impl Client {
    /// Sends a call: limits, token, retries. `Ok` is a 2xx; anything else is an [`Error`](crate::Error).
    pub(crate) async fn call(&self, _call: Call) -> Result<Answer> {
        Err(crate::Error::new(crate::ErrorKind::Config, ""))
    }
}
