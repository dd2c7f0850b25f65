//! Which table: the shape of its rows, and its name.

use std::fmt;
use std::sync::Arc;

use super::{ColumnMeta, TableMeta};

/// A table as a value: what its rows look like ([`meta`](Self::meta)), and what it is called. The
/// shape is a type of the program, or one found at run time; the name may be another one than the
/// shape's, as `List_EU` read with the struct of `List_Newsletter`. A table that needs something said
/// is another one for each thing that is said.
#[derive(Clone)]
pub struct TableRef {
    meta: &'static TableMeta,
    said: Option<Arc<Said>>,
}

struct Said {
    name: String,
    inputs: Vec<(&'static str, String)>,
}

impl TableRef {
    /// The same shape under another name.
    pub(crate) fn named(&self, name: impl Into<String>) -> Self {
        let said = Said {
            name: name.into(),
            inputs: self.inputs().to_vec(),
        };
        Self {
            meta: self.meta,
            said: Some(Arc::new(said)),
        }
    }

    /// With what has to be said of it, which is part of its name then.
    pub(crate) fn of(&self, inputs: Vec<(&'static str, String)>) -> Self {
        let values: Vec<&str> = inputs.iter().map(|(_, value)| value.as_str()).collect();
        let said = Said {
            name: format!("{}({})", self.meta.name, values.join(", ")),
            inputs,
        };
        Self {
            meta: self.meta,
            said: Some(Arc::new(said)),
        }
    }

    /// The table's name, as `Images` or `List_Newsletter`.
    pub(crate) fn name(&self) -> &str {
        match &self.said {
            Some(said) => &said.name,
            None => self.meta.name,
        }
    }

    /// The shape of its rows.
    pub(crate) fn meta(&self) -> &'static TableMeta {
        self.meta
    }

    pub(crate) fn columns(&self) -> &'static [ColumnMeta] {
        self.meta.columns
    }

    /// What was said of it, by what fills which hole.
    pub(crate) fn inputs(&self) -> &[(&'static str, String)] {
        match &self.said {
            Some(said) => &said.inputs,
            None => &[],
        }
    }

    /// What was said for one hole.
    pub(crate) fn input(&self, name: &str) -> Option<&str> {
        let mut inputs = self.inputs().iter();
        inputs
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
    }
}

impl From<&'static TableMeta> for TableRef {
    fn from(meta: &'static TableMeta) -> Self {
        Self { meta, said: None }
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
