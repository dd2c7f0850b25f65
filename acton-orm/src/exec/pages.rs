//! Page after page: after the first, as many at once as the total allows, in their order.

use std::collections::{HashSet, VecDeque};
use std::hash::{BuildHasher, RandomState};

use bytes::Bytes;

use super::allowance::Allowance;
use super::flight::Flight;
use crate::plan::{Fetch, Pages};
use crate::{Client, Error, ErrorKind, Result};

/// Pages under way.
pub(super) struct PageRun {
    pages: Pages,
    flight: Flight,
    /// Rows asked for by the calls under way and the one that arrived last, oldest first.
    asked: VecDeque<u64>,
    /// Where the rows wanted end, if they end before the table does.
    until: Option<u64>,
    /// Where the next call starts.
    next: u64,
    /// Where the next row to arrive stands.
    arrived: u64,
    /// Rows of the table, once told.
    total: Option<u64>,
    /// Pages that have arrived.
    read: usize,
    /// What the pages that have arrived are known by: their text, and the keys of their first rows.
    seen: HashSet<u64>,
    marks: RandomState,
    /// No page may be asked for before the one before it has arrived.
    one_by_one: bool,
    done: bool,
}

/// A page as it came, and the key of its first row, where it has one.
type Page = (Bytes, Option<String>);

impl PageRun {
    pub(super) fn new(pages: Pages) -> Self {
        Self {
            flight: Flight::new(),
            asked: VecDeque::new(),
            until: pages.most.map(|most| pages.from.saturating_add(most)),
            next: pages.from,
            arrived: pages.from,
            total: None,
            read: 0,
            seen: HashSet::new(),
            marks: RandomState::new(),
            one_by_one: !pages.ahead,
            done: false,
            pages,
        }
    }

    /// Pages that have arrived.
    pub(super) fn read(&self) -> usize {
        self.read
    }

    /// Calls under way.
    pub(super) fn under_way(&self) -> usize {
        self.flight.len()
    }

    /// Nothing ends it before its last page.
    pub(super) fn is_whole(&self) -> bool {
        self.pages.ahead
    }

    pub(super) fn is_done(&self) -> bool {
        self.done
    }

    /// Where the wanted rows end, as far as is known.
    fn end(&self) -> Option<u64> {
        match (self.until, self.total) {
            (Some(until), Some(total)) => Some(until.min(total)),
            (until, total) => until.or(total),
        }
    }

    /// Starts the calls that may be under way now.
    pub(super) fn start(&mut self, client: &Client, window: usize, allowed: &Allowance) {
        while !self.done && self.flight.len() < window && self.may_start() && allowed.spend() {
            let asked = self.until.map_or(self.pages.size, |end| {
                end.saturating_sub(self.next).min(self.pages.size)
            });
            let fetch = Fetch {
                request: self.pages.page(self.next, asked),
                ..self.pages.call
            };
            self.next += asked;
            self.asked.push_back(asked);
            self.flight.start(client, fetch);
        }
    }

    fn may_start(&self) -> bool {
        if self.flight.len() == 0 {
            return true;
        }
        !self.one_by_one && self.read > 0 && self.end().is_some_and(|end| self.next < end)
    }

    /// The next page; `None` where none is under way.
    pub(super) async fn next(&mut self) -> Option<Result<(Fetch, Bytes)>> {
        if self.done {
            return None;
        }
        let (fetch, body) = self.flight.next().await?;
        Some(body.map(|body| (fetch, body)))
    }

    /// A page had so many rows, of so many in all, from this one on, if it says so.
    ///
    /// # Errors
    /// `Decode` where it is not the page that was asked for.
    pub(super) fn arrived(
        &mut self,
        rows: u64,
        total: Option<u64>,
        offset: Option<u64>,
        page: Page,
    ) -> Result<()> {
        if let Some(offset) = offset.filter(|offset| *offset != self.arrived && rows > 0) {
            return Err(not_asked_for(&format!(
                "it starts at row {offset}, and row {} was asked for",
                self.arrived
            )));
        }
        // A server that takes no offset repeats itself for ever.
        let (body, first) = page;
        let marks = [
            Some(self.marks.hash_one(&body)),
            first.map(|key| self.marks.hash_one(key)),
        ];
        let mut marks = marks.into_iter().flatten();
        if rows > 0 && !marks.all(|mark| self.seen.insert(mark)) {
            return Err(not_asked_for("it repeats a page before it"));
        }
        let asked = self.asked.pop_front().unwrap_or_default();
        self.read += 1;
        self.arrived += rows;
        self.total = total.filter(|_| self.pages.told);
        let at_end = match self.total {
            Some(total) => self.arrived >= total,
            None => rows < asked,
        };
        if at_end || rows == 0 || self.until.is_some_and(|end| self.arrived >= end) {
            self.done = true;
            self.flight.clear();
        } else if rows != asked {
            // The pages under way start where they should not: on from the row that came last.
            self.one_by_one = true;
            self.flight.clear();
            self.asked.clear();
            self.next = self.arrived;
        }
        match self.total {
            Some(total) if rows == 0 && self.arrived < total && !self.pages.bounded => {
                Err(not_asked_for(&format!(
                    "it is empty, and {total} rows are said to be there of which {} have come",
                    self.arrived
                )))
            }
            _ => Ok(()),
        }
    }
}

fn not_asked_for(why: &str) -> Error {
    Error::new(
        ErrorKind::Decode,
        format!("the answer is not the page that was asked for: {why}"),
    )
    .advise("read again; if it stays, a gateway may drop `offset` and `count`")
}
