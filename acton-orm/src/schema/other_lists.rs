//! `OtherLists`: hard bounces, spam complaints and opt-outs in one. The other driver calls it deprecated:
//! `Hardbounce`, `Spamcomplaint` and `Optout` are its parts.
//!
//! ```
//! use acton_orm::schema::other_lists;
//!
//! let never = other_lists::table.select((other_lists::email, other_lists::list));
//! assert_eq!(never.explain().requests().len(), 3);
//! ```
#![allow(non_upper_case_globals)]

use chrono::{DateTime, Utc};

use super::push::{by_parameter, created_range};
use super::{Endpoint, Reads, Shape, declare::declare};

const SUPPRESSED: Endpoint = Endpoint::get("/api/1/list/{suppressed}", Shape::RESULT).paged(false);

declare! {
    /// An address that is not to be written to, by which list says so.
    OtherLists = "OtherLists";
    reads Reads::by(&[
        SUPPRESSED.with(&[("suppressed", "hardbounce")]),
        SUPPRESSED.with(&[("suppressed", "spamcomplaint")]),
        SUPPRESSED.with(&[("suppressed", "optout")]),
    ]);
    columns {
        /// The list: `hardbounce`, `spamcomplaint` or `optout`.
        list: String, "List", [], Generated, parameter "suppressed", push [by_parameter("suppressed")];
        /// The address; one may be in several lists.
        email: String, "Email", ["email"], Generated;
        /// Since when (milliseconds on the wire). A range is pushed down.
        timestamp: DateTime<Utc>, "Timestamp", ["timestamp"], Generated, push [created_range()[0], created_range()[1]];
        /// How the address came here, in Act-On's words.
        origin: Option<String>, "Origin", ["origin"], Generated;
    }
}
