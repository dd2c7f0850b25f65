//! Which lists are asked for their columns before rows are written to them.

use super::{Action, Step};
use crate::Result;
use crate::plan::{Calls, Change, Planned, Request, Verb};
use crate::schema::TableRef;
use crate::session::families::{family, home};

/// The call for rows of a table, if there is one; in a list that has to be found it has a hole.
pub(super) fn request(
    table: &TableRef,
    key: Option<&str>,
    list: Option<&str>,
) -> Result<Option<Request>> {
    let Some(request) = family(table)?.columns() else {
        return Ok(None);
    };
    let of_key = key
        .map(|key| home(table, key))
        .filter(|home| *home != table.name());
    Ok(Some(match of_key.or(list) {
        Some(list) => request.with("list", list),
        None => request,
    }))
}

/// One call for each list that new cells are written to, with the changes that write them.
pub(super) fn asked(
    writes: &[Step],
    changes: &[Change],
    list: &dyn Fn(&TableRef) -> Option<String>,
) -> Result<Vec<Step>> {
    let mut steps: Vec<(String, Step)> = Vec::new();
    for step in writes
        .iter()
        .filter(|step| step.action != Action::Write(Verb::Delete))
    {
        let key = step.changes.first().and_then(|&at| changes.get(at)?.key());
        let Some(request) = request(&step.table, key, list(&step.table).as_deref())? else {
            continue;
        };
        let scope = match request.wants("list") {
            true => step.table.name().to_owned(),
            false => request.path(),
        };
        match steps.iter_mut().find(|(known, _)| *known == scope) {
            Some((_, known)) => known.changes.extend(&step.changes),
            None => steps.push((scope, ask(step, request))),
        }
    }
    Ok(steps.into_iter().map(|(_, step)| step).collect())
}

fn ask(step: &Step, request: Request) -> Step {
    Step {
        action: Action::Columns,
        table: step.table.clone(),
        changes: step.changes.clone(),
        calls: vec![Planned::shown(request).because("the columns it has now")],
        price: Calls::exactly(1),
        touches: Vec::new(),
        title: format!("ask for the columns of {}", step.table),
    }
}
