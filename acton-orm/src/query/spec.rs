//! A query without its types: what the planner takes.

use crate::expr::{ColumnRef, Expr, OrderKey};
use crate::schema::TableRef;

/// What a query asks for.
#[derive(Debug, Clone)]
pub(crate) struct Spec {
    pub(crate) table: TableRef,
    /// The columns of a result row, in order; one may stand twice.
    pub(crate) columns: Vec<ColumnRef>,
    pub(crate) filter: Option<Expr>,
    pub(crate) order: Vec<OrderKey>,
    pub(crate) limit: Option<u64>,
    pub(crate) offset: u64,
    pub(crate) distinct: bool,
    pub(crate) max_calls: Option<u64>,
    /// More rows than these are an error: the client reads no more.
    pub(crate) max_rows: Option<u64>,
    /// A commit reads it for itself, rows that it knows of: the client's bound is not for it.
    pub(crate) of_commit: bool,
}

impl Spec {
    pub(crate) fn new(table: impl Into<TableRef>, columns: Vec<ColumnRef>) -> Self {
        Self {
            table: table.into(),
            columns,
            filter: None,
            order: Vec::new(),
            limit: None,
            offset: 0,
            distinct: false,
            max_calls: None,
            max_rows: None,
            of_commit: false,
        }
    }
}
