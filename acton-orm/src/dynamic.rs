//! Tables found at run time: no struct, columns as values, rows by name.
//!
//! ```no_run
//! # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
//! let eu = acton.table("List_EU").await?;
//! let rows = eu.query().filter(eu.column("Business City")?.eq("PDX")).load(&acton).await?;
//! for row in rows {
//!     println!("{}", row.get::<String>("E-mail Address")?);
//! }
//! # Ok(()) }
//! ```

mod column;
mod into_cell;
mod row;
#[cfg(feature = "serde")]
mod ser;
mod table;

pub use column::DynColumn;
pub use into_cell::IntoCell;
pub use row::{DynRow, FromCell};
pub use table::{DynQuery, DynTable};
