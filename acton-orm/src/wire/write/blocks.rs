//! Headers and footers: written as forms (A§12). Their answers are inferred from those of other
//! content, and one that is no such answer leaves the outcome unknown.

use super::files;
use crate::plan::{
    Body, Change, Family, Group, Planned, Request, Trace, Verb, Way, What, Written, named, text_of,
};
use crate::schema::{Method, TableRef};
use crate::{Error, ErrorKind, Result};

/// The headers or the footers.
pub(crate) struct Blocks {
    all: &'static str,
    one: &'static str,
}

impl Blocks {
    pub(crate) const HEADERS: Self = Self {
        all: "/api/1/header",
        one: "/api/1/header/{key}",
    };
    pub(crate) const FOOTERS: Self = Self {
        all: "/api/1/footer",
        one: "/api/1/footer/{key}",
    };
}

const FIELDS: [&str; 3] = ["title", "html", "text"];

impl Family for Blocks {
    /// A title is what people choose it by.
    fn check(&self, verb: Verb, cells: &[Written]) -> Result<()> {
        let titled = cells.iter().any(|cell| cell.column.field == "title");
        match text_of(cells, "title") {
            None | Some("") if titled || verb == Verb::Insert => {
                Err(Error::new(ErrorKind::Invalid, "it needs a title").in_column("Title"))
            }
            _ => Ok(()),
        }
    }

    fn ways(&self, group: &Group<'_>) -> Result<Vec<Way>> {
        let way = Way::one_by_one(group, |change| {
            Ok(vec![match &change.what {
                What::Insert { cells } => {
                    let request = Request::new(Method::POST, self.all).body(form(cells, false));
                    Planned::new(request, files::landed)
                }
                What::Update { key, set, .. } => {
                    let request = Request::new(Method::PUT, self.one).with("key", key);
                    Planned::new(request.body(form(set, true)), files::replaced)
                }
                What::Delete { key, .. } => files::delete(self.one, key),
            }])
        })?;
        Ok(vec![way])
    }

    fn trace(&self, _: &TableRef, sent: &[Written]) -> Trace {
        Trace::Rows {
            natural: named(sent, &["title"]),
            telling: named(sent, &["html", "text"]),
        }
    }

    fn touches(&self, change: &Change) -> Vec<String> {
        let before = text_of(change.known(), "title");
        let titles = [text_of(change.cells(), "title"), before];
        titles.into_iter().flatten().map(str::to_owned).collect()
    }
}

/// The fields that are written; of an update also those that are emptied.
fn form(cells: &[Written], emptied: bool) -> Body {
    let fields = FIELDS.iter().filter_map(|field| {
        let cell = cells.iter().find(|cell| cell.column.field == *field)?;
        let text = cell.value.as_text().unwrap_or_default();
        (emptied || !text.is_empty()).then(|| ((*field).into(), text.to_owned()))
    });
    Body::Form(fields.collect())
}
