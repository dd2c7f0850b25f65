//! Forms and what became of them (A§12, A§12.1).

use serde::{Deserialize, Serialize};

/// A form as the account has it.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// let form = &emulator.forms()[0];
/// assert_eq!((form.title.as_str(), form.folder.as_str()), ("Newsletter Signup", "Default Folder"));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Form {
    /// A UUID.
    pub id: String,
    /// The title.
    pub title: String,
    /// The description.
    pub description: String,
    /// The folder; empty for a form that only stands among all forms.
    pub folder: String,
    /// When it was made, in Unix milliseconds.
    pub created: i64,
    /// When it was changed last, in Unix milliseconds.
    pub modified: i64,
    /// Its report: one line for each place that people came from.
    pub sources: Vec<FormSource>,
}

/// What became of a form where people came from one place.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// assert_eq!(emulator.forms()[0].sources[0].views, 3);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct FormSource {
    /// The place, as `Page:Newsletter`.
    pub source: String,
    /// How often it was submitted.
    pub submits: u32,
    /// By how many people.
    pub unique: u32,
    /// How often it was looked at.
    pub views: u32,
}

impl FormSource {
    /// A line of a report.
    ///
    /// ```
    /// use acton_emulator::FormSource;
    /// assert_eq!(FormSource::new("Page:News", 1, 1, 4).views, 4);
    /// ```
    pub fn new(source: &str, submits: u32, unique: u32, views: u32) -> Self {
        Self {
            source: source.to_owned(),
            submits,
            unique,
            views,
        }
    }
}

/// Forms in the order they came.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Forms(Vec<Form>);

impl Forms {
    pub(crate) fn add(&mut self, form: Form) {
        self.0.push(form);
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Form> {
        self.0.iter().find(|form| form.id == id)
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Form> {
        self.0.iter_mut().find(|form| form.id == id)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Form> {
        self.0.iter()
    }

    /// Forms by folder, folders in the order they first got one.
    pub(crate) fn folders(&self) -> Vec<(&str, Vec<&Form>)> {
        let mut folders: Vec<(&str, Vec<&Form>)> = Vec::new();
        for form in self.0.iter().filter(|form| !form.folder.is_empty()) {
            match folders.iter_mut().find(|(name, _)| *name == form.folder) {
                Some((_, entries)) => entries.push(form),
                None => folders.push((&form.folder, vec![form])),
            }
        }
        folders
    }
}
