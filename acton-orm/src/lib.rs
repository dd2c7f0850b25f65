//! A typed, async ORM over the REST API of Act-On.

mod client;
mod entity;
mod error;
mod expr;
pub mod prelude;
mod query;
mod row;
pub mod schema;
mod session;
mod upload;
mod value;

#[doc(hidden)]
pub mod codegen;

#[cfg(feature = "derive")]
pub use acton_orm_derive::{Entity, Insertable};
pub use client::Client;
pub use entity::{Entity, Insertable, Keyed};
pub use error::{ApiError, Envelope, Error, ErrorKind, Result};
pub use expr::{
    Assign, Assignment, Assignments, Both, Contains, Filter, Literal, Nulls, Operand, Order,
    Orders, Term, Within,
};
pub use query::{Query, Selection, Source};
pub use row::Row;
pub use upload::Upload;
pub use value::{
    Comparable, Field, Given, Mismatch, Numeric, Readable, RecordId, Scalar, Textual, Value,
};
