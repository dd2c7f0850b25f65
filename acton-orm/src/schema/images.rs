//! `Images`: the image library.
//!
//! Act-On has no call that moves or renames an image, so changing `folder_name` or `name` uploads
//! the image anew and deletes the old one: the id changes, and the report says from what to what.
//!
//! ```
//! use acton_orm::schema::images;
//!
//! let large = images::table
//!     .select((images::id, images::name))
//!     .filter(images::size.gt(100_000));
//! ```
#![allow(non_upper_case_globals)]

use chrono::{DateTime, Utc};

use super::{Endpoint, Reads, Shape, declare::declare, push::by_key};
use crate::Upload;

declare! {
    /// An image of the library.
    Images = "Images";
    reads Reads::by(&[Endpoint::get("/api/1/image", Shape::FOLDERS)])
        .one(Endpoint::get("/api/1/image/{key}", Shape::Object).without(&["width", "height"]));
    key id;
    writes "images": Addable Updatable Deletable;
    required [name] [content];
    columns {
        /// The image's id, `f-` and a UUID. Act-On gives it.
        id: String, "Id", ["id"], Generated, push [by_key()];
        /// The folder that holds it; each image is in one. A new folder name makes the folder.
        folder_name: String, "FolderName", ["folder_name"], Settable;
        /// The file name.
        name: String, "Name", ["name", "display_name"], Settable;
        /// Created at (milliseconds on the wire).
        creation_time: DateTime<Utc>, "CreationTime", ["creation_time"], Generated;
        /// Modified at (milliseconds on the wire).
        last_modified: DateTime<Utc>, "LastModified", ["last_modified"], Generated;
        /// The public address of the image.
        image_url: String, "ImageUrl", ["url", "image_url"], Generated;
        /// The public address of its thumbnail.
        thumb_url: Option<String>, "ThumbUrl", ["thumb", "thumb_url"], Generated;
        /// Bytes.
        size: i64, "Size", ["size"], Generated;
        /// Pixels. Only the listing tells, as text.
        width: Option<i64>, "Width", ["width"], Generated, apart "a read by key lacks it";
        /// Pixels. Only the listing tells, as text.
        height: Option<i64>, "Height", ["height"], Generated, apart "a read by key lacks it";
        /// The file itself: written, never read back. Setting it replaces the content under the same id.
        content: Upload, "Content", [], Settable, apart "it is only written";
    }
}
