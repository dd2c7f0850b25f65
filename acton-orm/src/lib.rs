//! A typed, async ORM over the REST API of Act-On.

#[cfg(feature = "blocking")]
pub mod blocking;
mod client;
mod error;
mod session;
mod upload;

pub use client::{
    AuthScheme, Browser, Client, ClientBuilder, Downloads, Event, Events, Firewall, InitiateOAuth,
    LockedTokens, Metrics, Owner, Pending, ProxyAuthScheme, ProxySslType, Region, SavedTokens,
    SignIn, Terminal, TokenPair, TokenStore,
};
pub use error::{ApiError, Envelope, Error, ErrorKind, Result};
pub use upload::Upload;
pub use url::Url;
