//! Calls that no table stands for, made by hand.

mod answer;
mod path;

use std::borrow::Cow;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use serde::Serialize;

pub use answer::{RawAnswer, RawStream};

use super::{Answer, Client};
use crate::plan::{Body, Content, Part, Piece, Request};
use crate::schema::{Effect, Method};
use crate::{Error, ErrorKind, Result, Upload};

impl Client {
    /// Begins a call that no table stands for. It is sent as every other call is: with the client's
    /// token, within the limits, repeated where that is harmless, refused by a read-only client if it
    /// would change something, and seen by [`metrics`](Self::metrics), [`events`](Self::events) and
    /// `tracing`.
    ///
    /// The path is plain text that begins with `/`: what a URL cannot carry is percent-encoded here, so
    /// a `%` stays a `%`. Parameters go to [`query`](RawRequest::query). A `/` at the end is dropped,
    /// since Act-On takes either form. The path shows in errors, spans and logs; parameters and bodies
    /// do not.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client, url: &str) -> acton_orm::Result<()> {
    /// use acton_orm::Method;
    ///
    /// let answer = acton.request(Method::GET, "/api/1/seoreport").query("url", url).send().await?;
    /// println!("{}", answer.text()?);
    /// # Ok(()) }
    /// ```
    pub fn request(&self, method: Method, path: impl AsRef<str>) -> RawRequest {
        let path = path.as_ref();
        let problem = path::problem(path);
        // What is refused may hold a secret, and is not shown.
        let path = if problem.is_none() { path } else { "" };
        RawRequest {
            client: self.clone(),
            request: Request::to(method, path).doing(path::effect(method, path)),
            problem,
        }
    }
}

/// A call that no table stands for: [`Client::request`] begins it, [`send`](Self::send) or `.await`
/// makes it, [`stream`](Self::stream) makes it for an answer that is too long to be kept.
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// use acton_orm::{Effect, Method};
///
/// // Deleting once more what is gone changes nothing, so the call may be made again.
/// acton
///     .request(Method::POST, "/api/1/user/delete")
///     .json(&["ada@example.com"])?
///     .effect(Effect::Deletes)
///     .send()
///     .await?;
/// # Ok(()) }
/// ```
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone)]
pub struct RawRequest {
    client: Client,
    request: Request,
    problem: Option<Problem>,
}

/// Why a request cannot be sent, and what to do instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Problem(&'static str, &'static str);

const TWO_BODIES: Problem = Problem(
    "the call has two bodies",
    "give it JSON, a form, or parts and files, one of the three",
);

impl RawRequest {
    /// Adds a parameter to the query, percent-encoded. One name may be given several times.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// use acton_orm::Method;
    ///
    /// acton.request(Method::GET, "/api/1/message").query("type", "sent").query("count", 100).send().await?;
    /// # Ok(()) }
    /// ```
    pub fn query(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.request = self.request.param(name.into(), value.to_string());
        self
    }

    /// Adds fields to a form (`application/x-www-form-urlencoded`). One name may be given several times.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client, email: &str) -> acton_orm::Result<()> {
    /// use acton_orm::Method;
    ///
    /// acton
    ///     .request(Method::PUT, "/api/1/subscription/optout")
    ///     .form([("email", email), ("category", "News")])
    ///     .send()
    ///     .await?;
    /// # Ok(()) }
    /// ```
    pub fn form<N, V>(mut self, fields: impl IntoIterator<Item = (N, V)>) -> Self
    where
        N: Into<String>,
        V: ToString,
    {
        let fields = fields
            .into_iter()
            .map(|(name, value)| (Cow::Owned(name.into()), value.to_string()));
        let form = match self.request.content() {
            Body::None => fields.collect(),
            Body::Form(form) => form.iter().cloned().chain(fields).collect(),
            _ => return self.two_bodies(),
        };
        self.request = self.request.body(Body::Form(form));
        self
    }

    /// Sends a value as JSON.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Invalid`] if the value is none of JSON's, such as a map whose keys are no text.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client, account: &str) -> acton_orm::Result<()> {
    /// use acton_orm::{Effect, Method};
    ///
    /// let rows = acton
    ///     .request(Method::POST, format!("/ucl/v2/{account}/contact/byFields"))
    ///     .json(&["email", "firstName"])?
    ///     .effect(Effect::Reads)
    ///     .send()
    ///     .await?;
    /// # Ok(()) }
    /// ```
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Result<Self> {
        if !matches!(self.request.content(), Body::None) {
            return Ok(self.two_bodies());
        }
        let json = serde_json::to_vec(body).map_err(|error| {
            Error::new(
                ErrorKind::Invalid,
                format!("the body cannot be written as JSON: {error}"),
            )
            .during(self.request.name())
        })?;
        self.request = self.request.body(Body::Json(json.into()));
        Ok(self)
    }

    /// Adds a part of text to a multipart body (`multipart/form-data`).
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// use acton_orm::{Method, Upload};
    ///
    /// acton
    ///     .request(Method::POST, "/api/1/customevents")
    ///     .part("destination", "Webinars")
    ///     .file("file", Upload::path("events.csv"))
    ///     .send()
    ///     .await?;
    /// # Ok(()) }
    /// ```
    pub fn part(self, name: impl Into<String>, text: impl ToString) -> Self {
        self.with_part(name, Content::Text(Piece::Text(text.to_string().into())))
    }

    /// Adds a file to a multipart body. It is opened when the call is made, for each attempt anew, and
    /// read as it is sent.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// use acton_orm::{Method, Upload};
    ///
    /// let logo = Upload::path("logo.png");
    /// acton.request(Method::POST, "/api/1/logo").part("name", "Logo").file("file", logo).send().await?;
    /// # Ok(()) }
    /// ```
    pub fn file(self, name: impl Into<String>, file: Upload) -> Self {
        self.with_part(name, Content::File(file))
    }

    /// Says what the call does at Act-On. This decides whether it is made again after a failure, and
    /// whether a read-only client may make it. The client takes your word for it.
    ///
    /// Unless you say it, [`Method::effect`] does; but what is not read and goes to `../send` or `/ete/..`
    /// sends a message.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// use acton_orm::{Effect, Method};
    ///
    /// // A POST that only reads: it is made again where its answer is lost.
    /// acton
    ///     .request(Method::POST, "/custom-objects/v1/46370/query/Orders/2024/joinWithOther")
    ///     .json(&serde_json::json!({"searchTerm": "pump"}))?
    ///     .effect(Effect::Reads)
    ///     .send()
    ///     .await?;
    /// # Ok(()) }
    /// ```
    pub fn effect(mut self, effect: Effect) -> Self {
        self.request = self.request.doing(effect);
        self
    }

    /// Makes the call, and keeps its answer as a whole, up to 64 MiB.
    ///
    /// # Errors
    ///
    /// As every call: whatever Act-On refuses is an error, in whichever envelope, and inside a 200 too;
    /// [`ErrorKind::UnknownOutcome`] if it may have changed something and no answer came. Before anything
    /// is sent: [`ErrorKind::Invalid`] for a path or body that cannot be sent, or of a client that is
    /// read-only; [`ErrorKind::Budget`] if the client's budget does not allow one call.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// use acton_orm::Method;
    ///
    /// let answer = acton.request(Method::GET, "/api/1/program").query("type", "TRACK").send().await?;
    /// assert_eq!(answer.status(), 200);
    /// # Ok(()) }
    /// ```
    pub async fn send(self) -> Result<RawAnswer> {
        RawAnswer::whole(self.exchange().await?).await
    }

    /// Makes the call, and hands its answer on as it comes: a download of any length stays flat in
    /// memory and may take any time, but no silence longer than `Timeout`. One that is cut short is an
    /// error where it broke, and is not asked for again.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client, mut file: impl std::io::Write) -> Result<(), Box<dyn std::error::Error>> {
    /// use acton_orm::Method;
    ///
    /// let list = acton.request(Method::GET, "/api/1/list/l-0001").query("responseformat", "CSV");
    /// let mut answer = list.stream().await?;
    /// while let Some(bytes) = answer.next().await {
    ///     file.write_all(&bytes?)?;
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn stream(mut self) -> Result<RawStream> {
        self.request = self.request.long();
        RawStream::open(self.exchange().await?).await
    }

    async fn exchange(self) -> Result<Answer> {
        if let Some(Problem(message, advice)) = self.problem {
            let error = Error::new(ErrorKind::Invalid, message)
                .advise(format!("nothing was sent; {advice}"));
            return Err(match self.request.path() {
                unknown if unknown.is_empty() => error,
                _ => error.during(self.request.name()),
            });
        }
        if self.client.settings().call_budget == Some(0) {
            return Err(Error::new(
                ErrorKind::Budget,
                "the call costs 1 call, and the budget is 0",
            )
            .during(self.request.name())
            .advise("nothing was sent; raise the budget"));
        }
        self.client.call(self.request).await
    }

    fn with_part(mut self, name: impl Into<String>, content: Content) -> Self {
        let name = Cow::Owned(name.into());
        let mut parts = match self.request.content() {
            Body::None => Vec::new(),
            Body::Multipart(parts) => parts.clone(),
            _ => return self.two_bodies(),
        };
        parts.push(Part { name, content });
        self.request = self.request.body(Body::Multipart(parts));
        self
    }

    fn two_bodies(mut self) -> Self {
        self.problem.get_or_insert(TWO_BODIES);
        self
    }
}

impl IntoFuture for RawRequest {
    type Output = Result<RawAnswer>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// Method, path and effect: parameters and bodies may hold what nobody should read in a log.
impl fmt::Debug for RawRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawRequest")
            .field("call", &self.request.name())
            .field("effect", &self.request.effect())
            .finish_non_exhaustive()
    }
}
