//! Automated programs, webinar events and list maintenance (A§10.6).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The id under which programs without a folder are listed.
const NO_FOLDER: i64 = -1;

/// What a program is for.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// use acton_emulator::ProgramType;
///
/// let events = emulator.programs().into_iter().filter(|program| program.kind == ProgramType::Event);
/// assert_eq!(events.count(), 2);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum ProgramType {
    /// `TRACK`: an automated program.
    Track,
    /// `EVENT`: a webinar.
    Event,
    /// `LIST_MAINT`: list maintenance.
    ListMaint,
}

impl ProgramType {
    /// From the query's `type`; that letter case does not matter is inferred.
    pub(crate) fn read(text: &str) -> Option<Self> {
        match text.to_ascii_uppercase().as_str() {
            "TRACK" => Some(Self::Track),
            "EVENT" => Some(Self::Event),
            "LIST_MAINT" => Some(Self::ListMaint),
            _ => None,
        }
    }
}

/// A program as the account has it.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// let program = &emulator.programs()[0];
/// assert_eq!((program.id.as_str(), program.name.as_str()), ("tr-0001", "Welcome"));
/// assert_eq!(program.sources, [("l-0001".to_owned(), "Newsletter".to_owned())]);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Program {
    /// `tr-` and hex digits, whatever the type (published for automated programs only).
    pub id: String,
    /// What it is for; the API has it as a filter only.
    pub kind: ProgramType,
    /// The name.
    pub name: String,
    /// The folder; empty if it is in none.
    pub folder: String,
    /// The description.
    pub description: String,
    /// Whether somebody marked it.
    pub favorite: bool,
    /// Ids and names of the lists its people come from.
    pub sources: Vec<(String, String)>,
    /// The messages it sends.
    pub messages: Vec<String>,
    /// Unix milliseconds.
    pub created: i64,
    /// Unix milliseconds; 0 if it never was.
    pub modified: i64,
    /// Unix milliseconds; none if no run is planned.
    pub next_run: Option<i64>,
    /// `draft`, the only published one, or another word.
    pub state: String,
    /// Whether it could run.
    pub valid: bool,
    /// Whether it runs.
    pub running: bool,
    /// A number on the wire, whose meaning is not published.
    pub active: i64,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whether its runs are planned.
    pub scheduled: bool,
}

impl Program {
    /// A draft of that time, as the published example has one, still without an id.
    pub(crate) fn draft(kind: ProgramType, name: &str, created: i64) -> Self {
        Self {
            id: String::new(),
            kind,
            name: name.to_owned(),
            folder: String::new(),
            description: String::new(),
            favorite: false,
            sources: Vec::new(),
            messages: Vec::new(),
            created,
            modified: 0,
            next_run: None,
            state: "draft".to_owned(),
            valid: false,
            running: false,
            active: 0,
            tags: Vec::new(),
            scheduled: false,
        }
    }
}

/// Programs in the order they came.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Programs(Vec<Program>);

/// A folder with its id, its name and the programs in it that were asked for.
pub(crate) type ProgramFolder<'a> = (i64, &'a str, Vec<&'a Program>);

impl Programs {
    /// Adds a program and gives it its id.
    pub(crate) fn add(&mut self, program: Program) -> String {
        let id = format!("tr-{:04x}", self.0.len() + 1);
        self.0.push(Program {
            id: id.clone(),
            ..program
        });
        id
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Program> {
        self.0.iter()
    }

    /// Programs of a type, or of all, by folder. Inferred: a folder's id is its place among the
    /// folders, and one without a program of the type does not show.
    pub(crate) fn folders(&self, kind: Option<ProgramType>) -> Vec<ProgramFolder<'_>> {
        let mut ids: Vec<&str> = Vec::new();
        let mut folders: BTreeMap<i64, (&str, Vec<&Program>)> = BTreeMap::new();
        for program in &self.0 {
            let folder = program.folder.as_str();
            let id = if folder.is_empty() {
                NO_FOLDER
            } else {
                let place = ids.iter().position(|known| *known == folder);
                place.unwrap_or_else(|| {
                    ids.push(folder);
                    ids.len() - 1
                }) as i64
                    + 1
            };
            if kind.is_none_or(|kind| kind == program.kind) {
                let (_, programs) = folders.entry(id).or_insert_with(|| (folder, Vec::new()));
                programs.push(program);
            }
        }
        let folders = folders.into_iter();
        folders
            .map(|(id, (name, programs))| (id, name, programs))
            .collect()
    }
}
