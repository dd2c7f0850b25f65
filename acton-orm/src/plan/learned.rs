//! What the answers of a step bring for its later calls.

use super::{Cell, Change, Request, same};
use crate::Value;
use crate::schema::{TableRef, Write};

/// Values by name: each fills the hole of its name, and is a cell where a column has that name.
#[derive(Debug, Default, Clone)]
pub(crate) struct Learned(Vec<(&'static str, Value<'static>)>);

impl Learned {
    pub(crate) fn and(mut self, name: &'static str, value: impl Into<Value<'static>>) -> Self {
        self.0.push((name, value.into()));
        self
    }

    pub(crate) fn extend(&mut self, more: Self) {
        self.0.extend(more.0);
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value<'static>> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value)
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::as_text)
    }

    /// Fills the holes of a request.
    pub(crate) fn fill(&self, request: &mut Request) {
        for (name, value) in &self.0 {
            match value {
                Value::File(upload) => request.fill_file(name, upload),
                value => {
                    if let Some(text) = value.as_text() {
                        request.fill(name, text);
                    }
                }
            }
        }
    }

    /// What a new row is sent with: for a replacement, every column that can be written, as it is set,
    /// or else as it was known, or else as an answer has told it.
    pub(crate) fn row(&self, change: &Change) -> Vec<Cell> {
        let mut row = change.cells().to_vec();
        let told = self.0.iter().filter_map(|(name, value)| {
            let column = column(&change.table, name)?;
            Some(Cell::new(column, value.clone()))
        });
        // A file that was known once is not what is at Act-On now.
        let known = change.known().iter().filter(|cell| !cell.is_file());
        for cell in known.cloned().chain(told) {
            let new = !row.iter().any(|known| known.is_of(cell.column));
            if new && cell.column.write == Write::Always && !cell.value.is_null() {
                row.push(cell);
            }
        }
        row
    }
}

fn column(table: &TableRef, field: &str) -> Option<&'static crate::schema::ColumnMeta> {
    table.columns().iter().find(|column| column.field == field)
}

/// The cells that are not among those sent.
pub(crate) fn edited(wanted: Vec<Cell>, sent: &[Cell]) -> Vec<Cell> {
    let was_sent = |cell: &Cell| {
        let mut sent = sent.iter();
        sent.any(|sent| sent.is_of(cell.column) && same(&sent.value, &cell.value))
    };
    wanted.into_iter().filter(|cell| !was_sent(cell)).collect()
}
