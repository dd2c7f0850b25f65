//! One call to Act-On, before it is made: made once, printed by `explain`, sent by the client.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use secrecy::SecretString;
use url::Url;

use crate::Upload;
use crate::one_line::one_line;
use crate::schema::{Effect, Endpoint, Method};

/// A call to Act-On as a value. What [`Plan::requests`](crate::Plan::requests) gives and `explain`
/// prints is the very value that is sent.
///
/// Its text is the method, the path and the query, unescaped. A part that is not known yet, such as
/// the id of a list that has to be found first, is a hole and prints as `{list}`.
///
/// ```
/// use acton_orm::{models::Image, prelude::*, schema::images};
///
/// let plan = Image::query().filter(images::id.eq("f-1")).explain();
/// let requests = plan.requests();
/// assert_eq!(requests[0].to_string(), "GET /api/1/image/f-1");
/// assert_eq!(requests[0].path(), "/api/1/image/f-1");
/// ```
#[derive(Clone)]
pub struct Request {
    method: Method,
    target: Target,
    query: Vec<(Cow<'static, str>, Piece)>,
    body: Body,
    effect: Effect,
    long: bool,
}

/// Where a request goes.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A path of the API, in segments.
    Api(Vec<Piece>),
    /// A public address outside the API, such as an image's: no token is sent there.
    File(Piece),
}

/// Text that is known, or a hole for it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(Cow<'static, str>),
    Hole(&'static str, Option<String>),
}

/// What a request carries.
#[derive(Clone)]
pub(crate) enum Body {
    None,
    Json(Bytes),
    Form(Vec<(Cow<'static, str>, String)>),
    Multipart(Vec<Part>),
    /// A form with secrets in it.
    Credentials(SecretString),
}

/// One part of a multipart body.
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) name: Cow<'static, str>,
    pub(crate) content: Content,
}

/// The content of a part.
#[derive(Clone)]
pub(crate) enum Content {
    Text(Piece),
    File(Upload),
    /// A file that an earlier call brings.
    FileHole(&'static str),
}

impl Piece {
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Hole(_, value) => value.as_deref(),
        }
    }

    fn fill(&mut self, hole: &str, with: &str) {
        if let Self::Hole(name, value) = self
            && *name == hole
        {
            *value = Some(with.to_owned());
        }
    }

    fn hole(&self) -> Option<&'static str> {
        match self {
            Self::Hole(name, None) => Some(name),
            _ => None,
        }
    }

    /// Opens the hole again where the other's is filled with something else.
    fn open_unless_like(&mut self, other: &Self) {
        if self != other
            && let Self::Hole(_, value) = self
        {
            *value = None;
        }
    }

    fn show(&self, as_template: bool) -> Cow<'_, str> {
        match self {
            Self::Text(text) => one_line(text),
            Self::Hole(_, Some(value)) if !as_template => one_line(value),
            Self::Hole(name, _) => Cow::Owned(format!("{{{name}}}")),
        }
    }
}

impl From<&'static str> for Piece {
    fn from(text: &'static str) -> Self {
        match text
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
        {
            Some(hole) => Self::Hole(hole, None),
            None => Self::Text(Cow::Borrowed(text)),
        }
    }
}

impl Part {
    pub(crate) fn text(name: &'static str, text: impl Into<String>) -> Self {
        Self {
            name: Cow::Borrowed(name),
            content: Content::Text(Piece::Text(Cow::Owned(text.into()))),
        }
    }

    /// Text that an earlier call brings.
    pub(crate) fn hole(name: &'static str, hole: &'static str) -> Self {
        Self {
            name: Cow::Borrowed(name),
            content: Content::Text(Piece::Hole(hole, None)),
        }
    }

    pub(crate) fn file(upload: Upload) -> Self {
        Self {
            name: Cow::Borrowed("file"),
            content: Content::File(upload),
        }
    }

    /// A file that an earlier call brings.
    pub(crate) fn file_hole(hole: &'static str) -> Self {
        Self {
            name: Cow::Borrowed("file"),
            content: Content::FileHole(hole),
        }
    }
}

impl Request {
    /// A call to a path with holes, as `/api/1/list/{list}`.
    pub(crate) fn new(method: Method, path: &'static str) -> Self {
        let segments = path.split('/').filter(|segment| !segment.is_empty());
        Self {
            method,
            target: Target::Api(segments.map(Piece::from).collect()),
            query: Vec::new(),
            body: Body::None,
            effect: method.effect(),
            long: false,
        }
    }

    /// A call to an endpoint of a table, with the parameters that are always sent.
    pub(crate) fn of(endpoint: &Endpoint) -> Self {
        let request = Self::new(endpoint.method, endpoint.path).doing(endpoint.effect);
        endpoint
            .fixed
            .iter()
            .fold(request, |mut request, (name, value)| {
                if endpoint.has_hole(name) {
                    return request.with(name, value);
                }
                let value = Piece::from(*value);
                request.query.push((Cow::Borrowed(*name), value));
                request
            })
    }

    /// A call that reads.
    pub(crate) fn get(path: &'static str) -> Self {
        Self::new(Method::GET, path)
    }

    /// A call to a path that is no constant. Empty segments are dropped.
    pub(crate) fn to(method: Method, path: &str) -> Self {
        let mut request = Self::new(method, "");
        request.target = Target::Api(
            path.split('/')
                .filter(|segment| !segment.is_empty())
                .map(|segment| Piece::Text(Cow::Owned(segment.to_owned())))
                .collect(),
        );
        request
    }

    /// A file outside the API, whose address may be a hole.
    pub(crate) fn file(address: Option<&str>, hole: &'static str) -> Self {
        let mut request = Self::get("");
        request.target = Target::File(Piece::Hole(hole, address.map(str::to_owned)));
        request.long = true;
        request
    }

    pub(crate) fn param(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
    ) -> Self {
        self.query
            .push((name.into(), Piece::Text(Cow::Owned(value.into()))));
        self
    }

    /// A parameter whose value is not known yet, or differs from page to page.
    pub(crate) fn param_hole(mut self, name: &'static str, hole: &'static str) -> Self {
        self.query
            .push((Cow::Borrowed(name), Piece::Hole(hole, None)));
        self
    }

    pub(crate) fn body(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    pub(crate) fn doing(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }

    /// The answer is taken as it comes, however long that takes.
    pub(crate) fn long(mut self) -> Self {
        self.long = true;
        self
    }

    /// With a hole filled.
    pub(crate) fn with(mut self, hole: &str, value: &str) -> Self {
        self.fill(hole, value);
        self
    }

    /// Fills a hole, wherever it stands.
    pub(crate) fn fill(&mut self, hole: &str, value: &str) {
        match &mut self.target {
            Target::Api(segments) => segments
                .iter_mut()
                .for_each(|segment| segment.fill(hole, value)),
            Target::File(address) => address.fill(hole, value),
        }
        for (_, piece) in &mut self.query {
            piece.fill(hole, value);
        }
        if let Body::Multipart(parts) = &mut self.body {
            for part in parts {
                if let Content::Text(piece) = &mut part.content {
                    piece.fill(hole, value);
                }
            }
        }
    }

    /// Fills a hole for a file.
    pub(crate) fn fill_file(&mut self, hole: &str, upload: &Upload) {
        if let Body::Multipart(parts) = &mut self.body {
            for part in parts {
                if matches!(part.content, Content::FileHole(name) if name == hole) {
                    part.content = Content::File(upload.clone());
                }
            }
        }
    }

    /// The first hole that is not filled.
    pub(crate) fn open_hole(&self) -> Option<&'static str> {
        let target = match &self.target {
            Target::Api(segments) => segments.iter().find_map(Piece::hole),
            Target::File(address) => address.hole(),
        };
        let parts = match &self.body {
            Body::Multipart(parts) => parts.iter().find_map(|part| match &part.content {
                Content::Text(piece) => piece.hole(),
                Content::FileHole(name) => Some(*name),
                Content::File(_) => None,
            }),
            _ => None,
        };
        target
            .or_else(|| self.query.iter().find_map(|(_, piece)| piece.hole()))
            .or(parts)
    }

    /// What fills a hole of the path.
    pub(crate) fn filled(&self, hole: &str) -> Option<&str> {
        let Target::Api(segments) = &self.target else {
            return None;
        };
        segments.iter().find_map(|segment| match segment {
            Piece::Hole(name, value) if *name == hole => value.as_deref(),
            _ => None,
        })
    }

    /// Whether a hole of this name has to be filled.
    pub(crate) fn wants(&self, hole: &str) -> bool {
        let is = |piece: &Piece| piece.hole() == Some(hole);
        match &self.target {
            Target::Api(segments) => segments.iter().any(is),
            Target::File(address) => is(address),
        }
    }

    pub(crate) fn target(&self) -> &Target {
        &self.target
    }

    pub(crate) fn params(&self) -> &[(Cow<'static, str>, Piece)] {
        &self.query
    }

    pub(crate) fn content(&self) -> &Body {
        &self.body
    }

    pub(crate) fn is_long(&self) -> bool {
        self.long
    }

    /// Whether it goes to the API, rather than to a public file.
    pub(crate) fn is_api(&self) -> bool {
        matches!(self.target, Target::Api(_))
    }

    pub(crate) fn is_read(&self) -> bool {
        self.effect == Effect::Reads
    }

    /// The HTTP method.
    ///
    /// ```
    /// # use acton_orm::{Method, models::Image, prelude::*};
    /// assert_eq!(Image::query().explain().requests()[0].method(), Method::GET);
    /// ```
    pub fn method(&self) -> Method {
        self.method
    }

    /// What it does at Act-On.
    ///
    /// ```
    /// # use acton_orm::{Effect, models::Image, prelude::*};
    /// assert_eq!(Image::query().explain().requests()[0].effect(), Effect::Reads);
    /// ```
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// The path, unescaped, holes in braces; for a public file, its whole address.
    ///
    /// ```
    /// # use acton_orm::{models::Image, prelude::*};
    /// assert_eq!(Image::query().explain().requests()[0].path(), "/api/1/image");
    /// ```
    pub fn path(&self) -> String {
        self.path_as(false)
    }

    fn path_as(&self, as_template: bool) -> String {
        match &self.target {
            Target::Api(segments) => segments.iter().fold(String::new(), |path, segment| {
                format!("{path}/{}", segment.show(as_template))
            }),
            Target::File(address) => address.show(as_template).into_owned(),
        }
    }

    /// The parameters of the query, unescaped.
    ///
    /// ```
    /// # use acton_orm::{Terminal, models::List, prelude::*};
    /// let plan = List::query().explain_as(Terminal::Count);
    /// let query: Vec<_> = plan.requests()[0].query().collect();
    /// assert_eq!(query[0], ("listingtype".to_owned(), "contact_list".to_owned()));
    /// ```
    pub fn query(&self) -> impl Iterator<Item = (String, String)> + '_ {
        self.query
            .iter()
            .map(|(name, value)| (name.to_string(), value.show(false).into_owned()))
    }

    /// As printed, with every hole by its name: equal for calls that differ only in what fills them.
    pub(crate) fn template(&self) -> String {
        self.line(true)
    }

    /// One request that stands for both, where they differ only in what fills their holes.
    pub(crate) fn alike(&self, other: &Self) -> Option<Self> {
        if self.template() != other.template() {
            return None;
        }
        let mut both = self.clone();
        match (&mut both.target, &other.target) {
            (Target::Api(mine), Target::Api(theirs)) => {
                for (mine, theirs) in mine.iter_mut().zip(theirs) {
                    mine.open_unless_like(theirs);
                }
            }
            (Target::File(mine), Target::File(theirs)) => mine.open_unless_like(theirs),
            _ => return None,
        }
        for ((_, mine), (_, theirs)) in both.query.iter_mut().zip(&other.query) {
            mine.open_unless_like(theirs);
        }
        Some(both)
    }

    /// Method and path, for errors, spans and logs: no query, for it may hold addresses.
    pub(crate) fn name(&self) -> String {
        match &self.target {
            Target::Api(_) => format!("{} {}", self.method, self.path()),
            Target::File(address) => {
                let address = address.text().and_then(|text| Url::parse(text).ok());
                let path = address.as_ref().map_or("{file}", Url::path);
                format!("{} {path}", self.method)
            }
        }
    }

    fn line(&self, as_template: bool) -> String {
        let mut line = format!("{} {}", self.method, self.path_as(as_template));
        for (position, (name, value)) in self.query.iter().enumerate() {
            let before = if position == 0 { '?' } else { '&' };
            line.push_str(&format!("{before}{name}={}", value.show(as_template)));
        }
        line
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line(false))
    }
}

/// The line and the effect: a body may hold what nobody should read in a log.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Request({self}, {:?})", self.effect)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_prints_its_holes_until_they_are_filled() {
        let mut request = Request::get("/api/1/list/{list}/record/{key}").param("count", "1");
        assert_eq!(
            request.to_string(),
            "GET /api/1/list/{list}/record/{key}?count=1"
        );
        assert_eq!(request.open_hole(), Some("list"));
        request.fill("list", "l-0001");
        assert_eq!(request.path(), "/api/1/list/l-0001/record/{key}");
        request.fill("key", "l-0001:a");
        assert_eq!(request.open_hole(), None);
        assert_eq!(
            request.template(),
            "GET /api/1/list/{list}/record/{key}?count=1"
        );
    }

    #[test]
    fn requests_that_differ_in_their_holes_only_are_shown_as_one() {
        let record = Request::get("/api/1/list/{list}/record/{key}").with("list", "l-1");
        let (one, two) = (record.clone().with("key", "a"), record.with("key", "b"));
        let both = one.alike(&two).unwrap();
        assert_eq!(both.to_string(), "GET /api/1/list/l-1/record/{key}");
        assert!(both.alike(&Request::get("/api/1/list")).is_none());
    }

    #[test]
    fn a_filled_hole_is_filled_anew() {
        let page = Request::get("/x").param_hole("offset", "offset");
        assert_eq!(
            page.clone().with("offset", "0").to_string(),
            "GET /x?offset=0"
        );
        let again = page.with("offset", "0").with("offset", "9");
        assert_eq!(again.to_string(), "GET /x?offset=9");
    }

    #[test]
    fn holes_of_parts_and_files_are_filled_too() {
        let mut request = Request::new(Method::POST, "/api/1/image").body(Body::Multipart(vec![
            Part::hole("name", "name"),
            Part::file_hole("content"),
        ]));
        assert_eq!(request.open_hole(), Some("name"));
        request.fill("name", "a.png");
        assert_eq!(request.open_hole(), Some("content"));
        request.fill_file("content", &Upload::bytes("a.png", "x"));
        assert_eq!(request.open_hole(), None);
        assert_eq!(request.effect(), Effect::Adds);
    }

    #[test]
    fn control_characters_are_escaped_and_a_file_shows_no_query_in_its_name() {
        let request = Request::get("/api/1/image/{key}").with("key", "a\nb");
        assert_eq!(request.to_string(), "GET /api/1/image/a\\nb");
        let file = Request::file(Some("https://x.example/a.png?secret=1"), "image_url");
        assert_eq!(file.name(), "GET /a.png");
    }
}
