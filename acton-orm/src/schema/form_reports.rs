//! `FormReports`: what became of a form, by where people came from.
//!
//! A report is of one form, which has to be said before it can be read: a call each.
//!
//! ```
//! use acton_orm::schema::form_reports;
//!
//! let submits = form_reports::table
//!     .select((form_reports::source, form_reports::submits))
//!     .of("6a4a21fb-0aff-4f0e-b57a-97f62ebcb9cd");
//! assert_eq!(submits.explain().calls().at_most(), Some(1));
//! ```
#![allow(non_upper_case_globals)]

use super::scope::{Needs, Ready};
use super::{Endpoint, Reads, Shape, declare::declare};

/// Never implemented: its message says what is to be said first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a report is of one form: say which with `.of(form)`",
    label = "of which form?"
)]
pub trait OfForm {}

impl<R: OfForm> Ready<R> for Needs<FormReports> {}

declare! {
    /// What became of a form where people came from one place.
    FormReports = "FormReports";
    reads Reads::by(&[Endpoint::get("/api/1/form/{form}/report", Shape::RESULT)]);
    /// Says of which form, by its id.
    inputs of(form: impl Into<String>), as "\"6a4a21fb-0aff-4f0e-b57a-97f62ebcb9cd\"";
    columns {
        /// The form that was said.
        form_id: String, "FormId", [], Generated, parameter "form";
        /// Where people came from, in Act-On's words, as `Page:Newsletter`.
        source: String, "Source", ["source"], Generated;
        /// How often it was submitted.
        submits: i64, "Submits", ["submits"], Generated;
        /// How many people submitted it.
        unique: Option<i64>, "Unique", ["unique"], Generated;
        /// How often it was looked at.
        views: i64, "Views", ["views"], Generated;
        /// How many of a hundred views led to a submit (inferred).
        percent: Option<f64>, "Percent", ["percent"], Generated;
        /// Who did not submit it: a number, or Act-On's `N/A`.
        non_submitters: Option<String>, "NonSubmitters", ["non_submitters"], Generated;
    }
}
