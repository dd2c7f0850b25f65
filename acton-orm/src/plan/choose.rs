//! The cheapest read for what is asked: calls first, then bytes.

use super::pushdown::{Keys, Pushdown, push_down};
use super::{Bounds, Calls, Known, Plan, Read, Terminal};
use crate::expr::{ColumnRef, Comparison, Expr, Term, TermKind};
use crate::query::Spec;
use crate::schema::{Exactness, Family, ListRef, RECORD_ID, Scan, Via};

/// Act-On's limit on the columns of a JSON page.
const WIDEST_PAGE: usize = 255;

/// Chooses among the reads that the table has.
pub(super) fn choose(spec: &Spec, terminal: Terminal, known: Known) -> Plan {
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
        table: spec.table,
        terminal,
        find_list: false,
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
    };
    if pushdown.never || limit == Some(0) {
        return plan;
    }
    plan.find_list =
        matches!(spec.table.family, Family::Rows(ListRef::Name(_))) && !known.list_found;
    plan.pick(pushdown, known);
    if plan.find_list {
        plan.calls = plan.calls.plus(Calls::exactly(1));
    }
    plan
}

/// Whether the answer to a page says how many rows there are in all. A download does not, and is what
/// a page of more rows than one call gives becomes.
fn tells_total(spec: &Spec, terminal: Terminal, known: Known) -> bool {
    match (spec.table.scan, terminal) {
        (Scan::Paged { total }, _) => total,
        (Scan::Download, Terminal::Page { size, .. }) => {
            size <= u64::from(known.page_size) || !known.downloads
        }
        _ => false,
    }
}

/// The rows that the terminal wants of those that the query allows. Where no total is told, a page
/// asks for one row more, which tells whether another page follows.
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
    fn pick(&mut self, mut pushdown: Pushdown, known: Known) {
        if let Some(keys) = pushdown.keys.take() {
            let read = self.by_key(&keys, &known);
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
            self.by_lookup(email, &rest);
        }
        self.keep(rest);
    }

    fn keep(&mut self, mut rest: Vec<Expr>) {
        self.residual = match rest.len() {
            0 => None,
            1 => rest.pop(),
            _ => Some(Expr::And(rest)),
        };
    }

    /// Single reads, where they return every column needed and are not dearer than reading all.
    fn by_key(&mut self, keys: &Keys, known: &Known) -> bool {
        let Some(absent) = self.table.get else {
            return false;
        };
        let absent = |column: &ColumnRef| {
            absent.contains(&(column.index as u16))
                || matches!(column.meta().push, [first, ..] if matches!(first.via, Via::After(_)))
        };
        let headings = u64::from(matches!(self.table.family, Family::Rows(_)));
        let calls = keys.keys.len() as u64 + headings;
        // One row never costs the transfer of a whole table, even at one call more.
        let cheaper = keys.keys.len() == 1 || calls <= self.cost_of_scan(known).at_least();
        if self.columns.iter().any(absent) || !cheaper {
            return false;
        }
        self.calls = Calls::exactly(calls);
        self.pushed.push(keys.conjunct.clone());
        self.read = Read::Get {
            keys: keys.keys.clone(),
        };
        true
    }

    /// A look-up returns the first match only: enough where one row is wanted and no order asks for
    /// another.
    fn settled_by_lookup(&self, email: &str) -> bool {
        let one_row = self.offset == 0 && self.limit == Some(1) && self.order.is_empty();
        let has_dates = self.columns.iter().any(is_date);
        one_row && !self.distinct && !has_dates && !email.is_empty()
    }

    fn by_lookup(&mut self, email: String, rest: &[Expr]) {
        let pushed = rest.iter().find(|conjunct| {
            matches!(conjunct, Expr::Compare(Term(TermKind::Column(column)), Comparison::Eq, _)
                if column.meta().push.iter().any(|push| push.via == Via::Lookup))
        });
        self.pushed = pushed.cloned().into_iter().collect();
        self.calls = Calls::between(1, 1 + self.calls.at_most().unwrap_or(self.calls.at_least()));
        let otherwise = Box::new(std::mem::replace(&mut self.read, Read::Nothing));
        self.read = Read::Lookup { email, otherwise };
    }

    /// All rows, or as many as are wanted.
    fn scan(&mut self, pushdown: &Pushdown, known: Known) {
        let bounds = pushdown.bounds.clone();
        self.pushed.clone_from(&pushdown.bounded);
        let nothing_left = pushdown.rest.is_empty() && !self.distinct;
        let exact = nothing_left && self.order.is_empty();
        let total = !matches!(self.table.scan, Scan::Whole | Scan::Paged { total: false });
        if self.terminal == Terminal::Count && nothing_left && total {
            self.read = Read::Total { bounds };
            self.calls = Calls::exactly(1);
            return;
        }
        let dates = self.columns.iter().any(is_date);
        match self.table.scan {
            Scan::Whole => {
                self.read = Read::Whole;
                self.calls = Calls::exactly(1);
            }
            Scan::Paged { .. } => self.pages(bounds, None, false, exact, &known),
            Scan::Download => {
                let fields = self.fields(dates);
                let one_page = exact
                    && self
                        .limit
                        .is_some_and(|limit| limit <= u64::from(known.page_size));
                if one_page || !known.downloads {
                    self.pages(bounds, fields, dates, exact, &known);
                } else {
                    self.calls = Calls::exactly(1);
                    self.read = Read::Download {
                        bounds,
                        fields,
                        dates,
                    };
                }
            }
        }
    }

    fn pages(
        &mut self,
        bounds: Bounds,
        fields: Option<Vec<&'static str>>,
        dates: bool,
        exact: bool,
        known: &Known,
    ) {
        let page = u64::from(known.page_size);
        let (from, most) = if exact {
            (std::mem::take(&mut self.offset), self.limit)
        } else {
            (0, None)
        };
        self.calls = match (most, known.list_size) {
            // Without a true total only an empty page tells the end of a read that wants just so many.
            (Some(most), _) if most <= page => Calls::exactly(1),
            (Some(most), _) => Calls::between(1, most.div_ceil(page)),
            (None, Some(size)) if bounds.0.is_empty() && self.limit.is_none() => {
                // The listing's size may lag behind, so it bounds nothing from above.
                Calls::at_least_so_many(size.div_ceil(page).max(1))
            }
            (None, _) => Calls::at_least_so_many(1),
        };
        self.read = Read::Pages {
            bounds,
            fields,
            dates,
            from,
            most,
        };
    }

    /// What a scan would cost, to weigh single reads against it.
    fn cost_of_scan(&self, known: &Known) -> Calls {
        match (self.table.scan, known.list_size) {
            (Scan::Download, Some(size)) if !known.downloads => {
                Calls::exactly(size.div_ceil(u64::from(known.page_size)).max(1))
            }
            _ => Calls::exactly(1),
        }
    }

    /// The headings to ask for: what is needed, where that can be said. Dates exclude it (Act-On's
    /// list download), a semicolon in a heading cannot be written, and a wide list must say which 255.
    fn fields(&self, dates: bool) -> Option<Vec<&'static str>> {
        let headings: Vec<&'static str> = self
            .columns
            .iter()
            .map(|column| column.meta().name)
            .filter(|heading| *heading != RECORD_ID)
            .fold(Vec::new(), |mut unique, heading| {
                if !unique.contains(&heading) {
                    unique.push(heading);
                }
                unique
            });
        let sayable = headings.iter().all(|heading| !heading.contains(';'));
        let some = !headings.is_empty() && headings.len() < WIDEST_PAGE;
        (!dates && sayable && some).then_some(headings)
    }
}

/// The pseudo-columns that a list only has when asked for them.
fn is_date(column: &ColumnRef) -> bool {
    matches!(column.table.family, Family::Rows(_))
        && column
            .meta()
            .push
            .iter()
            .any(|push| matches!(push.via, Via::After(_)))
}
