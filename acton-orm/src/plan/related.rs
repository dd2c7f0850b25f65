//! The rows that belong to the rows of a query: which reads give them, and to which row each belongs.

use std::collections::HashMap;

use super::{Calls, Known, Plan, Read, Request, Terminal};
use crate::expr::{ColumnRef, Expr, Term};
use crate::query::{Along, Spec};
use crate::schema::TableRef;
use crate::schema::relation::{Fill, Hole};
use crate::{Cell, Error, ErrorKind, Result};

/// Calls that the reads of related rows may make together, unless a budget says how many.
pub(crate) const MOST: u64 = 1000;

/// Reading along a relation, as a plan shows it.
#[derive(Debug, Clone)]
pub(crate) struct Related {
    pub(crate) name: &'static str,
    pub(crate) way: Way,
    /// The calls by key, where there are some and they may be fewer.
    pub(crate) by_key: Option<Read>,
    /// With holes for what only the rows tell.
    pub(crate) plan: Box<Plan>,
}

/// How often it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Way {
    /// Once for each value of these columns.
    Each(Vec<&'static str>),
    /// Once for all rows: the column of the other table that is one of the values of this one.
    Together(&'static str, &'static str),
}

/// A row, and the key that it leads to, where it leads to one.
type Led = (usize, Option<String>);

/// One read of related rows.
#[derive(Debug)]
pub(crate) struct RelatedRead {
    pub(crate) spec: Spec,
    pub(crate) rows: Belongs,
    /// Rows to leave out, and to keep, of those that belong to one row.
    pub(crate) window: (u64, Option<u64>),
}

/// To which rows of the query what is read belongs.
#[derive(Debug)]
pub(crate) enum Belongs {
    /// All of it to each of these.
    To(Vec<usize>),
    /// To those with the value of its last column.
    By(HashMap<String, Vec<usize>>),
}

impl Along {
    /// The columns of a row that it is found by, in the order of the link's holes. The table itself is
    /// no column.
    ///
    /// # Errors
    /// `Invalid` where the table has no such column, or the other table no key that it needs.
    pub(crate) fn starts_at(&self, from: &TableRef) -> Result<Vec<ColumnRef>> {
        if self.link.fills.iter().any(|(hole, _)| *hole == Hole::Key) {
            self.key()?;
        }
        let meta = from.meta();
        let fills = self.link.fills.iter();
        fills
            .filter_map(|(_, fill)| match fill {
                Fill::Field(field) => Some(meta.columns.iter().position(|one| one.field == *field)),
                Fill::Key => Some(meta.key.map(usize::from)),
                Fill::Table => None,
            })
            .map(|index| {
                let index = index.ok_or_else(|| {
                    let why = format!(
                        "the table has no column that `{}` starts at",
                        self.link.name
                    );
                    Error::new(ErrorKind::Invalid, why).in_table(from.name())
                })?;
                Ok(ColumnRef { table: meta, index })
            })
            .collect()
    }

    /// The reads for rows with these cells, in the order of [`starts_at`](Self::starts_at); what several
    /// rows lead to is read once. A row with an empty cell leads nowhere.
    ///
    /// # Errors
    /// `Invalid` where the other table has no key and needs one.
    pub(crate) fn reads(
        &self,
        from: &TableRef,
        rows: &[Vec<Cell<'static>>],
    ) -> Result<Vec<RelatedRead>> {
        let mut at: HashMap<Vec<String>, usize> = HashMap::new();
        let mut reads: Vec<(TableRef, Vec<Led>)> = Vec::new();
        for (row, cells) in rows.iter().enumerate() {
            let Some(filled) = self.filled(from, cells) else {
                continue;
            };
            let mut key = None;
            let mut names = Vec::new();
            for ((hole, _), value) in self.link.fills.iter().zip(filled) {
                match hole {
                    Hole::Key => key = Some(value),
                    Hole::Input(_) | Hole::List => names.push(value),
                }
            }
            let index = *at.entry(names).or_insert_with_key(|names| {
                reads.push((self.table(names), Vec::new()));
                reads.len() - 1
            });
            reads[index].1.push((row, key));
        }
        reads
            .into_iter()
            .map(|(table, rows)| self.read(table, rows))
            .collect()
    }

    /// The values of the link's holes; `None` where one is empty.
    fn filled(&self, from: &TableRef, cells: &[Cell<'static>]) -> Option<Vec<String>> {
        let mut cells = cells.iter();
        let text = |cell: &Cell<'_>| match cell {
            Cell::Text(text) if !text.is_empty() => Some(text.to_string()),
            Cell::Int(int) => Some(int.to_string()),
            _ => None,
        };
        let fills = self.link.fills.iter();
        fills
            .map(|(_, fill)| match fill {
                Fill::Table => Some(from.name().to_owned()),
                Fill::Field(_) | Fill::Key => text(cells.next()?),
            })
            .collect()
    }

    /// The other table, with what rows tell of it.
    fn table(&self, names: &[String]) -> TableRef {
        let mut inputs = Vec::new();
        let mut table = self.spec.table.clone();
        let holes = self.link.fills.iter().map(|(hole, _)| hole);
        let named = holes.filter(|hole| !matches!(hole, Hole::Key)).zip(names);
        for (hole, value) in named {
            match hole {
                Hole::Input(input) => inputs.push((*input, value.clone())),
                Hole::List => table = table.named(format!("List_{value}")),
                Hole::Key => {}
            }
        }
        if inputs.is_empty() {
            return table;
        }
        inputs.extend(self.said.iter().cloned());
        table.of(inputs)
    }

    fn read(&self, table: TableRef, rows: Vec<Led>) -> Result<RelatedRead> {
        let mut spec = self.spec.clone();
        spec.table = table;
        let mut by: HashMap<String, Vec<usize>> = HashMap::new();
        let mut values = Vec::new();
        let mut all = Vec::new();
        for (row, key) in rows {
            match key {
                None => all.push(row),
                Some(key) => {
                    let known = by.entry(key).or_insert_with_key(|key| {
                        values.push(Cell::from(key.clone()));
                        Vec::new()
                    });
                    known.push(row);
                }
            }
        }
        if by.is_empty() {
            let window = (0, None);
            let rows = Belongs::To(all);
            return Ok(RelatedRead { spec, rows, window });
        }
        let key = self.key()?;
        let is_one = Expr::In(Term::column(key), values);
        spec.filter = Some(match spec.filter.take() {
            Some(filter) => is_one.and(filter),
            None => is_one,
        });
        spec.columns.push(key);
        // They are those of one row, and this reads the rows of many.
        let window = (std::mem::take(&mut spec.offset), spec.limit.take());
        let rows = Belongs::By(by);
        Ok(RelatedRead { spec, rows, window })
    }

    /// The other table's key.
    fn key(&self) -> Result<ColumnRef> {
        let table = self.spec.table.meta();
        let index = table.key.map(usize::from).ok_or_else(|| {
            let why =
                "its rows are found by their key, and the struct has none: a field `#[acton(key)]`";
            Error::new(ErrorKind::Invalid, why).in_table(table.name)
        })?;
        Ok(ColumnRef { table, index })
    }

    /// As a plan shows it.
    pub(crate) fn shown(&self, from: &TableRef, known: &Known) -> Related {
        let holes = self.link.fills.iter().map(|(hole, _)| hole);
        let by_key = holes.clone().any(|hole| *hole == Hole::Key);
        let mut spec = self.spec.clone();
        if !self.said.is_empty() {
            spec.table = spec.table.of(self.said.clone());
        }
        let columns = self.starts_at(from).unwrap_or_default();
        let names: Vec<&'static str> = columns.iter().map(|column| column.meta().name).collect();
        let key = match by_key {
            true => self.key().ok(),
            false => None,
        };
        let way = match key {
            Some(key) => Way::Together(key.meta().name, names.last().copied().unwrap_or_default()),
            None => Way::Each(names),
        };
        let plan = Box::new(Plan::unverified(&spec, Terminal::Load, known));
        Related {
            name: self.link.name,
            by_key: key.and_then(|_| plan.one_by_one(known)),
            way,
            plan,
        }
    }
}

impl Related {
    pub(super) fn requests(&self) -> Vec<Request> {
        let mut requests: Vec<Request> = self.by_key.iter().flat_map(Read::all).collect();
        requests.extend(self.plan.requests());
        requests
    }

    /// What it adds to a plan of so many rows at most.
    pub(super) fn calls(&self, rows: Option<u64>) -> Calls {
        let most = match (&self.way, rows, self.plan.calls.at_most()) {
            (Way::Each(_), Some(rows), Some(most)) => Some(rows.saturating_mul(most)),
            _ => None,
        };
        most.map_or(Calls::at_least_so_many(0), |most| Calls::between(0, most))
    }
}

impl Plan {
    /// With the rows that belong to its rows.
    pub(crate) fn with(mut self, related: Vec<Related>) -> Self {
        self.related = related;
        self
    }

    /// What the rows that belong to its rows cost.
    pub(super) fn related_calls(&self) -> Calls {
        let rows = match &self.read {
            Read::Nothing => Some(0),
            Read::Keys { calls, .. } => Some(calls.len() as u64),
            _ => self.limit,
        };
        let each = self.related.iter().map(|related| related.calls(rows));
        each.fold(Calls::exactly(0), Calls::plus)
    }
}
