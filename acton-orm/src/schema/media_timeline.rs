//! `MediaTimeline`: how often a file or link of the media library was looked at, day by day.
//!
//! It is that of one of them, which has to be said before it can be read: a call each.
//!
//! ```
//! use acton_orm::schema::media_timeline;
//!
//! let september = media_timeline::table
//!     .select((media_timeline::date, media_timeline::total))
//!     .filter(media_timeline::date.starts_with("2024-09-"))
//!     .of("f-0834c389-f245-4abe-ae05-423b51901d26");
//! assert_eq!(september.explain().calls().at_most(), Some(1));
//! ```
#![allow(non_upper_case_globals)]

use super::scope::{Needs, Ready};
use super::{Endpoint, Reads, Shape, declare::declare};

/// Never implemented: its message says what is to be said first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a timeline is of one file or link of the media library: say which with `.of(media)`",
    label = "of which file or link?"
)]
pub trait OfMedia {}

impl<R: OfMedia> Ready<R> for Needs<MediaTimeline> {}

declare! {
    /// How often a file or link was looked at on one day.
    MediaTimeline = "MediaTimeline";
    reads Reads::by(&[Endpoint::get("/api/1/media/{media}/report/timeline", Shape::AnyArray)]);
    /// Says of which file or link, by its id.
    inputs of(media: impl Into<String>), as "\"f-0834c389-f245-4abe-ae05-423b51901d26\"";
    columns {
        /// The file or link that was said.
        media_id: String, "MediaId", [], Generated, parameter "media";
        /// The day, as `2024-09-06`: also a `chrono::NaiveDate` in a struct of yours.
        date: String, "Date", ["date", "{m/d/y}"], Generated;
        /// How many people looked at it.
        unique: Option<i64>, "Unique", ["unique"], Generated;
        /// How often.
        total: Option<i64>, "Total", ["total"], Generated;
        /// How often known people did.
        known: Option<i64>, "Known", ["known"], Generated;
        /// How often others did.
        unknown: Option<i64>, "Unknown", ["unknown"], Generated;
    }
}
