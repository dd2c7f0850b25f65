//! `Pages`: the account's pages as the listing of assets has them.
//!
//! The other driver has this table beside `LandingPages`, which tells more of them. That Act-On has two
//! listings of pages is published, what tells them apart is not.
//!
//! ```
//! use acton_orm::schema::pages;
//!
//! let events = pages::table.select((pages::id, pages::name)).filter(pages::folder_name.eq("Events"));
//! assert_eq!(events.explain().requests().len(), 1);
//! ```
#![allow(non_upper_case_globals)]

use chrono::{DateTime, Utc};

use super::{Endpoint, Reads, Shape, declare::declare};

declare! {
    /// A page of the account, as the listing of assets has it.
    Pages = "Pages";
    reads Reads::by(&[Endpoint::get("/api/1/list", Shape::RESULT)
        .with(&[("listingtype", "pages")])
        .paged(true)]);
    key id;
    columns {
        /// The page's id, as `p-0001`.
        id: String, "Id", ["id"], Generated;
        /// Its name.
        name: Option<String>, "Name", ["name", "title"], Generated;
        /// The folder that holds it.
        folder_name: Option<String>, "FolderName", ["folderName", "folder_name", "folder"], Generated;
        /// Free text.
        description: Option<String>, "Description", ["description"], Generated;
        /// Modified at (milliseconds on the wire).
        last_modified: Option<DateTime<Utc>>, "LastModified", ["tsLastModified", "last_modified", "modified"], Generated;
    }
}
