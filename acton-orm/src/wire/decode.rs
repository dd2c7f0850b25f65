//! From an answer's bytes to rows, with errors that name the place.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::cell;
use super::date;
use super::object::part;
use crate::expr::ColumnRef;
use crate::plan::Request;
use crate::query::Row;
use crate::schema::{ColumnMeta, TableRef};
use crate::{Cell, Error, ErrorKind, Result};

/// Cells are moved from place to place for every row: they are to stay small.
const _: () = assert!(size_of::<Cell<'static>>() <= 32);

/// Takes a row; `Break` when no further one is wanted.
pub(crate) type Sink<'s> = dyn FnMut(&mut Row<'_>) -> Result<ControlFlow<()>> + 's;

/// What a row is to hold.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(super) table: TableRef,
    pub(super) columns: Arc<[ColumnRef]>,
    /// What each column is, looked up once.
    pub(super) metas: Vec<&'static ColumnMeta>,
    /// Cells that repeat an earlier column of the same row: from where, to where.
    repeated: Vec<(usize, usize)>,
    /// Some column is an element of an array.
    has_parts: bool,
    /// Some column is a date in Act-On's form.
    pub(super) has_dates: bool,
}

impl Wanted {
    pub(crate) fn new(table: &TableRef, columns: &[ColumnRef]) -> Self {
        let first = |column: &ColumnRef| columns.iter().position(|known| known == column);
        let repeated = columns
            .iter()
            .enumerate()
            .filter_map(|(to, column)| Some((first(column)?, to)).filter(|(from, _)| *from != to))
            .collect();
        Self {
            table: table.clone(),
            columns: Arc::from(columns),
            metas: columns.iter().map(|column| column.meta()).collect(),
            repeated,
            has_dates: columns
                .iter()
                .any(|column| column.meta().wire.contains(&date::FORM)),
            has_parts: columns
                .iter()
                .any(|column| column.meta().wire.iter().any(|wire| wire.ends_with(']'))),
        }
    }

    /// Whether elements of the array of this name are columns of their own.
    pub(super) fn has_parts(&self, name: &str) -> bool {
        self.has_parts
            && self
                .metas
                .iter()
                .any(|meta| meta.wire.iter().any(|wire| part(wire, name).is_some()))
    }

    /// The cells that no row carries: what the call was asked with.
    pub(super) fn given(&self, request: &Request) -> Vec<(usize, Cell<'static>)> {
        let columns = self.columns.iter().enumerate();
        columns
            .filter_map(|(position, column)| {
                let parameter = column.meta().parameter?;
                let asked = request.query().find(|(name, _)| name == parameter);
                let value = match asked {
                    Some((_, value)) => value,
                    None => match self.table.input(parameter) {
                        Some(said) => said.to_owned(),
                        None => request.filled(parameter)?.to_owned(),
                    },
                };
                let cell = cell::from_text(column.meta(), Cow::Owned(value));
                Some((position, cell))
            })
            .collect()
    }
}

/// The rows of one answer on their way to the sink.
///
/// serde's errors are text, so the real error waits here while serde unwinds.
pub(super) struct Decode<'s, 'k, 'de> {
    pub(super) table: &'s TableRef,
    pub(super) row: Row<'de>,
    sink: &'s mut Sink<'k>,
    pub(super) wanted: &'s Wanted,
    /// The same in each row of the answer.
    given: &'s [(usize, Cell<'static>)],
    /// The headings of the answer, in their order, where it has some.
    pub(super) headings: Option<Vec<String>>,
    failure: Option<Error>,
    stopped: bool,
    /// Rows of this answer so far.
    pub(super) rows: u64,
    /// The keys of the rows so far, where a row may come again.
    seen: Option<HashSet<String>>,
}

/// What serde is told when the real error waits in [`Decode`], or when enough has been read.
pub(super) const UNWIND: &str = "unwind";

impl<'s, 'k, 'de> Decode<'s, 'k, 'de> {
    pub(super) fn new(
        wanted: &'s Wanted,
        given: &'s [(usize, Cell<'static>)],
        sink: &'s mut Sink<'k>,
    ) -> Self {
        Self::reusing(Vec::new(), wanted, given, sink)
    }

    /// As [`new`](Self::new), in the memory of an earlier row's cells.
    pub(super) fn reusing(
        spare: Vec<Cell<'static>>,
        wanted: &'s Wanted,
        given: &'s [(usize, Cell<'static>)],
        sink: &'s mut Sink<'k>,
    ) -> Self {
        let mut cells: Vec<Cell<'de>> = spare;
        cells.resize(wanted.columns.len(), Cell::Null);
        Self {
            table: &wanted.table,
            row: Row::of(cells, Arc::clone(&wanted.columns), None),
            sink,
            wanted,
            given,
            headings: None,
            failure: None,
            stopped: false,
            rows: 0,
            seen: None,
        }
    }

    /// Whether a row that comes again, by its key, is left out.
    pub(super) fn once_each(&mut self, once: bool) {
        self.seen = once.then(HashSet::new);
    }

    /// Empties the row before the next one is read into it.
    pub(super) fn clear(&mut self) {
        // Most are null already, as reading a cell takes it out.
        for cell in self.row.cells.iter_mut().filter(|cell| !cell.is_null()) {
            *cell = Cell::Null;
        }
        for (position, cell) in self.given {
            self.row.cells[*position].clone_from(cell);
        }
        self.row.key = None;
    }

    /// Puts a cell in its place.
    #[inline]
    pub(super) fn put(&mut self, position: usize, cell: Cell<'de>) {
        let before = std::mem::replace(&mut self.row.cells[position], cell);
        // A null has nothing to drop, which the compiler does not see.
        if before.is_null() {
            std::mem::forget(before);
        }
    }

    pub(super) fn key(&mut self, key: Cow<'de, str>) {
        self.row.key = Some(key);
    }

    /// Hands the row to the sink. `Err` when serde has to unwind.
    pub(super) fn finish_row(&mut self) -> Result<(), ()> {
        if let (Some(seen), Some(key)) = (&mut self.seen, &self.row.key)
            && !seen.insert(key.as_ref().to_owned())
        {
            return Ok(());
        }
        self.rows += 1;
        for &(from, to) in &self.wanted.repeated {
            self.row.cells[to] = self.row.cells[from].clone();
        }
        match (self.sink)(&mut self.row) {
            Ok(ControlFlow::Continue(())) => Ok(()),
            Ok(ControlFlow::Break(())) => {
                self.stopped = true;
                Err(())
            }
            Err(error) => self.fail(error),
        }
    }

    /// Remembers why reading stops.
    pub(super) fn fail(&mut self, error: Error) -> Result<(), ()> {
        let error = match &self.row.key {
            Some(key) => error.at_key(key.as_ref()),
            None => error,
        };
        self.failure = Some(error.in_table(self.table.name()));
        Err(())
    }

    /// Whether to go on, where no serde is between, and the memory of the cells for the next row.
    pub(super) fn flow(self) -> (Result<ControlFlow<()>>, Vec<Cell<'static>>) {
        let flow = match self.failure {
            Some(error) => Err(error),
            None if self.stopped => Ok(ControlFlow::Break(())),
            None => Ok(ControlFlow::Continue(())),
        };
        // Collected in place. A null has nothing to drop, which the compiler does not see.
        let spare = self.row.cells.into_iter().map(|cell| {
            if cell.is_null() {
                std::mem::forget(cell);
            }
            Cell::Null
        });
        let spare = spare.collect();
        (flow, spare)
    }

    /// The outcome of a parse: the real error where there is one.
    pub(super) fn outcome<T>(
        self,
        parsed: Result<T, serde_json::Error>,
        body: &[u8],
    ) -> Result<Outcome<T>> {
        if let Some(error) = self.failure {
            return Err(error);
        }
        match parsed {
            _ if self.stopped => Ok(Outcome {
                flow: ControlFlow::Break(()),
                rows: self.rows,
                headings: self.headings,
                value: None,
            }),
            Ok(value) => Ok(Outcome {
                flow: ControlFlow::Continue(()),
                rows: self.rows,
                headings: self.headings,
                value: Some(value),
            }),
            Err(error) => Err(not_as_due(body, &error).in_table(self.table.name())),
        }
    }
}

/// What a page says beside its rows.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// `totalCount`, where it is one.
    pub(super) total: Option<u64>,
    /// Where its first row stands, where it says so.
    pub(super) offset: Option<u64>,
}

/// How the reading of one answer ended.
pub(super) struct Outcome<T> {
    pub(super) flow: ControlFlow<()>,
    pub(super) rows: u64,
    pub(super) headings: Option<Vec<String>>,
    /// What the answer says beside its rows; `None` when it was left early.
    pub(super) value: Option<T>,
}

/// Says what is there instead of the JSON that is due.
pub(super) fn not_as_due(body: &[u8], error: &serde_json::Error) -> Error {
    let start = body.iter().find(|byte| !byte.is_ascii_whitespace());
    let what = match start {
        None => "the answer is empty, and JSON is due".to_owned(),
        Some(b'<') => format!(
            "the answer is an HTML page, and JSON is due; it starts {:?}",
            excerpt(body)
        ),
        _ if std::str::from_utf8(body).is_err() => {
            format!("the answer is not valid UTF-8 ({error})")
        }
        _ if error.is_eof() => format!(
            "the answer ends too early, after {} bytes ({error})",
            body.len()
        ),
        _ if error.is_syntax() => format!("the answer is not JSON ({error})"),
        _ => format!("the answer is not of the shape that is due ({error})"),
    };
    Error::new(ErrorKind::Decode, what)
        .advise("nothing of it was used; if it happens again, tell Act-On's support")
}

/// The start of a body, for an error.
pub(super) fn excerpt(body: &[u8]) -> String {
    const MOST: usize = 60;
    String::from_utf8_lossy(&body[..body.len().min(MOST)])
        .trim()
        .to_owned()
}
