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
mod update;

pub use delete::{Delete, delete};
pub use insert::{InsertInto, Inserts, Values, insert_into};
pub use update::{Update, UpdateSet, update};

use crate::query::Spec;
use crate::{Error, ErrorKind, Result};

/// Refuses to change a whole table by oversight.
fn guard(spec: &Spec, all_rows: bool, verb: &str) -> Result<()> {
    if all_rows || spec.filter.is_some() || spec.limit.is_some() {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Invalid,
        format!("this would {verb} every row of the table: the query has neither filter nor limit"),
    )
    .in_table(spec.table.name())
    .advise("nothing was sent; add a filter, or `.all_rows()` if every row is meant"))
}
