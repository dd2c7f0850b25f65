//! Page after page: after the first, as many at once as the total allows, in their order.

use bytes::Bytes;

use super::flight::Flight;
use super::read::{body, spend};
use crate::plan::{Fetch, Pages};
use crate::{Client, Error, ErrorKind, Result};

/// Pages under way.
pub(super) struct PageRun {
    pages: Pages,
    flight: Flight<(Fetch, Result<Bytes>)>,
    /// Rows asked for by the calls under way and the one that arrived last, oldest first.
    asked: std::collections::VecDeque<u64>,
    /// Where the next call starts.
    next: u64,
    /// Where the next row to arrive stands.
    arrived: u64,
    /// Rows of the table, once told.
    total: Option<u64>,
    /// Pages that have arrived.
    read: usize,
    /// The one that arrived last.
    last: Bytes,
    /// No page may be asked for before the one before it has arrived.
    one_by_one: bool,
    done: bool,
}

impl PageRun {
    pub(super) fn new(pages: Pages) -> Self {
        Self {
            flight: Flight::new(),
            asked: std::collections::VecDeque::new(),
            next: pages.from,
            arrived: pages.from,
            total: None,
            read: 0,
            last: Bytes::new(),
            one_by_one: !pages.ahead,
            done: false,
            pages,
        }
    }

    /// Pages that have arrived.
    pub(super) fn read(&self) -> usize {
        self.read
    }

    pub(super) fn is_done(&self) -> bool {
        self.done
    }

    /// Where the wanted rows end, as far as is known.
    fn end(&self) -> Option<u64> {
        let wanted = self.pages.most.map(|most| self.pages.from + most);
        match (wanted, self.total) {
            (Some(wanted), Some(total)) => Some(wanted.min(total)),
            (wanted, total) => wanted.or(total),
        }
    }

    /// Starts the calls that may be under way now.
    pub(super) fn start(&mut self, client: &Client, window: usize, allowed: &mut Option<u64>) {
        while !self.done && self.flight.len() < window && self.may_start() && spend(allowed) {
            let wanted = self.pages.most.map(|most| self.pages.from + most);
            let asked = wanted.map_or(self.pages.size, |end| {
                end.saturating_sub(self.next).min(self.pages.size)
            });
            let fetch = Fetch {
                request: self.pages.page(self.next, asked),
                ..self.pages.call
            };
            self.next += asked;
            self.asked.push_back(asked);
            let client = client.clone();
            self.flight.start(async move {
                let body = body(&client, fetch.request.clone()).await;
                (fetch, body)
            });
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
        let landed = self.flight.next().await?;
        Some(landed.and_then(|(fetch, body)| Ok((fetch, body?))))
    }

    /// Refuses a page that is not the one that was asked for.
    pub(super) fn check(
        &mut self,
        fetch: &Fetch,
        page: Bytes,
        rows: u64,
        offset: Option<u64>,
    ) -> Result<()> {
        let mut query = fetch.request.query();
        let asked = query.find(|(name, _)| name == "offset");
        let asked = asked.and_then(|(_, offset)| offset.parse::<u64>().ok());
        let repeats = offset.is_none() && rows > 0 && page == self.last;
        self.last = page;
        let what = match (asked, offset) {
            (Some(asked), Some(offset)) if asked != offset => {
                format!("the answer starts at row {offset}, and row {asked} was asked for")
            }
            _ if repeats => "the answer repeats the page before".to_owned(),
            _ => return Ok(()),
        };
        Err(Error::new(ErrorKind::Decode, what)
            .advise("nothing of it was used; tell Act-On's support if it stays"))
    }

    /// A page had so many rows.
    pub(super) fn arrived(&mut self, rows: u64, total: Option<u64>) -> Result<()> {
        let asked = self.asked.pop_front().unwrap_or_default();
        self.read += 1;
        self.arrived += rows;
        self.total = total.filter(|_| self.pages.told);
        let wanted = self.pages.most.map(|most| self.pages.from + most);
        let at_end = match self.total {
            Some(total) => self.arrived >= total,
            None => rows < asked,
        };
        if let (0, false, Some(total)) = (rows, at_end, self.total) {
            return Err(Error::new(
                ErrorKind::Decode,
                format!(
                    "there are to be {total} rows, and the answer has none after {}",
                    self.arrived
                ),
            )
            .advise("read again; tell Act-On's support if it stays"));
        }
        if at_end || rows == 0 || wanted.is_some_and(|end| self.arrived >= end) {
            self.done = true;
            self.flight.clear();
        } else if rows != asked {
            // The pages under way start where they should not: on from the row that came last.
            self.one_by_one = true;
            self.flight.clear();
            self.asked.clear();
            self.next = self.arrived;
        }
        Ok(())
    }
}
