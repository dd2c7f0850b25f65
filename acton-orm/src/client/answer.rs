//! A successful answer whose body is still to be read.

use bytes::Bytes;

use crate::Result;

/// A 2xx answer. The body arrives in chunks, so that a download of any length stays flat in memory.
#[derive(Debug)]
pub(crate) struct Answer {/* the client helper fills this in */}

impl Answer {
    /// Method and path of the call, for errors.
    pub(crate) fn call(&self) -> &str {
        ""
    }

    /// The media type of the answer, lower case, without parameters.
    pub(crate) fn content_type(&self) -> Option<&str> {
        None
    }

    /// The next piece of the body, or `None` at its end. A body that ends early is an error.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>> {
        Ok(None)
    }

    /// The whole body; an error envelope inside a 200 is an error.
    pub(crate) async fn bytes(self) -> Result<Bytes> {
        Ok(Bytes::new())
    }
}
