//! Which table: the shape of its rows, and its name.

use std::fmt;
use std::sync::Arc;

use super::{ColumnMeta, TableMeta};

/// A table as a value: what its rows look like ([`meta`](Self::meta)), and what it is called. The
/// shape is a type of the program, or one found at run time; the name may be another one than the
/// shape's, as `List_EU` read with the struct of `List_Newsletter`.
#[derive(Clone)]
pub struct TableRef {
    meta: &'static TableMeta,
    name: Option<Arc<str>>,
}

impl TableRef {
    /// The same shape under another name.
    pub(crate) fn named(&self, name: impl Into<Arc<str>>) -> Self {
        Self {
            meta: self.meta,
            name: Some(name.into()),
        }
    }

    /// The table's name, as `Images` or `List_Newsletter`.
    pub(crate) fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(self.meta.name)
    }

    /// The shape of its rows.
    pub(crate) fn meta(&self) -> &'static TableMeta {
        self.meta
    }

    pub(crate) fn columns(&self) -> &'static [ColumnMeta] {
        self.meta.columns
    }
}

impl From<&'static TableMeta> for TableRef {
    fn from(meta: &'static TableMeta) -> Self {
        Self { meta, name: None }
    }
}

/// Equal where the shape and the name are.
impl PartialEq for TableRef {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.meta, other.meta) && self.name() == other.name()
    }
}

impl fmt::Display for TableRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for TableRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TableRef({})", self.name())
    }
}
