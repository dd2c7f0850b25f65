//! `Header`: the headers that messages can have. Their answers are published nowhere, so these are inferred.
//!
//! ```
//! use acton_orm::schema::header;
//!
//! let plain = header::table.select(header::title).filter(header::text.is_not_null());
//! ```
#![allow(non_upper_case_globals)]

use super::{Endpoint, Reads, Shape, declare::declare, push::by_key};

declare! {
    /// A header that messages can have.
    Header = "Header";
    reads Reads::by(&[Endpoint::get("/api/1/header", Shape::AnyArray)])
        .one(Endpoint::get("/api/1/header/{key}", Shape::Object));
    key id;
    writes "headers": Addable Updatable Deletable;
    required [title];
    columns {
        /// The header's id: a number as text, `0` being the one that the account began with. Act-On gives it.
        id: String, "Id", ["id", "headerid"], Generated, push [by_key()];
        /// The title.
        title: String, "Title", ["title", "name"], Settable;
        /// What messages in HTML show.
        html: Option<String>, "Html", ["html"], Settable;
        /// What messages in plain text show.
        text: Option<String>, "Text", ["text"], Settable;
    }
}
