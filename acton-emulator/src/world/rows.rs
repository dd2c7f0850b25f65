//! The rows of a list: stored, generated, or generated with changes laid over.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::Generator;

/// One row's cells and its two dates in Unix milliseconds.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Row {
    pub(crate) cells: Vec<String>,
    pub(crate) created: i64,
    pub(crate) modified: i64,
}

/// Rows by number. A number is never used twice, not even after a delete.
///
/// With a generator, rows `0..generator.rows` exist without being stored; `stored` overlays them
/// and `deleted` hides them. Without one, `stored` is all there is.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(try_from = "Read")]
pub(crate) struct Rows {
    generator: Option<Generator>,
    stored: BTreeMap<u64, Row>,
    deleted: BTreeSet<u64>,
    next: u64,
}

/// Rows as they were read, which may contradict themselves.
#[derive(Deserialize)]
struct Read {
    generator: Option<Generator>,
    stored: BTreeMap<u64, Row>,
    deleted: BTreeSet<u64>,
    next: u64,
}

impl TryFrom<Read> for Rows {
    type Error = &'static str;

    fn try_from(read: Read) -> Result<Self, Self::Error> {
        let rows = Self {
            generator: read.generator,
            stored: read.stored,
            deleted: read.deleted,
            next: read.next,
        };
        let base = rows.generated_rows();
        let hidden = &rows.deleted;
        if hidden.last().is_some_and(|number| *number >= base) {
            return Err("a deleted row was never generated");
        }
        if rows.stored.keys().any(|number| hidden.contains(number)) {
            return Err("a row is both stored and deleted");
        }
        let last = rows.stored.keys().next_back();
        if rows.next < base || last.is_some_and(|last| *last >= rows.next) {
            return Err("the next row's number is taken");
        }
        Ok(rows)
    }
}

impl Rows {
    pub(crate) fn generated(generator: Generator) -> Self {
        Self {
            next: generator.rows,
            generator: Some(generator),
            ..Self::default()
        }
    }

    fn generated_rows(&self) -> u64 {
        self.generator
            .as_ref()
            .map_or(0, |generator| generator.rows)
    }

    pub(crate) fn len(&self) -> usize {
        let base = self.generated_rows() as usize - self.deleted.len();
        base + self.stored.range(self.generated_rows()..).count()
    }

    pub(crate) fn exists(&self, number: u64) -> bool {
        if number < self.generated_rows() {
            !self.deleted.contains(&number)
        } else {
            self.stored.contains_key(&number)
        }
    }

    pub(crate) fn get(&self, number: u64) -> Option<Cow<'_, Row>> {
        if !self.exists(number) {
            return None;
        }
        match (self.stored.get(&number), &self.generator) {
            (Some(row), _) => Some(Cow::Borrowed(row)),
            (None, Some(generator)) => Some(Cow::Owned(generator.row(number))),
            (None, None) => None,
        }
    }

    /// Creation and modification without making the cells.
    pub(crate) fn times(&self, number: u64) -> (i64, i64) {
        match (self.stored.get(&number), &self.generator) {
            (Some(row), _) => (row.created, row.modified),
            (None, Some(generator)) => generator.times(number),
            (None, None) => (0, 0),
        }
    }

    /// Row numbers in order, beginning at `from`.
    pub(crate) fn numbers(&self, from: u64) -> impl Iterator<Item = u64> + '_ {
        let base = self.generated_rows();
        let generated = (from..base.max(from)).filter(|number| !self.deleted.contains(number));
        generated.chain(
            self.stored
                .range(from.max(base)..)
                .map(|(number, _)| *number),
        )
    }

    /// The number of the row at this position, counting from 0.
    pub(crate) fn nth(&self, position: usize) -> Option<u64> {
        let live = self.generated_rows() as usize - self.deleted.len();
        if position >= live {
            let (number, _) = self
                .stored
                .range(self.generated_rows()..)
                .nth(position - live)?;
            return Some(*number);
        }
        // Each hidden row at or before the position pushes it one further.
        let mut number = position as u64;
        for hidden in &self.deleted {
            if *hidden > number {
                break;
            }
            number += 1;
        }
        Some(number)
    }

    pub(crate) fn add(&mut self, row: Row) -> u64 {
        let number = self.next;
        self.next += 1;
        self.stored.insert(number, row);
        number
    }

    pub(crate) fn replace(&mut self, number: u64, row: Row) {
        self.stored.insert(number, row);
    }

    pub(crate) fn delete(&mut self, number: u64) -> bool {
        if !self.exists(number) {
            return false;
        }
        self.stored.remove(&number);
        if number < self.generated_rows() {
            self.deleted.insert(number);
        }
        true
    }

    /// Keeps only these rows; what was generated among them is stored from now on.
    pub(crate) fn keep_only(&mut self, numbers: &BTreeSet<u64>) {
        let kept = numbers
            .iter()
            .filter_map(|number| Some((*number, self.get(*number)?.into_owned())))
            .collect();
        self.stored = kept;
        self.deleted.clear();
        self.generator = None;
    }

    /// Takes a cell out of each row; what was generated is stored from now on.
    pub(crate) fn drop_cell(&mut self, at: usize) {
        let all = self.numbers(0).collect();
        self.keep_only(&all);
        for row in self.stored.values_mut().filter(|row| at < row.cells.len()) {
            row.cells.remove(at);
        }
    }

    /// The first row, by number, whose cell equals `wanted` under `same`.
    pub(crate) fn first_with(
        &self,
        column: usize,
        wanted: &str,
        same: impl Fn(&str, &str) -> bool,
    ) -> Option<u64> {
        let holds = |number: &u64| {
            self.get(*number)
                .is_some_and(|row| row.cells.get(column).is_some_and(|cell| same(cell, wanted)))
        };
        if let Some(generator) = &self.generator
            && column == Generator::EMAIL_COLUMN
        {
            // A generated address tells its row, so a million rows need no scan.
            let told = generator.row_of_email(wanted);
            let overlaid = self.stored.keys().copied();
            return told.into_iter().chain(overlaid).filter(holds).min();
        }
        self.numbers(0).find(holds)
    }

    /// The first row of each wanted key, the key being a cell of `column` put through `fold`.
    pub(crate) fn places(
        &self,
        column: usize,
        wanted: &BTreeSet<String>,
        fold: impl Fn(&str) -> String,
    ) -> HashMap<String, u64> {
        let mut places: HashMap<String, u64> = HashMap::new();
        let mut visit = |number: u64| {
            let Some(row) = self.get(number) else {
                return;
            };
            let key = fold(row.cells.get(column).map_or("", String::as_str));
            if wanted.contains(&key) {
                let place = places.entry(key).or_insert(number);
                *place = number.min(*place);
            }
        };
        match &self.generator {
            Some(generator) if column == Generator::EMAIL_COLUMN => {
                let told = wanted.iter().filter_map(|key| generator.row_of_email(key));
                told.for_each(&mut visit);
                self.stored.keys().copied().for_each(&mut visit);
            }
            _ => self.numbers(0).for_each(visit),
        }
        places
    }
}
