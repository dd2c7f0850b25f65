//! Those who sign in to the account: made and deleted. Act-On has no call that lists them.
//!
//! ```no_run
//! use acton_orm::mail::CannotBeUndone;
//! use acton_orm::users::{NewUser, Role};
//!
//! # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
//! let ada = NewUser::new(Role::Marketing, "ada@example.com", "Ada", "Sample", "a long password");
//! for made in acton.create_users([ada.title("Editor")]).send().await? {
//!     println!("{}: {:?}", made.email, made.refused);
//! }
//! acton.delete_users(["ada@example.com"]).send(CannotBeUndone).await?;
//! # Ok(()) }
//! ```

mod new;

use secrecy::ExposeSecret;
use serde_json::{Value as Json, json};

use crate::action::{action, refused, said};
use crate::plan::{Body, Request};
use crate::schema::{Effect, Method};
use crate::wire::answers;
pub use crate::wire::answers::UserOutcome;
use crate::{Client, Result};
pub use new::{NewUser, Role};

/// Users to be made, in one call. Nothing is sent before [`send`](Self::send); each has its own outcome.
///
/// ```no_run
/// # fn demo(made: acton_orm::users::CreateUsers) -> acton_orm::Result<()> {
/// assert_eq!(made.request()?.to_string(), "POST /api/1/user");
/// # Ok(()) }
/// ```
#[must_use = "nothing is sent before `send`"]
#[derive(Clone)]
pub struct CreateUsers {
    client: Client,
    users: Vec<NewUser>,
}

/// Users to be deleted, in one call. Nothing is sent before [`send`](Self::send); each has its own outcome.
///
/// ```no_run
/// # fn demo(gone: acton_orm::users::DeleteUsers) -> acton_orm::Result<()> {
/// println!("{}", gone.request()?);
/// # Ok(()) }
/// ```
#[must_use = "nothing is sent before `send`"]
#[derive(Clone)]
pub struct DeleteUsers {
    client: Client,
    emails: Vec<String>,
}

/// One user to be deleted. Nothing is sent before [`send`](Self::send); who does not exist is an error.
///
/// ```no_run
/// # fn demo(gone: acton_orm::users::DeleteUser) -> acton_orm::Result<()> {
/// println!("{}", gone.request()?);
/// # Ok(()) }
/// ```
#[must_use = "nothing is sent before `send`"]
#[derive(Clone)]
pub struct DeleteUser {
    client: Client,
    email: String,
}

impl Client {
    /// Deletes one user by its address.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// use acton_orm::mail::CannotBeUndone;
    /// acton.delete_user("ada@example.com").send(CannotBeUndone).await?;
    /// # Ok(()) }
    /// ```
    pub fn delete_user(&self, email: impl Into<String>) -> DeleteUser {
        DeleteUser {
            client: self.clone(),
            email: email.into(),
        }
    }

    /// Makes users, in one call.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client, ada: acton_orm::users::NewUser) -> acton_orm::Result<()> {
    /// let made = acton.create_users([ada]).send().await?;
    /// # drop(made); Ok(()) }
    /// ```
    pub fn create_users(&self, users: impl IntoIterator<Item = NewUser>) -> CreateUsers {
        let users: Vec<NewUser> = users.into_iter().collect();
        // Nothing that a server says repeats a password.
        for user in users.iter().take(MOST) {
            self.keep_secret(user.password.expose_secret());
        }
        CreateUsers {
            client: self.clone(),
            users,
        }
    }

    /// Deletes users by their addresses, in one call.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// use acton_orm::mail::CannotBeUndone;
    /// acton.delete_users(["ada@example.com"]).send(CannotBeUndone).await?;
    /// # Ok(()) }
    /// ```
    pub fn delete_users<E: Into<String>>(
        &self,
        emails: impl IntoIterator<Item = E>,
    ) -> DeleteUsers {
        DeleteUsers {
            client: self.clone(),
            emails: emails.into_iter().map(Into::into).collect(),
        }
    }
}

/// Users a call.
const MOST: usize = 100;

impl CreateUsers {
    fn of_each(&self, told: Vec<UserOutcome>) -> Result<Vec<UserOutcome>> {
        let emails = self.users.iter().map(|user| user.email.as_str());
        Ok(of_each(&self.client, emails, told))
    }

    fn check(&self) -> Result<()> {
        if self.users.is_empty() {
            return refused("there is no user to make");
        }
        if self.users.len() > MOST {
            return refused(format!(
                "a call makes {MOST} users at most: their passwords are kept from view"
            ));
        }
        self.users.iter().try_for_each(NewUser::check)
    }

    fn call(&self) -> Request {
        let users: Vec<Json> = self.users.iter().map(NewUser::body).collect();
        Request::new(Method::POST, "/api/1/user")
            .body(Body::Json(Json::from(users).to_string().into()))
    }
}

impl DeleteUsers {
    fn of_each(&self, told: Vec<UserOutcome>) -> Result<Vec<UserOutcome>> {
        let emails = self.emails.iter().map(String::as_str);
        Ok(of_each(&self.client, emails, told))
    }

    fn check(&self) -> Result<()> {
        if self.emails.is_empty() {
            return refused("there is no user to delete");
        }
        self.emails
            .iter()
            .try_for_each(|email| said("address", email))
    }

    fn call(&self) -> Request {
        let emails: Vec<Json> = self
            .emails
            .iter()
            .map(|email| json!({"email": email}))
            .collect();
        Request::new(Method::POST, "/api/1/user/delete")
            .doing(Effect::Deletes)
            .body(Body::Json(Json::from(emails).to_string().into()))
    }
}

impl DeleteUser {
    fn check(&self) -> Result<()> {
        said("address", &self.email)
    }

    fn call(&self) -> Request {
        Request::new(Method::DELETE, "/api/1/user/{email}").with("email", &self.email)
    }
}

/// Each of these has an outcome, one answer each; who is not spoken of is in doubt.
fn of_each<'e>(
    client: &Client,
    emails: impl Iterator<Item = &'e str>,
    mut told: Vec<UserOutcome>,
) -> Vec<UserOutcome> {
    let each = emails.map(|email| {
        let is = |one: &UserOutcome| one.email.eq_ignore_ascii_case(email);
        let at = told.iter().position(is);
        let refused = match at.map(|at| told.remove(at).refused) {
            Some(refused) => refused.map(|why| client.strike_text(&why)),
            None => Some("the answer does not speak of this one: it may be done".to_owned()),
        };
        let email = email.to_owned();
        UserOutcome { email, refused }
    });
    each.collect()
}

action!(
    CreateUsers,
    Vec<UserOutcome>,
    "whether the users are there shows in Act-On itself: the API does not list them",
    answers::users;
    of_each
);
action!(
    DeleteUser,
    (),
    "send it again: who is gone is said not to exist",
    answers::user_gone,
    CannotBeUndone
);
action!(
    DeleteUsers,
    Vec<UserOutcome>,
    "send it again: who is gone is said not to exist",
    answers::users,
    CannotBeUndone;
    of_each
);
