//! `ScoreDetails`: what makes up the score of one contact, in one list.
//!
//! It is of one record, which has to be said before it can be read: a call each.
//!
//! ```
//! use acton_orm::schema::score_details;
//!
//! let points = score_details::table
//!     .select((score_details::action, score_details::score))
//!     .of("List_Newsletter", "l-0001:12");
//! assert_eq!(points.explain().requests().len(), 2);
//! ```
#![allow(non_upper_case_globals)]

use super::relation::{Fill, Hole, of_row};
use super::scope::{Needs, Ready};
use super::{Endpoint, Many, Reads, Shape, declare::declare};

/// Never implemented: its message says what is to be said first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a score is that of one record of a list: say which with `.of(list, record)`",
    label = "of which list, and which of its records?"
)]
pub trait OfRecord {}

impl<R: OfRecord> Ready<R> for Needs<ScoreDetails> {}

declare! {
    /// What gave a contact some of its score.
    ScoreDetails = "ScoreDetails";
    reads Reads::by(&[
        Endpoint::get(
            "/api/1/list/{list}/record/{record}/facts",
            Shape::At(&["activity", "ScoreDetails"]),
        ),
    ]);
    /// Says of which list, as `List_Newsletter` or `l-0001`, and of which of its records.
    inputs of(list: impl Into<String>, record: impl Into<String>), as "\"l-0001\", \"l-0001:12\"";
    columns {
        /// The list that was said.
        list: String, "List", [], Generated, parameter "list";
        /// The record that was said.
        record_id: String, "RecordId", [], Generated, parameter "record";
        /// What was done, as `MESSAGE_SEND`.
        action: Option<String>, "Action", ["action"], Generated;
        /// What it adds.
        score: Option<i64>, "Score", ["score", "Score"], Generated;
        /// The id of what it was done with, as a message's.
        id: Option<String>, "Id", ["id"], Generated;
        /// What that id is of, as `msg`.
        id_type: Option<String>, "IdType", ["idType"], Generated;
        /// Whether the score sheet names that very thing (inferred from the name).
        specific: Option<bool>, "Specific", ["specific"], Generated;
        /// Whether it is for who the contact is, rather than for what was done (inferred from the name).
        profile: Option<bool>, "Profile", ["profile"], Generated;
    }
}

of_row! {
    /// What makes up the score of each row of a list: a call a row.
    ScoreDetails, Many, ScoreDetail
}
