//! `FormUrls`: the addresses under which a form is promoted.
//!
//! They are of one form, which has to be said before they can be read: a call each.
//!
//! ```
//! use acton_orm::schema::form_urls;
//!
//! let urls = form_urls::table.select(form_urls::url).of("6a4a21fb-0aff-4f0e-b57a-97f62ebcb9cd");
//! assert_eq!(urls.explain().calls().at_most(), Some(1));
//! ```
#![allow(non_upper_case_globals)]

use super::scope::{Needs, Ready};
use super::{Endpoint, Reads, Shape, declare::declare};

/// Never implemented: its message says what is to be said first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "addresses are those of one form: say which with `.of(form)`",
    label = "of which form?"
)]
pub trait OfForm {}

impl<R: OfForm> Ready<R> for Needs<FormUrls> {}

declare! {
    /// An address under which a form is promoted.
    FormUrls = "FormUrls";
    reads Reads::by(&[Endpoint::get("/api/1/form/{form}/urls", Shape::AnyArrayOr("urls"))]);
    /// Says of which form, by its id.
    inputs of(form: impl Into<String>), as "\"6a4a21fb-0aff-4f0e-b57a-97f62ebcb9cd\"";
    columns {
        /// The form that was said.
        form_id: String, "FormId", [], Generated, parameter "form";
        /// The address.
        url: String, "Url", ["url"], Generated;
        /// What it is for, where Act-On says it (inferred).
        name: Option<String>, "Name", ["name", "title"], Generated;
    }
}
