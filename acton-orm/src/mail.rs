//! Sending messages: no rows, so no commit does it, and never by accident.
//!
//! A send cannot be taken back, and Act-On has no key by which a repeated one would be known. So it
//! takes a [`CannotBeUndone`] to be made, it is never made again by itself, and where its answer is lost
//! the error is [`UnknownOutcome`](crate::ErrorKind::UnknownOutcome): look at the account's `Messages`
//! of the types `SENT` and `SCHEDULED` before you send again.
//!
//! ```no_run
//! use acton_orm::mail::{CannotBeUndone, Sender, To};
//!
//! # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
//! let sender = Sender::new("Emma", "emma@example.com");
//! let at = "2026-03-20T09:00:00Z".parse::<acton_orm::DateTime<_>>().expect("a time");
//! let spring = acton.send_message("d-0004", sender, To::lists(["l-0001"]), at).without(["l-0002"]);
//! println!("{}", spring.request()?);
//! let launched = spring.send(CannotBeUndone).await?;
//! println!("{:?}: {}", launched.id, launched.message);
//! # Ok(()) }
//! ```

mod sending;
mod to;
mod triggered;

pub use crate::action::CannotBeUndone;
pub use sending::{Launched, Sending};
pub use to::{Sender, To};
pub use triggered::Triggered;

use crate::action;
use crate::plan::Request;
use crate::schema::Method;
use crate::wire::answers;
use crate::wire::launch::Launch;
use crate::{Client, DateTime, Error, ErrorKind, RecordId, Result, Utc};

impl Client {
    /// A draft, template or sent message, to be sent to these people at that time.
    ///
    /// ```no_run
    /// # use acton_orm::{Utc, mail::{CannotBeUndone, Sender, To}};
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let sender = Sender::new("Emma", "emma@example.com");
    /// acton.send_message("d-0004", sender, To::lists(["l-0001"]), Utc::now()).send(CannotBeUndone).await?;
    /// # Ok(()) }
    /// ```
    pub fn send_message(
        &self,
        message: impl Into<String>,
        sender: Sender,
        to: To,
        at: DateTime<Utc>,
    ) -> Sending {
        let fields = vec![("senderemail", sender.email), ("sendername", sender.name)];
        self.launch(Method::POST, message.into(), to, at, fields)
    }

    /// A message that is in no library, to be sent to these people at that time.
    ///
    /// ```no_run
    /// # use acton_orm::{Utc, mail::{CannotBeUndone, Sender, To}};
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let sender = Sender::new("Emma", "emma@example.com");
    /// acton
    ///     .send_custom_message("Hello", sender, To::records(["l-0001:0"]), Utc::now())
    ///     .text("Hello, Ada!")
    ///     .send(CannotBeUndone)
    ///     .await?;
    /// # Ok(()) }
    /// ```
    pub fn send_custom_message(
        &self,
        subject: impl Into<String>,
        sender: Sender,
        to: To,
        at: DateTime<Utc>,
    ) -> Sending {
        let fields = vec![
            ("iscustom", "Y".to_owned()),
            ("subject", subject.into()),
            ("senderemail", sender.email),
            ("sendername", sender.name),
        ];
        self.launch(Method::POST, sending::CUSTOM.to_owned(), to, at, fields)
    }

    /// A message that was sent, to be sent again, to these people at that time.
    ///
    /// ```no_run
    /// # use acton_orm::{Utc, mail::{CannotBeUndone, To}};
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let late = To::records(["l-0001:0"]);
    /// acton.resend_message("s-0001-2409", late, Utc::now()).send(CannotBeUndone).await?;
    /// # Ok(()) }
    /// ```
    pub fn resend_message(&self, message: impl Into<String>, to: To, at: DateTime<Utc>) -> Sending {
        self.launch(Method::PUT, message.into(), to, at, Vec::new())
    }

    /// A message's HTML, as the owner of a record sees it: a call. Act-On answers a whole page around it.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let html = acton.message_html("s-0001-2409", "l-0001:0").await?;
    /// # drop(html); Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As a read; [`ErrorKind::Invalid`] for what is no id.
    pub async fn message_html(
        &self,
        message: impl AsRef<str>,
        record: impl AsRef<str>,
    ) -> Result<String> {
        let (message, record) = (message.as_ref(), record.as_ref());
        let is_apart = |letter: char| letter.is_control() || letter == '/';
        let no_id = |text: &str| {
            Err(Error::new(ErrorKind::Invalid, format!("{text:?} is no id"))
                .advise("nothing was asked for"))
        };
        if message.is_empty() || message.contains(is_apart) {
            return no_id(message);
        }
        // What else may stand there, as `report`, is another call.
        if record.contains(is_apart) || record.parse::<RecordId>().is_err() {
            return no_id(record);
        }
        let request = Request::get("/api/1/message/{message}/{record}");
        let request = request.with("message", message).with("record", record);
        action::make(self, request, "ask again", answers::html).await
    }

    fn launch(
        &self,
        method: Method,
        message: String,
        to: To,
        at: DateTime<Utc>,
        fields: Vec<(&'static str, String)>,
    ) -> Sending {
        Sending::new(
            self,
            Launch {
                method,
                message,
                lists: to.lists,
                records: to.records,
                without: Vec::new(),
                at,
                fields,
            },
        )
    }
}
