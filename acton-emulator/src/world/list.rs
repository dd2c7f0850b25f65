//! One marketing list: its columns, its rows, its dates.

use serde::{Deserialize, Serialize};

use super::{Row, Rows};
use crate::usage;

/// A column: its heading and, if it has one, its system usage.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Column {
    pub(crate) heading: String,
    pub(crate) usage: Option<String>,
}

impl Column {
    pub(crate) fn new(heading: impl Into<String>, usage: Option<&str>) -> Self {
        Self {
            heading: heading.into(),
            usage: usage.map(str::to_owned),
        }
    }

    /// Writes address a column by heading or by usage, in one object even (A§8).
    pub(crate) fn answers_to(&self, key: &str) -> bool {
        self.heading == key || self.usage.as_deref() == Some(key)
    }
}

/// A marketing list.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct List {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) folder: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Rows,
    pub(crate) created: i64,
    pub(crate) modified: i64,
}

impl List {
    /// The column a key of a write means.
    pub(crate) fn column(&self, key: &str) -> Option<usize> {
        self.columns
            .iter()
            .position(|column| column.answers_to(key))
    }

    pub(crate) fn email_column(&self) -> Option<usize> {
        self.column(usage::EMAIL)
    }

    /// `l-0001:1f`: lower-case hex, no leading zeros (A§4.1).
    pub(crate) fn record_id(&self, number: u64) -> String {
        format!("{}:{number:x}", self.id)
    }

    /// The row a record id means, if the id is written as Act-On writes it and the row lives.
    pub(crate) fn row_number(&self, record_id: &str) -> Option<u64> {
        let (_, digits) = record_id.split_once(':')?;
        let number = u64::from_str_radix(digits, 16).ok()?;
        (self.record_id(number) == record_id && self.rows.exists(number)).then_some(number)
    }

    pub(crate) fn add(&mut self, mut cells: Vec<String>, now: i64) -> u64 {
        cells.resize(self.columns.len(), String::new());
        self.modified = now;
        self.rows.add(Row {
            cells,
            created: now,
            modified: now,
        })
    }

    /// Sets some cells of a living row.
    pub(crate) fn update(&mut self, number: u64, cells: &[(usize, String)], now: i64) {
        let Some(row) = self.rows.get(number) else {
            return;
        };
        let mut row = row.into_owned();
        for (column, value) in cells {
            if let Some(cell) = row.cells.get_mut(*column) {
                cell.clone_from(value);
            }
        }
        row.modified = now;
        self.modified = now;
        self.rows.replace(number, row);
    }

    /// Takes out the first column with this heading, with its cells; false if there is none.
    pub(crate) fn drop_column(&mut self, heading: &str, now: i64) -> bool {
        let at = self.columns.iter().position(|c| c.heading == heading);
        let Some(at) = at else {
            return false;
        };
        self.columns.remove(at);
        self.rows.drop_cell(at);
        self.modified = now;
        true
    }
}
