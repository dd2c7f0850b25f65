//! Which steps make the changes of each table.

use super::{Action, CommitPlan, Step};
use crate::schema::TableMeta;
use crate::session::change::{Change, What};
use crate::wire::write::{self, Cell, Place, PlannedCall, Verb};

/// What is known beside the changes.
pub(in crate::session) struct Known<'a> {
    /// The id of a table's list.
    pub(in crate::session) list: &'a dyn Fn(&TableMeta) -> Option<String>,
    /// Rows in doubt: what was sent.
    pub(in crate::session) doubts: Vec<(&'static TableMeta, &'a [Cell])>,
    /// Re-reads of rows: the table, how many rows, the calls.
    pub(in crate::session) checks: Vec<(&'static TableMeta, usize, u64)>,
}

/// Plans changes that are in order already.
pub(in crate::session) fn plan(changes: Vec<Change>, known: &Known<'_>) -> CommitPlan {
    let mut steps = Vec::new();
    let inserted = changes
        .iter()
        .filter(|change| change.verb() == Verb::Insert);
    let tables = known
        .doubts
        .iter()
        .map(|(table, _)| *table)
        .chain(inserted.map(|change| change.table));
    for table in tables {
        find_list(table, known, &mut steps);
    }
    for (table, sent) in &known.doubts {
        steps.push(reconcile(table, sent, known));
    }
    for &(table, rows, calls) in &known.checks {
        steps.push(check(table, rows, calls));
    }
    let first = steps.len();
    for (position, change) in changes.iter().enumerate() {
        place(position, change, &changes, &mut steps, first);
    }
    for step in &mut steps[first..] {
        let list = (known.list)(step.table);
        finish(step, &changes, list.as_deref());
    }
    CommitPlan {
        in_doubt: known.doubts.len(),
        changes,
        steps,
    }
}

/// Puts a change into a step: the one place that decides how the changes of a table become calls.
///
/// Row by row, and together where one call takes several. A planner of bulk uploads goes here.
fn place(
    position: usize,
    change: &Change,
    changes: &[Change],
    steps: &mut Vec<Step>,
    first: usize,
) {
    let action = action(change);
    let most = write::rows_per_call(change.table, change.verb());
    let open = steps[first..].iter_mut().find(|step| {
        most > 1
            && step.changes.len() < most
            && step.action == action
            && std::ptr::eq(step.table, change.table)
            && same_list(changes, step, change)
    });
    match open {
        Some(step) => step.changes.push(position),
        None => steps.push(Step {
            action,
            table: change.table,
            changes: vec![position],
            calls: Vec::new(),
            title: String::new(),
        }),
    }
}

fn action(change: &Change) -> Action {
    match &change.what {
        What::Insert { .. } => Action::Insert,
        What::Update { set, .. } if write::replaces(change.table, set) => Action::Replace,
        What::Update { .. } => Action::Update,
        What::Delete { .. } => Action::Delete,
    }
}

/// One call deletes from one list.
fn same_list(changes: &[Change], step: &Step, change: &Change) -> bool {
    let list = |change: &Change| change.key().and_then(write::list_of).map(str::to_owned);
    step.changes
        .first()
        .and_then(|&first| changes.get(first))
        .is_none_or(|first| list(first) == list(change))
}

/// The calls of a step, and how it is printed.
fn finish(step: &mut Step, changes: &[Change], list: Option<&str>) {
    let place = Place {
        table: step.table,
        list,
    };
    let of_step: Vec<&Change> = step
        .changes
        .iter()
        .filter_map(|&at| changes.get(at))
        .collect();
    let keys: Vec<&str> = of_step.iter().filter_map(|change| change.key()).collect();
    let Some(first) = of_step.first() else {
        return;
    };
    step.calls = match (&first.what, step.action) {
        (What::Update { key, set, known }, Action::Replace) => {
            write::calls_to_replace(key, known, set)
        }
        _ => write::calls(place, first.verb(), &keys, first.cells()),
    };
    step.title = match of_step.as_slice() {
        [one] => one.to_string(),
        several => format!(
            "{} {} rows of {}",
            first.kind(),
            several.len(),
            step.table.name
        ),
    };
}

/// The id of a list, once for each list that needs it and whose id no key tells.
fn find_list(table: &'static TableMeta, known: &Known<'_>, steps: &mut Vec<Step>) {
    let Some(name) = write::list_to_find(table) else {
        return;
    };
    let planned = steps
        .iter()
        .any(|step| step.action == Action::FindList && step.table.name == table.name);
    if planned || (known.list)(table).is_some() {
        return;
    }
    steps.push(Step {
        action: Action::FindList,
        table,
        changes: Vec::new(),
        calls: vec![write::call_to_find_list()],
        title: format!("find the list '{name}'"),
    });
}

fn reconcile(table: &'static TableMeta, sent: &[Cell], known: &Known<'_>) -> Step {
    let list = (known.list)(table);
    let place = Place {
        table,
        list: list.as_deref(),
    };
    let label = crate::session::change::label(sent);
    Step {
        action: Action::Reconcile,
        table,
        changes: Vec::new(),
        calls: vec![write::call_to_find(place)],
        title: format!("look for {} {label}, sent without an answer", table.name),
    }
}

fn check(table: &'static TableMeta, rows: usize, calls: u64) -> Step {
    let call = PlannedCall::new("GET", table.name).because("what it holds now");
    Step {
        action: Action::Check,
        table,
        changes: Vec::new(),
        calls: (0..calls).map(|_| call.clone()).collect(),
        title: format!("re-read {rows} rows of {}", table.name),
    }
}
