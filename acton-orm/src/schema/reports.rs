//! `Reports`: what became of a message, in numbers.
//!
//! A report is of one message, which has to be said before it can be read: a call each.
//!
//! ```
//! use acton_orm::schema::reports;
//!
//! let opened = reports::table
//!     .select((reports::sent, reports::opened_unique, reports::opened_total))
//!     .of("s-0001-2409");
//! assert_eq!(opened.explain().calls().at_most(), Some(1));
//! ```
#![allow(non_upper_case_globals)]

use chrono::{DateTime, Utc};

use super::messages::Messages;
use super::relation::{Fill, Hole, relations};
use super::scope::{Needs, Ready};
use super::{Endpoint, Reads, Shape, declare::declare};

/// Never implemented: its message says what is to be said first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a report is of one message: say which with `.of(message)`",
    label = "of which message?"
)]
pub trait OfMessage {}

impl<R: OfMessage> Ready<R> for Needs<Reports> {}

declare! {
    /// What became of one message.
    Reports = "Reports";
    reads Reads::by(&[Endpoint::get("/api/1/message/{message}/report", Shape::Object)]);
    /// Says of which message.
    inputs of(message: impl Into<String>), as "\"s-0001\"";
    key message_id;
    columns {
        /// The message's id.
        message_id: String, "MessageId", ["msgId", "msg_id"], Generated;
        /// The message's title.
        title: Option<String>, "Title", ["title"], Generated;
        /// The subject it was sent with.
        subject: Option<String>, "Subject", ["subject"], Generated;
        /// How many were sent.
        sent: i64, "Sent", ["sent"], Generated;
        /// Act-On calls this deprecated and without meaning.
        delivered: Option<i64>, "Delivered", ["delivered"], Generated;
        /// How many came back.
        bounced: Option<i64>, "Bounced", ["bounced"], Generated;
        /// How many came back for good.
        hard_bounced: Option<i64>, "HardBounced", ["hardBounced", "hardbounced"], Generated;
        /// How many came back for now.
        soft_bounced: Option<i64>, "SoftBounced", ["softBounced", "softbounced"], Generated;
        /// How many people opened it. That the first of the pair is people is inferred.
        opened_unique: Option<i64>, "OpenedUnique", ["opened[0]"], Generated;
        /// How often it was opened.
        opened_total: Option<i64>, "OpenedTotal", ["opened[1]"], Generated;
        /// How many people opened it or followed a link.
        effectively_opened_unique: Option<i64>, "EffectivelyOpenedUnique", ["effectiveopened[0]"], Generated;
        /// How often.
        effectively_opened_total: Option<i64>, "EffectivelyOpenedTotal", ["effectiveopened[1]"], Generated;
        /// How many people followed a link.
        clicked_unique: Option<i64>, "ClickedUnique", ["clicked[0]"], Generated;
        /// How often.
        clicked_total: Option<i64>, "ClickedTotal", ["clicked[1]"], Generated;
        /// How many people it was not sent to.
        not_sent_unique: Option<i64>, "NotSentUnique", ["notsent[0]"], Generated;
        /// How often it was not sent.
        not_sent_total: Option<i64>, "NotSentTotal", ["notsent[1]"], Generated;
        /// How many did not open it.
        not_opened: Option<i64>, "NotOpened", ["notopened"], Generated;
        /// How many opted out.
        opted_out: Option<i64>, "OptedOut", ["optout"], Generated;
        /// How many complained.
        spam: Option<i64>, "Spam", ["spam"], Generated;
        /// When it was last opened (milliseconds on the wire); 0 there is never.
        last_open: Option<DateTime<Utc>>, "LastOpen", ["lastOpenTS", "lastOpenTs"], Generated;
        /// When a link was last followed (milliseconds on the wire); 0 there is never.
        last_click: Option<DateTime<Utc>>, "LastClick", ["lastClickTS", "lastClickTs"], Generated;
        /// The lists and segments that it was sent to.
        sent_to: Vec<String>, "SentTo", ["sentto"], Generated;
        /// The lists and segments that were left out.
        suppressed_on: Vec<String>, "SuppressedOn", ["suppressedon"], Generated;
    }
}

relations! {
    Reports;
    /// The message, of whichever type: one read for all.
    message: One of Messages, Hole::Key => Fill::Field("message_id");
}
