//! `ListScores`: the score of every row of a list, and when each was last heard of.
//!
//! Which list has to be said before it can be read. A call a row: priced in its plan, and refused beyond
//! 1,000 unless `max_calls` says how many.
//!
//! ```
//! use acton_orm::schema::list_scores;
//!
//! let some = list_scores::table
//!     .select((list_scores::record_id, list_scores::score))
//!     .of("l-0001")
//!     .limit(20);
//! assert_eq!(some.explain().calls().at_least(), 1);
//! ```
#![allow(non_upper_case_globals)]

use super::push::by_key;
use super::scope::{Needs, Ready};
use super::{Endpoint, Reads, Shape, declare::declare};

/// Never implemented: its message says what is to be said first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "scores are those of one list: say which with `.of(list)`",
    label = "of which list?"
)]
pub trait OfList {}

impl<R: OfList> Ready<R> for Needs<ListScores> {}

declare! {
    /// The score of one row of a list, and when it was last heard of. None where Act-On has no history of it.
    ListScores = "ListScores";
    reads Reads::of_each_row(&[
        Endpoint::get("/api/1/list/{list}/record/{key}/facts", Shape::At(&["activity"])),
    ]);
    /// Says of which list, as `List_Newsletter` or `l-0001`.
    inputs of(list: impl Into<String>), as "\"List_Newsletter\"";
    key record_id;
    columns {
        /// The list that was said.
        list: String, "List", [], Generated, parameter "list";
        /// The row's id in the list.
        record_id: String, "RecordId", [], Generated, parameter "key", push [by_key()];
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
