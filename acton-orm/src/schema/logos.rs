//! `Logos`: the account's logos.
//!
//! ```
//! use acton_orm::schema::logos;
//!
//! let nameless = logos::table.select(logos::name).filter(logos::alt_text.is_null());
//! ```
#![allow(non_upper_case_globals)]

use super::{Endpoint, Reads, Shape, declare::declare, push::by_key};
use crate::Upload;

declare! {
    /// A logo of the account.
    Logos = "Logos";
    reads Reads::by(&[Endpoint::get("/api/1/logo", Shape::RESULT)])
        .one(Endpoint::get("/api/1/logo/{key}", Shape::Object));
    key id;
    writes "logos": Addable Updatable Deletable;
    required [name] [content];
    columns {
        /// The logo's id, as `i-4`. Act-On gives it.
        id: String, "Id", ["id"], Generated, push [by_key()];
        /// The logo's name, which Act-On also calls its title.
        name: String, "Name", ["title", "name"], Settable;
        /// The text in the logo's place.
        alt_text: Option<String>, "AltText", ["alt_txt"], Settable;
        /// The text that shows when the pointer is on it.
        tool_tip: Option<String>, "ToolTip", ["tool_tip"], Settable;
        /// Where the logo leads.
        target_url: Option<String>, "TargetUrl", ["target_url"], Settable;
        /// The public address of the file.
        url: Option<String>, "Url", ["url_str"], Generated;
        /// The same with the time of the last change, so that no cache has an older file.
        stamped_url: Option<String>, "StampedUrl", ["url_str_ts"], Generated;
        /// The file itself: written, never read back. Setting it replaces the file under the same id.
        content: Upload, "Content", [], Settable, apart "it is only written";
    }
}
