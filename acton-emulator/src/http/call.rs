//! A request, read whole, with its parameters found wherever the caller put them.

use bytes::Bytes;

use super::{Refusal, form, percent};

/// A file part of a multipart body.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) file_name: String,
    pub(crate) bytes: Bytes,
}

/// One request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Call {
    pub(crate) method: String,
    /// Decoded path segments; a trailing slash leaves no trace.
    pub(crate) segments: Vec<String>,
    /// What the route's `{}` stood for.
    pub(crate) path_values: Vec<String>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) authorization: Option<String>,
    pub(crate) is_json: bool,
    /// Whether a browser asks, which shows what it gets to a person.
    pub(crate) wants_page: bool,
    /// Form, multipart or JSON members: the encoding is decided by `Content-Type` (A§3).
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) file: Option<Upload>,
    pub(crate) body: Bytes,
    /// What a page says of its `offset`, if not the truth.
    pub(crate) told_offset: Option<usize>,
}

impl Call {
    pub(crate) async fn read(
        parts: &axum::http::request::Parts,
        body: Bytes,
    ) -> Result<Self, Refusal> {
        let header = |name: &str| {
            let value = parts.headers.get(name)?;
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let mut call = Self {
            method: parts.method.as_str().to_owned(),
            segments: segments(parts.uri.path()),
            query: percent::pairs(parts.uri.query().unwrap_or("")),
            authorization: header("authorization"),
            wants_page: header("accept").is_some_and(|types| types.contains("text/html")),
            body: body.clone(),
            ..Self::default()
        };
        let content_type = header("content-type").unwrap_or_default();
        call.is_json = form::kind(&content_type) == "application/json";
        (call.fields, call.file) = form::read(&content_type, body).await?;
        Ok(call)
    }

    /// The nth `{}` of the route.
    pub(crate) fn path_value(&self, nth: usize) -> &str {
        self.path_values.get(nth).map_or("", String::as_str)
    }

    /// A query parameter; empty counts as absent.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        find(&self.query, name)
    }

    /// A body parameter; empty counts as absent.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        find(&self.fields, name)
    }

    /// A body parameter as it was given, which may be empty.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        let found = fields.find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A parameter from the body or, failing that, the query.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.field(name).or_else(|| self.query(name))
    }

    /// A parameter without which the call makes no sense.
    pub(crate) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.field(name).ok_or_else(|| Refusal::missing(name))
    }
}

fn find<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs
        .iter()
        .find(|(key, value)| key == name && !value.is_empty())
        .map(|(_, value)| value.as_str())
}

fn segments(path: &str) -> Vec<String> {
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .map(|segment| percent::decode(segment, false))
        .collect()
}
