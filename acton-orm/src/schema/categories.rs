//! `Categories`: what people can subscribe to.
//!
//! ```
//! use acton_orm::schema::categories;
//!
//! let names = categories::table.select(categories::name).order_by(categories::name.asc());
//! ```
#![allow(non_upper_case_globals)]

use super::relation::{Fill, Hole, relations};
use super::scope::Needs;
use super::subscription_opt_outs::SubscriptionOptOuts;
use super::{Endpoint, Reads, Shape, declare::declare};

declare! {
    /// A category that people can subscribe to.
    Categories = "Categories";
    reads Reads::by(&[Endpoint::get("/api/1/subscription/category", Shape::AnyArray)]);
    key id;
    columns {
        /// The category's id, a number as text.
        id: String, "Id", ["id"], Generated;
        /// The category's name, by which opting out knows it.
        name: String, "Name", ["name"], Generated;
        /// Free text.
        description: Option<String>, "Description", ["description"], Generated;
        /// The id of the header that its messages have: a key of `Header`.
        header_id: Option<String>, "HeaderId", ["headerid"], Generated;
        /// The title of that header.
        header_name: Option<String>, "HeaderName", ["headername"], Generated;
    }
}

relations! {
    Categories;
    /// Who opted out of it, page by page: a call a category at least.
    opt_outs: Many of Needs<SubscriptionOptOuts>, Hole::Input("category") => Fill::Field("name");
}
