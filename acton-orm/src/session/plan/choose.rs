//! Which steps make the changes: changes of one kind are grouped, the family of their table says how
//! a group can be made, and the way with the fewest calls is taken.

use std::collections::{HashMap, HashSet};

use super::{Action, CommitPlan, Doubt, Step, Touch, columns};
use crate::plan::{Batch, Calls, Change, Family, Group, Planned, Request, Verb, Way, listing};
use crate::schema::TableRef;
use crate::session::families::{family, home};
use crate::{Error, ErrorKind, Result};

/// What is known beside the changes.
pub(in crate::session) struct Known<'a> {
    /// The id of a table's list.
    pub(in crate::session) list: &'a dyn Fn(&TableRef) -> Option<String>,
    pub(in crate::session) doubts: Vec<Doubt>,
    pub(in crate::session) checks: Vec<Check>,
    /// The columns to write have just been read.
    pub(in crate::session) columns: bool,
}

/// Rows that are read again.
pub(in crate::session) struct Check {
    pub(in crate::session) table: TableRef,
    pub(in crate::session) rows: usize,
    pub(in crate::session) requests: Vec<Request>,
    pub(in crate::session) price: Calls,
}

/// Plans changes that are in order already.
pub(in crate::session) fn plan(changes: Vec<Change>, known: Known<'_>) -> Result<CommitPlan> {
    let mut steps = Vec::new();
    for doubt in &known.doubts {
        steps.push(doubt.step(known.list)?);
    }
    let writes = in_groups(&changes, known.list, &|_| true)?;
    if !known.columns {
        steps.extend(columns::asked(&writes, &changes, known.list)?);
    }
    steps.extend(known.checks.into_iter().map(Check::into_step));
    steps.extend(writes);
    Ok(CommitPlan {
        looks: known.doubts.into_iter().map(Doubt::into_look).collect(),
        changes,
        steps: with_lists(steps),
    })
}

/// The steps that make the open ones of these changes.
pub(in crate::session) fn writes(
    changes: &[Change],
    list: &dyn Fn(&TableRef) -> Option<String>,
    open: &dyn Fn(usize) -> bool,
) -> Result<Vec<Step>> {
    Ok(with_lists(in_groups(changes, list, open)?))
}

/// Steps, after those that find the lists which they need.
fn with_lists(mut steps: Vec<Step>) -> Vec<Step> {
    let mut known: HashSet<&str> = HashSet::new();
    let mut lists: Vec<TableRef> = Vec::new();
    // A re-read is a query, which finds its list itself.
    let ours = |step: &&Step| step.action != Action::Check && step.wants_list();
    for step in steps.iter().filter(ours) {
        if known.insert(step.table.name()) {
            lists.push(step.table.clone());
        }
    }
    let mut all: Vec<Step> = lists.iter().map(find_list).collect();
    all.append(&mut steps);
    all
}

fn in_groups(
    changes: &[Change],
    list: &dyn Fn(&TableRef) -> Option<String>,
    open: &dyn Fn(usize) -> bool,
) -> Result<Vec<Step>> {
    let mut groups: Vec<(TableRef, Verb, Vec<usize>)> = Vec::new();
    let mut known = HashMap::new();
    for (position, change) in changes.iter().enumerate().filter(|(at, _)| open(*at)) {
        let (table, verb) = (&change.table, change.verb());
        // As tables are equal: of one shape and one name.
        let shape = std::ptr::from_ref(table.meta());
        let at = *known.entry((shape, table.name(), verb)).or_insert_with(|| {
            groups.push((table.clone(), verb, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, _, group)) = groups.get_mut(at) {
            group.push(position);
        }
    }
    let mut steps = Vec::new();
    for (table, verb, positions) in groups {
        let list = list(&table);
        let group = Group {
            table: &table,
            verb,
            list: list.as_deref(),
            changes: positions
                .iter()
                .filter_map(|&position| Some((position, changes.get(position)?)))
                .collect(),
        };
        let family = family(&table)?;
        let batches = cheapest(family.ways(&group)?);
        let made = batches.iter().filter(|batch| !batch.calls.is_empty());
        if made.map(|batch| batch.changes.len()).sum::<usize>() != positions.len() {
            return Err(nobody_writes(&table, verb));
        }
        steps.extend(
            batches
                .into_iter()
                .map(|batch| step(family, &group, changes, batch)),
        );
    }
    steps.sort_by_key(|step| step.changes.first().copied());
    Ok(steps)
}

/// A family has forgotten changes that it said it takes.
fn nobody_writes(table: &TableRef, verb: Verb) -> Error {
    Error::new(
        ErrorKind::Invalid,
        format!("no call is known that would {verb} each of these rows"),
    )
    .in_table(table.name())
    .advise("nothing was sent; this is a defect of acton-orm, please report it")
}

/// The batches of the way with the fewest calls; of equals, the first.
pub(super) fn cheapest(ways: Vec<Way>) -> Vec<Batch> {
    let price = |way: &Way| {
        let price = way.price();
        (price.at_most().unwrap_or(u64::MAX), price.at_least())
    };
    let way = ways.into_iter().min_by_key(price);
    way.map(|way| way.0).unwrap_or_default()
}

fn step(family: &dyn Family, group: &Group<'_>, changes: &[Change], batch: Batch) -> Step {
    let of_step = batch
        .changes
        .iter()
        .filter_map(|&at| Some((at, changes.get(at)?)));
    let touches = of_step.clone().flat_map(|(position, change)| {
        let scope = match (change.key(), group.list) {
            (Some(key), _) => home(&change.table, key),
            (None, Some(list)) => list,
            (None, None) => change.table.name(),
        };
        let key = change.key().map(|key| format!("key {key}"));
        let about = family.touches(change).into_iter().chain(key);
        about.map(move |about| Touch {
            about: format!("{scope} {about}"),
            change: position,
        })
    });
    let touches = touches.collect();
    let title = match (of_step.clone().next(), of_step.count()) {
        (Some((_, one)), 1) => one.to_string(),
        (_, several) => format!("{} {several} rows of {}", group.verb, group.table),
    };
    Step {
        action: Action::Write(group.verb),
        table: group.table.clone(),
        price: price(&batch.calls),
        changes: batch.changes,
        calls: batch.calls,
        touches,
        title,
    }
}

pub(super) fn price(calls: &[Planned]) -> Calls {
    let prices = calls.iter().map(Planned::price);
    prices.fold(Calls::exactly(0), Calls::plus)
}

/// The id of a list, once for each list that needs it and whose id no key tells.
fn find_list(table: &TableRef) -> Step {
    let name = table.name();
    let name = name.strip_prefix("List_").unwrap_or(name);
    Step {
        action: Action::FindList,
        table: table.clone(),
        changes: Vec::new(),
        calls: vec![Planned::shown(listing()).because("its id, which the client remembers")],
        price: Calls::at_least_so_many(1),
        touches: Vec::new(),
        title: format!("find the list '{name}'"),
    }
}

impl Check {
    fn into_step(self) -> Step {
        let shown = |request| Planned::shown(request).because("what it holds now");
        Step {
            title: format!("re-read {} rows of {}", self.rows, self.table),
            action: Action::Check,
            table: self.table,
            changes: Vec::new(),
            calls: self.requests.into_iter().map(shown).collect(),
            price: self.price,
            touches: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
