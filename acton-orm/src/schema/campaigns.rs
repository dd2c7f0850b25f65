//! `Campaigns`: the account's campaigns. No source shows an answer, so all of it is inferred.
//!
//! ```
//! use acton_orm::schema::campaigns;
//!
//! let spring = campaigns::table.select(campaigns::id).filter(campaigns::name.contains("Spring"));
//! ```
#![allow(non_upper_case_globals)]

use super::{Endpoint, Reads, Shape, declare::declare, push::by_key};

declare! {
    /// A campaign of the account.
    Campaigns = "Campaigns";
    reads Reads::by(&[Endpoint::get("/api/1/campaigns", Shape::AnyArray)])
        .one(Endpoint::get("/api/1/campaigns/{key}", Shape::Object));
    key id;
    columns {
        /// The campaign's id.
        id: String, "Id", ["id"], Generated, push [by_key()];
        /// The campaign's name.
        name: Option<String>, "Name", ["name"], Generated;
        /// Free text.
        description: Option<String>, "Description", ["description"], Generated;
    }
}
