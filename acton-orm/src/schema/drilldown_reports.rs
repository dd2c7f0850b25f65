//! `DrilldownReports`: who did what with a message, act by act.
//!
//! A drill-down is of one message and one verb; both have to be said before it can be read.
//!
//! ```
//! use acton_orm::schema::drilldown_reports::{self, Verb};
//!
//! let clicks = drilldown_reports::table
//!     .select((drilldown_reports::email, drilldown_reports::link_uri))
//!     .of("s-0001-2409", Verb::Clicked);
//! assert!(clicks.explain().to_string().contains("GET /api/1/message/s-0001-2409/report/CLICKED"));
//! ```
#![allow(non_upper_case_globals)]

use chrono::{DateTime, Utc};

use super::messages::Messages;
use super::relation::{Fill, Hole, relations};
use super::scope::{AnyList, Needs, Ready};
use super::{Endpoint, Reads, Shape, declare::declare};

/// What was done with a message (A§10.4).
///
/// ```
/// use acton_orm::schema::drilldown_reports::Verb;
/// assert_eq!(String::from(Verb::OptedOut), "OPT_OUT");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verb {
    /// It was sent.
    Sent,
    /// It was held back, as for an opt-out.
    Suppressed,
    /// It was opened.
    Opened,
    /// A link in it was followed.
    Clicked,
    /// It came back.
    Bounced,
    /// It led to an opt-out.
    OptedOut,
    /// Somebody complained of it.
    Spam,
}

impl From<Verb> for String {
    fn from(said: Verb) -> Self {
        match said {
            Verb::Sent => "SENT",
            Verb::Suppressed => "SUPPRESSED",
            Verb::Opened => "OPENED",
            Verb::Clicked => "CLICKED",
            Verb::Bounced => "BOUNCED",
            Verb::OptedOut => "OPT_OUT",
            Verb::Spam => "SPAM",
        }
        .to_owned()
    }
}

/// Never implemented: its message says what is to be said first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a drill-down is of one message and of one thing done with it: say which with `.of(message, verb)`",
    label = "of which message, and what was done with it?"
)]
pub trait OfMessage {}

impl<R: OfMessage> Ready<R> for Needs<DrilldownReports> {}

declare! {
    /// What one person did with a message, once.
    DrilldownReports = "DrilldownReports";
    reads Reads::by(&[
        Endpoint::get("/api/1/message/{message}/report/{verb}", Shape::RESULT).paged(true),
    ]);
    /// Says of which message, and what was done with it.
    inputs of(message: impl Into<String>, verb: crate::schema::drilldown_reports::Verb),
        as "\"s-0001\", acton_orm::schema::drilldown_reports::Verb::Clicked";
    columns {
        /// The message that was said.
        message_id: String, "MessageId", [], Generated, parameter "message";
        /// The verb that was said.
        verb: String, "Verb", [], Generated, parameter "verb";
        /// The list that holds the person's record.
        list_id: Option<String>, "ListId", ["listid", "listId"], Generated;
        /// The person's record in that list.
        record_id: Option<String>, "RecordId", ["recid", "recId"], Generated;
        /// The person's name.
        name: Option<String>, "Name", ["name"], Generated;
        /// The person's address.
        email: Option<String>, "Email", ["email"], Generated;
        /// What was done, in Act-On's words, as `Clickthrough`.
        action: Option<String>, "Action", ["action"], Generated;
        /// More about it, as `CLICK`.
        data: Option<String>, "Data", ["data"], Generated;
        /// When (milliseconds on the wire).
        at: Option<DateTime<Utc>>, "When", ["ts"], Generated;
        /// The operating system.
        os: Option<String>, "Os", ["os"], Generated;
        /// The browser.
        browser: Option<String>, "Browser", ["browser"], Generated;
        /// The address that it was done from.
        ip: Option<String>, "Ip", ["ip"], Generated;
        /// The link that was followed; of clicks alone (inferred).
        link_uri: Option<String>, "LinkUri", ["linkURI", "linkUri"], Generated;
    }
}

relations! {
    DrilldownReports;
    /// The person's record, in whichever list holds it; of each list it is one read. The struct is one
    /// of any list (`List_*`).
    record: One of AnyList, Hole::List => Fill::Field("list_id"), Hole::Key => Fill::Field("record_id");
    /// The message, of whichever type: one read for all.
    message: One of Messages, Hole::Key => Fill::Field("message_id");
}
