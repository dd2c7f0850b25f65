//! `Assets`: whatever the account has beside its lists, by kind: one listing for all of it.
//!
//! Act-On lists one kind a call, page by page, so reading all of them is fourteen calls at least; a filter
//! on `kind` leaves those that are of use. Most kinds have a table of their own, which tells more.
//!
//! ```
//! use acton_orm::schema::assets;
//!
//! let events = assets::table.select((assets::id, assets::name)).filter(assets::kind.eq("custom_events"));
//! assert_eq!(events.explain().requests().len(), 1);
//! ```
#![allow(non_upper_case_globals)]

use chrono::{DateTime, Utc};

use super::{Endpoint, Reads, Shape, declare::declare, push::by_parameter};

const ASSETS: Endpoint = Endpoint::get("/api/1/list", Shape::RESULT).paged(true);

declare! {
    /// Something that the account has, of any kind but a list.
    Assets = "Assets";
    reads Reads::by(&[
        ASSETS.with(&[("listingtype", "header")]),
        ASSETS.with(&[("listingtype", "footer")]),
        ASSETS.with(&[("listingtype", "sender")]),
        ASSETS.with(&[("listingtype", "media")]),
        ASSETS.with(&[("listingtype", "pages")]),
        ASSETS.with(&[("listingtype", "custom_events")]),
        ASSETS.with(&[("listingtype", "template_message")]),
        ASSETS.with(&[("listingtype", "draft_message")]),
        ASSETS.with(&[("listingtype", "landing_page")]),
        ASSETS.with(&[("listingtype", "sent_message")]),
        ASSETS.with(&[("listingtype", "triggered_message")]),
        ASSETS.with(&[("listingtype", "test_message")]),
        ASSETS.with(&[("listingtype", "failed_message")]),
        ASSETS.with(&[("listingtype", "scheduled_message")]),
    ]);
    columns {
        /// What it is, as Act-On calls it in the listing: `header`, `media`, `sent_message` and so on.
        kind: String, "Kind", [], Generated, parameter "listingtype", push [by_parameter("listingtype")];
        /// Its id, which is that of its own table.
        id: String, "Id", ["id", "msgId", "msg_id"], Generated;
        /// Its name.
        name: Option<String>, "Name", ["name", "title"], Generated;
        /// The folder that holds it.
        folder_name: Option<String>, "FolderName", ["folderName", "folder_name", "folder"], Generated;
        /// Free text.
        description: Option<String>, "Description", ["description"], Generated;
        /// Modified at (milliseconds on the wire).
        last_modified: Option<DateTime<Utc>>, "LastModified", ["tsLastModified", "last_modified", "modified", "timeStamp", "timestamp"], Generated;
    }
}
