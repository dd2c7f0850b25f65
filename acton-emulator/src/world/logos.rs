//! Logos (A§12).

use bytes::Bytes;

use serde::{Deserialize, Serialize};

/// A logo as the account has it.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// let logo = &emulator.logos()[0];
/// assert_eq!((logo.id.as_str(), logo.title.as_str()), ("i-1", "Example Logo"));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Logo {
    /// `i-` and a number.
    pub id: String,
    /// What a write calls its name.
    pub title: String,
    /// The text in its place.
    pub alt_text: String,
    /// The text that shows when the pointer is on it.
    pub tool_tip: String,
    /// Where it leads.
    pub target_url: String,
    /// The file.
    #[serde(with = "crate::encoding::base64")]
    pub bytes: Bytes,
    /// The file's name.
    pub file_name: String,
    /// The address of a logo that was given as a link, and has no file.
    pub image_link: Option<String>,
    /// When it was changed last, in Unix milliseconds.
    pub modified: i64,
}

/// Logos in the order they came.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Logos {
    logos: Vec<Logo>,
    /// How many there have ever been: an id is not given twice.
    given: u32,
}

impl Logos {
    /// Adds a logo with nothing but a title, and gives it its id.
    pub(crate) fn add(&mut self, title: &str, now: i64) -> &mut Logo {
        self.given += 1;
        let at = self.logos.len();
        self.logos.push(Logo {
            id: format!("i-{}", self.given),
            title: title.to_owned(),
            alt_text: String::new(),
            tool_tip: String::new(),
            target_url: String::new(),
            bytes: Bytes::new(),
            file_name: String::new(),
            image_link: None,
            modified: now,
        });
        &mut self.logos[at]
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Logo> {
        self.logos.iter().find(|logo| logo.id == id)
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Logo> {
        self.logos.iter_mut().find(|logo| logo.id == id)
    }

    pub(crate) fn remove(&mut self, id: &str) -> bool {
        let before = self.logos.len();
        self.logos.retain(|logo| logo.id != id);
        self.logos.len() < before
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Logo> {
        self.logos.iter()
    }
}
