//! The cheapest calls for a query: fewest first, then fewest bytes.

use super::pushdown::{Keys, Pushdown, push_down};
use super::{Calls, Fetch, Known, Plan, Read, Request, Terminal};
use super::{LIST, headings, list_id_in_name, list_to_find, listing};
use crate::expr::{ColumnRef, Comparison, Expr, Term, TermKind};
use crate::query::Spec;
use crate::schema::{Endpoint, Exactness, Paging, Shape, Via};

/// Plans a query.
pub(super) fn choose(spec: &Spec, terminal: Terminal, known: &Known) -> Plan {
    let counts = matches!(terminal, Terminal::Count | Terminal::Exists) && !spec.distinct;
    let selected: &[ColumnRef] = if counts { &[] } else { &spec.columns };
    // Where nothing depends on the order, sorting is work for nobody.
    let order = match terminal {
        Terminal::Count | Terminal::Exists => Vec::new(),
        _ => spec.order.clone(),
    };
    let pushdown = push_down(spec.filter.clone());
    let plain =
        pushdown.keys.is_none() && pushdown.rest.is_empty() && order.is_empty() && !spec.distinct;
    let (offset, limit) = window(spec, terminal, plain && tells_total(spec, terminal, known));

    let mut columns = selected.to_vec();
    let mut need = |column: ColumnRef| {
        if !columns.contains(&column) {
            columns.push(column);
        }
    };
    if let Some(filter) = &spec.filter {
        filter.visit_columns(&mut need);
    }
    order.iter().for_each(|key| need(key.column));

    let mut plan = Plan {
        table: spec.table.clone(),
        terminal,
        find: None,
        read: Read::Nothing,
        pushed: Vec::new(),
        residual: None,
        columns,
        selected: selected.len(),
        order,
        distinct: spec.distinct,
        offset,
        limit,
        calls: Calls::exactly(0),
        max_calls: spec.max_calls,
        max_rows: spec.max_rows,
        related: Vec::new(),
    };
    if pushdown.never || limit == Some(0) {
        return plan;
    }
    plan.pick(pushdown, known);
    if let Read::Nothing = plan.read {
        return plan;
    }
    for (hole, value) in spec.table.inputs() {
        if *hole != LIST {
            plan.read.fill(hole, value);
        }
    }
    match list_id_in_name(&spec.table).or(known.list.as_deref()) {
        Some(list) => plan.read.fill(LIST, list),
        None if list_to_find(&spec.table).is_some() => {
            plan.find = Some(listing());
            // The listing comes in pages, and nobody knows how many lists there are.
            plan.calls = plan.calls.plus(Calls::at_least_so_many(1));
        }
        None => {}
    }
    plan
}

/// Whether the read of these rows ends with a true total, so that no row more has to be asked for.
fn tells_total(spec: &Spec, terminal: Terminal, known: &Known) -> bool {
    let reads = &spec.table.meta().reads;
    let [scan] = reads.scan else { return false };
    let Paging::Offset { total } = scan.paging else {
        return false;
    };
    match terminal {
        _ if reads.download.is_none() => total,
        Terminal::Page { size, .. } => size <= u64::from(known.page_size) || !known.downloads,
        _ => false,
    }
}

/// Rows to leave out, and rows wanted after those. A page asks for one more to know whether there is a
/// next one, unless it will be `told`.
fn window(spec: &Spec, terminal: Terminal, told: bool) -> (u64, Option<u64>) {
    let at_most = |rows: u64| Some(spec.limit.map_or(rows, |limit| limit.min(rows)));
    match terminal {
        Terminal::Load | Terminal::Stream | Terminal::Count => (spec.offset, spec.limit),
        Terminal::First | Terminal::Exists => (spec.offset, at_most(1)),
        Terminal::One => (spec.offset, at_most(2)),
        Terminal::Page { offset, size } => {
            let rows = size.saturating_add(u64::from(!told));
            let left = spec.limit.map(|limit| limit.saturating_sub(offset));
            (
                spec.offset.saturating_add(offset),
                Some(left.map_or(rows, |left| left.min(rows))),
            )
        }
    }
}

impl Plan {
    /// Chooses the read and what it leaves to check.
    fn pick(&mut self, mut pushdown: Pushdown, known: &Known) {
        if let Some(keys) = pushdown.keys.take() {
            let read = self.by_key(&keys, known);
            if !read || keys.exactness == Exactness::Superset {
                pushdown.rest.push(keys.conjunct);
            }
            if read {
                // The other conjuncts, bounds included, are checked on the row itself.
                return self.keep(pushdown.rest);
            }
        }
        self.scan(&pushdown, known);
        let (rest, lookup) = (pushdown.rest, pushdown.lookup);
        if let Some(email) = lookup.filter(|email| self.settled_by_lookup(email)) {
            self.by_lookup(&email, &rest);
        }
        self.keep(rest);
    }

    /// The read may end when so many rows have passed; `None` where it needs all of them.
    pub(crate) fn wanted(&self) -> Option<u64> {
        let limit = self.limit.filter(|_| self.order.is_empty())?;
        Some(limit.saturating_add(self.offset))
    }

    fn keep(&mut self, mut rest: Vec<Expr>) {
        self.residual = match rest.len() {
            0 => None,
            1 => rest.pop(),
            _ => Some(Expr::And(rest)),
        };
    }

    /// Whether an endpoint's answer carries every column that a row needs.
    fn carries(&self, endpoint: &Endpoint) -> bool {
        self.columns.iter().all(|column| {
            let meta = column.meta();
            let asked_for = meta.asked.is_none() || endpoint.projection.is_some();
            let told = meta.parameter.is_none_or(|parameter| {
                endpoint.fixed(parameter).is_some()
                    || self.table.meta().inputs.contains(&parameter)
                    || endpoint.has_hole(parameter)
            });
            asked_for && told && !endpoint.lacks.contains(&meta.field)
        })
    }

    /// A read by key, of keys that nobody knows yet; `None` where there is none that carries the columns.
    pub(super) fn one_by_one(&self, known: &Known) -> Option<Read> {
        let endpoint = self.table.meta().reads.by_key.as_ref()?;
        let by_headings = endpoint.shape == Shape::Record && !known.headings;
        self.carries(endpoint).then(|| Read::Keys {
            headings: by_headings.then(headings),
            calls: vec![fetch(Request::of(endpoint), endpoint)],
        })
    }

    /// Reads row by row if that can be had and is not dearer than a whole read.
    fn by_key(&mut self, keys: &Keys, known: &Known) -> bool {
        let Some(endpoint) = &self.table.meta().reads.by_key else {
            return false;
        };
        let headings = (endpoint.shape == Shape::Record && !known.headings).then(headings);
        let calls = keys.keys.len() as u64 + u64::from(headings.is_some());
        // One row never costs the transfer of a whole table, even at one call more.
        let cheaper = keys.keys.len() == 1 || calls <= self.cost_of_scan(known).at_least();
        if !self.carries(endpoint) || !cheaper {
            return false;
        }
        // Each key gives one row at most, and enough rows end the read.
        let rows = self.wanted().unwrap_or(u64::MAX);
        let sure = (keys.keys.len() as u64).min(rows) + u64::from(headings.is_some());
        self.calls = Calls::between(sure, calls);
        self.pushed.push(keys.conjunct.clone());
        let request = Request::of(endpoint);
        self.read = Read::Keys {
            headings,
            calls: keys
                .keys
                .iter()
                .map(|key| Fetch {
                    request: request.clone().with("key", key),
                    shape: endpoint.shape,
                    all_headings: false,
                })
                .collect(),
        };
        true
    }

    /// A look-up returns the first row with that address, so it can answer only for one row, and only
    /// if that row passes; else the whole read has to follow (A§8.1).
    fn settled_by_lookup(&self, email: &str) -> bool {
        let one_row = self.offset == 0 && self.limit == Some(1) && self.order.is_empty();
        let look_up = self.table.meta().reads.look_up;
        let carries = look_up.is_some_and(|endpoint| self.carries(&endpoint));
        one_row && !self.distinct && carries && !email.is_empty()
    }

    fn by_lookup(&mut self, email: &str, rest: &[Expr]) {
        let Some(endpoint) = &self.table.meta().reads.look_up else {
            return;
        };
        let pushed = rest.iter().find(|conjunct| {
            matches!(conjunct, Expr::Compare(Term(TermKind::Column(column)), Comparison::Eq, _)
                if column.meta().push.iter().any(|push| push.via == Via::Lookup))
        });
        self.pushed = pushed.cloned().into_iter().collect();
        self.calls = Calls::exactly(1).or_plus(self.calls);
        let otherwise = Box::new(std::mem::replace(&mut self.read, Read::Nothing));
        let call = fetch(Request::of(endpoint).param("email", email), endpoint);
        self.read = Read::LookUp { call, otherwise };
    }
}

pub(super) fn fetch(request: Request, endpoint: &Endpoint) -> Fetch {
    Fetch {
        request,
        shape: endpoint.shape,
        all_headings: false,
    }
}
