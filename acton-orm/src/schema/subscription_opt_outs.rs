//! `SubscriptionOptOuts`: who opted out of one category.
//!
//! The category has to be said before it can be read, by its name.
//!
//! ```
//! use acton_orm::schema::subscription_opt_outs;
//!
//! let out = subscription_opt_outs::table
//!     .select((subscription_opt_outs::email, subscription_opt_outs::timestamp))
//!     .of("News");
//! assert!(out.explain().to_string().contains("category=News"));
//! ```
#![allow(non_upper_case_globals)]

use chrono::{DateTime, Utc};

use super::scope::{Needs, Ready};
use super::{Endpoint, Reads, Shape, declare::declare};

/// Never implemented: its message says what is to be said first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "subscription opt-outs are those of one category: say its name with `.of(category)`",
    label = "of which category?"
)]
pub trait OfCategory {}

impl<R: OfCategory> Ready<R> for Needs<SubscriptionOptOuts> {}

declare! {
    /// An address that opted out of one category.
    SubscriptionOptOuts = "SubscriptionOptOuts";
    reads Reads::by(&[
        Endpoint::get("/api/1/subscription/optout", Shape::RESULT)
            .with(&[("category", "{category}")])
            .paged(true),
    ]);
    /// Says of which category, by its name.
    inputs of(category: impl Into<String>), as "\"News\"";
    key email;
    columns {
        /// The category that was said.
        category: String, "Category", [], Generated, parameter "category";
        /// The address; the key, for these rows have no id.
        email: String, "Email", ["email"], Generated;
        /// Since when (milliseconds on the wire).
        timestamp: DateTime<Utc>, "Timestamp", ["timestamp"], Generated;
    }
}
