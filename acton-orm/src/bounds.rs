//! What the compiler checks with: the traits that stand in the bounds of this crate's functions, and
//! the markers these speak of. A program names them only in generic code of its own.
//!
//! - Rows: [`Mapped`], [`NewRow`], [`Row`]; what of them is selected: [`Selection`], [`Selects`],
//!   [`Nothing`].
//! - Which table a query, filter or order is of: [`Source`], [`Ready`], [`Unnamed`], [`Needs`], [`Contains`],
//!   [`Within`], [`AnyTable`], [`Both`]; several orders or assignments at once: [`Orders`],
//!   [`Assignments`].
//! - What a column's type can do: [`Readable`], [`Comparable`], [`Textual`], [`Numeric`]; whether it may
//!   be empty: [`Emptiness`], [`Never`], [`Maybe`], [`MayBeEmpty`].
//! - What fits a column: as a field, [`Field`] and [`Given`]; in a comparison or an assignment,
//!   [`Operand`], [`Comparand`], [`Assignable`] and the module [`operand`]; found at run time,
//!   [`FromCell`] and [`IntoCell`].
//!
//! ```
//! use acton_orm::{Client, Query, Result, bounds::Ready, prelude::*};
//!
//! /// The number of rows that any query would give.
//! async fn size<R, S>(query: &Query<R, S>, acton: &Client) -> Result<u64>
//! where
//!     R: Send + 'static,
//!     S: Ready<R>,
//! {
//!     query.count(acton).await
//! }
//! ```

pub use crate::dynamic::{FromCell, IntoCell};
pub use crate::expr::{Assignable, Assignments, Comparand, Operand, Orders, Term, operand};
pub use crate::query::{Mapped, NewRow, Nothing, Row, Selection, Selects};
pub use crate::schema::scope::{
    AnyList, AnyTable, Both, Contains, LeadsTo, Needs, Ready, Unnamed, Within,
};
pub use crate::schema::source::Source;
pub use crate::value::{
    Comparable, Emptiness, Field, Given, MayBeEmpty, Maybe, Never, Numeric, Primitive, Readable,
    Textual,
};
