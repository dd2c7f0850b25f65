//! `Programs`: automated programs, webinar events and list maintenance.
//!
//! Act-On lists one type of program a call, so reading all of them is three calls; a filter on
//! `program_type` leaves those that are of use.
//!
//! ```
//! use acton_orm::schema::programs;
//!
//! let events = programs::table.select(programs::name).filter(programs::program_type.eq("EVENT"));
//! assert_eq!(events.explain().calls().at_most(), Some(1));
//! ```
#![allow(non_upper_case_globals)]

use chrono::{DateTime, Utc};

use super::{Endpoint, Reads, Shape, declare::declare, push::by_parameter};

const PROGRAMS: Endpoint = Endpoint::get(
    "/api/1/program",
    Shape::Folders {
        at: Some("folders"),
        entries: "programs",
        all: None,
    },
);

declare! {
    /// An automated program, webinar event or list maintenance.
    Programs = "Programs";
    reads Reads::by(&[
        PROGRAMS.with(&[("type", "TRACK")]),
        PROGRAMS.with(&[("type", "EVENT")]),
        PROGRAMS.with(&[("type", "LIST_MAINT")]),
    ]);
    key id;
    columns {
        /// The program's id, as `tr-0001`.
        id: String, "Id", ["id"], Generated;
        /// The program's name.
        name: String, "Name", ["name"], Generated;
        /// The folder that holds it; it may be in none.
        folder_name: Option<String>, "FolderName", ["folder_name"], Generated;
        /// Free text.
        description: Option<String>, "Description", ["description"], Generated;
        /// `draft`, or another word of Act-On's.
        state: String, "State", ["progstate"], Generated;
        /// Whether somebody marked it.
        is_favorite: bool, "IsFavorite", ["isFavorite"], Generated;
        /// Whether it runs.
        running: bool, "Running", ["running"], Generated;
        /// Whether a run is planned.
        scheduled: bool, "Scheduled", ["scheduled"], Generated;
        /// Whether it could run.
        valid: bool, "Valid", ["valid"], Generated;
        /// A number; what it counts is not published.
        active: i64, "Active", ["active"], Generated;
        /// The ids of the lists that its people come from.
        src_ids: Vec<String>, "SrcIds", ["srcIds"], Generated;
        /// The names of these lists.
        src_names: Vec<String>, "SrcNames", ["srcNames"], Generated;
        /// The ids of the messages that it sends.
        message_ids: Vec<String>, "MessageIds", ["messageIds"], Generated;
        /// Its tags.
        tag_names: Vec<String>, "TagNames", ["tagNames"], Generated;
        /// Created at (milliseconds on the wire).
        created: DateTime<Utc>, "Created", ["createdTS", "createdTs"], Generated;
        /// Modified at (milliseconds on the wire); 0 there is never.
        modified: Option<DateTime<Utc>>, "Modified", ["modifiedTs", "modifiedTS"], Generated;
        /// The next planned run (milliseconds on the wire); 0 there is none.
        next_run: Option<DateTime<Utc>>, "NextRun", ["nextrunTS", "nextrunTs"], Generated;
        /// `TRACK`, `EVENT` or `LIST_MAINT`. No answer has it: it is what the call asked for.
        program_type: String, "Type", [], Generated, parameter "type", push [by_parameter("type")];
    }
}
