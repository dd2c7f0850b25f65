//! Custom events, and the uploads that bring them (A§13).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The first upload's number.
const FIRST: u64 = 26_000_001;

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
    pub(crate) appended: usize,
    pub(crate) rejected: usize,
    pub(crate) polls: u32,
}

/// Events by destination, and the uploads by number.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Events {
    destinations: BTreeMap<String, Vec<CustomEvent>>,
    uploads: BTreeMap<String, EventUpload>,
}

impl Events {
    pub(crate) fn is_known(&self, destination: &str) -> bool {
        self.destinations.contains_key(destination)
    }

    pub(crate) fn add(&mut self, destination: &str, event: CustomEvent) {
        self.destinations
            .entry(destination.to_owned())
            .or_default()
            .push(event);
    }

    pub(crate) fn of(&self, destination: &str) -> &[CustomEvent] {
        self.destinations
            .get(destination)
            .map_or(&[], Vec::as_slice)
    }

    pub(crate) fn uploaded(&mut self, appended: usize, rejected: usize) -> String {
        let number = (FIRST + self.uploads.len() as u64).to_string();
        let upload = EventUpload {
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
