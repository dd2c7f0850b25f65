//! A typed, async ORM over the REST API of Act-On.

#[cfg(feature = "blocking")]
pub mod blocking;
mod client;
mod entity;
mod error;
mod exec;
mod expr;
#[cfg(feature = "derive")]
pub mod models;
mod nearest;
mod plan;
pub mod prelude;
mod query;
mod row;
pub mod schema;
pub mod session;
pub mod statement;
mod upload;
mod value;
mod wire;

#[doc(hidden)]
pub mod codegen;

/// How a client connects: tokens and where they are kept, signing in, proxies.
pub mod connect {
    #[cfg(feature = "keyring")]
    pub use crate::client::Keyring;
    pub use crate::client::{Pending, Terminal};
}

#[cfg(feature = "derive")]
pub use acton_orm_derive::{Entity, Insertable};
pub use chrono::{DateTime, Utc};
pub use client::{
    AuthScheme, Browser, Client, ClientBuilder, Downloads, Event, Events, Firewall, InitiateOAuth,
    LockedTokens, Metrics, Owner, ProxyAuthScheme, ProxySslType, Region, SavedTokens, SignIn,
    TokenPair, TokenStore,
};
pub use entity::{Entity, Insertable, Keyed};
pub use error::{ApiError, Envelope, Error, ErrorKind, Result};
pub use exec::Page;
pub use expr::{
    Assign, Assignment, Assignments, Both, Contains, Filter, Literal, Nulls, Operand, Order,
    Orders, Term, Within,
};
pub use plan::{Calls, Plan, Terminal};
pub use query::{Query, Selection, Source};
pub use row::Row;
pub use session::{CommitPlan, CommitReport, Handle, Pending, Session};
pub use statement::{delete, insert_into, update};
pub use upload::Upload;
pub use url::Url;
pub use value::{
    Comparable, Field, Given, Mismatch, Numeric, Readable, RecordId, Scalar, Textual, Value,
};
