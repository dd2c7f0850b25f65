//! Landing pages and who came to them (A§12, A§12.1).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A landing page as the account has it.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// let page = &emulator.landing_pages()[0];
/// assert_eq!((page.id.as_str(), page.traffic["Default"]), ("p-0001", 1));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct LandingPage {
    /// `p-` and hex digits.
    pub id: String,
    /// The title.
    pub title: String,
    /// The folder.
    pub folder: String,
    /// When it was made, in Unix milliseconds.
    pub created: i64,
    /// When it was changed last, in Unix milliseconds.
    pub modified: i64,
    /// How many known people came.
    pub known: u32,
    /// How many others came.
    pub unknown: u32,
    /// How often somebody came from where.
    pub traffic: BTreeMap<String, u32>,
}

/// Landing pages in the order they came.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct LandingPages {
    pages: Vec<LandingPage>,
    /// How many there have ever been: an id is not given twice.
    given: u32,
}

impl LandingPages {
    /// Adds a page that nobody has come to, and gives it its id.
    pub(crate) fn add(&mut self, title: &str, folder: &str, now: i64) -> String {
        self.given += 1;
        let id = format!("p-{:04x}", self.given);
        self.pages.push(LandingPage {
            id: id.clone(),
            title: title.to_owned(),
            folder: folder.to_owned(),
            created: now,
            modified: now,
            known: 0,
            unknown: 0,
            traffic: BTreeMap::new(),
        });
        id
    }

    /// Somebody who has not been there comes to a page; false if there is none.
    pub(crate) fn visit(&mut self, id: &str, from: &str, known: bool) -> bool {
        let Some(page) = self.pages.iter_mut().find(|page| page.id == id) else {
            return false;
        };
        *page.traffic.entry(from.to_owned()).or_default() += 1;
        match known {
            true => page.known += 1,
            false => page.unknown += 1,
        }
        true
    }

    pub(crate) fn get(&self, id: &str) -> Option<&LandingPage> {
        self.pages.iter().find(|page| page.id == id)
    }

    pub(crate) fn remove(&mut self, id: &str) -> bool {
        let before = self.pages.len();
        self.pages.retain(|page| page.id != id);
        self.pages.len() < before
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &LandingPage> {
        self.pages.iter()
    }

    /// Pages by folder, folders in the order they first got one.
    pub(crate) fn folders(&self) -> Vec<(&str, Vec<&LandingPage>)> {
        let mut folders: Vec<(&str, Vec<&LandingPage>)> = Vec::new();
        for page in &self.pages {
            match folders.iter_mut().find(|(name, _)| *name == page.folder) {
                Some((_, entries)) => entries.push(page),
                None => folders.push((&page.folder, vec![page])),
            }
        }
        folders
    }
}
