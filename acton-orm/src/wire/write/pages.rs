//! Landing pages: deleted, and nothing else (A§12).

use super::files;
use crate::plan::{Change, Family, Group, Trace, Verb, Way, Written};
use crate::schema::TableRef;
use crate::{Error, ErrorKind, Result};

/// The landing pages.
pub(crate) struct Pages;

impl Family for Pages {
    fn check(&self, verb: Verb, _: &[Written]) -> Result<()> {
        match verb {
            Verb::Delete => Ok(()),
            Verb::Insert | Verb::Update => Err(only_deleted()),
        }
    }

    fn ways(&self, group: &Group<'_>) -> Result<Vec<Way>> {
        let way = Way::one_by_one(group, |change| match change.key() {
            Some(key) if change.verb() == Verb::Delete => {
                Ok(vec![files::delete("/api/1/page/{key}", key)])
            }
            _ => Err(only_deleted()),
        })?;
        Ok(vec![way])
    }

    fn trace(&self, _: &TableRef, _: &[Written]) -> Trace {
        Trace::Nowhere("no call makes a landing page")
    }

    fn touches(&self, _: &Change) -> Vec<String> {
        Vec::new()
    }
}

fn only_deleted() -> Error {
    Error::new(
        ErrorKind::Invalid,
        "Act-On lets a landing page only be deleted",
    )
}
