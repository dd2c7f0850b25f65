//! `MediaReports`: how often a file or link of the media library was looked at.
//!
//! A report is of one of them, which has to be said before it can be read: a call each.
//!
//! ```
//! use acton_orm::schema::media_reports;
//!
//! let known = media_reports::table
//!     .select((media_reports::unique_known_views, media_reports::total_known_views))
//!     .of("f-0834c389-f245-4abe-ae05-423b51901d26");
//! assert_eq!(known.explain().calls().at_most(), Some(1));
//! ```
#![allow(non_upper_case_globals)]

use super::scope::{Needs, Ready};
use super::{Endpoint, Reads, Shape, declare::declare};

/// Never implemented: its message says what is to be said first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a report is of one file or link of the media library: say which with `.of(media)`",
    label = "of which file or link?"
)]
pub trait OfMedia {}

impl<R: OfMedia> Ready<R> for Needs<MediaReports> {}

declare! {
    /// How often one file or link was looked at.
    MediaReports = "MediaReports";
    reads Reads::by(&[Endpoint::get("/api/1/media/{media}/report", Shape::Object)]);
    /// Says of which file or link, by its id.
    inputs of(media: impl Into<String>), as "\"f-0834c389-f245-4abe-ae05-423b51901d26\"";
    columns {
        /// The file or link that was said.
        media_id: String, "MediaId", [], Generated, parameter "media";
        /// How often known people looked at it.
        total_known_views: Option<i64>, "TotalKnownViews", ["total_known_views"], Generated;
        /// How many known people did.
        unique_known_views: Option<i64>, "UniqueKnownViews", ["unique_known_views"], Generated;
        /// How often others did.
        total_unknown_views: Option<i64>, "TotalUnknownViews", ["total_unknown_views"], Generated;
        /// How many others did.
        unique_unknown_views: Option<i64>, "UniqueUnknownViews", ["unique_unknown_views"], Generated;
        /// In how many messages it is (inferred).
        total_messages: Option<i64>, "TotalMessages", ["total_messages"], Generated;
        /// How often a message led there.
        total_from_messages: Option<i64>, "TotalFromMessages", ["total_from_messages"], Generated;
        /// How many people a message led there.
        unique_from_messages: Option<i64>, "UniqueFromMessages", ["unique_from_messages"], Generated;
    }
}
