//! Logos: added with their file, changed and deleted under their id (A§12).

use super::files;
use crate::plan::{
    Body, Change, Family, Group, Part, Planned, Request, Trace, Verb, Way, What, Written,
};
use crate::schema::{Method, TableRef};
use crate::{Result, Upload};

const ALL: &str = "/api/1/logo";
const ONE: &str = "/api/1/logo/{key}";

/// What Act-On calls a column in a write.
const TEXTS: [(&str, &str); 4] = [
    ("name", "name"),
    ("alttext", "alt_text"),
    ("tooltip", "tool_tip"),
    ("targeturl", "target_url"),
];

/// The account's logos.
pub(crate) struct Logos;

impl Family for Logos {
    fn check(&self, verb: Verb, cells: &[Written]) -> Result<()> {
        match verb {
            Verb::Insert if files::content(cells).is_none() => Err(files::no_file()),
            _ => Ok(()),
        }
    }

    fn ways(&self, group: &Group<'_>) -> Result<Vec<Way>> {
        let way = Way::one_by_one(group, |change| {
            Ok(vec![match &change.what {
                What::Insert { cells } => {
                    let file = files::content(cells).ok_or_else(files::no_file)?;
                    // What has no text is left out.
                    let texts = texts(cells).filter(|(_, text)| !text.is_empty());
                    let request = Request::new(Method::POST, ALL);
                    Planned::new(request.body(parts(texts, Some(file))), files::landed)
                }
                What::Update { key, set, .. } => {
                    let request = Request::new(Method::PUT, ONE).with("key", key);
                    let body = parts(texts(set), files::content(set));
                    Planned::new(request.body(body), files::replaced)
                }
                What::Delete { key, .. } => files::delete(ONE, key),
            }])
        })?;
        Ok(vec![way])
    }

    fn trace(&self, table: &TableRef, sent: &[Written]) -> Trace {
        files::trace(table, sent, &["alt_text", "tool_tip", "target_url"])
    }

    fn touches(&self, change: &Change) -> Vec<String> {
        files::touches(change)
    }
}

fn parts<'c>(texts: impl Iterator<Item = (&'static str, &'c str)>, file: Option<&Upload>) -> Body {
    let texts = texts.map(|(part, text)| Part::text(part, text));
    Body::Multipart(texts.chain(file.cloned().map(Part::file)).collect())
}

/// The texts that are written; one that is emptied is sent empty.
fn texts(cells: &[Written]) -> impl Iterator<Item = (&'static str, &str)> {
    TEXTS.iter().filter_map(|(part, field)| {
        let cell = cells.iter().find(|cell| cell.column.field == *field)?;
        Some((*part, cell.value.as_text().unwrap_or_default()))
    })
}
