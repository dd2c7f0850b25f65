//! Queries as values: what to read, not how.

mod builder;
mod selection;
mod source;
mod spec;

pub use builder::Query;
pub use selection::Selection;
pub(crate) use spec::Spec;
