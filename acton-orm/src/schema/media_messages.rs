//! `MediaMessages`: the messages that led to one file or link of the media library.
//!
//! They are of one file, which has to be said before they can be read: a call each. What Act-On answers is
//! not published, so all columns are inferred.
//!
//! ```
//! use acton_orm::schema::media_messages;
//!
//! let messages = media_messages::table
//!     .select((media_messages::title, media_messages::total))
//!     .of("f-0834c389-f245-4abe-ae05-423b51901d26");
//! assert_eq!(messages.explain().calls().at_most(), Some(1));
//! ```
#![allow(non_upper_case_globals)]

use super::scope::{Needs, Ready};
use super::{Endpoint, Reads, Shape, declare::declare};

/// Never implemented: its message says what is to be said first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "messages are those that led to one file or link: say which with `.of(media)`",
    label = "to which file or link?"
)]
pub trait OfMedia {}

impl<R: OfMedia> Ready<R> for Needs<MediaMessages> {}

declare! {
    /// A message that led to a file or link. All of it is inferred.
    MediaMessages = "MediaMessages";
    reads Reads::by(&[Endpoint::get("/api/1/media/{media}/report/messages", Shape::AnyArrayOr("messages"))]);
    /// Says to which file or link, by its id.
    inputs of(media: impl Into<String>), as "\"f-0834c389-f245-4abe-ae05-423b51901d26\"";
    columns {
        /// The file or link that was said.
        media_id: String, "MediaId", [], Generated, parameter "media";
        /// The message's id, where Act-On tells it.
        message_id: Option<String>, "MessageId", ["msg_id", "msgId", "id"], Generated;
        /// The message's title.
        title: Option<String>, "Title", ["title", "name", "campaign"], Generated;
        /// How often the message led there.
        total: Option<i64>, "Total", ["total", "total_count", "total_views"], Generated;
        /// How many people it led there.
        unique: Option<i64>, "Unique", ["unique", "unique_views"], Generated;
    }
}
