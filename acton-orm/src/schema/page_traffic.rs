//! `PageTraffic`: where those who came to a landing page came from.
//!
//! It is of one page, which has to be said before it can be read: a call each.
//!
//! ```
//! use acton_orm::schema::page_traffic;
//!
//! let most = page_traffic::table
//!     .select((page_traffic::source, page_traffic::visits))
//!     .order_by(page_traffic::visits.desc())
//!     .of("p-0001");
//! assert_eq!(most.explain().calls().at_most(), Some(1));
//! ```
#![allow(non_upper_case_globals)]

use super::scope::{Needs, Ready};
use super::{Endpoint, Reads, Shape, declare::declare};

/// Never implemented: its message says what is to be said first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "traffic is that of one landing page: say which with `.of(page)`",
    label = "of which page?"
)]
pub trait OfPage {}

impl<R: OfPage> Ready<R> for Needs<PageTraffic> {}

declare! {
    /// Where some of those who came to a landing page came from.
    PageTraffic = "PageTraffic";
    reads Reads::by(&[
        Endpoint::get("/api/1/page/{page}/report", Shape::Members { at: "incoming_traffic" }),
    ]);
    /// Says to which landing page, by its id.
    inputs of(page: impl Into<String>), as "\"p-0001\"";
    columns {
        /// The page that was said.
        page_id: String, "PageId", [], Generated, parameter "page";
        /// Where they came from, in Act-On's words, as `Default`.
        source: String, "Source", ["{name}"], Generated;
        /// How often somebody came from there.
        visits: i64, "Visits", ["{value}"], Generated;
    }
}
