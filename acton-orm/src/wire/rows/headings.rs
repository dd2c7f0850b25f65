//! Which cell of a row is which column: by heading, never by position.

use crate::expr::ColumnRef;
use crate::nearest::nearest;
use crate::schema::{RECORD_ID, TableRef};
use crate::{Error, ErrorKind, Result};

/// The layout of a page or file: what stands at each position of a row.
#[derive(Debug, Clone, Default)]
pub(in crate::wire) struct Layout {
    /// For each position, the position among the columns wanted.
    pub(super) cells: Vec<Option<usize>>,
    /// Where the record id stands.
    pub(super) key: Option<usize>,
}

impl Layout {
    /// Finds every column wanted among the headings.
    ///
    /// # Errors
    /// `Decode` when a heading is missing, or repeated so that nobody can tell which one is meant.
    pub(in crate::wire) fn new<'h>(
        headings: &[impl AsRef<str> + 'h],
        columns: &[ColumnRef],
        table: &TableRef,
    ) -> Result<Self> {
        let mut layout = Self {
            cells: vec![None; headings.len()],
            key: headings
                .iter()
                .position(|heading| heading.as_ref() == RECORD_ID),
        };
        for (wanted, column) in columns.iter().enumerate() {
            if columns[..wanted].contains(column) {
                continue;
            }
            layout.cells[place(headings, *column, table)?] = Some(wanted);
        }
        Ok(layout)
    }
}

fn place(headings: &[impl AsRef<str>], column: ColumnRef, table: &TableRef) -> Result<usize> {
    let meta = column.meta();
    let mut found = headings
        .iter()
        .enumerate()
        .filter(|(_, heading)| meta.wire.contains(&heading.as_ref()))
        .map(|(position, _)| position);
    let error = |message: String, advice: String| {
        Err(Error::new(ErrorKind::Decode, message)
            .in_table(table.name())
            .in_column(meta.name)
            .advise(advice))
    };
    match (found.next(), found.next()) {
        (Some(position), None) => Ok(position),
        (Some(_), Some(_)) => error(
            "the list has two columns with this heading, so its cells cannot be told apart".into(),
            "rename one of the columns in Act-On".into(),
        ),
        (None, _) => error(
            format!(
                "the list has no column with this heading; it has {}",
                list(headings)
            ),
            match nearest(meta.name, headings.iter().map(AsRef::as_ref)) {
                Some(near) => format!("did you mean `{near}`? Correct `#[acton(column = \"..\")]`"),
                None => "correct `#[acton(column = \"..\")]`, or add the column in Act-On".into(),
            },
        ),
    }
}

fn list(headings: &[impl AsRef<str>]) -> String {
    const MOST: usize = 20;
    let shown: Vec<String> = headings
        .iter()
        .take(MOST)
        .map(|heading| format!("`{}`", heading.as_ref()))
        .collect();
    let more = headings.len().saturating_sub(MOST);
    if more > 0 {
        format!("{} and {more} more", shown.join(", "))
    } else {
        shown.join(", ")
    }
}

/// A row that has not as many cells as there are headings: which cell is which can only be guessed.
pub(super) fn misfit(cells: usize, headings: usize) -> Error {
    Error::new(
        ErrorKind::Decode,
        format!("the row has {cells} cells where there are {headings} headings"),
    )
    .advise(
        "nothing of the row was used; read the list again, and tell Act-On's support if it stays",
    )
}
