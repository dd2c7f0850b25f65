//! `Messages`: e-mail of every type, from drafts to what was sent.
//!
//! Act-On lists one type of message a call, page by page, so reading all of them is six calls at least;
//! a filter on `message_type` leaves those that are of use.
//!
//! ```
//! use acton_orm::schema::messages;
//!
//! let sent = messages::table.select(messages::title).filter(messages::message_type.eq("SENT"));
//! assert_eq!(sent.explain().requests().len(), 1);
//! ```
#![allow(non_upper_case_globals)]

use chrono::{DateTime, Utc};

use super::drilldown_reports::{DrilldownReports, Verb};
use super::relation::{Fill, Hole, Link, relations};
use super::reports::Reports;
use super::scope::Needs;
use super::{Endpoint, Reads, Shape, declare::declare, push::by_parameter};
use super::{Many, Relation};

const MESSAGES: Endpoint =
    Endpoint::get("/api/1/message", Shape::Envelope { rows: "msgresult" }).paged(true);

declare! {
    /// A message: a draft, a template, or one that was or will be sent.
    Messages = "Messages";
    reads Reads::by(&[
        MESSAGES.with(&[("type", "DRAFT")]),
        MESSAGES.with(&[("type", "TEMPLATE")]),
        MESSAGES.with(&[("type", "SENT")]),
        MESSAGES.with(&[("type", "TRIGGERED")]),
        MESSAGES.with(&[("type", "FAILED")]),
        MESSAGES.with(&[("type", "SCHEDULED")]),
    ]);
    key id;
    writes "messages": Addable Updatable Deletable;
    required [message_type] [subject];
    columns {
        /// The message's id, as `s-0001-2409` of a sent one.
        id: String, "Id", ["msgId", "msg_id"], Generated;
        /// The message's title.
        title: Option<String>, "Title", ["name", "title"], Settable;
        /// The folder that holds it, where Act-On tells it (inferred).
        folder_name: Option<String>, "FolderName", ["folderName", "folder_name"], OnInsert;
        /// When it was sent or changed (milliseconds on the wire).
        timestamp: Option<DateTime<Utc>>, "Timestamp", ["timeStamp", "timestamp"], Generated;
        /// The sender's name.
        sender_name: Option<String>, "SenderName", ["senderName", "sender_name"], OnInsert;
        /// The sender's address.
        sender_email: Option<String>, "SenderEmail", ["senderEmail", "sender_email"], OnInsert;
        /// The sender's number, as text.
        sender_id: Option<String>, "SenderId", ["senderId", "sender_id"], Generated;
        /// Whether it is text alone.
        is_text_only: Option<bool>, "IsTextOnly", ["isTextOnly", "is_text_only"], Generated;
        /// `DRAFT`, `TEMPLATE`, `SENT`, `TRIGGERED`, `FAILED` or `SCHEDULED`: what the call asked for. Added are
        /// drafts and templates.
        message_type: String, "Type", [], OnInsert, parameter "type", push [by_parameter("type")];
        /// The subject: written, in no listing.
        subject: String, "Subject", [], Settable, apart "it is only written";
        /// The body as HTML: written, never read back.
        html_body: Option<String>, "HtmlBody", [], Settable, apart "it is only written";
        /// The body as text: written, never read back.
        text_body: Option<String>, "TextBody", [], Settable, apart "it is only written";
        /// The header to put above it: written, never read back.
        header_id: Option<String>, "HeaderId", [], OnInsert, apart "it is only written";
        /// The footer to put below it: written, never read back.
        footer_id: Option<String>, "FooterId", [], OnInsert, apart "it is only written";
        /// The logo to put in it: written, never read back.
        logo_id: Option<String>, "LogoId", [], OnInsert, apart "it is only written";
        /// Whether it is made for the newer composer: written, never read back.
        is_new_composer: Option<bool>, "IsNewComposer", [], OnInsert, apart "it is only written";
    }
}

relations! {
    Messages;
    /// What became of it, in numbers: a call a message. One that was never sent has none.
    report: One of Needs<Reports>, Hole::Input("message") => Fill::Field("id");
}

/// Who did one thing with it, page by page: a call a message at least.
///
/// ```
/// use acton_orm::{models::{DrilldownRow, Message}, prelude::*};
/// use acton_orm::schema::{drilldown_reports::Verb, messages};
///
/// let clicks = Message::find("s-0001-2409")
///     .with(messages::drilldown(Verb::Clicked), DrilldownRow::query());
/// # drop(clicks);
/// ```
pub fn drilldown(verb: Verb) -> Relation<Messages, Needs<DrilldownReports>, Many> {
    const LINK: Link = Link {
        name: "drilldown",
        fills: &[(Hole::Input("message"), Fill::Field("id"))],
    };
    Relation::new(&LINK).saying("verb", verb)
}
