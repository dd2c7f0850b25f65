//! The content of an image that is moved: taken over only if it is the image's own, for the old one is
//! deleted afterwards.

use bytes::Bytes;
use url::Url;

use crate::plan::{Learned, Sent, Settled};
use crate::{Cell, Error, ErrorKind, Result, Upload};

/// What was found at the image's address.
pub(super) fn downloaded(sent: &Sent<'_>, answer: Result<Bytes>) -> Result<Settled> {
    let content = answer.map_err(|error| {
        let error = error.in_column("ImageUrl");
        match error.is_decode() {
            true => error.advise(ADVICE),
            false => error,
        }
    })?;
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

const ADVICE: &str =
    "nothing was changed; `refresh` the row, or set its `content` to a file of yours";

fn whole(content: Bytes, size: Option<&Cell<'static>>) -> Result<Bytes> {
    let problem = match size {
        _ if content.is_empty() => "it is empty".to_owned(),
        _ if !is_image(&content) => "it is no image".to_owned(),
        Some(Cell::Int(size)) if *size == content.len() as i64 => return Ok(content),
        Some(size) => format!("it has {} bytes, and the image has {size}", content.len()),
        None => "nobody tells how many bytes the image has".to_owned(),
    };
    Err(Error::new(
        ErrorKind::Decode,
        format!("what was found at the image's address is not the image: {problem}"),
    )
    .in_column("ImageUrl")
    .advise(ADVICE))
}

/// How files of images begin. Act-On goes by the ending of the name alone, so that what the name says
/// and what the file is may differ.
fn is_image(content: &[u8]) -> bool {
    const STARTS: &[&[u8]] = &[
        b"\x89PNG\r\n\x1a\n",
        b"GIF87a",
        b"GIF89a",
        b"\xff\xd8\xff",
        b"BM",
        b"\0\0\x01\0",
        b"II*\0",
        b"MM\0*",
    ];
    let brand = |at: usize, is: &[u8]| content.get(at..).is_some_and(|rest| rest.starts_with(is));
    let webp = brand(0, b"RIFF") && brand(8, b"WEBP");
    let avif = brand(4, b"ftypavif") || brand(4, b"ftypheic");
    webp || avif || STARTS.iter().any(|start| content.starts_with(start)) || is_svg(content)
}

/// Text whose first element, after declarations and comments, is `svg`.
fn is_svg(content: &[u8]) -> bool {
    let start = content.get(..content.len().min(4096)).unwrap_or_default();
    let text = String::from_utf8_lossy(start);
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest.get(..2) {
            Some("<?") => "?>",
            Some("<!") if rest.starts_with("<!--") => "-->",
            Some("<!") if rest.starts_with("<!DOCTYPE svg") => ">",
            _ => return rest.starts_with("<svg") || rest.starts_with("<svg:svg"),
        };
        match rest.split_once(end) {
            Some((_, after)) => rest = after.trim_start(),
            None => return false,
        }
    }
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
                learned: &Learned::default()
                    .and("name", "hero".to_owned())
                    .and("size", Cell::Int(6)),
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
    fn an_image_is_known_by_its_first_bytes() {
        for image in [
            &b"\xff\xd8\xff\xe0 jpeg"[..],
            b"RIFF\0\0\0\0WEBPVP8 ",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"\xEF\xBB\xBF<?xml version='1.0'?>\n<!-- a logo -->\n<!DOCTYPE svg PUBLIC ''>\n<svg/>",
        ] {
            assert!(is_image(image), "{}", image.escape_ascii());
        }
        for other in [
            &b"<!DOCTYPE html><svg/>"[..],
            b"<html><svg/></html>",
            b"<?xml version='1.0'?><Error/>",
            b"root:x:0:0",
            b"{\"svg\":1}",
            b"<!--",
            b"",
        ] {
            assert!(!is_image(other), "{}", other.escape_ascii());
        }
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
