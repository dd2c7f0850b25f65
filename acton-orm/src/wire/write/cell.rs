//! What a write carries: see `plan`.

pub(crate) use crate::plan::{Cell, find, same, text_of};
