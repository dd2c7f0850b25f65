//! Which conjuncts of a filter Act-On can take over, and what is left to check.

use std::mem;

use chrono::{DateTime, Utc};

use super::read::Bounds;
use crate::Cell;
use crate::expr::{ColumnRef, Comparison, Expr, Term, TermKind};
use crate::schema::{Exactness, Via};

/// A filter, taken apart: `pushed AND residual` is the filter.
#[derive(Debug, Default)]
pub(super) struct Pushdown {
    /// The filter is never true.
    pub(super) never: bool,
    /// Conjuncts that name the key: any row outside these keys fails the filter.
    pub(super) keys: Option<Keys>,
    /// The conjunct that a look-up can answer.
    pub(super) lookup: Option<String>,
    pub(super) bounds: Bounds,
    /// Only the calls that send one of these values of a parameter are of use.
    pub(super) parameters: Vec<(&'static str, Vec<String>)>,
    /// The conjuncts behind `bounds` and `parameters`, for `explain`.
    pub(super) bounded: Vec<Expr>,
    /// Every other conjunct, and every one that is pushed as a superset.
    pub(super) rest: Vec<Expr>,
}

/// The keys a filter names.
#[derive(Debug)]
pub(super) struct Keys {
    pub(super) keys: Vec<String>,
    pub(super) conjunct: Expr,
    pub(super) exactness: Exactness,
}

/// Takes a filter apart.
pub(super) fn push_down(filter: Option<Expr>) -> Pushdown {
    let mut pushdown = Pushdown::default();
    for conjunct in filter.into_iter().flat_map(conjuncts) {
        pushdown.take(conjunct);
    }
    pushdown
}

/// The conjuncts of a filter, with `not` moved inwards where that uncovers more of them. Both laws
/// used hold for unknown too.
fn conjuncts(filter: Expr) -> Vec<Expr> {
    match filter {
        Expr::And(all) => all.into_iter().flat_map(conjuncts).collect(),
        Expr::Or(mut any) if any.len() == 1 => conjuncts(any.remove(0)),
        Expr::Not(inner) => match *inner {
            Expr::Or(any) => any
                .into_iter()
                .flat_map(|part| conjuncts(Expr::Not(Box::new(part))))
                .collect(),
            Expr::Not(inner) => conjuncts(*inner),
            other => vec![Expr::Not(Box::new(other))],
        },
        other => vec![other],
    }
}

impl Pushdown {
    fn take(&mut self, conjunct: Expr) {
        match &conjunct {
            Expr::Or(any) if any.is_empty() => self.never = true,
            Expr::In(_, values) if values.is_empty() => self.never = true,
            Expr::In(Term(TermKind::Column(column)), values) => {
                let column = *column;
                if via(column, Via::Key)
                    && let Some(keys) = texts(values)
                {
                    return self.take_keys(column, keys, conjunct);
                }
                if let (Some(parameter), Some(values)) = (parameter(column), texts(values)) {
                    return self.take_parameter(parameter, values, conjunct);
                }
            }
            Expr::Compare(
                Term(TermKind::Column(column)),
                comparison,
                Term(TermKind::Value(value)),
            ) => {
                let (column, comparison) = (*column, *comparison);
                if comparison == Comparison::Eq
                    && let Some(values) = texts(std::slice::from_ref(value))
                {
                    if via(column, Via::Key) {
                        return self.take_keys(column, values, conjunct);
                    }
                    if let Some(parameter) = parameter(column) {
                        return self.take_parameter(parameter, values, conjunct);
                    }
                }
                match value {
                    Cell::Text(address)
                        if comparison == Comparison::Eq && via(column, Via::Lookup) =>
                    {
                        self.lookup.get_or_insert_with(|| address.to_string());
                    }
                    Cell::Time(time) if self.bound(column, comparison, *time) => {
                        self.bounded.push(conjunct.clone());
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        self.rest.push(conjunct);
    }

    /// Several conjuncts on the key: the first is pushed, the others stay to be checked.
    fn take_keys(&mut self, column: ColumnRef, mut keys: Vec<String>, conjunct: Expr) {
        let mut seen = std::collections::HashSet::new();
        // No key is empty or holds a control character, and a path with one would be another path.
        keys.retain(|key| {
            !key.is_empty() && !key.contains(char::is_control) && seen.insert(key.clone())
        });
        if keys.is_empty() {
            self.never = true;
            return;
        }
        let exactness = column
            .meta()
            .push
            .iter()
            .find(|push| push.via == Via::Key)
            .map_or(Exactness::Superset, |push| push.exactness);
        let taken = Keys {
            keys,
            conjunct,
            exactness,
        };
        match &mut self.keys {
            None => self.keys = Some(taken),
            Some(known) if taken.keys.len() < known.keys.len() => {
                let before = mem::replace(known, taken);
                self.rest.push(before.conjunct);
            }
            Some(_) => self.rest.push(taken.conjunct),
        }
    }

    /// The value is that of the call's parameter, so the calls to make are all there is to it.
    fn take_parameter(&mut self, parameter: &'static str, values: Vec<String>, conjunct: Expr) {
        self.bounded.push(conjunct);
        self.parameters.push((parameter, values));
    }

    /// Widens by a millisecond because nobody says whether the bound is included, and `before` by a
    /// minute more because some of Act-On's forms of a time are cut to whole minutes.
    fn bound(&mut self, column: ColumnRef, comparison: Comparison, time: DateTime<Utc>) -> bool {
        use Comparison::{Eq, Ge, Gt, Le, Lt};
        let millis = time.timestamp_millis();
        let mut pushed = false;
        for push in column.meta().push {
            match push.via {
                Via::After(parameter) if matches!(comparison, Gt | Ge | Eq) => {
                    self.bounds
                        .narrow(parameter, millis.saturating_sub(1), true);
                    pushed = true;
                }
                Via::Before(parameter) if matches!(comparison, Lt | Le | Eq) => {
                    self.bounds
                        .narrow(parameter, millis.saturating_add(60_001), false);
                    pushed = true;
                }
                _ => {}
            }
        }
        pushed
    }
}

fn via(column: ColumnRef, via: Via) -> bool {
    column.meta().push.iter().any(|push| push.via == via)
}

/// The parameter that has the column's value.
fn parameter(column: ColumnRef) -> Option<&'static str> {
    let mut push = column.meta().push.iter();
    push.find_map(|push| match push.via {
        Via::Parameter(name) => Some(name),
        _ => None,
    })
}

/// The values as they stand in a path; `None` where one of them cannot. Null equals nothing.
fn texts(values: &[Cell<'static>]) -> Option<Vec<String>> {
    let known = values.iter().filter(|value| !value.is_null());
    known
        .map(|value| match value {
            Cell::Text(text) => Some(text.to_string()),
            Cell::Int(int) => Some(int.to_string()),
            _ => None,
        })
        .collect()
}
