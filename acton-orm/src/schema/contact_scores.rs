//! `ContactScores`: the score of one contact, in one list, and when it was last heard of.
//!
//! It is of one record, which has to be said before it can be read: a call each. Those of all records of
//! a list are [`list_scores`](super::list_scores).
//!
//! ```
//! use acton_orm::schema::contact_scores;
//!
//! let score = contact_scores::table.select(contact_scores::score).of("l-0001", "l-0001:12");
//! assert_eq!(score.explain().calls().at_most(), Some(1));
//! ```
#![allow(non_upper_case_globals)]

use super::relation::{Fill, Hole, of_row};
use super::scope::{Needs, Ready};
use super::{Endpoint, One, Reads, Shape, declare::declare};

/// Never implemented: its message says what is to be said first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a score is that of one record of a list: say which with `.of(list, record)`",
    label = "of which list, and which of its records?"
)]
pub trait OfRecord {}

impl<R: OfRecord> Ready<R> for Needs<ContactScores> {}

declare! {
    /// The score of one contact, and when it was last heard of. None where Act-On has no history of it.
    ContactScores = "ContactScores";
    reads Reads::by(&[
        Endpoint::get("/api/1/list/{list}/record/{record}/facts", Shape::At(&["activity"])),
    ]);
    /// Says of which list, as `List_Newsletter` or `l-0001`, and of which of its records.
    inputs of(list: impl Into<String>, record: impl Into<String>), as "\"l-0001\", \"l-0001:12\"";
    key record_id;
    columns {
        /// The list that was said.
        list: String, "List", [], Generated, parameter "list";
        /// The record that was said.
        record_id: String, "RecordId", [], Generated, parameter "record";
        /// The score.
        score: Option<i64>, "Score", ["score", "Score"], Generated;
        /// The time that it counts, as `all time`.
        score_period: Option<String>, "ScorePeriod", ["ScorePeriod", "scorePeriod"], Generated;
        /// When the contact last did something, in Act-On's words, as `Today`.
        last_inbound: Option<String>, "LastInbound", ["lastInbound"], Generated;
        /// When it first did, as `13 Days Ago`.
        first_inbound: Option<String>, "FirstInbound", ["firstInbound"], Generated;
        /// When it was last sent something, as `6 Days Ago`.
        last_outbound: Option<String>, "LastOutbound", ["lastOutbound"], Generated;
        /// When it was first sent something, as `7 Days Ago`.
        first_outbound: Option<String>, "FirstOutbound", ["firstOutbound"], Generated;
        /// Whether who the contact is counts.
        has_profile_score: Option<bool>, "HasProfileScore", ["HasProfileScore"], Generated;
        /// Whether what the contact did counts.
        has_behavior_score: Option<bool>, "HasBehaviorScore", ["HasBehaviorScore"], Generated;
        /// Whether there is a score sheet.
        has_score_sheet: Option<bool>, "HasScoreSheet", ["HasScoreSheet"], Generated;
        /// The months of which there is something, as `1910`.
        months: Vec<String>, "Months", ["EntryMonthsAvailable"], Generated;
    }
}

of_row! {
    /// The score of each row of a list: a call a row.
    ContactScores, One, ContactScore
}
