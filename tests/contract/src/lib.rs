//! Act-On's operations as this project knows them: `operations.csv`, a line each.
//!
//! Which there are, what they do, how sure that is; where the ORM reaches each, whether the emulator
//! serves it, and the test that exercises it. `docs/operations.md` is written from it.
//!
//! What each operation's requests and answers hold is [`fields`]; whether what went over the wire fits
//! that is [`fits`]; [`proxy`] stands between client and emulator and keeps it.

pub mod documents;
pub mod exchange;
pub mod fields;
pub mod fits;
pub mod kind;
pub mod proxy;
pub mod shape;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// One operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The HTTP method.
    pub method: String,
    /// The path, with placeholders in braces.
    pub path: String,
    /// What it belongs to, as `lists`.
    pub area: String,
    /// What it does, in a few words.
    pub what: String,
    /// Where the ORM reaches it; empty where only `Client::request` does.
    pub orm: String,
    /// Why only that does, where it is said: `by hand; why` in place of where the ORM reaches it.
    pub by_hand: String,
    /// Whether the emulator serves it.
    pub emulator: bool,
    /// The test that exercises it, as `suite::test`; empty where there is none.
    pub test: String,
    /// Where it is documented.
    pub source: String,
    /// How sure its contract is.
    pub confidence: String,
}

impl Operation {
    /// Method and path, by which two documents mean the same: the names of placeholders, a query and a
    /// slash at the end make no difference.
    pub fn call(&self) -> String {
        call(&self.method, &self.path)
    }

    /// Why neither side has it, where that is so.
    pub fn reason(&self) -> Option<&str> {
        if !self.by_hand.is_empty() {
            return Some(&self.by_hand);
        }
        if !self.orm.is_empty() || self.emulator {
            return None;
        }
        Some(match self.area.as_str() {
            "contacts" | "custom data" => "comes with the unified contacts and custom objects",
            "seo" => "what it answers is not published",
            _ => "not yet",
        })
    }
}

/// What stands before the reason why the ORM has no table or function for one.
const BY_HAND: &str = "by hand; ";

/// Method and path in one form.
pub fn call(method: &str, path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let segments = path.trim_end_matches('/').split('/').map(|segment| {
        let is_hole = segment.starts_with('{') && segment.ends_with('}');
        if is_hole { "{}" } else { segment }
    });
    format!("{method} {}", segments.collect::<Vec<_>>().join("/"))
}

/// The folder of the whole project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All operations, in the order of their paths.
///
/// # Panics
/// Where `operations.csv` is not as it should be.
pub fn operations() -> Vec<Operation> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("operations.csv");
    let mut reader = csv::Reader::from_path(path).expect("operations.csv");
    let rows = reader.records().map(|row| {
        let row = row.expect("a row of nine cells");
        let cell = |at: usize| row.get(at).expect("nine cells").to_owned();
        Operation {
            method: cell(0),
            path: cell(1),
            area: cell(2),
            what: cell(3),
            orm: match cell(4).starts_with(BY_HAND) {
                true => String::new(),
                false => cell(4),
            },
            by_hand: match cell(4).strip_prefix(BY_HAND) {
                Some(why) => why.to_owned(),
                None => String::new(),
            },
            emulator: match cell(5).as_str() {
                "yes" => true,
                "no" => false,
                other => panic!("{other:?} is neither yes nor no"),
            },
            test: cell(6),
            source: cell(7),
            confidence: cell(8),
        }
    });
    rows.collect()
}

/// `docs/operations.md`.
pub fn page(operations: &[Operation]) -> String {
    let mut page = String::from(
        "# Operations\n\n\
         What Act-On's API can do, and where each operation is reached, served and tried. Written from \
         `tests/contract/operations.csv` by `ACTON_UPDATE=1 cargo test -p acton-orm-contract-tests`; do \
         not edit.\n\n\
         Whatever the ORM has no table or function for can be called by hand, under the same tokens, \
         limits and retries: `Client::request`.\n\n",
    );
    let count = |is: &dyn Fn(&Operation) -> bool| operations.iter().filter(|one| is(one)).count();
    page += &format!(
        "Of {} operations the ORM reaches {}, and the emulator serves {}.\n\n",
        operations.len(),
        count(&|one| !one.orm.is_empty()),
        count(&|one| one.emulator)
    );
    page +=
        "| method | path | what it does | in the ORM | emulator | test | source | confidence |\n";
    page += "| --- | --- | --- | --- | --- | --- | --- | --- |\n";
    for one in operations {
        let orm = match (one.orm.as_str(), one.reason()) {
            ("", Some(reason)) => format!("by hand; {reason}"),
            ("", None) => "by hand".to_owned(),
            (orm, _) => orm.to_owned(),
        };
        let emulator = if one.emulator { "yes" } else { "" };
        let test = match one.test.as_str() {
            "" => String::new(),
            test => format!("`{test}`"),
        };
        page += &format!(
            "| {} | `{}` | {} | {orm} | {emulator} | {test} | {} | {} |\n",
            one.method, one.path, one.what, one.source, one.confidence
        );
    }
    page
}

/// The names of all functions in the Rust files below these folders of the project.
///
/// # Panics
/// Where one of them cannot be read.
pub fn functions(folders: &[&str]) -> HashSet<String> {
    let mut names = HashSet::new();
    let mut left: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                left.push(path);
            } else if path.extension().is_some_and(|is| is == "rs") {
                let text = fs::read_to_string(path).expect("Rust");
                let all = text.split("fn ").skip(1).map(|rest| {
                    let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
                    rest[..end.unwrap_or(rest.len())].to_owned()
                });
                names.extend(all);
            }
        }
    }
    names
}
