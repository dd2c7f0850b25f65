//! What comes back from a call made by hand: as a whole, or as it comes.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt, stream};
use serde::de::DeserializeOwned;

use crate::client::answer::{Answer, Head, failure_inside};
use crate::{Error, ErrorKind, Result};

/// The answer to a [`RawRequest`](super::RawRequest), as a whole. Its status is a 2xx: anything else is
/// an [`Error`].
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// use acton_orm::Method;
///
/// let answer = acton.request(Method::GET, "/api/1/account").send().await?;
/// println!("{} {:?}: {} bytes", answer.status(), answer.content_type(), answer.bytes().len());
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct RawAnswer {
    head: Head,
    body: Bytes,
}

/// The answer to a [`RawRequest`](super::RawRequest), as it comes: a [`Stream`] of its bytes. Its status
/// is a 2xx: anything else is an [`Error`].
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// use acton_orm::Method;
///
/// let list = acton.request(Method::GET, "/api/1/list/l-0001").query("responseformat", "CSV");
/// let mut answer = list.stream().await?;
/// let mut read = 0;
/// while let Some(bytes) = answer.next().await {
///     read += bytes?.len();
/// }
/// # Ok(()) }
/// ```
#[must_use = "nothing is read until it is asked for"]
pub struct RawStream {
    head: Head,
    pieces: Pin<Box<dyn Stream<Item = Result<Bytes>> + Send>>,
}

macro_rules! heads {
    ($($answer:ident: $begin:literal;)*) => {
        $(impl $answer {
            /// The HTTP status, a 2xx.
            ///
            /// ```no_run
            /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
            /// # let account = acton.request(acton_orm::Method::GET, "/api/1/account");
            #[doc = $begin]
            /// assert_eq!(answer.status(), 200);
            /// # Ok(()) }
            /// ```
            pub fn status(&self) -> u16 {
                self.head.status
            }

            /// The media type, in lower case and without parameters.
            ///
            /// ```no_run
            /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
            /// # let account = acton.request(acton_orm::Method::GET, "/api/1/account");
            #[doc = $begin]
            /// assert_eq!(answer.content_type(), Some("application/json"));
            /// # Ok(()) }
            /// ```
            pub fn content_type(&self) -> Option<&str> {
                self.head.content_type.as_deref()
            }

            /// The gateway's `x-request-id`, to quote to Act-On's support.
            ///
            /// ```no_run
            /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
            /// # let account = acton.request(acton_orm::Method::GET, "/api/1/account");
            #[doc = $begin]
            /// println!("{}", answer.request_id().unwrap_or("none"));
            /// # Ok(()) }
            /// ```
            pub fn request_id(&self) -> Option<&str> {
                self.head.request_id.as_deref()
            }
        })*
    };
}

heads! {
    RawAnswer: "let answer = account.send().await?;";
    RawStream: "let answer = account.stream().await?;";
}

impl RawAnswer {
    pub(super) async fn whole(answer: Answer) -> Result<Self> {
        let head = answer.head().clone();
        let body = answer.bytes().await.map_err(|error| match error.kind() {
            ErrorKind::Decode => error.advise("read it with `.stream()`"),
            _ => error,
        })?;
        Ok(Self { head, body })
    }

    /// The body.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// # let logo = acton.request(acton_orm::Method::GET, "/api/1/logo");
    /// let answer = logo.send().await?;
    /// println!("{} bytes", answer.bytes().len());
    /// # Ok(()) }
    /// ```
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// The body as text.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] if it is not UTF-8.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// # let html = acton.request(acton_orm::Method::GET, "/api/1/message/d-0004/html");
    /// println!("{}", html.send().await?.text()?);
    /// # Ok(()) }
    /// ```
    pub fn text(&self) -> Result<&str> {
        std::str::from_utf8(&self.body)
            .map_err(|error| self.unreadable(format!("the answer is no UTF-8: {error}")))
    }

    /// The body read from JSON into a type of yours.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] if it does not fit the type. The error says where, as `folders[0].programs[2].id`.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// use acton_orm::Method;
    /// use std::collections::HashMap;
    ///
    /// let programs = acton.request(Method::GET, "/api/1/program").query("type", "TRACK");
    /// let programs: HashMap<String, serde_json::Value> = programs.send().await?.json()?;
    /// # Ok(()) }
    /// ```
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        if self.body.is_empty() {
            let status = self.head.status;
            return Err(self.unreadable(format!(
                "the answer is empty (HTTP {status}), and JSON was expected"
            )));
        }
        let mut json = serde_json::Deserializer::from_slice(&self.body);
        let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let place = match error.path().to_string() {
                whole if whole == "." => String::new(),
                place => format!(" at `{}`", place.escape_debug()),
            };
            let error = error.into_inner();
            let media = match self.content_type() {
                Some("application/json") => String::new(),
                Some(other) => format!(" ({})", other.escape_debug()),
                None => String::new(),
            };
            self.unreadable(format!(
                "the answer{media} does not fit the type{place}: {error}"
            ))
        })?;
        match json.end() {
            Ok(()) => Ok(value),
            Err(error) => {
                Err(self.unreadable(format!("the answer goes on after its JSON: {error}")))
            }
        }
    }

    fn unreadable(&self, message: String) -> Error {
        let error = Error::new(ErrorKind::Decode, message).during(&self.head.call);
        self.head.secrets.strike(error)
    }
}

impl RawStream {
    /// Looks at the beginning, so that a failure inside a 200 is an error here too.
    pub(super) async fn open(mut answer: Answer) -> Result<Self> {
        let head = answer.head().clone();
        let mut begun = BytesMut::new();
        while could_be_failure(&begun) {
            match answer.chunk().await? {
                Some(piece) => begun.extend_from_slice(&piece),
                None => {
                    failure_inside(&head, &begun)?;
                    break;
                }
            }
        }
        let begun = (!begun.is_empty()).then(|| Ok(begun.freeze()));
        let rest = stream::unfold(Some(answer), |answer| async move {
            let mut answer = answer?;
            match answer.chunk().await {
                Ok(piece) => piece.map(|piece| (Ok(piece), Some(answer))),
                Err(error) => Some((Err(error), None)),
            }
        });
        Ok(Self {
            head,
            pieces: Box::pin(stream::iter(begun).chain(rest)),
        })
    }

    /// The next bytes, or `None` at the end. After an error there is nothing more.
    ///
    /// ```no_run
    /// # async fn demo(mut answer: acton_orm::RawStream) -> acton_orm::Result<()> {
    /// while let Some(bytes) = answer.next().await {
    ///     println!("{} bytes", bytes?.len());
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn next(&mut self) -> Option<Result<Bytes>> {
        self.pieces.next().await
    }
}

/// The longest body that is looked at for a failure.
const SHORT: usize = 64 * 1024;

/// Whether what has come of a body could be the beginning of an envelope that reports a failure.
fn could_be_failure(begun: &[u8]) -> bool {
    let first = begun.iter().find(|byte| !byte.is_ascii_whitespace());
    begun.len() <= SHORT && first.is_none_or(|first| *first == b'{')
}

impl Stream for RawStream {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.pieces.as_mut().poll_next(context)
    }
}

/// The head and the length: a body may hold what nobody should read in a log.
impl fmt::Debug for RawAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawAnswer")
            .field("head", &self.head)
            .field("bytes", &self.body.len())
            .finish()
    }
}

impl fmt::Debug for RawStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawStream")
            .field("head", &self.head)
            .finish_non_exhaustive()
    }
}
