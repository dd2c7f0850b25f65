//! `PageReports`: how many came to a landing page.
//!
//! A report is of one page, which has to be said before it can be read: a call each. Where they came
//! from is in [`PageTraffic`](super::page_traffic).
//!
//! ```
//! use acton_orm::schema::page_reports;
//!
//! let visits = page_reports::table.select(page_reports::total_visits).of("p-0001");
//! assert_eq!(visits.explain().calls().at_most(), Some(1));
//! ```
#![allow(non_upper_case_globals)]

use super::scope::{Needs, Ready};
use super::{Endpoint, Reads, Shape, declare::declare};

/// Never implemented: its message says what is to be said first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a report is of one landing page: say which with `.of(page)`",
    label = "of which page?"
)]
pub trait OfPage {}

impl<R: OfPage> Ready<R> for Needs<PageReports> {}

declare! {
    /// How many came to one landing page.
    PageReports = "PageReports";
    reads Reads::by(&[Endpoint::get("/api/1/page/{page}/report", Shape::Object)]);
    /// Says of which landing page, by its id.
    inputs of(page: impl Into<String>), as "\"p-0001\"";
    columns {
        /// The page that was said.
        page_id: String, "PageId", [], Generated, parameter "page";
        /// How often somebody came.
        total_visits: i64, "TotalVisits", ["total_visits"], Generated;
        /// How many known people came; nothing is none. Its name on the wire is inferred.
        unique_known_visits: Option<i64>, "UniqueKnownVisits", ["unique_known_visits"], Generated;
        /// How many others came; nothing is none.
        unique_unknown_visits: Option<i64>, "UniqueUnknownVisits", ["unique_unknown_visits"], Generated;
    }
}
