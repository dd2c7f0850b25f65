//! The account behind the API: everything Act-On would remember.

mod acts;
mod assets;
mod blocks;
mod campaigns;
mod csv_text;
mod download;
mod events;
mod facts;
mod forms;
mod generator;
mod jobs;
mod launch;
mod limits;
mod list;
mod logos;
mod merge;
mod messages;
mod pages;
mod programs;
mod recipients;
mod rows;
mod senders;
mod snapshot;
mod subscriptions;
mod suppression;
mod tokens;
mod triggered;
mod upload;
mod users;
mod views;
mod visits;
mod work;

use std::collections::BTreeMap;

pub use acts::{Act, Verb};
pub(crate) use assets::{Asset, Shelf};
pub use blocks::Block;
pub(crate) use blocks::{Blocks, DEFAULT_BLOCK};
pub use campaigns::Campaign;
pub(crate) use campaigns::Campaigns;
pub(crate) use csv_text::{Dialect, write as write_csv};
pub(crate) use download::{CsvDownload, Shape, Window};
pub use events::CustomEvent;
pub(crate) use events::Events;
pub use facts::Fact;
pub(crate) use facts::Facts;
pub(crate) use forms::Forms;
pub use forms::{Form, FormSource};
pub(crate) use generator::Generator;
pub(crate) use jobs::{Jobs, Outcome, Progress};
pub(crate) use launch::Launch;
pub(crate) use limits::{Enforced, Limits};
pub(crate) use list::{Column, List};
pub use logos::Logo;
pub(crate) use logos::Logos;
pub(crate) use merge::{Merge, is_email};
pub(crate) use messages::Messages;
pub use messages::{Message, MessageType};
pub use pages::LandingPage;
pub(crate) use pages::LandingPages;
pub(crate) use programs::Programs;
pub use programs::{Program, ProgramType};
pub(crate) use recipients::Recipient;
pub(crate) use rows::{Row, Rows};
pub use senders::Sender;
pub(crate) use senders::Senders;
pub use snapshot::Snapshot;
pub use subscriptions::Category;
pub(crate) use subscriptions::{Choice, Subscriptions};
pub use suppression::Suppressed;
pub(crate) use suppression::Suppressions;
pub(crate) use tokens::{Challenge, Code, Tokens};
pub use triggered::TriggeredMail;
pub(crate) use upload::{MergeMode, align, merge_spec, specs};
pub use users::User;
pub(crate) use users::Users;
pub use views::MediaView;
pub(crate) use views::Views;
pub(crate) use visits::{Visit, Visits};
pub(crate) use work::Work;

use crate::clock::Clock;
use crate::http::Refusal;
use crate::http::error::INVALID_LIST;
pub(crate) use crate::quirks::Quirks;
use crate::random::Random;

/// The account's number, as it appears in paths and file URLs.
pub(crate) const ACCOUNT_ID: u64 = 46370;
/// The account's name.
pub(crate) const ACCOUNT_NAME: &str = "Example Marketing";
/// Where things go that name no folder.
pub(crate) const DEFAULT_FOLDER: &str = "Default Folder";

/// Who may log in, and where the emulator is reached.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) user: String,
    pub(crate) password: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) url: String,
    pub(crate) token_lifetime_ms: i64,
    pub(crate) redirect_uri: Option<String>,
}

/// The state of the account.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) settings: Settings,
    pub(crate) quirks: Quirks,
    pub(crate) clock: Clock,
    pub(crate) seed: u64,
    pub(crate) random: Random,
    pub(crate) tokens: Tokens,
    pub(crate) visits: Visits,
    pub(crate) limits: Limits,
    pub(crate) jobs: Jobs,
    pub(crate) images: Shelf,
    pub(crate) media: Shelf,
    pub(crate) messages: Messages,
    /// Of media, by its id.
    pub(crate) views: Views,
    pub(crate) facts: Facts,
    pub(crate) users: Users,
    pub(crate) events: Events,
    pub(crate) triggered: Vec<TriggeredMail>,
    pub(crate) logos: Logos,
    pub(crate) headers: Blocks,
    pub(crate) footers: Blocks,
    pub(crate) forms: Forms,
    pub(crate) pages: LandingPages,
    pub(crate) senders: Senders,
    pub(crate) subscriptions: Subscriptions,
    pub(crate) programs: Programs,
    pub(crate) campaigns: Campaigns,
    pub(crate) suppressions: Suppressions,
    /// Beacon cookie to record ids.
    pub(crate) cookies: BTreeMap<String, Vec<String>>,
    /// Files of rejected rows, by name.
    pub(crate) rejected: BTreeMap<String, String>,
    lists: BTreeMap<u32, List>,
    next_list: u32,
    rejected_uploads: u32,
}

impl World {
    pub(crate) fn new(
        settings: Settings,
        quirks: Quirks,
        clock: Clock,
        seed: u64,
        enforced: Enforced,
    ) -> Self {
        Self {
            settings,
            quirks,
            clock,
            seed,
            random: Random::new(seed),
            tokens: Tokens::new(seed),
            visits: Visits::new(seed),
            limits: Limits::new(enforced),
            jobs: Jobs::default(),
            images: Shelf::default(),
            media: Shelf::default(),
            messages: Messages::default(),
            views: Views::default(),
            facts: Facts::default(),
            users: Users::default(),
            events: Events::default(),
            triggered: Vec::new(),
            logos: Logos::default(),
            headers: Blocks::default(),
            footers: Blocks::default(),
            forms: Forms::default(),
            pages: LandingPages::default(),
            senders: Senders::default(),
            subscriptions: Subscriptions::default(),
            programs: Programs::default(),
            campaigns: Campaigns::default(),
            suppressions: Suppressions::default(),
            cookies: BTreeMap::new(),
            rejected: BTreeMap::new(),
            lists: BTreeMap::new(),
            next_list: 1,
            rejected_uploads: 0,
        }
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    pub(crate) fn lists(&self) -> impl Iterator<Item = &List> {
        self.lists.values()
    }

    pub(crate) fn list(&self, id: &str) -> Result<&List, Refusal> {
        let number = list_number(id)?;
        self.lists.get(&number).ok_or(INVALID_LIST)
    }

    pub(crate) fn list_mut(&mut self, id: &str) -> Result<&mut List, Refusal> {
        let number = list_number(id)?;
        self.lists.get_mut(&number).ok_or(INVALID_LIST)
    }

    /// Takes a column out of a list; false if there is no such list or heading. Uploads that wait
    /// are done first: they know columns by their places.
    pub(crate) fn drop_column(&mut self, list: &str, heading: &str) -> bool {
        self.finish_all();
        let now = self.now();
        self.list_mut(list)
            .is_ok_and(|list| list.drop_column(heading, now))
    }

    pub(crate) fn remove_list(&mut self, id: &str) -> Result<(), Refusal> {
        let number = list_number(id)?;
        self.lists.remove(&number).map(drop).ok_or(INVALID_LIST)
    }

    /// Adds a list and gives it its id.
    pub(crate) fn add_list(
        &mut self,
        name: &str,
        folder: &str,
        columns: Vec<Column>,
        rows: Rows,
        created: i64,
    ) -> String {
        let number = self.next_list;
        self.next_list += 1;
        let id = format!("l-{number:04x}");
        let list = List {
            id: id.clone(),
            name: name.to_owned(),
            folder: folder.to_owned(),
            columns,
            rows,
            created,
            modified: created,
        };
        self.lists.insert(number, list);
        id
    }

    /// Adds a list whose rows are computed when asked for.
    pub(crate) fn generate_list(&mut self, name: &str, rows: u64) -> String {
        let generator = Generator {
            seed: self.seed,
            rows,
        };
        let rows = Rows::generated(generator);
        let now = self.now();
        self.add_list(name, DEFAULT_FOLDER, Generator::columns(), rows, now)
    }

    pub(crate) fn list_name_is_taken(&self, name: &str) -> bool {
        self.lists().any(|list| list.name == name) || self.jobs.will_create(name)
    }

    /// The first row with this address. Rows without one are nobody's.
    pub(crate) fn find_email(&self, list: &List, email: &str) -> Option<u64> {
        if email.is_empty() {
            return None;
        }
        let exact = self.quirks.case_sensitive_emails;
        let same = |a: &str, b: &str| {
            if exact {
                a == b
            } else {
                a.to_lowercase() == b.to_lowercase()
            }
        };
        list.rows.first_with(list.email_column()?, email, same)
    }

    /// Keeps rejected rows as a file, under a name like those Act-On gives.
    pub(crate) fn keep_rejected(&mut self, kind: &str, rows: Vec<Vec<String>>) -> String {
        self.rejected_uploads += 1;
        let name = format!("bad_{kind}_records_{:04}_bad.csv", self.rejected_uploads);
        let file = String::from_utf8(write_csv(rows)).unwrap_or_default();
        self.rejected.insert(name.clone(), file);
        name
    }
}

/// `l-0001` to 1: four hex digits or more, lower case, written as Act-On writes it.
fn list_number(id: &str) -> Result<u32, Refusal> {
    if id == "l-unified-contacts" {
        return Err(Refusal::not_modelled("the Act-On Contacts list"));
    }
    let digits = id.strip_prefix("l-").ok_or(INVALID_LIST)?;
    let number = u32::from_str_radix(digits, 16).map_err(|_| INVALID_LIST)?;
    if format!("l-{number:04x}") == id {
        Ok(number)
    } else {
        Err(INVALID_LIST)
    }
}
