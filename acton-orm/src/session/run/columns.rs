//! Lists are asked for their columns before anything is written to them: what is written to a column
//! that has gone may be dropped without a word, and would be reported as applied.

use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use super::Run;
use crate::catalog;
use crate::nearest::nearest;
use crate::plan::{Change, Request};
use crate::schema::TableRef;
use crate::session::families::home;
use crate::session::outcome::Outcome;
use crate::session::plan::{Action, Step};
use crate::{Client, Error, ErrorKind, Result};

/// A list, and the columns it has now.
type Told = (String, Arc<[String]>);

/// What could not be had, as those are told that wait for it.
type Lacks = (&'static str, Error);

impl Run<'_> {
    /// Refuses changes to columns that are not there, and plans the others anew.
    pub(super) async fn check_columns(&mut self) -> Result<()> {
        let steps = Arc::clone(&self.steps);
        let asked = steps.iter().filter(|step| step.action == Action::Columns);
        let mut asking = FuturesUnordered::new();
        for (place, step) in asked.enumerate() {
            let Some(call) = step.calls.first() else {
                continue;
            };
            let told = ask(
                self.client.clone(),
                step.table.clone(),
                self.list_of_step(step),
                call.request.clone(),
            );
            asking.push(async move { (place, step, told.await) });
        }
        let mut all = Vec::with_capacity(asking.len());
        while let Some(told) = asking.next().await {
            all.push(told);
        }
        if all.is_empty() {
            return Ok(());
        }
        // Settled in the plan's order, whichever answer came first.
        all.sort_by_key(|(place, ..)| *place);
        for (_, step, told) in all {
            match told {
                Ok(told) => self.refuse_gone(step, told),
                Err(lacks) => self.not_told(step, lacks),
            }
        }
        self.plan_what_is_open()
    }

    fn list_of_step(&self, step: &Step) -> Option<String> {
        let change = step.changes.first().and_then(|&at| self.changes.get(at));
        let key = change.and_then(Change::key);
        let of_key = key.map(|key| home(&step.table, key));
        match of_key.filter(|home| *home != step.table.name()) {
            Some(list) => Some(list.to_owned()),
            None => self.session.list_of(&step.table),
        }
    }

    fn refuse_gone(&mut self, step: &Step, (list, columns): Told) {
        if step.wants_list() {
            self.lists.insert(step.table.name().to_owned(), Ok(list));
        }
        let changes = Arc::clone(&self.changes);
        for &position in &step.changes {
            let Some(change) = changes.get(position) else {
                continue;
            };
            if !self.stopped
                && let Some(error) = gone(change, &columns)
            {
                self.settle(position, Outcome::of(error));
            }
        }
    }

    /// Nothing is written where nobody knows what would become of it.
    fn not_told(&mut self, step: &Step, (lacks, error): Lacks) {
        if error.is_not_found() {
            catalog::of(&self.client).forget(&step.table);
        }
        let because = format!("{lacks}: {error}");
        let mut changes = step.changes.iter();
        if let Some(&first) = changes.next().filter(|_| !self.stopped) {
            self.settle(first, Outcome::of(error));
        }
        for &position in changes {
            self.skip(position, &because);
        }
    }
}

async fn ask(
    client: Client,
    table: TableRef,
    list: Option<String>,
    mut request: Request,
) -> Result<Told, Lacks> {
    let list = match list {
        Some(list) => list,
        None => {
            let found = catalog::find(&client, &table).await;
            let found = found.map_err(|error| ("its list was not found", error))?;
            found.id.to_string()
        }
    };
    request.fill("list", &list);
    match catalog::headings_now(&client, &list, request).await {
        Ok(columns) => Ok((list, columns)),
        Err(error) => Err(("the columns of its list could not be read", error)),
    }
}

/// A change that sets a column which is not there.
fn gone(change: &Change, columns: &[String]) -> Option<Error> {
    let cell = change.cells().iter().find(|cell| {
        let is = |column: &String| cell.column.wire.contains(&column.as_str());
        !columns.iter().any(is)
    })?;
    let name = cell.column.name;
    let error = Error::new(
        ErrorKind::Invalid,
        "the list has no column with this heading, so nothing can be written to it",
    )
    .in_table(change.table.name())
    .in_column(name);
    let error = match change.key() {
        Some(key) => error.at_key(key),
        None => error,
    };
    Some(match nearest(name, columns.iter().map(String::as_str)) {
        Some(near) => error.advise(format!("nothing was sent; did you mean `{near}`?")),
        None => error.advise("nothing was sent; read the list again, or add the column in Act-On"),
    })
}
