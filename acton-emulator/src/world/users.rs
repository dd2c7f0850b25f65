//! Those who sign in: made and deleted, never listed (A§13).

use serde::{Deserialize, Serialize};

/// Somebody who may sign in.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// assert_eq!(emulator.users()[0].email, "emma@example.com");
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct User {
    /// The address, by which the user is known.
    pub email: String,
    /// `Marketing` or `Sales`.
    pub user_type: String,
    /// First name and last name.
    pub name: String,
}

/// All users; the one whom the credentials are of is there from the start.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Users(Vec<User>);

impl Default for Users {
    fn default() -> Self {
        Self(vec![User {
            email: "emma@example.com".to_owned(),
            user_type: "Marketing".to_owned(),
            name: "Emma Emulator".to_owned(),
        }])
    }
}

impl Users {
    /// False where there is one with the address.
    pub(crate) fn add(&mut self, email: &str, user_type: &str, name: &str) -> bool {
        if self
            .iter()
            .any(|user| user.email.eq_ignore_ascii_case(email))
        {
            return false;
        }
        self.0.push(User {
            email: email.to_owned(),
            user_type: user_type.to_owned(),
            name: name.to_owned(),
        });
        true
    }

    pub(crate) fn remove(&mut self, email: &str) -> bool {
        let before = self.0.len();
        self.0
            .retain(|user| !user.email.eq_ignore_ascii_case(email));
        self.0.len() < before
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &User> {
        self.0.iter()
    }
}
