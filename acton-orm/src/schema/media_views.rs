//! `MediaViews`: who looked at a file or link of the media library.
//!
//! They are those of one of them, which has to be said before they can be read: a call each.
//!
//! ```
//! use acton_orm::schema::media_views;
//!
//! let known = media_views::table
//!     .select((media_views::recipient, media_views::total_count))
//!     .filter(media_views::known.eq(true))
//!     .of("f-0834c389-f245-4abe-ae05-423b51901d26");
//! assert_eq!(known.explain().calls().at_most(), Some(1));
//! ```
#![allow(non_upper_case_globals)]

use chrono::{DateTime, Utc};

use super::scope::{Needs, Ready};
use super::{Endpoint, Reads, Shape, declare::declare};

/// Never implemented: its message says what is to be said first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "views are of one file or link of the media library: say which with `.of(media)`",
    label = "of which file or link?"
)]
pub trait OfMedia {}

impl<R: OfMedia> Ready<R> for Needs<MediaViews> {}

declare! {
    /// Somebody who looked at a file or link.
    MediaViews = "MediaViews";
    reads Reads::by(&[Endpoint::get("/api/1/media/{media}/report/views", Shape::AnyArray)]);
    /// Says of which file or link, by its id.
    inputs of(media: impl Into<String>), as "\"f-0834c389-f245-4abe-ae05-423b51901d26\"";
    columns {
        /// The file or link that was said.
        media_id: String, "MediaId", [], Generated, parameter "media";
        /// Whether it is somebody known.
        known: bool, "Known", ["known"], Generated;
        /// Who: an address, or for somebody unknown what the network is called.
        recipient: Option<String>, "Recipient", ["recipient"], Generated;
        /// The message that led there.
        campaign: Option<String>, "Campaign", ["campaign"], Generated;
        /// What was done, in Act-On's words, as `downloaded`.
        action: Option<String>, "Action", ["action"], Generated;
        /// How often.
        total_count: Option<i64>, "TotalCount", ["total_count"], Generated;
        /// An id whose meaning is not published.
        source_id: Option<String>, "SourceId", ["srcid"], Generated;
        /// An id whose meaning is not published.
        contact_id: Option<String>, "ContactId", ["cid"], Generated;
        /// When, to the minute (text on the wire).
        at: Option<DateTime<Utc>>, "When", ["tstamp"], Generated;
    }
}
