//! What an update or a delete would do.

use std::fmt;

use crate::plan::{Calls, Plan, Planned, Request, Verb, Way};

/// The calls of an update or a delete: those that read its rows, and those that each row would take.
/// How many rows there are only the read will tell.
///
/// ```no_run
/// # fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// # use acton_orm::schema::images;
/// let plan = acton_orm::delete(images::table.filter(images::folder_name.eq("Old"))).plan(&acton)?;
/// println!("{plan}");
/// assert!(plan.calls().at_most().is_none(), "one call for each row that is found");
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
#[must_use = "a plan only says what a statement would do"]
pub struct StatementPlan {
    read: Plan,
    verb: Verb,
    /// The call that tells the columns of the list, before its rows are written.
    columns: Option<Request>,
    /// The calls for one row.
    writes: Vec<Planned>,
}

impl StatementPlan {
    pub(super) fn new(read: Plan, verb: Verb, columns: Option<Request>, ways: Vec<Way>) -> Self {
        let batches = ways.into_iter().next().map(|way| way.0);
        let calls = batches.into_iter().flatten().flat_map(|batch| batch.calls);
        Self {
            read,
            verb,
            columns,
            writes: calls.collect(),
        }
    }

    /// How the rows are read.
    ///
    /// ```no_run
    /// # fn demo(plan: acton_orm::statement::StatementPlan) {
    /// println!("{}", plan.read());
    /// # }
    /// ```
    pub fn read(&self) -> &Plan {
        &self.read
    }

    /// The calls of the read at least, for the writes depend on the rows that it finds.
    ///
    /// ```no_run
    /// # fn demo(plan: acton_orm::statement::StatementPlan) {
    /// println!("{}", plan.calls());
    /// # }
    /// ```
    pub fn calls(&self) -> Calls {
        Calls::at_least_so_many(self.read.calls().at_least())
    }

    /// The requests that write a row, after those that are made once for all; `{id}` stands for the
    /// row's key.
    ///
    /// ```no_run
    /// # fn demo(plan: acton_orm::statement::StatementPlan) {
    /// for request in plan.writes() {
    ///     println!("{request}");
    /// }
    /// # }
    /// ```
    pub fn writes(&self) -> Vec<Request> {
        let writes = self.writes.iter().map(|call| &call.request);
        self.columns.iter().chain(writes).cloned().collect()
    }
}

impl fmt::Display for StatementPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = self.verb;
        write!(f, "{verb}: {}\n├─ {}", self.calls(), nested(&self.read))?;
        if let Some(columns) = &self.columns {
            write!(
                f,
                "\n├─ {columns}: the columns it has now, if there are rows"
            )?;
        }
        write!(f, "\n└─ {verb} each row that is found and differs")?;
        for call in &self.writes {
            write!(f, "\n   {}", call.request)?;
            if !call.request.is_api() {
                f.write_str(" (a file, no call)")?;
            }
            if let Some(why) = call.why {
                write!(f, ": {why}")?;
            }
        }
        Ok(())
    }
}

fn nested(plan: &Plan) -> String {
    plan.to_string().replace('\n', "\n│  ")
}
