//! Media: files and links, added, replaced in place, deleted (A§12).

use super::files;
use crate::plan::{
    Body, Cell, Change, Family, Group, Planned, Request, Trace, Verb, Way, What, find, text_of,
};
use crate::schema::{Method, TableRef};
use crate::{Error, ErrorKind, Result, Value};

const FILES: &str = "/api/1/media";
const ONE: &str = "/api/1/media/{key}";

/// The media library.
pub(crate) struct Media;

impl Family for Media {
    /// A row is a file or a link.
    fn check(&self, verb: Verb, cells: &[Cell]) -> Result<()> {
        let file = find(cells, "content").is_some_and(|value| !value.is_null());
        let problem = match (verb, file, text_of(cells, "target_url").is_some()) {
            (Verb::Insert, true, true) => {
                "a media row is a file or a link: it cannot have both contents"
            }
            (Verb::Insert, false, false) => {
                "a new media row needs the file to upload, or the address it links to"
            }
            (Verb::Update, false, _) => return Err(files::no_file()),
            _ => return Ok(()),
        };
        Err(Error::new(ErrorKind::Invalid, problem).in_column("TargetUrl"))
    }

    fn ways(&self, group: &Group<'_>) -> Result<Vec<Way>> {
        let way = Way::one_by_one(group, |change| {
            Ok(vec![match &change.what {
                What::Insert { cells } => insert(cells)?,
                What::Update { key, set, .. } => files::replace(ONE, key, set, [])?,
                What::Delete { key, .. } => files::delete(ONE, key),
            }])
        })?;
        Ok(vec![way])
    }

    fn trace(&self, table: &TableRef, sent: &[Cell]) -> Trace {
        files::trace(table, sent, &["target_url"])
    }

    fn touches(&self, change: &Change) -> Vec<String> {
        files::touches(change)
    }
}

fn insert(cells: &[Cell]) -> Result<Planned> {
    let Some(target) = text_of(cells, "target_url") else {
        return files::upload(FILES, cells);
    };
    let mut form = vec![("url".into(), target.to_owned())];
    for (name, field) in [("foldername", "folder_name"), ("name", "name")] {
        if let Some(text) = find(cells, field).and_then(Value::as_text) {
            form.push((name.into(), text.to_owned()));
        }
    }
    let request = Request::new(Method::POST, "/api/1/medialink").body(Body::Form(form));
    Ok(Planned::new(request, files::landed))
}
