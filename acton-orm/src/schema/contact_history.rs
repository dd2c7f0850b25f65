//! `ContactHistory`: what one contact did and was sent, in one list.
//!
//! It is of one record, which has to be said before it can be read: a call each. Answers may be long.
//!
//! ```
//! use acton_orm::schema::contact_history;
//!
//! let latest = contact_history::table
//!     .select((contact_history::at, contact_history::what))
//!     .of("List_Newsletter", "l-0001:12")
//!     .order_by(contact_history::at.desc())
//!     .limit(10);
//! println!("{}", latest.explain());
//! ```
#![allow(non_upper_case_globals)]

use chrono::{DateTime, Utc};

use super::relation::{Fill, Hole, of_row};
use super::scope::{Needs, Ready};
use super::{Endpoint, Many, Reads, Shape, declare::declare};

/// Never implemented: its message says what is to be said first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a history is that of one record of a list: say which with `.of(list, record)`",
    label = "of which list, and which of its records?"
)]
pub trait OfRecord {}

impl<R: OfRecord> Ready<R> for Needs<ContactHistory> {}

declare! {
    /// What one contact did, or was sent, once.
    ContactHistory = "ContactHistory";
    reads Reads::by(&[
        Endpoint::get("/api/1/list/{list}/record/{record}/facts", Shape::At(&["activitylist"])),
    ]);
    /// Says of which list, as `List_Newsletter` or `l-0001`, and of which of its records.
    inputs of(list: impl Into<String>, record: impl Into<String>), as "\"l-0001\", \"l-0001:12\"";
    columns {
        /// The list that was said.
        list: String, "List", [], Generated, parameter "list";
        /// The record that was said.
        record_id: String, "RecordId", [], Generated, parameter "record";
        /// When (milliseconds on the wire).
        at: Option<DateTime<Utc>>, "When", ["WhenMillis"], Generated;
        /// What, as Act-On abbreviates it: `s` sent, `os` opened, `r` response, `fs` form submitted, ..
        verb: Option<String>, "Verb", ["Verb"], Generated;
        /// What, in words, as `Submitted: Contact us`.
        what: Option<String>, "What", ["What"], Generated;
        /// The kind of thing that it was done with, as `FORM`.
        bin: Option<String>, "Bin", ["Bin"], Generated;
        /// The id of that thing.
        id: Option<String>, "Id", ["id"], Generated;
        /// What that id is of, as `form` or `msg`.
        id_type: Option<String>, "IdType", ["idType"], Generated;
        /// Whether the score counts it.
        in_score_range: Option<bool>, "InScoreRange", ["InScoreRange"], Generated;
    }
}

of_row! {
    /// The history of each row of a list: a call a row.
    ContactHistory, Many, ContactEvent
}
