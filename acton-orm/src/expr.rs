//! Typed columns and expressions: a thin layer over one untyped tree.

mod assignment;
mod column;
mod filter;
pub mod operand;
mod order;
mod spoken;
mod tree;

pub use assignment::{Assignment, Assignments};
pub use filter::Filter;
pub use operand::{Assignable, Comparand, Operand};
pub use order::{Nulls, Order, Orders};
pub use tree::Term;
pub(crate) use tree::{ColumnRef, Comparison, Expr, OrderKey, TermKind, TextTest, quoted};
