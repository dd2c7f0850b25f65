//! Event-triggered e-mail: a template to one person, at once.

use serde_json::{Map, Value as Json, json};

use super::{CannotBeUndone, Sender};
use crate::action::{self, refused, said};
use crate::plan::{Body, Request};
use crate::schema::account;
use crate::schema::{Effect, Method};
use crate::wire::answers;
use crate::{Client, Error, ErrorKind, Result, catalog};

/// A template to be sent to one person, at once. Nothing is sent before [`send`](Self::send), and it is
/// sent once. Act-On takes 20 of them a second, beside the other calls.
///
/// ```no_run
/// use acton_orm::mail::{CannotBeUndone, Sender};
///
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let sender = Sender::new("Emma", "emma@example.com");
/// acton
///     .trigger_email("t-0001", sender, "ada@example.com")
///     .fill("First Name", "Ada")
///     .transactional(true)
///     .send(CannotBeUndone)
///     .await?;
/// # Ok(()) }
/// ```
#[must_use = "nothing is sent before `send`"]
#[derive(Clone)]
pub struct Triggered {
    client: Client,
    template: String,
    to: String,
    sender: Sender,
    reply_to: Option<String>,
    copies: Vec<String>,
    fields: Map<String, Json>,
    content: Map<String, Json>,
    metadata: Map<String, Json>,
    actions: Map<String, Json>,
}

impl Client {
    /// A template to one person, at once. A commercial one does not go to who opted out; a transactional
    /// one does, where the account may send such.
    ///
    /// ```no_run
    /// # use acton_orm::mail::{CannotBeUndone, Sender};
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let sender = Sender::new("Emma", "emma@example.com");
    /// acton.trigger_email("t-0001", sender, "ada@example.com").send(CannotBeUndone).await?;
    /// # Ok(()) }
    /// ```
    pub fn trigger_email(
        &self,
        template: impl Into<String>,
        sender: Sender,
        to: impl Into<String>,
    ) -> Triggered {
        Triggered {
            client: self.clone(),
            template: template.into(),
            to: to.into(),
            sender,
            reply_to: None,
            copies: Vec::new(),
            fields: Map::new(),
            content: Map::new(),
            metadata: Map::new(),
            actions: Map::new(),
        }
    }
}

macro_rules! options {
    ($($(#[$doc:meta])* $name:ident($value:ident: $type:ty) => $part:ident . $member:literal = $json:expr, $example:literal;)+) => {$(
        $(#[$doc])*
        ///
        /// ```no_run
        /// # use acton_orm::mail::Triggered;
        #[doc = concat!("# fn demo(mail: Triggered) -> Triggered { mail.", stringify!($name), "(", $example, ") }")]
        /// ```
        pub fn $name(mut self, $value: $type) -> Self {
            self.$part.insert($member.to_owned(), $json);
            self
        }
    )+};
}

impl Triggered {
    /// What stands for a field of the template, as `First Name`.
    ///
    /// ```no_run
    /// # use acton_orm::mail::Triggered;
    /// # fn demo(mail: Triggered) -> Triggered { mail.fill("First Name", "Ada") }
    /// ```
    pub fn fill(mut self, field: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.insert(field.into(), value.into().into());
        self
    }

    /// Where answers go to, by address.
    ///
    /// ```no_run
    /// # use acton_orm::mail::Triggered;
    /// # fn demo(mail: Triggered) -> Triggered { mail.reply_to("help@example.com") }
    /// ```
    pub fn reply_to(mut self, email: impl Into<String>) -> Self {
        self.reply_to = Some(email.into());
        self
    }

    /// Who gets a copy, by address.
    ///
    /// ```no_run
    /// # use acton_orm::mail::Triggered;
    /// # fn demo(mail: Triggered) -> Triggered { mail.copy_to(["bo@example.com"]) }
    /// ```
    pub fn copy_to<E: Into<String>>(mut self, emails: impl IntoIterator<Item = E>) -> Self {
        self.copies.extend(emails.into_iter().map(Into::into));
        self
    }

    options! {
        /// The subject, in place of the template's. Where it stands in the call is inferred.
        subject(text: impl Into<String>) => content."subjectLine" = text.into().into(), "\"Hello\"";
        /// The preview, in place of the template's. Where it stands in the call is inferred.
        preview(text: impl Into<String>) => content."previewText" = text.into().into(), "\"Hello\"";
        /// Whether it is transactional, and so goes to who opted out too.
        transactional(is: bool) => metadata."transactional" = is.into(), "true";
        /// Words that it is found by.
        tags(words: Vec<String>) => metadata."tagList" = words.into(), "vec![\"order\".into()]";
        /// An id of yours.
        external_id(id: impl Into<String>) => metadata."externalId" = id.into().into(), "\"order-7\"";
        /// Whether opens are counted.
        track_opens(counted: bool) => actions."trackOpens" = counted.into(), "false";
        /// Whether clicks are counted.
        track_clicks(counted: bool) => actions."trackClicks" = counted.into(), "false";
        /// Whether it still goes out where that is late.
        when_delayed(goes: bool) => actions."deliveryWhenDelayed" = goes.into(), "true";
    }

    /// The call that [`send`](Self::send) makes. The account's number is a hole, `{account}`, until it is
    /// known: the first one asks for it.
    ///
    /// ```no_run
    /// # fn demo(mail: acton_orm::mail::Triggered) -> acton_orm::Result<()> {
    /// println!("{}", mail.request()?);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] for what is no address or no id of a template.
    pub fn request(&self) -> Result<Request> {
        let emails = [&self.to, &self.sender.email];
        let emails = emails.into_iter().chain(&self.reply_to).chain(&self.copies);
        for email in emails {
            said("address", email)?;
        }
        said("id of a template", &self.template)?;
        if self.template.contains('/') {
            return refused(format!("{:?} is no id of a template", self.template));
        }
        let request = self.call();
        Ok(match catalog::of(&self.client).account() {
            Some(account) => request.with("account", &account.to_string()),
            None => request,
        })
    }

    fn call(&self) -> Request {
        let mut envelope = json!({
            "toAddress": self.to, "fromAddress": self.sender.email,
            "fromDisplayName": self.sender.name,
        });
        if let Some(reply_to) = &self.reply_to {
            envelope["replyToAddress"] = reply_to.as_str().into();
        }
        if !self.copies.is_empty() {
            envelope["ccAddressList"] = self.copies.clone().into();
        }
        let mut content = self.content.clone();
        content.insert(
            "personalizationDataMap".to_owned(),
            self.fields.clone().into(),
        );
        let mut body = json!({"envelope": envelope, "content": content});
        for (name, part) in [("metadata", &self.metadata), ("actions", &self.actions)] {
            if !part.is_empty() {
                body[name] = part.clone().into();
            }
        }
        Request::new(Method::POST, "/ete/v1/email/{account}/{template}")
            .with("template", &self.template)
            .doing(Effect::Sends)
            .body(Body::Json(body.to_string().into()))
    }

    /// Sends it: one call, made once; and one before it, once a client, that asks for the account's number.
    ///
    /// ```no_run
    /// # async fn demo(mail: acton_orm::mail::Triggered) -> acton_orm::Result<()> {
    /// let message = mail.send(acton_orm::mail::CannotBeUndone).await?;
    /// # drop(message); Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`request`](Self::request); [`ErrorKind::Rejected`] where the address is suppressed, the template
    /// is not there, or the account may not send transactional mail;
    /// [`ErrorKind::UnknownOutcome`] where it may have been sent and nobody said so.
    pub async fn send(self, _: CannotBeUndone) -> Result<String> {
        let mut request = self.request()?;
        let client = &self.client;
        if client.settings().read_only {
            return refused("the client only reads");
        }
        if catalog::of(client).account().is_none() {
            if client
                .settings()
                .call_budget
                .is_some_and(|budget| budget < 2)
            {
                let why = "the mail costs 2 calls, one of which asks for the account's number, and the budget is less";
                return Err(
                    Error::new(ErrorKind::Budget, why).advise("nothing was sent; raise the budget")
                );
            }
            let number = account::table
                .select(account::account_id)
                .one(client)
                .await?;
            catalog::of(client).learn_account(number);
            request.fill("account", &number.to_string());
        }
        let look = "it may be on its way: no call tells";
        let sent = action::make(client, request, look, answers::triggered).await;
        sent.map_err(|error| match error.api() {
            // What an account may not do it may not do the next time either.
            Some(api)
                if api.code.as_deref() == Some("EmailServiceException")
                    && api
                        .message
                        .contains("transactional subscription is required") =>
            {
                let why = format!("Act-On's mail service refused it: {}", api.message);
                Error::new(ErrorKind::Rejected, why).caused_by(error)
            }
            _ => error,
        })
    }
}

impl std::fmt::Debug for Triggered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Triggered")
            .field(&self.call().to_string())
            .finish()
    }
}
