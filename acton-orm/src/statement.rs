//! Statements: an insert, update or delete of many rows at once, without a session of your own.
//!
//! Each is a commit of its own, planned and made as a [`Session`](crate::Session)'s, and returns its
//! report.
//!
//! ```no_run
//! # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
//! use acton_orm::schema::images;
//!
//! let report = acton_orm::delete(images::table.filter(images::folder_name.eq("Old")))
//!     .execute(&acton)
//!     .await?;
//! println!("{report}");
//! # Ok(()) }
//! ```

mod delete;
mod insert;
mod plan;
mod rows;
mod update;

pub use delete::{Delete, delete};
pub use insert::{InsertInto, InsertIntoList, Inserts, Values, insert_into};
pub use plan::StatementPlan;
pub use update::{Update, UpdateSet, update};
