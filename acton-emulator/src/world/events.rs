//! Custom events, and the uploads that bring them (A§13).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The first upload's number.
const FIRST: u64 = 26_000_001;

/// The id of the first destination, which is the published one.
const FIRST_DESTINATION: usize = 0xff4f_3fab;

/// One thing that somebody did elsewhere.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// assert!(emulator.custom_events("Webinars").is_empty());
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct CustomEvent {
    /// `CUSTOM_ATTENDED` and the like.
    pub action: String,
    /// Who.
    pub email: String,
    /// When, as it was sent.
    pub when: String,
    /// What it was called.
    pub title: String,
    /// A note, which may be empty.
    pub note: String,
}

/// An upload: how many of its lines were taken, and how often somebody asked.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct EventUpload {
    pub(crate) destination: String,
    pub(crate) appended: usize,
    pub(crate) rejected: usize,
    pub(crate) polls: u32,
}

/// Where events go, with those that came.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Destination {
    pub(crate) id: String,
    pub(crate) name: String,
    events: Vec<CustomEvent>,
}

/// Destinations in the order they came, and the uploads by number.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Events {
    destinations: Vec<Destination>,
    uploads: BTreeMap<String, EventUpload>,
}

impl Events {
    fn get(&self, name: &str) -> Option<&Destination> {
        self.destinations.iter().find(|one| one.name == name)
    }

    pub(crate) fn is_known(&self, destination: &str) -> bool {
        self.get(destination).is_some()
    }

    /// The id of a destination, which is there then.
    pub(crate) fn id(&mut self, destination: &str) -> String {
        let known = self.get(destination).map(|one| one.id.clone());
        known.unwrap_or_else(|| {
            let id = format!("{:08x}", FIRST_DESTINATION + self.destinations.len());
            self.destinations.push(Destination {
                id: id.clone(),
                name: destination.to_owned(),
                events: Vec::new(),
            });
            id
        })
    }

    pub(crate) fn add(&mut self, destination: &str, event: CustomEvent) {
        let id = self.id(destination);
        if let Some(one) = self.destinations.iter_mut().find(|one| one.id == id) {
            one.events.push(event);
        }
    }

    pub(crate) fn of(&self, destination: &str) -> &[CustomEvent] {
        self.get(destination).map_or(&[], |one| &one.events)
    }

    pub(crate) fn destinations(&self) -> impl Iterator<Item = &Destination> {
        self.destinations.iter()
    }

    pub(crate) fn uploaded(
        &mut self,
        destination: &str,
        appended: usize,
        rejected: usize,
    ) -> String {
        let destination = self.id(destination);
        let number = (FIRST + self.uploads.len() as u64).to_string();
        let upload = EventUpload {
            destination,
            appended,
            rejected,
            polls: 0,
        };
        self.uploads.insert(number.clone(), upload);
        number
    }

    pub(crate) fn upload(&mut self, number: &str) -> Option<&mut EventUpload> {
        self.uploads.get_mut(number)
    }
}
