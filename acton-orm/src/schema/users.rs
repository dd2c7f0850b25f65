//! `Users`: who messages may come from. The name is the one that users of other drivers know; the rows
//! are senders and not those who sign in, of whom Act-On has no list.
//!
//! No source shows an answer, so all of it is inferred.
//!
//! ```
//! use acton_orm::schema::users;
//!
//! let news = users::table.select((users::id, users::name)).filter(users::email.starts_with("news@"));
//! ```
#![allow(non_upper_case_globals)]

use super::{Endpoint, Reads, Shape, declare::declare};

declare! {
    /// Somebody whom messages may come from.
    Users = "Users";
    reads Reads::by(&[Endpoint::get("/api/1/account/senders", Shape::AnyArray)]);
    key id;
    columns {
        /// The sender's id, a number as text: what messages call their sender's.
        id: String, "Id", ["id", "senderId", "sender_id"], Generated;
        /// The sender's name.
        name: Option<String>, "Name", ["name", "senderName", "sender_name"], Generated;
        /// The sender's address.
        email: Option<String>, "Email", ["email", "senderEmail", "sender_email"], Generated;
    }
}
