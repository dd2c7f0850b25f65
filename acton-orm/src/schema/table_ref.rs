//! Which table: the shape of its rows, and its name.

use std::fmt;
use std::sync::Arc;

use super::{ColumnMeta, TableMeta};

/// A table as a value: what its rows look like ([`meta`](Self::meta)), and what it is called. The
/// shape is a type of the program, or one found at run time; the name may be another one than the
/// shape's, as `List_EU` read with the struct of `List_Newsletter`.
///
/// ```
/// use acton_orm::schema::{TableRef, images};
///
/// let table = TableRef::from(&images::META);
/// assert_eq!(table.name(), "Images");
/// assert_eq!(table.named("List_EU").name(), "List_EU");
/// ```
#[derive(Clone)]
pub struct TableRef {
    meta: &'static TableMeta,
    name: Option<Arc<str>>,
}

impl TableRef {
    /// The same shape under another name.
    ///
    /// ```
    /// # use acton_orm::schema::{TableRef, images};
    /// let table = TableRef::from(&images::META).named("List_EU");
    /// assert_eq!(table.to_string(), "List_EU");
    /// ```
    pub fn named(&self, name: impl Into<Arc<str>>) -> Self {
        Self {
            meta: self.meta,
            name: Some(name.into()),
        }
    }

    /// The table's name, as `Images` or `List_Newsletter`.
    ///
    /// ```
    /// # use acton_orm::schema::{TableRef, optout};
    /// assert_eq!(TableRef::from(&optout::META).name(), "Optout");
    /// ```
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(self.meta.name)
    }

    /// The shape of its rows.
    ///
    /// ```
    /// # use acton_orm::schema::{TableRef, optout};
    /// assert_eq!(TableRef::from(&optout::META).meta().columns[0].name, "Email");
    /// ```
    pub fn meta(&self) -> &'static TableMeta {
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
