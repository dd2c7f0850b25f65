//! The account as a value: to keep, to send as JSON, to put back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Blocks, Campaigns, Events, Facts, Forms, Jobs, LandingPages, Limits, List, Logos, Messages,
    Programs, Senders, Shelf, Subscriptions, Suppressions, Tokens, TriggeredMail, Users, Views,
    Visits, World, list_number,
};
use crate::random::Random;

/// Raised whenever an older emulator's snapshot could not be read any more.
const VERSION: u32 = 1;

/// The state of an emulated account at one instant: lists with their rows, images, media and logos with
/// their bytes, messages, programs, campaigns, suppression lists, jobs, tokens, and what was used of the
/// limits.
///
/// A generated list is kept as its parameters and the changes made to it. The clock, the switches,
/// the faults and the journal are not part of it.
///
/// ```
/// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use acton_emulator::{Emulator, Snapshot};
///
/// let emulator = Emulator::start().await?;
/// let before = emulator.snapshot();
/// emulator.add_image("extra.png", "New Folder", vec![1, 2, 3]);
/// emulator.restore(before.clone());
/// assert_eq!(emulator.images().len(), 8);
///
/// let text = before.to_json();
/// emulator.restore(Snapshot::from_json(&text)?);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Snapshot(State);

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct State {
    version: u32,
    /// When it was taken: for whoever wants to set the clock back too.
    now: i64,
    lists: Vec<List>,
    next_list: u32,
    images: Shelf,
    media: Shelf,
    #[serde(default)]
    views: Views,
    #[serde(default)]
    facts: Facts,
    #[serde(default)]
    users: Users,
    #[serde(default)]
    events: Events,
    #[serde(default)]
    triggered: Vec<TriggeredMail>,
    #[serde(default)]
    logos: Logos,
    #[serde(default)]
    headers: Blocks,
    #[serde(default)]
    footers: Blocks,
    #[serde(default)]
    forms: Forms,
    #[serde(default)]
    pages: LandingPages,
    #[serde(default)]
    senders: Senders,
    #[serde(default)]
    subscriptions: Subscriptions,
    /// Older snapshots have none.
    #[serde(default)]
    messages: Messages,
    #[serde(default)]
    programs: Programs,
    #[serde(default)]
    campaigns: Campaigns,
    suppressions: Suppressions,
    cookies: BTreeMap<String, Vec<String>>,
    rejected: BTreeMap<String, String>,
    rejected_uploads: u32,
    jobs: Jobs,
    tokens: Tokens,
    visits: Visits,
    limits: Limits,
    random: Random,
}

impl Snapshot {
    /// As JSON, on one line.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert!(!emulator.snapshot().to_json().contains('\n'));
    /// # Ok(()) }
    /// ```
    pub fn to_json(&self) -> String {
        // Every key is text or a number, so this does not fail.
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// From what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    ///
    /// If it is no snapshot, or one that no account could have given.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// use acton_emulator::Snapshot;
    ///
    /// let json = emulator.snapshot().to_json();
    /// emulator.restore(Snapshot::from_json(&json)?);
    /// assert!(Snapshot::from_json("{}").is_err());
    /// # Ok(()) }
    /// ```
    pub fn from_json(text: &str) -> std::io::Result<Self> {
        Self::read(text.as_bytes())
            .map_err(|why| std::io::Error::new(std::io::ErrorKind::InvalidData, why))
    }

    /// When it was taken, by the emulator's clock, in Unix milliseconds.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let snapshot = emulator.snapshot();
    /// assert!(snapshot.taken_at() <= emulator.clock().now());
    /// # Ok(()) }
    /// ```
    pub fn taken_at(&self) -> i64 {
        self.0.now
    }

    pub(crate) fn read(json: &[u8]) -> Result<Self, String> {
        let read: State = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        if read.version != VERSION {
            return Err(format!(
                "a snapshot of version {}, not {VERSION}",
                read.version
            ));
        }
        read.numbered()?;
        Ok(Self(read))
    }
}

impl State {
    /// The lists by the number in their ids, each below the next to be given.
    fn numbered(&self) -> Result<BTreeMap<u32, List>, String> {
        let mut lists = BTreeMap::new();
        for list in &self.lists {
            let number = list_number(&list.id).ok().filter(|n| *n < self.next_list);
            let number = number.ok_or_else(|| format!("{:?} is no list id", list.id))?;
            if lists.insert(number, list.clone()).is_some() {
                return Err(format!("{:?} is there twice", list.id));
            }
        }
        Ok(lists)
    }
}

impl World {
    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot(State {
            version: VERSION,
            now: self.now(),
            lists: self.lists.values().cloned().collect(),
            next_list: self.next_list,
            images: self.images.clone(),
            media: self.media.clone(),
            messages: self.messages.clone(),
            views: self.views.clone(),
            facts: self.facts.clone(),
            users: self.users.clone(),
            events: self.events.clone(),
            triggered: self.triggered.clone(),
            logos: self.logos.clone(),
            headers: self.headers.clone(),
            footers: self.footers.clone(),
            forms: self.forms.clone(),
            pages: self.pages.clone(),
            senders: self.senders.clone(),
            subscriptions: self.subscriptions.clone(),
            programs: self.programs.clone(),
            campaigns: self.campaigns.clone(),
            suppressions: self.suppressions.clone(),
            cookies: self.cookies.clone(),
            rejected: self.rejected.clone(),
            rejected_uploads: self.rejected_uploads,
            jobs: self.jobs.clone(),
            tokens: self.tokens.clone(),
            visits: self.visits.clone(),
            limits: self.limits.clone(),
            random: self.random.clone(),
        })
    }

    pub(crate) fn restore(&mut self, Snapshot(snapshot): Snapshot) {
        // Checked when the snapshot was read.
        self.lists = snapshot.numbered().unwrap_or_default();
        self.next_list = snapshot.next_list;
        self.images = snapshot.images;
        self.media = snapshot.media;
        self.messages = snapshot.messages;
        self.views = snapshot.views;
        self.facts = snapshot.facts;
        self.users = snapshot.users;
        self.events = snapshot.events;
        self.triggered = snapshot.triggered;
        self.logos = snapshot.logos;
        self.headers = snapshot.headers;
        self.footers = snapshot.footers;
        self.forms = snapshot.forms;
        self.pages = snapshot.pages;
        self.senders = snapshot.senders;
        self.subscriptions = snapshot.subscriptions;
        self.programs = snapshot.programs;
        self.campaigns = snapshot.campaigns;
        self.suppressions = snapshot.suppressions;
        self.cookies = snapshot.cookies;
        self.rejected = snapshot.rejected;
        self.rejected_uploads = snapshot.rejected_uploads;
        self.jobs = snapshot.jobs;
        self.tokens = snapshot.tokens;
        self.visits = snapshot.visits;
        let enforced = self.limits.enforced;
        self.limits = snapshot.limits;
        self.limits.enforced = enforced;
        self.random = snapshot.random;
    }
}
