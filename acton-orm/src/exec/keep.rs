//! What becomes of each row: checked, counted out, sorted, decoded.

use std::collections::HashSet;
use std::ops::ControlFlow;

use super::residual::{Residual, cell_of};
use super::sort::Sorted;
use crate::expr::OrderKey;
use crate::plan::{Pages, Plan, Read, Terminal};
use crate::query::Row;
use crate::schema::TableRef;
use crate::{Cell, Error, Result};

/// Takes rows one by one and keeps those that the plan wants.
pub(crate) struct Keep<R> {
    residual: Option<Residual>,
    seen: Option<HashSet<Vec<u8>>>,
    selected: usize,
    order: Vec<OrderKey>,
    /// The cell of each order key.
    order_cells: Vec<usize>,
    skip: u64,
    left: Option<u64>,
    /// Stop at the last row wanted. A page of just the rows wanted is read to its end, for what it
    /// says beside them.
    eager: bool,
    /// Count what passes to the end: a page tells the total where all rows come by anyway.
    counting: bool,
    decode: fn(&mut Row<'_>) -> Result<R>,
    /// A row that could not be decoded has its place among the others.
    sorted: Sorted<Result<R>>,
    ready: Vec<Result<R>>,
    /// What the rows are of, for errors.
    table: TableRef,
    /// The call that brought them, for errors.
    pub(super) call: String,
    /// Rows that passed the residual so far.
    pub(crate) passed: u64,
    /// Of these, the ones that are no duplicates.
    distinct: u64,
}

impl<R> Keep<R> {
    pub(crate) fn new(plan: &Plan, decode: fn(&mut Row<'_>) -> Result<R>) -> Result<Self> {
        let cell = |key: &OrderKey| cell_of(key.column, &plan.columns);
        let counting = matches!(plan.terminal, Terminal::Page { .. }) && comes_whole(plan);
        let totals = matches!(plan.read, Read::Total(_));
        Ok(Self {
            residual: plan
                .residual
                .as_ref()
                .map(|expr| Residual::compile(expr, &plan.columns))
                .transpose()?,
            seen: plan.distinct.then(HashSet::new),
            selected: plan.selected,
            order_cells: plan.order.iter().map(cell).collect::<Result<_>>()?,
            order: plan.order.clone(),
            skip: plan.offset,
            // Of totals every one is needed, whatever the limit.
            left: plan.limit.filter(|_| !totals),
            eager: !counting
                && !matches!(plan.read, Read::Pages(Pages { most: Some(_), .. }))
                && !totals,
            counting,
            decode,
            sorted: Sorted::new(),
            ready: Vec::new(),
            table: plan.table.clone(),
            call: String::new(),
            passed: 0,
            distinct: 0,
        })
    }

    /// Takes a row; `Break` when no further one is wanted.
    pub(crate) fn row(&mut self, row: &mut Row<'_>) -> ControlFlow<()> {
        if self.enough() && !self.counting {
            return ControlFlow::Break(());
        }
        if let Some(residual) = &self.residual {
            match residual.keeps(&row.cells) {
                Ok(true) => {}
                Ok(false) => return ControlFlow::Continue(()),
                Err(position) => return self.cannot_tell(row, position),
            }
        }
        self.passed += 1;
        if let Some(seen) = &mut self.seen
            && !seen.insert(identity(&row.cells[..self.selected]))
        {
            return ControlFlow::Continue(());
        }
        self.distinct += 1;
        if !self.order.is_empty() {
            return self.keep_sorted(row);
        }
        if self.enough() {
            return ControlFlow::Continue(());
        }
        if self.skip > 0 {
            self.skip -= 1;
            return ControlFlow::Continue(());
        }
        let decoded = self.decoded(row);
        self.ready.push(decoded);
        if let Some(left) = &mut self.left {
            *left -= 1;
        }
        if self.eager && self.enough() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Whether the row is wanted, or where it stands, hangs on a cell that is not of its column's kind:
    /// that is handed out in place of the row, at once.
    fn cannot_tell(&mut self, row: &Row<'_>, position: usize) -> ControlFlow<()> {
        let error = self.placed(row.dirty(position));
        self.ready.push(Err(error));
        ControlFlow::Continue(())
    }

    fn decoded(&self, row: &mut Row<'_>) -> Result<R> {
        (self.decode)(row).map_err(|error| self.placed(error))
    }

    fn placed(&self, error: Error) -> Error {
        error.in_table(self.table.name()).during(self.call.clone())
    }

    /// How many rows there were in all, where every one came by.
    pub(crate) fn counted(&self) -> Option<u64> {
        self.counting.then_some(self.distinct)
    }

    /// The read may end when so many rows more have passed; `None` where it needs all of them.
    pub(crate) fn wanted(&self) -> Option<u64> {
        let left = self.left.filter(|_| self.order.is_empty())?;
        Some(left.saturating_add(self.skip))
    }

    fn enough(&self) -> bool {
        self.order.is_empty() && self.left == Some(0)
    }

    fn keep_sorted(&mut self, row: &mut Row<'_>) -> ControlFlow<()> {
        let dirty = |&&cell: &&usize| row.cells[cell].is_dirty(row.columns[cell].meta().kind);
        if let Some(&cell) = self.order_cells.iter().find(dirty) {
            return self.cannot_tell(row, cell);
        }
        let cells = self.order_cells.iter().map(|&cell| &row.cells[cell]);
        self.sorted.key(&self.order, cells);
        let decoded = self.decoded(row);
        self.sorted.push(decoded);
        if let Some(most) = self.most_sorted()
            && self.sorted.len() > most.saturating_mul(2).max(1024)
        {
            self.sorted.keep(most);
        }
        ControlFlow::Continue(())
    }

    /// Rows beyond these can never be wanted.
    fn most_sorted(&self) -> Option<usize> {
        let most = self.left?.saturating_add(self.skip);
        usize::try_from(most).ok()
    }

    /// The rows that are ready to be handed out.
    pub(crate) fn take_ready(&mut self) -> Vec<Result<R>> {
        // The next piece is about as long.
        let next = Vec::with_capacity(self.ready.len());
        std::mem::replace(&mut self.ready, next)
    }

    /// The rows that had to wait for the last one.
    pub(crate) fn finish(&mut self) -> Vec<Result<R>> {
        let mut rows = self.sorted.take();
        let skip = usize::try_from(self.skip).unwrap_or(usize::MAX);
        rows.drain(..skip.min(rows.len()));
        if let Some(most) = self.left.and_then(|left| usize::try_from(left).ok()) {
            rows.truncate(most);
        }
        rows
    }
}

/// Cells as bytes that are equal where the cells are; an empty cell equals another.
fn identity(cells: &[Cell<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for cell in cells {
        match cell {
            Cell::Null | Cell::File(_) => bytes.push(0),
            Cell::Text(text) => {
                bytes.push(1);
                bytes.extend((text.len() as u64).to_le_bytes());
                bytes.extend(text.as_bytes());
            }
            Cell::Int(int) => {
                bytes.push(2);
                bytes.extend(int.to_le_bytes());
            }
            Cell::Float(float) => {
                bytes.push(3);
                // Zero has two bit patterns and is one number.
                bytes.extend((float + 0.0).to_bits().to_le_bytes());
            }
            Cell::Texts(texts) => {
                bytes.push(6);
                bytes.extend((texts.len() as u64).to_le_bytes());
                for text in texts {
                    bytes.extend((text.len() as u64).to_le_bytes());
                    bytes.extend(text.as_bytes());
                }
            }
            Cell::Bool(bool) => bytes.extend([4, u8::from(*bool)]),
            Cell::Time(time) => {
                bytes.push(5);
                bytes.extend(time.timestamp_millis().to_le_bytes());
            }
        }
    }
    bytes
}

/// Whether every row comes by before the first can be handed out, or with it.
fn comes_whole(plan: &Plan) -> bool {
    !plan.order.is_empty() || matches!(&plan.read, Read::Calls(calls) if calls.len() == 1)
}
