//! `Footer`: the footers that messages can have. Their answers are published nowhere, so these are inferred.
//!
//! ```
//! use acton_orm::schema::footer;
//!
//! let plain = footer::table.select(footer::title).filter(footer::text.is_not_null());
//! ```
#![allow(non_upper_case_globals)]

use super::{Endpoint, Reads, Shape, declare::declare, push::by_key};

declare! {
    /// A footer that messages can have.
    Footer = "Footer";
    reads Reads::by(&[Endpoint::get("/api/1/footer", Shape::AnyArray)])
        .one(Endpoint::get("/api/1/footer/{key}", Shape::Object));
    key id;
    writes "footers": Addable Updatable Deletable;
    required [title];
    columns {
        /// The footer's id: a number as text, `0` being the one that the account began with. Act-On gives it.
        id: String, "Id", ["id", "footerid"], Generated, push [by_key()];
        /// The title.
        title: String, "Title", ["title", "name"], Settable;
        /// What messages in HTML show.
        html: Option<String>, "Html", ["html"], Settable;
        /// What messages in plain text show.
        text: Option<String>, "Text", ["text"], Settable;
    }
}
