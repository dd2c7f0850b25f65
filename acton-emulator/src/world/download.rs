//! Which rows and columns of a list a download asks for (A§7.2).

use super::{List, Quirks, Rows};
use crate::quirks::DateHeadings;
use crate::time;

/// Date filters in Unix milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Window {
    pub(crate) modified_before: Option<i64>,
    pub(crate) modified_after: Option<i64>,
    pub(crate) created_before: Option<i64>,
    pub(crate) created_after: Option<i64>,
    /// Whether the bounds themselves pass: unknown (A§6), so a switch.
    pub(crate) inclusive: bool,
}

impl Window {
    pub(crate) fn is_open(&self) -> bool {
        let bounds = [
            self.modified_before,
            self.modified_after,
            self.created_before,
            self.created_after,
        ];
        bounds.iter().all(Option::is_none)
    }

    pub(crate) fn admits(&self, created: i64, modified: i64) -> bool {
        let slack = i64::from(self.inclusive);
        self.created_before
            .is_none_or(|end| created < end.saturating_add(slack))
            && self
                .created_after
                .is_none_or(|begin| created > begin.saturating_sub(slack))
            && self
                .modified_before
                .is_none_or(|end| modified < end.saturating_add(slack))
            && self
                .modified_after
                .is_none_or(|begin| modified > begin.saturating_sub(slack))
    }

    /// Row numbers at `offset..offset + count` of those admitted, and how many are admitted.
    pub(crate) fn page(&self, rows: &Rows, offset: usize, count: usize) -> (Vec<u64>, usize) {
        if self.is_open() {
            let page = match rows.nth(offset) {
                Some(first) => rows.numbers(first).take(count).collect(),
                None => Vec::new(),
            };
            return (page, rows.len());
        }
        let (mut page, mut total) = (Vec::new(), 0);
        for number in rows.numbers(0) {
            let (created, modified) = rows.times(number);
            if self.admits(created, modified) {
                if total >= offset && page.len() < count {
                    page.push(number);
                }
                total += 1;
            }
        }
        (page, total)
    }
}

/// What a row of the answer consists of, after the record id.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// Positions among the list's columns.
    pub(crate) columns: Vec<usize>,
    pub(crate) dates: Option<DateHeadings>,
    pub(crate) timezone: bool,
}

impl Shape {
    pub(crate) fn whole(list: &List, quirks: &Quirks) -> Self {
        Self {
            columns: (0..list.columns.len()).collect(),
            dates: None,
            timezone: quirks.timezone_column,
        }
    }

    pub(crate) fn headers(&self, list: &List) -> Vec<String> {
        let named = self
            .columns
            .iter()
            .filter_map(|at| list.columns.get(*at))
            .map(|column| column.heading.clone());
        let mut headers: Vec<String> = std::iter::once("_contact_id_".to_owned())
            .chain(named)
            .collect();
        if self.timezone {
            headers.push("Timezone".to_owned());
        }
        match self.dates {
            Some(DateHeadings::Plain) => {
                headers.extend(["created_date", "modified_date"].map(String::from));
            }
            Some(DateHeadings::Underscored) => {
                headers.extend(["__created_date", "__modified_date"].map(String::from));
            }
            None => {}
        }
        headers
    }

    /// The cells of one row, the record id first.
    pub(crate) fn row(&self, list: &List, number: u64) -> Option<Vec<String>> {
        let row = list.rows.get(number)?;
        let mut cells = Vec::with_capacity(self.columns.len() + 4);
        cells.push(list.record_id(number));
        cells.extend(
            self.columns
                .iter()
                .map(|at| row.cells.get(*at).cloned().unwrap_or_default()),
        );
        if self.timezone {
            cells.push("America/Los_Angeles".to_owned());
        }
        if self.dates.is_some() {
            cells.extend([time::cell(row.created), time::cell(row.modified)]);
        }
        Some(cells)
    }
}

/// A CSV answer in the making.
#[derive(Clone, Debug)]
pub(crate) struct CsvDownload {
    pub(crate) list: String,
    pub(crate) shape: Shape,
    /// How many columns the list had when it began.
    pub(crate) width: usize,
    pub(crate) window: Window,
    pub(crate) skip: usize,
    pub(crate) left: usize,
    /// The next row number to look at; none until the heading row is written.
    pub(crate) next: Option<u64>,
}
