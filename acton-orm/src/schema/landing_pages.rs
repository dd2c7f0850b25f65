//! `LandingPages`: the account's landing pages. Act-On lets them be read and deleted.
//!
//! ```
//! use acton_orm::schema::landing_pages;
//!
//! let events = landing_pages::table
//!     .select((landing_pages::title, landing_pages::url))
//!     .filter(landing_pages::folder_name.eq("Events"));
//! ```
#![allow(non_upper_case_globals)]

use chrono::{DateTime, Utc};

use super::page_reports::PageReports;
use super::page_traffic::PageTraffic;
use super::page_urls::PageUrls;
use super::relation::{Fill, Hole, relations};
use super::scope::Needs;
use super::{Endpoint, Reads, Shape, declare::declare};

declare! {
    /// A landing page of the account.
    LandingPages = "LandingPages";
    reads Reads::by(&[Endpoint::get("/api/1/page", Shape::FOLDERS)]);
    key id;
    writes "landing pages": Deletable;
    columns {
        /// The page's id, as `p-0001`.
        id: String, "Id", ["id"], Generated;
        /// The folder that holds it.
        folder_name: Option<String>, "FolderName", ["folder_name"], Generated;
        /// The page's title.
        title: String, "Title", ["title"], Generated;
        /// The public address.
        url: Option<String>, "Url", ["url"], Generated;
        /// Created at (milliseconds on the wire).
        creation_time: DateTime<Utc>, "CreationTime", ["creation_time"], Generated;
        /// Modified at (milliseconds on the wire); 0 there is never.
        modified: Option<DateTime<Utc>>, "Modified", ["modified"], Generated;
    }
}

relations! {
    LandingPages;
    /// How many came to it: a call a page.
    report: One of Needs<PageReports>, Hole::Input("page") => Fill::Field("id");
    /// Where they came from: a call a page.
    traffic: Many of Needs<PageTraffic>, Hole::Input("page") => Fill::Field("id");
    /// The addresses under which it is promoted: a call a page.
    urls: Many of Needs<PageUrls>, Hole::Input("page") => Fill::Field("id");
}
