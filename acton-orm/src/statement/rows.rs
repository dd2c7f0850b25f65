//! The rows that an update or a delete is about: they are read, changed in a session, and committed.

use std::sync::Arc;

use super::StatementPlan;
use crate::plan::{Change, Group, Plan, Read, Terminal, Verb, What};
use crate::query::Spec;
use crate::session::families::family;
use crate::session::untyped::{self, Cells};
use crate::session::{RowId, Session};
use crate::{Client, CommitReport, Error, ErrorKind, Result};

/// A query, and what is to be done about whole tables and failures.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) spec: Spec,
    pub(super) all_rows: bool,
    pub(super) keep_going: bool,
}

impl Rows {
    pub(super) fn of(spec: Spec) -> Self {
        Self {
            spec,
            all_rows: false,
            keep_going: false,
        }
    }

    /// Reads the rows with these columns, edits each, and commits.
    pub(super) async fn execute(
        self,
        client: &Client,
        verb: &str,
        columns: Vec<u16>,
        edit: impl Fn(&mut Session, RowId) -> Result<()>,
    ) -> Result<CommitReport> {
        let keep_going = self.keep_going;
        let (query, columns) = self.query(verb, columns)?;
        let knows_columns = tells_columns(&query.explain_on(client, Terminal::Load)?);
        let (client, tally) = client.metered();
        let mut session = client.session();
        for row in session.load_untyped(&query, &columns).await? {
            edit(&mut session, row)?;
        }
        session
            .commit()
            .into_statement(keep_going, knows_columns, tally)
            .await
    }

    /// The read, and the calls that a row would take.
    pub(super) fn plan(
        self,
        client: &Client,
        verb: &str,
        columns: Vec<u16>,
        what: What,
    ) -> Result<StatementPlan> {
        let table = self.spec.table.clone();
        let (query, _) = self.query(verb, columns)?;
        let read = query.explain_on(client, Terminal::Load)?;
        let slot = 0;
        let change = Change { slot, table, what };
        let group = Group {
            table: &change.table,
            verb: change.verb(),
            list: None,
            changes: vec![(0, &change)],
        };
        let family = family(&change.table)?;
        family.check(change.verb(), change.cells())?;
        let ways = family.ways(&group)?;
        let columns = match change.verb() {
            Verb::Update if !tells_columns(&read) => family.columns(),
            _ => None,
        };
        Ok(StatementPlan::new(read, change.verb(), columns, ways))
    }

    fn query(self, verb: &str, columns: Vec<u16>) -> Result<(Cells, Arc<[u16]>)> {
        self.guard(verb)?;
        untyped::of_statement(self.spec, columns)
    }

    /// Refuses to change a whole table by oversight.
    fn guard(&self, verb: &str) -> Result<()> {
        if self.all_rows || self.spec.filter.is_some() || self.spec.limit.is_some() {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Invalid,
            format!(
                "this would {verb} every row of the table: the query has neither filter nor limit"
            ),
        )
        .in_table(self.spec.table.name())
        .advise("nothing was sent; add a filter, or `.all_rows()` if every row is meant"))
    }
}

/// Whether a read of columns tells that they are there. A record read by its key comes without headings.
fn tells_columns(read: &Plan) -> bool {
    !matches!(read.read, Read::Keys { .. })
}
