//! What a record did beside what messages tell of it (A§8.2).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One line of a contact's history.
///
/// ```
/// use acton_emulator::Fact;
///
/// let fact = Fact::new("fs", "FORM", "Submitted: Contact us", 1_725_700_000_000);
/// assert_eq!(fact.verb, "fs");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Fact {
    /// What was done, as Act-On abbreviates it: `fs` for a form that was submitted.
    pub verb: String,
    /// The kind of thing that it was done with, as `FORM`.
    pub bin: String,
    /// What was done, in words.
    pub what: String,
    /// When, in Unix milliseconds.
    pub time: i64,
    /// The id of what it was done with; empty of nothing.
    pub id: String,
    /// What that is, as `form` or `msg`; empty of nothing.
    pub id_type: String,
    /// What it adds to the score.
    pub score: i64,
}

impl Fact {
    /// One that adds nothing to the score, done with nothing that has an id.
    ///
    /// ```
    /// let visit = acton_emulator::Fact::new("sv", "WEB", "Visited: /prices", 1_725_700_000_000);
    /// assert_eq!((visit.score, visit.id.as_str()), (0, ""));
    /// ```
    pub fn new(verb: &str, bin: &str, what: &str, time: i64) -> Self {
        Self {
            verb: verb.to_owned(),
            bin: bin.to_owned(),
            what: what.to_owned(),
            time,
            id: String::new(),
            id_type: String::new(),
            score: 0,
        }
    }

    /// The same, done with this.
    ///
    /// ```
    /// let fact = acton_emulator::Fact::new("fv", "FORM", "Viewed: Contact us", 0).with("form", "6a4a");
    /// assert_eq!(fact.id_type, "form");
    /// ```
    pub fn with(mut self, id_type: &str, id: &str) -> Self {
        self.id_type = id_type.to_owned();
        self.id = id.to_owned();
        self
    }

    /// The same, worth so much.
    ///
    /// ```
    /// assert_eq!(acton_emulator::Fact::new("sv", "WEB", "Visited: /", 0).worth(5).score, 5);
    /// ```
    pub fn worth(mut self, score: i64) -> Self {
        self.score = score;
        self
    }
}

/// Facts by the id of the record, in the order they came.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Facts(BTreeMap<String, Vec<Fact>>);

impl Facts {
    pub(crate) fn add(&mut self, record: &str, fact: Fact) {
        self.0.entry(record.to_owned()).or_default().push(fact);
    }

    pub(crate) fn of(&self, record: &str) -> &[Fact] {
        self.0.get(record).map_or(&[], Vec::as_slice)
    }
}
