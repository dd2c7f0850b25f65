//! A request and its answer as they went over the wire, and what stands in them.

use reqwest::Url;

/// A request and its answer.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// The method.
    pub method: String,
    /// The path as it was sent.
    pub path: String,
    /// The query as it was sent.
    pub query: String,
    /// The request's content type; empty where it has none.
    pub content_type: String,
    /// The request's body.
    pub body: Vec<u8>,
    /// The answer's status.
    pub status: u16,
    /// The answer's body.
    pub answer: Vec<u8>,
}

/// A field of a form, or a part of a multipart body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Whether it is a file.
    pub file: bool,
    /// What it holds.
    pub text: String,
}

impl Exchange {
    /// Method and path, for a message.
    pub fn name(&self) -> String {
        match self.query.is_empty() {
            true => format!("{} {}", self.method, self.path),
            false => format!("{} {}?{}", self.method, self.path, self.query),
        }
    }

    /// The segments of the path, decoded, without one that is empty at the end.
    pub fn segments(&self) -> Vec<String> {
        let path = self.path.trim_end_matches('/');
        path.split('/').skip(1).map(decoded).collect()
    }

    /// The parameters of the query.
    pub fn queried(&self) -> Vec<Part> {
        pairs(&self.query)
    }

    /// How the body is encoded: `none`, `form`, `multipart`, `json`, or the content type.
    pub fn encoding(&self) -> &str {
        let kind = self
            .content_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim();
        match kind {
            "" if self.body.is_empty() => "none",
            "application/x-www-form-urlencoded" => "form",
            "multipart/form-data" => "multipart",
            "application/json" => "json",
            other => other,
        }
    }

    /// The fields of a form, or the parts of a multipart body.
    pub fn parts(&self) -> Vec<Part> {
        match self.encoding() {
            "form" => pairs(&String::from_utf8_lossy(&self.body)),
            "multipart" => self.multipart(),
            _ => Vec::new(),
        }
    }

    fn multipart(&self) -> Vec<Part> {
        let boundary = self
            .content_type
            .split("boundary=")
            .nth(1)
            .unwrap_or_default();
        let boundary = format!("--{}", boundary.trim_matches('"'));
        let text = String::from_utf8_lossy(&self.body);
        let parts = text.split(boundary.as_str()).skip(1);
        parts
            .filter_map(|part| {
                let (head, body) = part.split_once("\r\n\r\n")?;
                let named = |name: &str| {
                    let rest = head.split(&format!(" {name}=\"")).nth(1)?;
                    Some(rest.split('"').next()?.to_owned())
                };
                Some(Part {
                    name: named("name")?,
                    file: named("filename").is_some(),
                    text: body.strip_suffix("\r\n").unwrap_or(body).to_owned(),
                })
            })
            .collect()
    }
}

fn pairs(text: &str) -> Vec<Part> {
    let Ok(url) = Url::parse(&format!("http://localhost/?{text}")) else {
        return Vec::new();
    };
    let pairs = url.query_pairs();
    pairs
        .map(|(name, text)| Part {
            name: name.into_owned(),
            file: false,
            text: text.into_owned(),
        })
        .collect()
}

/// A segment of a path without its escapes; a plus is a plus there.
fn decoded(segment: &str) -> String {
    let escaped = segment
        .replace('+', "%2B")
        .replace('&', "%26")
        .replace('=', "%3D");
    pairs(&format!("x={escaped}"))
        .pop()
        .map(|part| part.text)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(content_type: &str, body: &str) -> Exchange {
        Exchange {
            method: "PUT".into(),
            path: "/api/1/list/l-1%3A0/a+b/".into(),
            query: "email=a%40b&x=1+2".into(),
            content_type: content_type.into(),
            body: body.into(),
            status: 200,
            answer: Vec::new(),
        }
    }

    fn shown(parts: &[Part]) -> Vec<(&str, bool, &str)> {
        let parts = parts.iter();
        parts
            .map(|part| (part.name.as_str(), part.file, part.text.as_str()))
            .collect()
    }

    #[test]
    fn path_and_query_are_decoded_each_in_its_way() {
        let sent = sent("", "");
        assert_eq!(sent.segments(), ["api", "1", "list", "l-1:0", "a+b"]);
        let queried = sent.queried();
        assert_eq!(
            shown(&queried),
            [("email", false, "a@b"), ("x", false, "1 2")]
        );
        assert_eq!(sent.encoding(), "none");
    }

    #[test]
    fn a_forms_fields_and_the_parts_of_several_are_told_from_files() {
        let form = sent("application/x-www-form-urlencoded", "a=1&a=%26").parts();
        assert_eq!(shown(&form), [("a", false, "1"), ("a", false, "&")]);
        let body = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n\
            --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nb\r\n--x--\r\n";
        let parts = sent("multipart/form-data; boundary=x", body).parts();
        assert_eq!(shown(&parts), [("a", false, "1"), ("file", true, "b")]);
    }
}
