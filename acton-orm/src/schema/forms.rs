//! `Forms`: the account's forms.
//!
//! Act-On lists a form in its folder and once more in a folder of all forms; here it is one row.
//!
//! ```
//! use acton_orm::schema::forms;
//!
//! let events = forms::table.select(forms::title).filter(forms::folder_name.eq("Events"));
//! ```
#![allow(non_upper_case_globals)]

use chrono::{DateTime, Utc};

use super::form_reports::FormReports;
use super::form_urls::FormUrls;
use super::relation::{Fill, Hole, relations};
use super::scope::Needs;
use super::{Endpoint, Reads, Shape, declare::declare};

const FORMS: Shape = Shape::Folders {
    at: None,
    entries: "entries",
    all: Some("All Forms"),
};

declare! {
    /// A form of the account.
    Forms = "Forms";
    reads Reads::by(&[Endpoint::get("/api/1/form", FORMS)]);
    key id;
    columns {
        /// The form's id, a UUID.
        id: String, "Id", ["id"], Generated;
        /// The folder that holds it; a form may be in none.
        folder_name: Option<String>, "FolderName", ["folder_name"], Generated;
        /// The form's title.
        title: String, "Title", ["title"], Generated;
        /// Free text.
        description: Option<String>, "Description", ["description"], Generated;
        /// The public address.
        url: Option<String>, "Url", ["url"], Generated;
        /// Created at (milliseconds on the wire).
        creation_time: DateTime<Utc>, "CreationTime", ["creation_time"], Generated;
        /// Modified at (milliseconds on the wire); 0 there is never.
        modified: Option<DateTime<Utc>>, "Modified", ["modified"], Generated;
    }
}

relations! {
    Forms;
    /// Who filled it in, by where they came from: a call a form.
    report: Many of Needs<FormReports>, Hole::Input("form") => Fill::Field("id");
    /// The addresses under which it is promoted: a call a form.
    urls: Many of Needs<FormUrls>, Hole::Input("form") => Fill::Field("id");
}
