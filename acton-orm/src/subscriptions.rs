//! What one address is subscribed to. A category goes by its name.
//!
//! Act-On's call for it opts **in** unless told otherwise, and its call for all categories opts out of
//! whatever it does not name. So each of these says what it means, and out of everything is said in words.
//!
//! ```no_run
//! # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
//! let ada = acton.subscriptions("ada@example.com");
//! ada.opt_out("News").send().await?;
//! ada.set(["Offers", "Events"]).send().await?;
//! ada.opt_out_of_all().send().await?;
//! # Ok(()) }
//! ```

use std::borrow::Cow;

use crate::action::{action, refused, said};
use crate::plan::{Body, Request};
use crate::schema::{Effect, Method};
use crate::wire::answers;
use crate::{Client, Error, ErrorKind, Result};

/// The subscriptions of one address, from [`Client::subscriptions`].
///
/// ```no_run
/// # fn demo(acton: acton_orm::Client) {
/// let ada = acton.subscriptions("ada@example.com");
/// println!("{:?}", ada.opt_in("News"));
/// # }
/// ```
#[derive(Clone)]
pub struct Subscriptions {
    client: Client,
    email: String,
}

/// A change of what an address is subscribed to. Nothing is sent before [`send`](Self::send). One that opts
/// out is made again where its answer is lost; one that opts in is not, for it may be carried out late, and
/// would undo an opt-out that was sent meanwhile.
///
/// ```no_run
/// # fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let change = acton.subscriptions("ada@example.com").opt_in("News");
/// assert_eq!(change.request()?.to_string(), "PUT /api/1/subscription/optout");
/// # Ok(()) }
/// ```
#[must_use = "nothing is sent before `send`"]
#[derive(Clone)]
pub struct Choice {
    client: Client,
    email: String,
    what: What,
}

#[derive(Clone)]
enum What {
    One(String, &'static str),
    Set(Vec<String>),
    Nothing,
}

impl Client {
    /// The subscriptions of one address.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// acton.subscriptions("ada@example.com").opt_out("News").send().await?;
    /// # Ok(()) }
    /// ```
    pub fn subscriptions(&self, email: impl Into<String>) -> Subscriptions {
        Subscriptions {
            client: self.clone(),
            email: email.into(),
        }
    }
}

impl Subscriptions {
    fn choice(&self, what: What) -> Choice {
        Choice {
            client: self.client.clone(),
            email: self.email.clone(),
            what,
        }
    }

    /// Into a category.
    ///
    /// ```no_run
    /// # async fn demo(ada: acton_orm::subscriptions::Subscriptions) -> acton_orm::Result<()> {
    /// ada.opt_in("News").send().await?;
    /// # Ok(()) }
    /// ```
    pub fn opt_in(&self, category: impl Into<String>) -> Choice {
        self.choice(What::One(category.into(), "optin"))
    }

    /// Out of a category.
    ///
    /// ```no_run
    /// # async fn demo(ada: acton_orm::subscriptions::Subscriptions) -> acton_orm::Result<()> {
    /// ada.opt_out("News").send().await?;
    /// # Ok(()) }
    /// ```
    pub fn opt_out(&self, category: impl Into<String>) -> Choice {
        self.choice(What::One(category.into(), "optout"))
    }

    /// Into these categories, and out of every other. None at all is refused: that is
    /// [`opt_out_of_all`](Self::opt_out_of_all).
    ///
    /// ```no_run
    /// # async fn demo(ada: acton_orm::subscriptions::Subscriptions) -> acton_orm::Result<()> {
    /// ada.set(["News", "Offers"]).send().await?;
    /// # Ok(()) }
    /// ```
    pub fn set<C: Into<String>>(&self, categories: impl IntoIterator<Item = C>) -> Choice {
        self.choice(What::Set(categories.into_iter().map(Into::into).collect()))
    }

    /// Out of every category.
    ///
    /// ```no_run
    /// # async fn demo(ada: acton_orm::subscriptions::Subscriptions) -> acton_orm::Result<()> {
    /// ada.opt_out_of_all().send().await?;
    /// # Ok(()) }
    /// ```
    pub fn opt_out_of_all(&self) -> Choice {
        self.choice(What::Nothing)
    }
}

impl Choice {
    /// An answer that speaks of the opposite is none to rely on.
    fn as_meant(&self, told: String) -> Result<String> {
        let opposite = match &self.what {
            What::One(_, "optout") => "OptIn",
            What::One(..) => "OptOut",
            What::Set(_) | What::Nothing => return Ok(told),
        };
        if !told.starts_with(opposite) {
            return Ok(told);
        }
        let why = format!("Act-On speaks of the opposite: {told:?}");
        Err(Error::new(ErrorKind::UnknownOutcome, why)
            .advise("look at `SubscriptionOptOuts` before you send it again"))
    }

    fn check(&self) -> Result<()> {
        said("address", &self.email)?;
        match &self.what {
            What::One(category, _) => said("category", category),
            What::Set(all) if all.is_empty() => {
                refused("no category is named, which opts out of all: say `opt_out_of_all`")
            }
            What::Set(all) => all.iter().try_for_each(|one| said("category", one)),
            What::Nothing => Ok(()),
        }
    }

    fn call(&self) -> Request {
        let (path, rest) = match &self.what {
            What::One(category, action) => (
                "/api/1/subscription/optout",
                vec![
                    ("category", category.clone()),
                    ("action", (*action).to_owned()),
                ],
            ),
            What::Set(all) => (
                "/api/1/subscription/setcategories",
                all.iter().map(|one| ("category", one.clone())).collect(),
            ),
            What::Nothing => ("/api/1/subscription/setcategories", Vec::new()),
        };
        let email = ("email", self.email.clone());
        let form = std::iter::once(email).chain(rest);
        let form = form
            .map(|(name, value)| (Cow::Borrowed(name), value))
            .collect();
        // One that is carried out late would undo an opt-out that was sent meanwhile.
        let effect = match &self.what {
            What::One(_, "optin") | What::Set(_) => Effect::Adds,
            What::One(..) | What::Nothing => Effect::Replaces,
        };
        Request::new(Method::PUT, path)
            .doing(effect)
            .body(Body::Form(form))
    }
}

action!(
    Choice,
    String,
    "look at `SubscriptionOptOuts` before you send it again",
    answers::message;
    as_meant
);

impl std::fmt::Debug for Subscriptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Subscriptions").field(&self.email).finish()
    }
}
