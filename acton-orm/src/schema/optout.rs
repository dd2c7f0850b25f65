//! `Optout`: the account-wide opt-out list. Inserting opts an address out, deleting opts it in again.
//!
//! ```
//! use acton_orm::schema::optout;
//!
//! let opt_in = acton_orm::delete(optout::table.filter(optout::email.eq("ada@example.com")));
//! ```
#![allow(non_upper_case_globals)]

use chrono::{DateTime, Utc};

use super::{Endpoint, Reads, Shape, declare::declare, push::created_range};

declare! {
    /// An address on the account's opt-out list.
    Optout = "Optout";
    reads Reads::by(&[Endpoint::get("/api/1/list/optout", Shape::RESULT).paged(false)]);
    key email;
    writes "opt-outs": Addable Deletable;
    required [email];
    columns {
        /// The address; the key, for these rows have no id.
        email: String, "Email", ["email"], OnInsert;
        /// Since when (milliseconds on the wire). A range is pushed down.
        timestamp: DateTime<Utc>, "Timestamp", ["timestamp"], Generated, push [created_range()[0], created_range()[1]];
        /// How the address came here, in Act-On's words.
        origin: Option<String>, "Origin", ["origin"], Generated;
    }
}
