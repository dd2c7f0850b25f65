//! A user to be made.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value as Json, json};

use crate::Result;
use crate::action::{refused, said};

/// What a user is.
///
/// ```
/// let role = acton_orm::users::Role::Sales;
/// # drop(role);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// Works with the account.
    Marketing,
    /// Sees what concerns sales.
    Sales,
}

/// A user to be made. The password is not shown.
///
/// ```
/// use acton_orm::users::{NewUser, Role};
/// let ada = NewUser::new(Role::Marketing, "ada@example.com", "Ada", "Sample", "a long password");
/// assert!(!format!("{ada:?}").contains("a long password"));
/// ```
#[derive(Clone)]
pub struct NewUser {
    pub(super) email: String,
    pub(super) password: SecretString,
    members: Map<String, Json>,
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident = $member:literal, $example:literal;)+) => {$(
        $(#[$doc])*
        ///
        /// ```
        /// # use acton_orm::users::NewUser;
        #[doc = concat!("# fn demo(user: NewUser) -> NewUser { user.", stringify!($name), "(", $example, ") }")]
        /// ```
        pub fn $name(self, text: impl Into<String>) -> Self {
            self.with($member, text.into().into())
        }
    )+};
}

impl NewUser {
    /// With what Act-On needs to know.
    ///
    /// ```
    /// use acton_orm::users::{NewUser, Role};
    /// let ada = NewUser::new(Role::Sales, "ada@example.com", "Ada", "Sample", "a long password");
    /// # drop(ada);
    /// ```
    pub fn new(
        role: Role,
        email: impl Into<String>,
        first_name: impl Into<String>,
        last_name: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        let role = match role {
            Role::Marketing => "Marketing",
            Role::Sales => "Sales",
        };
        let user = Self {
            email: email.into(),
            password: SecretString::from(password.into()),
            members: Map::new(),
        };
        user.with("userType", role.into())
            .with("firstName", first_name.into().into())
            .with("lastName", last_name.into().into())
    }

    fn with(mut self, member: &str, value: Json) -> Self {
        self.members.insert(member.to_owned(), value);
        self
    }

    texts! {
        /// What the user is called in the firm.
        title = "title", "\"Editor\"";
        /// A phone number.
        phone = "phoneNumber", "\"+1 503 555 0100\"";
        /// A mobile phone's number.
        mobile = "mobileNumber", "\"+1 503 555 0100\"";
        /// A fax number.
        fax = "faxNumber", "\"+1 503 555 0100\"";
        /// The time zone, as `PT`.
        time_zone = "timeZone", "\"PT\"";
    }

    /// Whether the user is told by mail.
    ///
    /// ```
    /// # use acton_orm::users::NewUser;
    /// # fn demo(user: NewUser) -> NewUser { user.confirmed_by_mail(true) }
    /// ```
    pub fn confirmed_by_mail(self, told: bool) -> Self {
        self.with("sendEmailConfirmation", yes(told))
    }

    /// Whether the user may send messages, and whether the user is an administrator.
    ///
    /// ```
    /// # use acton_orm::users::NewUser;
    /// # fn demo(user: NewUser) -> NewUser { user.may_send(true, false) }
    /// ```
    pub fn may_send(self, launch: bool, admin: bool) -> Self {
        let launch = if launch { "Allowed" } else { "Not Allowed" };
        let privileges = json!({"launchPrivilege": launch, "admin": yes(admin)});
        self.with("marketingPrivileges", privileges)
    }

    /// Whether the user may create, delete and download lists.
    ///
    /// ```
    /// # use acton_orm::users::NewUser;
    /// # fn demo(user: NewUser) -> NewUser { user.lists(true, false, true) }
    /// ```
    pub fn lists(self, create: bool, delete: bool, download: bool) -> Self {
        let privileges = json!({
            "create": yes(create), "delete": yes(delete), "download": yes(download),
        });
        self.with("contactLists", privileges)
    }

    /// Whether the user may create and delete content.
    ///
    /// ```
    /// # use acton_orm::users::NewUser;
    /// # fn demo(user: NewUser) -> NewUser { user.content(true, false) }
    /// ```
    pub fn content(self, create: bool, delete: bool) -> Self {
        self.with(
            "content",
            json!({"create": yes(create), "delete": yes(delete)}),
        )
    }

    /// Whether the user may create and delete programs.
    ///
    /// ```
    /// # use acton_orm::users::NewUser;
    /// # fn demo(user: NewUser) -> NewUser { user.programs(true, false) }
    /// ```
    pub fn programs(self, create: bool, delete: bool) -> Self {
        self.with(
            "programs",
            json!({"create": yes(create), "delete": yes(delete)}),
        )
    }

    pub(super) fn check(&self) -> Result<()> {
        said("address", &self.email)?;
        for member in ["firstName", "lastName"] {
            said(
                "name",
                self.members
                    .get(member)
                    .and_then(Json::as_str)
                    .unwrap_or_default(),
            )?;
        }
        match self.password.expose_secret().len() < SHORT {
            true => refused(format!(
                "the password of {:?} is too short to be kept from view: {SHORT} letters at least",
                self.email
            )),
            false => Ok(()),
        }
    }

    pub(super) fn body(&self) -> Json {
        let mut members = self.members.clone();
        members.insert("email".to_owned(), self.email.clone().into());
        members.insert("password".to_owned(), self.password.expose_secret().into());
        members.into()
    }
}

/// What is shorter stands within ordinary words, and cannot be struck out of what a server repeats.
const SHORT: usize = 4;

fn yes(flag: bool) -> Json {
    if flag { "Y" } else { "N" }.into()
}

impl fmt::Debug for NewUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewUser")
            .field("email", &self.email)
            .finish_non_exhaustive()
    }
}
