//! `Media`: the media library, files and trackable links alike.
//!
//! A row with `content` is a file, one with `target_url` a link. Act-On can replace a file's content
//! but neither move nor rename anything.
//!
//! ```
//! use acton_orm::schema::media;
//!
//! let links = media::table.select(media::name).filter(media::target_url.is_not_null());
//! ```
#![allow(non_upper_case_globals)]

use chrono::{DateTime, Utc};

use super::media_messages::MediaMessages;
use super::media_reports::MediaReports;
use super::media_timeline::MediaTimeline;
use super::media_views::MediaViews;
use super::relation::{Fill, Hole, relations};
use super::scope::Needs;
use super::{Endpoint, Reads, Shape, declare::declare, push::by_key};
use crate::Upload;

declare! {
    /// A file or a trackable link of the media library.
    Media = "Media";
    reads Reads::by(&[Endpoint::get("/api/1/media", Shape::FOLDERS)])
        .one(Endpoint::get("/api/1/media/{key}", Shape::Object).without(&["folder_name", "size"]));
    key id;
    writes "media": Addable Updatable Deletable;
    required [name] [content | target_url];
    columns {
        /// The id: `f-` and a UUID for a file, `u-` and a UUID for a link. Act-On gives it.
        id: String, "Id", ["id"], Generated, push [by_key()];
        /// The folder that holds it.
        folder_name: String, "FolderName", ["folder_name"], OnInsert;
        /// The file name or the link's name; no slashes.
        name: String, "Name", ["name"], OnInsert;
        /// Created at (milliseconds on the wire).
        creation_time: DateTime<Utc>, "CreationTime", ["creation_time"], Generated;
        /// Modified at (milliseconds on the wire).
        last_modified: DateTime<Utc>, "LastModified", ["last_modified"], Generated;
        /// The public, tracked address.
        url: String, "Url", ["url"], Generated;
        /// Bytes; a link has none.
        size: Option<i64>, "Size", ["size"], Generated;
        /// Where a link leads; a file has none.
        target_url: Option<String>, "TargetUrl", ["target_url"], OnInsert;
        /// The file itself: written, never read back. Setting it replaces the content under the same id.
        content: Upload, "Content", [], Settable, apart "it is only written";
    }
}

relations! {
    Media;
    /// How often it was seen: a call each.
    report: One of Needs<MediaReports>, Hole::Input("media") => Fill::Field("id");
    /// The messages that led there: a call each.
    messages: Many of Needs<MediaMessages>, Hole::Input("media") => Fill::Field("id");
    /// Who saw it, and when: a call each.
    views: Many of Needs<MediaViews>, Hole::Input("media") => Fill::Field("id");
    /// How often it was seen, day by day: a call each.
    timeline: Many of Needs<MediaTimeline>, Hole::Input("media") => Fill::Field("id");
}
