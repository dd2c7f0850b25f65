//! Reading rows as cells: for re-reads by key, and for statements, which have no struct.

use std::collections::HashMap;
use std::sync::Arc;

use super::row::Plain;
use super::slot::{Slot, key_text};
use super::{RowId, Session};
use crate::expr::{ColumnRef, Expr, Term};
use crate::query::{Query, Row, Spec};
use crate::schema::scope::AnyTable;
use crate::schema::{TableMeta, TableRef};
use crate::{Cell, Client, Error, ErrorKind, Result};

/// A query whose rows are cells.
pub(crate) type Cells = Query<Vec<Cell<'static>>, AnyTable>;

/// The cells of a row; the query's own come first, cells of its filter may follow.
pub(super) fn cells(row: &mut Row<'_>) -> Result<Vec<Cell<'static>>> {
    let cells = row.cells.iter_mut();
    Ok(cells
        .map(|cell| std::mem::replace(cell, Cell::Null).into_owned())
        .collect())
}

/// A query for columns, given as positions.
pub(super) fn query(table: &TableRef, columns: &[u16], filter: Option<Expr>) -> Cells {
    let columns = columns
        .iter()
        .map(|&index| ColumnRef {
            table: table.meta(),
            index: usize::from(index),
        })
        .collect();
    let mut spec = Spec::new(table.clone(), columns);
    spec.filter = filter;
    spec.of_commit = true;
    Query::untyped(spec, cells)
}

/// A query for the rows with these keys; the key is the last of the cells.
pub(super) fn by_keys(table: &TableRef, columns: &[u16], keys: &[String]) -> Result<Cells> {
    let key = key_of(table.meta())?;
    let values = keys.iter().map(|key| Cell::from(key.clone())).collect();
    let columns: Vec<u16> = columns.iter().copied().chain([key]).collect();
    Ok(query(
        table,
        &columns,
        Some(Expr::In(column(table.meta(), key), values)),
    ))
}

/// The rows with these keys, by key. A row that is gone is missing.
pub(super) async fn load(
    client: &Client,
    query: &Cells,
) -> Result<HashMap<String, Vec<Cell<'static>>>> {
    let columns = query.spec.columns.len();
    let rows = all(client, query).await?;
    Ok(rows
        .into_iter()
        .filter_map(|mut row| {
            row.truncate(columns);
            Some((key_text(&row.pop()?)?, row))
        })
        .collect())
}

/// All rows of a query.
pub(super) async fn all(client: &Client, query: &Cells) -> Result<Vec<Vec<Cell<'static>>>> {
    query.load(client).await
}

pub(super) fn column(table: &'static TableMeta, index: u16) -> Term {
    Term::column(ColumnRef {
        table,
        index: usize::from(index),
    })
}

pub(super) fn key_of(table: &'static TableMeta) -> Result<u16> {
    table.key.ok_or_else(|| {
        Error::new(
            ErrorKind::Invalid,
            "the table's key is not mapped, so its rows cannot be told apart",
        )
        .in_table(table.name)
    })
}

/// The query of a statement: the rows' key and these columns, as far as they can be read.
pub(crate) fn of_statement(
    mut spec: Spec,
    columns: impl IntoIterator<Item = u16>,
) -> Result<(Cells, Arc<[u16]>)> {
    let table = spec.table.clone();
    let mut wanted = vec![key_of(table.meta())?];
    for column in columns {
        let readable = table.columns()[usize::from(column)].is_readable();
        if readable && !wanted.contains(&column) {
            wanted.push(column);
        }
    }
    // With its key among the columns each row is there once anyway.
    spec.distinct = false;
    spec.columns = query(&table, &wanted, None).spec.columns;
    Ok((Query::untyped(spec, cells), wanted.into()))
}

impl Session {
    /// Reads the rows of a statement's query and tracks them without a struct.
    pub(crate) async fn load_untyped(
        &mut self,
        query: &Cells,
        columns: &Arc<[u16]>,
    ) -> Result<Vec<RowId>> {
        let table = crate::catalog::aliased(&self.client, &query.spec.table);
        let rows = all(&self.client, query).await?;
        let mut tracked = Vec::with_capacity(rows.len());
        for mut cells in rows {
            cells.truncate(columns.len());
            let key = cells.first().and_then(key_text).ok_or_else(|| {
                Error::new(ErrorKind::Decode, "a row has no key").in_table(table.name())
            })?;
            let columns = Arc::clone(columns);
            let row = Box::new(Plain { columns, cells });
            tracked.push(self.insert(Slot::tracked(table.clone(), row, key)));
        }
        Ok(tracked)
    }

    /// Sets a column of any row.
    pub(crate) fn set_untyped(
        &mut self,
        row: RowId,
        column: ColumnRef,
        value: Cell<'static>,
    ) -> Result<()> {
        self.require(row)?.set(column, value)
    }
}
