//! `ContactList`: the account's marketing lists and segments, from the listing of assets.
//!
//! ```
//! use acton_orm::schema::contact_list;
//!
//! let large = contact_list::table
//!     .select((contact_list::id, contact_list::name))
//!     .filter(contact_list::size.gt(1000));
//! ```
#![allow(non_upper_case_globals)]

use chrono::{DateTime, Utc};

use super::relation::{Fill, Hole, relations};
use super::scope::AnyList;
use super::{Endpoint, Reads, Shape, declare::declare};

declare! {
    /// A marketing list or segment of the account.
    ContactList = "ContactList";
    reads Reads::by(&[Endpoint::get("/api/1/list", Shape::RESULT)
        .with(&[("listingtype", "contact_list")])
        .paged(true)]);
    key id;
    columns {
        /// The list's id, as `l-0001`.
        id: String, "Id", ["id"], Generated;
        /// The list's name.
        name: String, "Name", ["name"], Generated;
        /// The folder that holds it.
        folder_name: Option<String>, "FolderName", ["folderName"], Generated;
        /// Free text.
        description: Option<String>, "Description", ["description"], Generated;
        /// Rows when Act-On last counted; may lag behind.
        size: Option<i64>, "Size", ["sourceSize"], Generated;
        /// Modified at (milliseconds on the wire).
        last_modified: Option<DateTime<Utc>>, "LastModified", ["tsLastModified"], Generated;
        /// Counted at (milliseconds on the wire).
        last_counted: Option<DateTime<Utc>>, "LastCounted", ["tsLastCounted"], Generated;
        /// The list it was made from: its own id, or a segment's parent (inferred from the name).
        source_id: Option<String>, "SourceId", ["sourceId"], Generated;
        /// The list at the root of it (inferred from the name).
        base_id: Option<String>, "BaseId", ["baseId"], Generated;
        /// The name of the source list.
        source_name: Option<String>, "SourceName", ["sourceName"], Generated;
        /// A list rather than a segment.
        is_list: Option<bool>, "IsList", ["bIsList"], Generated;
    }
}

relations! {
    ContactList;
    /// The rows of it, into a struct of any list (`List_*`): a read a list.
    rows: Many of AnyList, Hole::List => Fill::Field("id");
}
