//! A typed, async ORM over the REST API of Act-On.

mod client;
mod error;
mod session;
mod upload;

pub use client::Client;
pub use error::{ApiError, Envelope, Error, ErrorKind, Result};
pub use upload::Upload;
