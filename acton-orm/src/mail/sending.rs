//! A send or resend that is put together, shown, and made once.

use std::fmt;

use super::CannotBeUndone;
use crate::action;
use crate::plan::Request;
use crate::wire::launch::{Launch, launched, millis, yes};
use crate::{Client, DateTime, Error, ErrorKind, Result, Utc};

/// What stands in the path for a message that is in no library.
pub(super) const CUSTOM: &str = "custom";

/// A message that is to be sent. Nothing is sent before [`send`](Self::send).
///
/// ```no_run
/// # use acton_orm::{Utc, mail::{Sender, To}};
/// # fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let sender = Sender::new("Emma", "emma@example.com");
/// let sending = acton.send_message("d-0004", sender, To::lists(["l-0001"]), Utc::now());
/// println!("{}", sending.request()?);
/// # Ok(()) }
/// ```
#[must_use = "nothing is sent before `send`"]
#[derive(Clone)]
pub struct Sending {
    client: Client,
    launch: Launch,
}

/// What Act-On said to a message that goes out.
///
/// ```
/// fn show(launched: acton_orm::mail::Launched) {
///     println!("{:?}: {}", launched.id, launched.message);
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Launched {
    /// The id under which the sent message is reported on, where Act-On names it.
    pub id: Option<String>,
    /// Act-On's words.
    pub message: String,
}

macro_rules! options {
    ($($(#[$doc:meta])* $name:ident($value:ident: $type:ty) = $field:literal, $text:expr, $example:literal;)+) => {$(
        $(#[$doc])*
        ///
        /// ```no_run
        /// # use acton_orm::mail::Sending;
        #[doc = concat!("# fn demo(sending: Sending) -> Sending { sending.", stringify!($name), "(", $example, ") }")]
        /// ```
        pub fn $name(self, $value: $type) -> Self {
            self.with($field, $text)
        }
    )+};
}

impl Sending {
    pub(super) fn new(client: &Client, launch: Launch) -> Self {
        Self {
            client: client.clone(),
            launch,
        }
    }

    fn with(mut self, field: &'static str, value: String) -> Self {
        self.launch.fields.retain(|(known, _)| *known != field);
        self.launch.fields.push((field, value));
        self
    }

    /// Nobody who is in these lists or segments.
    ///
    /// ```no_run
    /// # use acton_orm::mail::Sending;
    /// # fn demo(sending: Sending) -> Sending { sending.without(["l-0002"]) }
    /// ```
    pub fn without<I: Into<String>>(mut self, lists: impl IntoIterator<Item = I>) -> Self {
        self.launch
            .without
            .extend(lists.into_iter().map(Into::into));
        self
    }

    options! {
        /// The title it goes by in the account.
        title(title: impl Into<String>) = "title", title.into(), "\"Spring 2026\"";
        /// The body as HTML, of a message that is in no library.
        html(html: impl Into<String>) = "htmlbody", html.into(), "\"<p>Hello</p>\"";
        /// The body as text, of a message that is in no library.
        text(text: impl Into<String>) = "textbody", text.into(), "\"Hello\"";
        /// Whether it goes out as text alone.
        text_only(only: bool) = "istextonly", yes(only), "true";
        /// Whether it is transactional, and so goes to those who opted out too.
        transactional(is: bool) = "istransactional", yes(is), "true";
        /// Whether people with one address get it once.
        once_an_address(once: bool) = "issuppressduplicates", yes(once), "true";
        /// The subscription category that it belongs to, by its id.
        category(id: impl Into<String>) = "categoryid", id.into(), "\"1\"";
        /// Sends it bit by bit until then.
        until(end: DateTime<Utc>) = "whenend", millis(end), "acton_orm::Utc::now()";
        /// Where answers go to, by address.
        reply_to(email: impl Into<String>) = "replytoemail", email.into(), "\"b@example.com\"";
    }

    /// The call that [`send`](Self::send) makes.
    ///
    /// ```no_run
    /// # fn demo(sending: acton_orm::mail::Sending) -> acton_orm::Result<()> {
    /// assert!(sending.request()?.to_string().ends_with("/send"));
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] for no recipient, for what is no id, and for nothing where something has
    /// to be said.
    pub fn request(&self) -> Result<Request> {
        self.check()
            .map_err(|error| error.advise("nothing was sent"))?;
        Ok(self.launch.request())
    }

    fn check(&self) -> Result<()> {
        let refused = |why: String| Err(Error::new(ErrorKind::Invalid, why));
        let launch = &self.launch;
        if launch.lists.is_empty() && launch.records.is_empty() {
            return refused("the message goes to nobody".to_owned());
        }
        // Several ids are one text.
        let odd = |id: &&String| {
            let strange = |letter: char| {
                letter.is_control() || letter.is_whitespace() || "/,".contains(letter)
            };
            id.is_empty() || id.contains(strange)
        };
        let ids = [&launch.lists, &launch.records, &launch.without];
        let mut ids = ids.into_iter().flatten().chain([&launch.message]);
        if let Some(id) = ids.find(odd) {
            return refused(format!("{id:?} is no id"));
        }
        let is_custom = launch.fields.iter().any(|(field, _)| *field == "iscustom");
        if launch.message == CUSTOM && !is_custom {
            return refused("`custom` is no message; `send_custom_message` sends one".to_owned());
        }
        let needed = ["senderemail", "sendername", "subject"];
        let mut fields = launch.fields.iter();
        match fields.find(|(field, value)| needed.contains(field) && value.trim().is_empty()) {
            Some((field, _)) => refused(format!("`{field}` is empty")),
            None => Ok(()),
        }
    }

    /// Sends it: one call, made once.
    ///
    /// ```no_run
    /// # async fn demo(sending: acton_orm::mail::Sending) -> acton_orm::Result<()> {
    /// let launched = sending.send(acton_orm::mail::CannotBeUndone).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`request`](Self::request); what Act-On refuses; [`ErrorKind::UnknownOutcome`] where it may
    /// have been sent and nobody said so.
    pub async fn send(self, _: CannotBeUndone) -> Result<Launched> {
        let request = self.request()?;
        let look = "look at `Messages` before you send it again";
        let (message, id) = action::make(&self.client, request, look, launched).await?;
        Ok(Launched { id, message })
    }
}

impl fmt::Debug for Sending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sending")
            .field(&self.launch.request().to_string())
            .finish()
    }
}
