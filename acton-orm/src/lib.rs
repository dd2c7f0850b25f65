//! A typed, async ORM over the REST API of Act-On.

mod client;
mod entity;
mod error;
mod plan;
mod expr;
mod query;
mod row;
pub mod schema;
mod session;
mod upload;
mod value;

#[doc(hidden)]
pub mod codegen;

pub use client::Client;
pub use entity::{Entity, Insertable, Keyed};
pub use error::{ApiError, Envelope, Error, ErrorKind, Result};
pub use expr::{
    Assign, Assignment, Assignments, Both, Contains, Filter, Literal, Nulls, Operand, Order,
    Orders, Term, Within,
};
pub use plan::{Calls, Plan, Terminal};
pub use query::{Query, Selection, Source};
pub use row::Row;
pub use upload::Upload;
pub use value::{Comparable, Field, Mismatch, Numeric, Readable, RecordId, Scalar, Textual, Value};
