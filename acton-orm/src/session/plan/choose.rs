//! Which steps make the changes of each table.

use std::collections::{HashMap, HashSet};

use super::{Action, CommitPlan, Doubt, Step};
use crate::schema::TableMeta;
use crate::session::change::{Change, What};
use crate::wire::write::{self, Place, PlannedCall, Verb};

/// What is known beside the changes.
pub(in crate::session) struct Known<'a> {
    /// The id of a table's list.
    pub(in crate::session) list: &'a dyn Fn(&'static TableMeta) -> Option<String>,
    pub(in crate::session) doubts: Vec<Doubt<'a>>,
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
        .map(|doubt| doubt.table)
        .chain(inserted.map(|change| change.table));
    let mut seen = HashSet::new();
    for table in tables.filter(|table| seen.insert(table.name)) {
        find_list(table, known, &mut steps);
    }
    for doubt in &known.doubts {
        steps.push(reconcile(doubt, known));
    }
    for &(table, rows, calls) in &known.checks {
        steps.push(check(table, rows, calls));
    }
    let first = steps.len();
    for (position, change) in changes.iter().enumerate() {
        place(position, change, &changes, &mut steps, first);
    }
    let mut lists: HashMap<&str, Option<String>> = HashMap::new();
    for step in &mut steps[first..] {
        let list = lists
            .entry(step.table.name)
            .or_insert_with(|| (known.list)(step.table));
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
    // Where each row is a call of its own, no step takes another, however many there are.
    let first = if most > 1 { first } else { steps.len() };
    let open = steps[first..].iter_mut().rev().find(|step| {
        step.changes.len() < most
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
    if (known.list)(table).is_some() {
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

fn reconcile(doubt: &Doubt<'_>, known: &Known<'_>) -> Step {
    let table = doubt.table;
    let list = (known.list)(table);
    let place = Place {
        table,
        list: list.as_deref(),
    };
    let label = crate::session::change::label(doubt.sent);
    let mut calls = vec![write::call_to_find(place)];
    calls.extend(doubt.calls_to_settle(place));
    Step {
        action: Action::Reconcile,
        table,
        changes: Vec::new(),
        calls,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Value;
    use crate::schema::list::list_table;
    use crate::schema::{ColumnMeta, Kind, Table, Write, images, media, optout};
    use crate::wire::write::Cell;

    static LIST: TableMeta = list_table(
        "List_Test",
        &[ColumnMeta {
            name: "E-mail Address",
            field: "email",
            wire: &[],
            kind: Kind::Text,
            nullable: false,
            parameter: None,
            asked: None,
            write: Write::Always,
            push: &[],
        }],
        None,
    );

    const NOTHING: Known<'static> = Known {
        list: &|_| None,
        doubts: Vec::new(),
        checks: Vec::new(),
    };

    fn cells(table: &'static TableMeta, cells: &[(&str, &str)]) -> Vec<Cell> {
        let cell = |(field, text): &(&str, &str)| {
            Cell::new(
                table.column(field).unwrap(),
                Value::from((*text).to_owned()),
            )
        };
        cells.iter().map(cell).collect()
    }

    fn change(table: &'static TableMeta, what: What) -> Change {
        Change {
            slot: 0,
            table,
            what,
        }
    }

    fn insert(table: &'static TableMeta, set: &[(&str, &str)]) -> Change {
        let cells = cells(table, set);
        change(table, What::Insert { cells })
    }

    fn update(table: &'static TableMeta, set: &[(&str, &str)], known: &[(&str, &str)]) -> Change {
        change(
            table,
            What::Update {
                key: "f-1".into(),
                set: cells(table, set),
                known: cells(table, known),
            },
        )
    }

    fn delete(table: &'static TableMeta, key: String) -> Change {
        let leftover = false;
        change(table, What::Delete { key, leftover })
    }

    #[test]
    fn deletes_of_a_list_are_put_a_hundred_to_a_call() {
        let rows = (0..201).map(|row| delete(&LIST, format!("l-1:{row:x}")));
        let plan = plan(rows.collect(), &NOTHING);
        let sizes: Vec<_> = plan.steps.iter().map(|step| step.changes.len()).collect();
        assert_eq!(sizes, [100, 100, 1]);
        assert_eq!(plan.calls(), 3);
    }

    #[test]
    fn one_call_deletes_from_one_list() {
        let keys = ["l-1:0", "l-2:0", "l-1:1"];
        let rows = keys.map(|key| delete(&LIST, key.into()));
        assert_eq!(plan(rows.into(), &NOTHING).calls(), 2);
    }

    #[test]
    fn opt_outs_are_one_call_and_do_not_mix_with_opt_ins() {
        let meta = optout::Optout::META;
        let mut changes: Vec<_> = (0..500)
            .map(|_| insert(meta, &[("email", "a@b.c")]))
            .collect();
        changes.extend((0..500).map(|_| delete(meta, "a@b.c".into())));
        assert_eq!(plan(changes, &NOTHING).calls(), 2);
    }

    #[test]
    fn an_image_is_moved_by_as_few_calls_as_what_is_known_allows() {
        let meta = images::Images::META;
        let folder = [("folder_name", "B")];
        let calls = |set: &[(&str, &str)], known: &[(&str, &str)]| {
            plan(vec![update(meta, set, known)], &NOTHING).calls()
        };
        assert_eq!(calls(&folder, &[]), 4);
        assert_eq!(calls(&folder, &[("name", "a.png")]), 4);
        assert_eq!(calls(&folder, &[("name", "a.png"), ("image_url", "u")]), 3);
        let both = [("folder_name", "B"), ("name", "a.png"), ("content", "")];
        assert_eq!(calls(&both, &[]), 2, "new content needs no download");
        assert_eq!(calls(&[("content", "")], &[]), 1, "in place");
    }

    #[test]
    fn a_media_link_has_a_call_of_its_own() {
        let meta = media::Media::META;
        let plan = plan(
            vec![
                insert(meta, &[("name", "a")]),
                insert(
                    meta,
                    &[("name", "b"), ("target_url", "https://example.com")],
                ),
            ],
            &NOTHING,
        );
        let paths: Vec<_> = plan
            .steps
            .iter()
            .map(|step| step.calls[0].path.as_str())
            .collect();
        assert_eq!(paths, ["/api/1/media", "/api/1/medialink"]);
    }

    #[test]
    fn a_list_is_found_once_for_all_its_new_rows_and_not_for_changed_ones() {
        let meta = &LIST;
        let new = insert(meta, &[("email", "a@b.c")]);
        let plan_of = |changes, known: &Known<'_>| plan(changes, known).calls();
        assert_eq!(plan_of(vec![new.clone(), new.clone()], &NOTHING), 3);
        assert_eq!(plan_of(vec![delete(meta, "l-1:0".into())], &NOTHING), 1);
        let known = Known {
            list: &|_| Some("l-1".into()),
            ..NOTHING
        };
        assert_eq!(plan_of(vec![new], &known), 1);
    }

    #[test]
    fn nothing_to_do_is_no_call() {
        let plan = plan(Vec::new(), &NOTHING);
        assert_eq!(plan.to_string(), "commit: nothing has changed, no call");
    }
}
