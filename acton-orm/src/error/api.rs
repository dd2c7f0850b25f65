//! What Act-On itself said.

use std::fmt;

use crate::one_line::one_line;

/// Act-On's answer to a call it refused, whichever of its envelopes it came in.
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// use acton_orm::prelude::*;
/// use acton_orm::schema::images;
///
/// if let Err(error) = acton_orm::delete(images::table.filter(images::id.eq("f-0"))).execute(&acton).await {
///     if let Some(api) = error.api() {
///         println!("{} {:?}: {}", api.status, api.code, api.message);
///     }
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiError {
    /// The HTTP status. The same `code` comes with different statuses, so decide by `code` first.
    pub status: u16,
    /// Act-On's `errorCode`, as text: a number (`10054`) or a name (`access_denied`).
    pub code: Option<String>,
    /// Act-On's own words.
    pub message: String,
    /// The gateway's `x-request-id`, to quote to Act-On's support.
    pub request_id: Option<String>,
    /// The shape the answer came in.
    pub envelope: Envelope,
}

/// The shapes in which Act-On reports an error.
///
/// ```
/// use acton_orm::Envelope;
/// assert_ne!(Envelope::Api, Envelope::Gateway);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Envelope {
    /// `{errorCode, message}`: `/api/1`.
    Api,
    /// `{httpCode, httpMessage, moreInformation}`, all strings: the gateway.
    Gateway,
    /// `{error, error_description}`: `/token`.
    OAuth,
    /// `{errorName, message}` or `{success: false, message}`: event-triggered e-mail.
    Email,
    /// `{errors: [..]}`: imports of `/ucl/v2`.
    Errors,
    /// `{errorId, requestUri, errorMessage, errorList, status}`: custom objects.
    CustomObjects,
    /// Plain text, HTML or nothing: the status is all there is.
    Text,
    /// One item of an answer that was a 200 as a whole.
    Item,
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {}", self.status)?;
        if let Some(code) = &self.code {
            write!(f, ", code {}", one_line(code))?;
        }
        if !self.message.is_empty() {
            write!(f, ", {:?}", self.message)?;
        }
        if let Some(id) = &self.request_id {
            write!(f, ", request {}", one_line(id))?;
        }
        Ok(())
    }
}
