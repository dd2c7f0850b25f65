//! The content of an image that is moved: taken over only if it is the image's own, for the old one is
//! deleted afterwards.

use bytes::Bytes;
use url::Url;

use crate::plan::{Learned, Sent, Settled};
use crate::{Cell, Error, ErrorKind, Result, Upload};

/// What was found at the image's address.
pub(super) fn downloaded(sent: &Sent<'_>, answer: Result<Bytes>) -> Result<Settled> {
    let content = answer.map_err(|error| error.in_column("ImageUrl"))?;
    let content = whole(content, super::size(sent))?;
    let change = sent.changes.first();
    let old = change.and_then(|change| crate::plan::text_of(change.known(), "name"));
    let names = [sent.text("name"), old.or_else(|| sent.learned.text("name"))];
    let file_name = with_ending(names, &sent.request.path());
    let upload = Upload::bytes(file_name, content);
    Ok(Settled::learned(
        Learned::default().and("content", Cell::File(Box::new(upload))),
    ))
}

fn whole(content: Bytes, size: Option<&Cell<'static>>) -> Result<Bytes> {
    let start: Vec<u8> = content
        .iter()
        .take(14)
        .map(u8::to_ascii_lowercase)
        .collect();
    let problem = if content.is_empty() {
        "it is empty".to_owned()
    } else if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") {
        "it is an HTML page".to_owned()
    } else {
        match size {
            Some(Cell::Int(size)) if *size != content.len() as i64 => {
                format!("it has {} bytes, and the image has {size}", content.len())
            }
            _ => return Ok(content),
        }
    };
    Err(Error::new(
        ErrorKind::Decode,
        format!("what was found at the image's address is not the image: {problem}"),
    )
    .in_column("ImageUrl")
    .advise("nothing was changed; `refresh` the row, or set its `content` to a file of yours"))
}

/// Act-On reads the type of an image from the ending of its file name.
fn with_ending(names: [Option<&str>; 2], address: &str) -> String {
    let ends = |name: &&str| {
        name.rsplit_once('.')
            .is_some_and(|(_, ending)| !ending.is_empty())
    };
    let url = Url::parse(address).ok();
    let last = url
        .as_ref()
        .and_then(|url| url.path_segments()?.next_back());
    let [name, old] = names;
    [name, old, last]
        .into_iter()
        .flatten()
        .find(ends)
        .or(name)
        .unwrap_or("image")
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Request;

    #[test]
    fn the_address_of_the_file_tells_the_ending_where_nothing_else_does() {
        let settled = downloaded(
            &Sent {
                changes: &[],
                request: &Request::file(Some("https://x.example/f/c.gif"), "image_url"),
                learned: &Learned::default().and("name", "hero".to_owned()),
            },
            Ok(Bytes::from_static(b"GIF89a")),
        );
        let learned = settled.unwrap().learned;
        let Some(Cell::File(upload)) = learned.get("content") else {
            panic!("a file")
        };
        assert_eq!(upload.file_name(), Some("c.gif"));
    }

    #[test]
    fn the_file_name_has_an_ending_if_any_name_of_the_image_has() {
        let url = "https://x.example/f/c.gif?s=1";
        assert_eq!(with_ending([Some("a.png"), Some("b.jpg")], url), "a.png");
        assert_eq!(with_ending([Some("a"), Some("b.jpg")], url), "b.jpg");
        assert_eq!(with_ending([Some("a"), None], url), "c.gif");
        assert_eq!(with_ending([Some("a"), None], "no address"), "a");
    }
}
