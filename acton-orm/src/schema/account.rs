//! `Account`: the account and user that the client is logged in as. One row, one call.
//!
//! ```
//! use acton_orm::schema::account;
//!
//! let who = account::table.select((account::account_name, account::user_email));
//! ```
#![allow(non_upper_case_globals)]

use super::{Endpoint, Reads, Shape, declare::declare};

declare! {
    /// The account and user that the client is logged in as.
    Account = "Account";
    reads Reads::by(&[Endpoint::get("/api/1/account", Shape::Object)]);
    key account_id;
    columns {
        /// The account's number, part of every `/ucl/v2` path.
        account_id: i64, "AccountId", ["account_id"], Generated;
        /// The host name of the account's pages.
        cname: Option<String>, "Cname", ["cname"], Generated;
        /// The user's name.
        user_name: Option<String>, "UserName", ["user_name"], Generated;
        /// The user's e-mail address.
        user_email: Option<String>, "UserEmail", ["user_email"], Generated;
        /// The account's name.
        account_name: Option<String>, "AccountName", ["account_name"], Generated;
        /// `Marketing` or `Sales`.
        user_type: Option<String>, "UserType", ["user_type"], Generated;
        /// Whether the user is an administrator; older accounts do not say.
        is_admin: Option<bool>, "IsAdmin", ["isAdmin"], Generated;
        /// What the user logs in with; older accounts do not say.
        login: Option<String>, "Login", ["login"], Generated;
        /// The time zone of all times that Act-On writes as text, as `US/Pacific`.
        time_zone: Option<String>, "TimeZone", ["time_zone"], Generated;
    }
}
