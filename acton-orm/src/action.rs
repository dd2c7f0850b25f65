//! Calls that are no rows: shown first, then made, once.

use bytes::Bytes;

use crate::plan::Request;
use crate::schema::Effect;
use crate::{Client, Error, ErrorKind, Result};

/// Says that you know: what is sent is sent. Only with it a message goes out.
///
/// ```
/// use acton_orm::mail::CannotBeUndone;
/// let yes = CannotBeUndone;
/// # drop(yes);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CannotBeUndone;

/// Makes the call of an action, and reads what is said to it.
///
/// What may have been done and must not be done twice is [`ErrorKind::UnknownOutcome`] where no answer
/// says so; `look` tells where to look.
pub(crate) async fn make<T>(
    client: &Client,
    request: Request,
    look: &'static str,
    read: impl FnOnce(&Bytes) -> Result<T>,
) -> Result<T> {
    let (call, effect) = (request.name(), request.effect());
    if client.settings().call_budget == Some(0) {
        let why = "the call costs 1 call, and the budget is 0";
        return Err(Error::new(ErrorKind::Budget, why)
            .during(call)
            .advise("nothing was sent; raise the budget"));
    }
    let (client, tally) = client.metered();
    let answer = match client.call(request).await {
        Ok(answer) => answer,
        Err(error) => return Err(told(error, effect, tally.is_uncertain(), look)),
    };
    let read = async { read(&answer.bytes().await?) }.await;
    read.map_err(|error| {
        // It was taken with a 2xx, so it may have been done.
        let decided = matches!(
            error.kind(),
            ErrorKind::UnknownOutcome | ErrorKind::Rejected | ErrorKind::NotFound
        );
        let error = match decided || effect.is_repeatable() {
            true => error,
            false => Error::new(ErrorKind::UnknownOutcome, "the answer was lost").caused_by(error),
        };
        client.strike(told(error, effect, tally.is_uncertain(), look).during(call))
    })
}

/// With what to do about it: in doubt, where to look; of what is not there to be deleted, that an attempt
/// before may have done it.
fn told(error: Error, effect: Effect, uncertain: bool, look: &'static str) -> Error {
    match error.kind() {
        ErrorKind::UnknownOutcome => error.advise(look),
        ErrorKind::NotFound if uncertain && effect == Effect::Deletes => error.advise(
            "an earlier attempt, whose answer was lost, may have deleted it: then it is done",
        ),
        _ => error,
    }
}

/// Refuses before anything is sent.
pub(crate) fn refused<T>(why: impl Into<String>) -> Result<T> {
    Err(Error::new(ErrorKind::Invalid, why.into()).advise("nothing was sent"))
}

/// Refuses text that is none.
pub(crate) fn said(what: &str, text: &str) -> Result<()> {
    match text.trim().is_empty() || text.contains(char::is_control) {
        true => refused(format!("{text:?} is no {what}")),
        false => Ok(()),
    }
}

/// The two ends of every action: the call that it makes, and making it.
macro_rules! action {
    ($name:ident, $output:ty, $look:literal, $read:path $(, $confirm:ident)? $(; $then:ident)?) => {
        impl $name {
            /// The call that [`send`](Self::send) makes.
            ///
            /// ```no_run
            #[doc = concat!("# fn demo(action: ", module_path!(), "::", stringify!($name), ") -> acton_orm::Result<()> {")]
            /// println!("{}", action.request()?);
            /// # Ok(()) }
            /// ```
            ///
            /// # Errors
            /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid) for what cannot be sent.
            pub fn request(&self) -> $crate::Result<$crate::plan::Request> {
                self.check()?;
                Ok(self.call())
            }

            /// Makes the call.
            ///
            /// ```no_run
            #[doc = concat!(
                "# async fn demo(action: ", module_path!(), "::", stringify!($name), ") -> acton_orm::Result<()> {\nlet done = action.send(",
                $("acton_orm::mail::", stringify!($confirm),)? ").await?;\n# drop(done); Ok(()) }"
            )]
            /// ```
            ///
            /// # Errors
            /// As [`request`](Self::request); what Act-On refuses;
            /// [`ErrorKind::UnknownOutcome`](crate::ErrorKind::UnknownOutcome) where it may have been done and
            /// nobody said so.
            pub async fn send(self $(, _: $crate::action::$confirm)?) -> $crate::Result<$output> {
                let request = self.request()?;
                let done = $crate::action::make(&self.client, request, $look, $read).await?;
                $(let done = self.$then(done)?;)?
                Ok(done)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name))
                    .field(&self.call().to_string())
                    .finish()
            }
        }
    };
}

pub(crate) use action;
