//! `Account`.

use crate::Entity;

/// The account and user that the client is logged in as.
///
/// ```no_run
/// # use acton_orm::{models::AccountInfo, prelude::*};
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let account = AccountInfo::query().one(&acton).await?;
/// # Ok(()) }
/// ```
#[derive(Entity, Debug, Clone, PartialEq, Eq)]
#[acton(table = "Account", crate = "crate")]
pub struct AccountInfo {
    /// The account's number.
    pub account_id: i64,
    /// The host name of the account's pages.
    pub cname: Option<String>,
    /// The user's name.
    pub user_name: Option<String>,
    /// The user's e-mail address.
    pub user_email: Option<String>,
    /// The account's name.
    pub account_name: Option<String>,
    /// `Marketing` or `Sales`.
    pub user_type: Option<String>,
    /// Whether the user is an administrator.
    pub is_admin: Option<bool>,
    /// What the user logs in with.
    pub login: Option<String>,
    /// The time zone of times that Act-On writes as text.
    pub time_zone: Option<String>,
}
