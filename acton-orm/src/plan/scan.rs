//! The calls that read a table row after row: all at once, page by page, whole, or one for each row.

use super::choose::{choose, fetch};
use super::pushdown::Pushdown;
use super::{Bounds, Calls, Fetch, Known, LIST, Pages, Plan, Read, Request, Terminal};
use crate::expr::ColumnRef;
use crate::query::Spec;
use crate::schema::{Endpoint, IDS, ListRef, Paging, RECORD_ID};

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
    pub(super) fn scan(&mut self, pushdown: &Pushdown, known: &Known) {
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
        // A record without a score is no row, and the listing's size may lag behind: nobody knows how many.
        self.calls = Calls::at_least_so_many(ids.at_least());
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
    pub(super) fn cost_of_scan(&self, known: &Known) -> Calls {
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
