//! `PageUrls`: the addresses under which a landing page is promoted.
//!
//! They are of one landing page, which has to be said before they can be read: a call each.
//!
//! ```
//! use acton_orm::schema::page_urls;
//!
//! let urls = page_urls::table.select(page_urls::url).of("p-0001");
//! assert_eq!(urls.explain().calls().at_most(), Some(1));
//! ```
#![allow(non_upper_case_globals)]

use super::scope::{Needs, Ready};
use super::{Endpoint, Reads, Shape, declare::declare};

/// Never implemented: its message says what is to be said first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "addresses are those of one landing page: say which with `.of(page)`",
    label = "of which landing page?"
)]
pub trait OfPage {}

impl<R: OfPage> Ready<R> for Needs<PageUrls> {}

declare! {
    /// An address under which a landing page is promoted.
    PageUrls = "PageUrls";
    reads Reads::by(&[Endpoint::get("/api/1/page/{page}/urls", Shape::AnyArrayOr("urls"))]);
    /// Says of which landing page, by its id.
    inputs of(page: impl Into<String>), as "\"p-0001\"";
    columns {
        /// The landing page that was said.
        page_id: String, "PageId", [], Generated, parameter "page";
        /// The address.
        url: String, "Url", ["url"], Generated;
        /// What it is for, where Act-On says it (inferred).
        name: Option<String>, "Name", ["name", "title"], Generated;
    }
}
