//! A call as data: what `wire` asks for and what `client` sends.

use bytes::Bytes;
use reqwest::Method;
use reqwest::Url;
use secrecy::SecretString;

use crate::Upload;

/// Whether a call may be sent again when its answer did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Reads, deletes by key, updates by key: repeating does no harm.
    Safe,
    /// Only when the request surely never reached Act-On (the connection failed, or the gateway
    /// answered 429). Otherwise the outcome is unknown.
    IfNotSent,
    /// Never, whatever happened.
    #[allow(dead_code, reason = "sends of messages come with their own issue")]
    Never,
}

/// Where a call goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// Below the client's base URL, with the bearer token: path segments, not yet encoded.
    Api(Vec<String>),
    /// A public asset at its own address, without the token.
    Asset(Url),
}

/// A request body.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    None,
    Json(Bytes),
    Form(Vec<(String, String)>),
    Multipart(Vec<Part>),
    /// A form with credentials, already encoded: never shown.
    Credentials(SecretString),
}

/// A part of a multipart body.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) name: &'static str,
    pub(crate) content: Content,
}

#[derive(Debug, Clone)]
pub(crate) enum Content {
    Text(String),
    File(Upload),
}

/// One call to Act-On.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) target: Target,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Body,
    pub(crate) repeat: Repeat,
    /// A download of any length: no limit on its total time, only on silence.
    pub(crate) long: bool,
}

impl Call {
    /// A read below the base URL; `segments` are encoded one by one.
    pub(crate) fn get<S: Into<String>>(segments: impl IntoIterator<Item = S>) -> Self {
        Self::new(Method::GET, segments, Repeat::Safe)
    }

    pub(crate) fn new<S: Into<String>>(
        method: Method,
        segments: impl IntoIterator<Item = S>,
        repeat: Repeat,
    ) -> Self {
        Self {
            method,
            target: Target::Api(segments.into_iter().map(Into::into).collect()),
            query: Vec::new(),
            body: Body::None,
            repeat,
            long: false,
        }
    }

    /// A download of a public asset; the token is not sent.
    pub(crate) fn asset(url: Url) -> Self {
        Self {
            method: Method::GET,
            target: Target::Asset(url),
            query: Vec::new(),
            body: Body::None,
            repeat: Repeat::Safe,
            long: true,
        }
    }

    pub(crate) fn query(mut self, name: &str, value: impl Into<String>) -> Self {
        self.query.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn body(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    pub(crate) fn long(mut self) -> Self {
        self.long = true;
        self
    }

    /// Whether the call changes nothing at Act-On.
    pub(crate) fn is_read(&self) -> bool {
        self.method.is_safe()
    }

    /// Method and path for errors and traces; the query string may hold personal data and stays out.
    pub(crate) fn name(&self) -> String {
        match &self.target {
            Target::Api(segments) => format!("{} /{}", self.method, segments.join("/")),
            Target::Asset(url) => format!("{} {}", self.method, url.path()),
        }
    }
}
