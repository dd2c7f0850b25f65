//! The cheapest calls for a query: fewest first, then fewest bytes.

use super::pushdown::{Keys, Pushdown, push_down};
use super::{Bounds, Calls, Fetch, Known, Pages, Plan, Read, Request, Terminal};
use super::{LIST, headings, list_id_in_name, list_to_find, listing};
use crate::expr::{ColumnRef, Comparison, Expr, Term, TermKind};
use crate::query::Spec;
use crate::schema::{Endpoint, Exactness, IDS, ListRef, Paging, RECORD_ID, Shape, Via};

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

/// What a scan sends beside its fixed parameters.
#[derive(Default)]
struct Asked {
    bounds: Bounds,
    fields: Option<(&'static str, String)>,
    dates: Option<(&'static str, &'static str)>,
}

impl Asked {
    fn call(&self, endpoint: &Endpoint) -> Request {
        let mut request = Request::of(endpoint);
        for (name, millis) in &self.bounds.0 {
            request = request.param(*name, millis.to_string());
        }
        if let Some((name, fields)) = &self.fields {
            request = request.param(*name, fields.clone());
        }
        if let Some((name, value)) = self.dates {
            request = request.param(name, value);
        }
        request
    }

    /// The call of any page.
    fn pages(&self, endpoint: &Endpoint) -> Request {
        self.call(endpoint)
            .param_hole("count", "count")
            .param_hole("offset", "offset")
    }

    fn fetch(&self, request: Request, endpoint: &Endpoint) -> Fetch {
        Fetch {
            all_headings: self.fields.is_none() && self.dates.is_none(),
            ..fetch(request, endpoint)
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

    fn scan(&mut self, pushdown: &Pushdown, known: &Known) {
        self.pushed.clone_from(&pushdown.bounded);
        let reads = &self.table.meta().reads;
        if let ([call], true) = (reads.scan, reads.each_row) {
            return self.each_row(call, pushdown.rest.is_empty(), known);
        }
        let wanted: Vec<&Endpoint> = reads
            .scan
            .iter()
            .filter(|scan| {
                pushdown.parameters.iter().all(|(name, values)| {
                    scan.fixed(name)
                        .is_none_or(|fixed| values.iter().any(|value| value == fixed))
                })
            })
            .collect();
        let nothing_left = pushdown.rest.is_empty() && !self.distinct;
        let exact = nothing_left && self.order.is_empty();
        match wanted.as_slice() {
            [] => self.read = Read::Nothing,
            [scan, ..] if matches!(scan.paging, Paging::Offset { .. }) => {
                let bounds = pushdown.bounds.clone();
                let told = wanted
                    .iter()
                    .all(|scan| scan.paging == Paging::Offset { total: true });
                if self.terminal == Terminal::Count && nothing_left && told {
                    let asked = Asked {
                        bounds,
                        ..Asked::default()
                    };
                    let count =
                        |scan: &&Endpoint| fetch(asked.call(scan).param("count", "1"), scan);
                    self.read = Read::Total(wanted.iter().map(count).collect());
                    self.calls = Calls::exactly(wanted.len() as u64);
                    return;
                }
                match wanted.as_slice() {
                    [scan] => self.paged(scan, bounds, told, exact, known),
                    several => self.runs(several, &bounds, told, known),
                }
            }
            several => {
                let all = several.len() as u64;
                self.calls = Calls::between(self.wanted().map_or(all, |_| 1), all);
                self.read = Read::Calls(
                    several
                        .iter()
                        .map(|scan| fetch(Request::of(scan), scan))
                        .collect(),
                );
            }
        }
    }

    /// A call for each row of the list that the table is of; how many there are is told by one.
    fn each_row(&mut self, call: &Endpoint, nothing_left: bool, known: &Known) {
        let column = ColumnRef {
            table: &IDS,
            index: 0,
        };
        let mut keys = Spec::new(&IDS, vec![column]);
        if let Some(list) = self.table.input(LIST) {
            let named = ListRef::of(list).is_some();
            let name = if named {
                list.to_owned()
            } else {
                format!("List_{list}")
            };
            keys.table = keys.table.named(name);
        }
        let nothing_left = nothing_left && !self.distinct;
        let counts = self.terminal == Terminal::Count && nothing_left;
        keys.limit = self.wanted().filter(|_| nothing_left && !counts);
        let terminal = if counts {
            Terminal::Count
        } else {
            Terminal::Load
        };
        let mut keys = choose(&keys, terminal, known);
        let ids = keys.own_calls();
        // This plan finds the list itself.
        keys.find = None;
        if counts {
            self.calls = Calls::exactly(1);
            self.read = keys.read;
            return;
        }
        let rows = match (keys.limit, known.list_size) {
            (Some(limit), _) => Calls::between(0, limit),
            (None, Some(size)) if nothing_left => Calls::at_least_so_many(size),
            (None, _) => Calls::at_least_so_many(0),
        };
        self.calls = ids.plus(rows);
        self.read = Read::Each {
            keys: Box::new(keys),
            call: fetch(Request::of(call), call),
        };
    }

    /// Pages of each of several calls. On which one a row is nobody can say before, so that offset and
    /// limit are counted off here.
    fn runs(&mut self, scans: &[&Endpoint], bounds: &Bounds, told: bool, known: &Known) {
        let ends_early = self.wanted().is_some();
        let pages = |scan: &&Endpoint| {
            let asked = Asked {
                fields: self.fields(scan),
                dates: None,
                bounds: bounds.clone(),
            };
            Pages {
                call: asked.fetch(asked.pages(scan), scan),
                told,
                size: u64::from(known.page_size),
                from: 0,
                most: None,
                bounded: !bounds.0.is_empty(),
                ahead: told && !ends_early,
            }
        };
        let runs = scans.iter().map(pages).collect();
        self.read = Read::Runs(runs);
        self.calls = Calls::at_least_so_many(match ends_early {
            true => 1,
            false => scans.len() as u64,
        });
    }

    /// Pages, or one download where there is one and more than a page is wanted.
    fn paged(&mut self, scan: &Endpoint, bounds: Bounds, told: bool, exact: bool, known: &Known) {
        let asked = Asked {
            fields: self.fields(scan),
            dates: self.columns.iter().find_map(|column| column.meta().asked),
            bounds,
        };
        let page = u64::from(known.page_size);
        let one_page = exact && self.limit.is_some_and(|limit| limit <= page);
        if let Some(download) = &self.table.meta().reads.download
            && !one_page
            && known.downloads
        {
            self.calls = Calls::exactly(1);
            self.read = Read::Download(asked.fetch(asked.call(download), download));
            return;
        }
        let (from, most) = if exact {
            (std::mem::take(&mut self.offset), self.limit)
        } else {
            (0, None)
        };
        // An order needs every row, whatever the limit.
        let whole = self.limit.is_none() || !self.order.is_empty();
        self.calls = match (most, known.list_size) {
            // Without a true total only an empty page tells the end of a read that wants just so many.
            (Some(most), _) if most <= page => Calls::exactly(1),
            (Some(most), _) => Calls::between(1, most.div_ceil(page)),
            (None, Some(size)) if asked.bounds.0.is_empty() && whole => {
                // The listing's size may lag behind, so it bounds nothing from above.
                Calls::at_least_so_many(size.saturating_sub(from).div_ceil(page).max(1))
            }
            (None, _) => Calls::at_least_so_many(1),
        };
        let bounded = !asked.bounds.0.is_empty();
        self.read = Read::Pages(Pages {
            call: asked.fetch(asked.pages(scan), scan),
            told,
            size: page,
            from,
            most,
            bounded,
            ahead: told && (whole || most.is_some()),
        });
    }

    /// What reading everything costs.
    fn cost_of_scan(&self, known: &Known) -> Calls {
        let reads = &self.table.meta().reads;
        if reads.each_row {
            // Nobody knows of how many rows.
            return Calls::exactly(
                known
                    .list_size
                    .map_or(u64::MAX, |size| size.saturating_add(1)),
            );
        }
        match (reads.download, known.list_size) {
            (Some(_), Some(size)) if !known.downloads => {
                Calls::exactly(size.div_ceil(u64::from(known.page_size)).max(1))
            }
            _ => Calls::exactly(reads.scan.len() as u64),
        }
    }

    /// The columns to ask for, where they can be said: no columns that are asked for by a parameter of
    /// their own, which excludes it, no name that holds what stands between them, not too many.
    fn fields(&self, endpoint: &Endpoint) -> Option<(&'static str, String)> {
        let projection = endpoint.projection?;
        let names = self
            .columns
            .iter()
            .map(|column| column.meta().name)
            .filter(|name| *name != RECORD_ID)
            .fold(Vec::new(), |mut unique, name| {
                if !unique.contains(&name) {
                    unique.push(name);
                }
                unique
            });
        let meta = self.table.meta();
        let plain = meta.columns.iter().filter(|column| column.asked.is_none());
        if meta.complete && plain.count() == self.columns.len() {
            // Everything is what comes without asking.
            return None;
        }
        let asked = self
            .columns
            .iter()
            .any(|column| column.meta().asked.is_some());
        let sayable = names.iter().all(|name| !name.contains(projection.between));
        let some = !names.is_empty() && names.len() < projection.most;
        (!asked && sayable && some).then(|| {
            (
                projection.parameter,
                names.join(&projection.between.to_string()),
            )
        })
    }
}

fn fetch(request: Request, endpoint: &Endpoint) -> Fetch {
    Fetch {
        request,
        shape: endpoint.shape,
        all_headings: false,
    }
}
