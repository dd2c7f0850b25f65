//! Queries as values: what to read, not how.

mod builder;
mod entity;
mod inputs;
mod row;
mod selection;
mod source;
mod spec;
mod with;

pub use builder::Query;
pub use entity::{Entity, Insertable, Keyed, Mapped, NewRow, Shape};
pub use row::Row;
pub use selection::{Nothing, Selection, Selects};
pub(crate) use spec::Spec;
pub use with::WithRelated;
pub(crate) use with::{Along, Kin};
