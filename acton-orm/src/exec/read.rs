//! A read under way: which calls are made, and their answers in order.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::Arc;

use bytes::Bytes;

use super::again::Again;
use super::allowance::Allowance;
use super::download::Download;
use super::flight::Flight;
use super::pages::PageRun;
use crate::plan::{Fetch, Plan, Read, Request, Terminal, list_to_find};
use crate::query::Row;
use crate::schema::{Shape, TableRef};
use crate::wire::{Decoder, Told, Wanted};
use crate::{Client, Error, ErrorKind, Result, catalog};

/// Makes the calls of a read and decodes their answers.
pub(super) struct Reader {
    pub(super) client: Client,
    pub(super) table: TableRef,
    pub(super) decoder: Decoder,
    read: Option<Read>,
    /// The list has to be found first, unless its id is known.
    pub(super) find: bool,
    pub(super) list: Option<Arc<str>>,
    pub(super) state: State,
    /// API calls that may still be started.
    pub(super) allowed: Allowance,
    is_stream: bool,
    /// Reading may end when so many rows have passed.
    pub(super) wanted: Option<u64>,
    /// The last `totalCount` of each call, or run of pages, that tells one of its own.
    pub(super) totals: Vec<Option<u64>>,
    /// Rows decoded so far.
    rows: u64,
    inconclusive: bool,
    again: Again,
}

pub(super) enum State {
    Done,
    Calls {
        to_come: VecDeque<Fetch>,
        flight: Flight,
        /// Each gives one row at most, and none where it is not there.
        by_key: bool,
        /// Answers that have arrived.
        read: usize,
    },
    /// The first is read; those after it fill what it leaves of the window.
    Pages {
        runs: VecDeque<PageRun>,
        /// Runs that have come to their end.
        ended: usize,
    },
    Download(Download),
    LookUp(Fetch),
}

/// A part of an answer, fetched and not yet decoded.
pub(super) enum Piece {
    /// A whole answer.
    Answer(Fetch, Bytes),
    /// A piece of a long one; an empty piece is its end.
    Csv(Fetch, Bytes),
    /// Act-On has no such row.
    NoRow,
}

impl Piece {
    /// The call that brought it, for errors.
    pub(super) fn call(&self) -> String {
        match self {
            Self::Answer(fetch, _) | Self::Csv(fetch, _) => fetch.request.name(),
            Self::NoRow => String::new(),
        }
    }
}

/// What comes next of a read.
pub(super) enum Next {
    Piece(Box<Piece>),
    End,
    /// A further call would cost more than is allowed.
    OverBudget,
}

impl Reader {
    pub(super) fn new(client: &Client, plan: &Plan, allowed: Allowance) -> Self {
        Self {
            client: client.clone(),
            table: plan.table.clone(),
            decoder: Decoder::new(Wanted::new(&plan.table, &plan.columns)),
            read: Some(plan.read.clone()),
            find: list_to_find(&plan.table).is_some() && !matches!(plan.read, Read::Nothing),
            list: catalog::of(client).list(&plan.table).map(|list| list.id),
            state: State::Done,
            allowed,
            is_stream: plan.terminal == Terminal::Stream,
            wanted: plan.wanted(),
            totals: vec![None],
            rows: 0,
            inconclusive: false,
            again: Again::default(),
        }
    }

    /// The true number of rows, if Act-On told it.
    pub(super) fn total(&self) -> Option<u64> {
        let totals = self.totals.iter().copied();
        totals.reduce(|sum, total| Some(sum?.saturating_add(total?)))?
    }

    /// Rows read so far, before any filter.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// The look-up did not settle the query: the first row with the address may not be the only one.
    pub(super) fn inconclusive(&self) -> bool {
        self.inconclusive
    }

    /// Begins a download anew that broke off; false if none has.
    pub(super) fn begin_anew(&mut self, plan: &Plan) -> bool {
        let State::Download(download) = &self.state else {
            return false;
        };
        self.read = Some(Read::Download(download.fetch().clone()));
        self.decoder = Decoder::new(Wanted::new(&plan.table, &plan.columns));
        self.client = self.client.unmetered();
        self.allowed.give_back();
        self.state = State::Done;
        self.rows = 0;
        true
    }

    pub(super) fn is_downloading(&self) -> bool {
        matches!(&self.state, State::Download(download) if download.is_open())
    }

    /// Goes on with another read of the same columns.
    pub(super) fn read_instead(&mut self, read: Read) {
        self.read = Some(read);
        self.inconclusive = false;
    }

    /// The next piece, of a read that ends when so many rows more have passed.
    pub(super) async fn next(&mut self, wanted: Option<u64>) -> Result<Next> {
        let next = self.fetch(wanted).await;
        next.map_err(|error| self.explain(error))
    }

    async fn fetch(&mut self, wanted: Option<u64>) -> Result<Next> {
        if let Some(read) = self.read.take() {
            match self.begin(read).await? {
                ControlFlow::Continue(()) => {}
                ControlFlow::Break(next) => return Ok(next),
            }
        }
        let window = self.client.settings().window();
        let is_stream = self.is_stream;
        // Whoever leaves a stream early has not paid for what nobody reads.
        let ahead = |read: usize| match is_stream {
            true => window.min(read.saturating_mul(2).max(1)),
            false => window,
        };
        match &mut self.state {
            State::Done => Ok(Next::End),
            State::Calls {
                to_come,
                flight,
                by_key,
                read,
            } => {
                // No call that the rows still wanted may not need.
                let needed = match wanted {
                    None => usize::MAX,
                    Some(rows) if *by_key => usize::try_from(rows).unwrap_or(usize::MAX).max(1),
                    Some(_) => 1,
                };
                while flight.len() < ahead(*read).min(needed) && !to_come.is_empty() {
                    if !self.allowed.spend() {
                        break;
                    }
                    if let Some(fetch) = to_come.pop_front() {
                        flight.start(&self.client, fetch);
                    }
                }
                let next = flight.next().await;
                *read += 1;
                match next {
                    None if to_come.is_empty() => Ok(Next::End),
                    None => Ok(Next::OverBudget),
                    Some((fetch, Ok(body))) => Ok(piece(Piece::Answer(fetch, body))),
                    Some((_, Err(error))) if *by_key && error.is_gone() => Ok(piece(Piece::NoRow)),
                    Some((_, Err(error))) => Err(error),
                }
            }
            State::Pages { runs, ended } => {
                while runs.front().is_some_and(PageRun::is_done) {
                    runs.pop_front();
                    *ended += 1;
                }
                let Some(first) = runs.front() else {
                    return Ok(Next::End);
                };
                let mut room = ahead(*ended + first.read());
                for run in runs.iter_mut() {
                    run.start(&self.client, room, &self.allowed);
                    room = room.saturating_sub(run.under_way());
                    if !run.is_whole() {
                        break;
                    }
                }
                let Some(first) = runs.front_mut() else {
                    return Ok(Next::End);
                };
                match first.next().await {
                    Some(Ok((fetch, body))) => Ok(piece(Piece::Answer(fetch, body))),
                    Some(Err(error)) => Err(error),
                    None => Ok(Next::OverBudget),
                }
            }
            State::Download(download) => {
                if !download.is_open() {
                    if !self.allowed.spend() {
                        return Ok(Next::OverBudget);
                    }
                    download.open(&self.client).await?;
                }
                let body = download.piece().await?;
                Ok(piece(Piece::Csv(download.fetch().clone(), body)))
            }
            State::LookUp(fetch) => {
                if !self.allowed.spend() {
                    return Ok(Next::OverBudget);
                }
                let mut flight = Flight::new();
                flight.start(&self.client, fetch.clone());
                self.state = State::Done;
                match flight.next().await {
                    Some((fetch, Ok(body))) => Ok(piece(Piece::Answer(fetch, body))),
                    None => Ok(Next::End),
                    Some((_, Err(error))) if error.is_gone() => Ok(Next::End),
                    // What a miss looks like is not documented: other refusals leave it open.
                    Some((_, Err(error))) if is_unclear(&error) => {
                        self.inconclusive = true;
                        Ok(Next::End)
                    }
                    Some((_, Err(error))) => Err(error),
                }
            }
        }
    }

    /// Decodes a piece and gives its rows to the sink.
    pub(super) fn decode(
        &mut self,
        piece: Piece,
        sink: &mut dyn FnMut(&mut Row<'_>) -> Result<ControlFlow<()>>,
    ) -> Result<ControlFlow<()>> {
        let mut first = None;
        let mut again = matches!(self.state, State::Pages { .. }).then_some(&mut self.again);
        if let Some(again) = &mut again {
            again.turn();
        }
        let (fetch, told, whole) = match piece {
            Piece::NoRow => return Ok(ControlFlow::Continue(())),
            Piece::Answer(fetch, body) => {
                // By its key a page's first row tells whether the page is another one.
                let mut sink = |row: &mut Row<'_>| {
                    if first.is_none() {
                        first = row.key.as_deref().map(str::to_owned);
                    }
                    let came = match (&mut again, row.key.as_deref()) {
                        (Some(again), Some(key)) => again.is_row(key),
                        _ => false,
                    };
                    match came {
                        true => Ok(ControlFlow::Continue(())),
                        false => sink(row),
                    }
                };
                let told = self.decoder.answer(&fetch, &body, &mut sink);
                (fetch, told, body)
            }
            Piece::Csv(fetch, body) => {
                let told = self.decoder.csv(&body, sink);
                if body.is_empty() {
                    self.state = State::Done;
                }
                (fetch, told, Bytes::new())
            }
        };
        let Told {
            flow,
            rows,
            total,
            offset,
            headings,
            inconclusive,
        } = told.map_err(|error| {
            if let (Shape::Record, Some(list)) = (fetch.shape, &self.list) {
                // Its cells may stand under other headings now.
                catalog::of(&self.client).forget_headings(list);
            }
            error.during(fetch.request.name())
        })?;
        self.rows += rows;
        let at = match &self.state {
            State::Pages { ended, .. } => *ended,
            State::Calls { read, .. } => read.saturating_sub(1),
            _ => 0,
        };
        let at = at.min(self.totals.len().saturating_sub(1));
        let mut total = total;
        if let Some(known) = self.totals.get_mut(at) {
            total = total.or(*known);
            *known = total;
        }
        self.inconclusive = inconclusive;
        if let (true, Some(headings), Some(list)) = (fetch.all_headings, headings, &self.list) {
            catalog::of(&self.client).learn_headings(list, headings);
        }
        if let State::Pages { runs, .. } = &mut self.state
            && let Some(pages) = runs.front_mut()
        {
            pages
                .arrived(rows, total, offset, (whole, first))
                .map_err(|error| error.during(fetch.request.name()))?;
        } else if let (Shape::Envelope { .. }, Some(total), ControlFlow::Continue(())) =
            (fetch.shape, total, flow)
            && total > rows
            && !asks_for_a_part(&fetch.request)
        {
            return Err(not_all(rows, total).during(fetch.request.name()));
        }
        if flow.is_break() {
            self.state = State::Done;
        }
        Ok(flow)
    }

    /// Adds what is known of the list to an error, and forgets a list that is not there.
    fn explain(&self, error: Error) -> Error {
        if self.list.is_some() && error.is_not_found() {
            catalog::of(&self.client).forget(&self.table);
        }
        match &self.list {
            Some(list) if is_wrong_column(&error) => {
                let known = catalog::of(&self.client).headings(list);
                catalog::of(&self.client).forget_headings(list);
                self.decoder.missing(known.as_deref(), error)
            }
            _ => error,
        }
    }
}

/// Whether a call wants so many rows and no more.
fn asks_for_a_part(request: &Request) -> bool {
    request.query().any(|(name, _)| name == "count")
}

/// An answer that has no pages has fewer rows than it says that there are.
fn not_all(rows: u64, total: u64) -> Error {
    Error::new(
        ErrorKind::Decode,
        format!(
            "the answer has {rows} of {total} rows, and how to ask for the others is not known"
        ),
    )
    .advise("nothing of it was used; if it happens again, tell Act-On's support")
}

fn piece(piece: Piece) -> Next {
    Next::Piece(Box::new(piece))
}

/// Act-On refuses a heading (A§5.2: 10010).
fn is_wrong_column(error: &Error) -> bool {
    error
        .api()
        .is_some_and(|api| api.code.as_deref() == Some("10010"))
}

/// An answer to a look-up that may mean "no such row".
fn is_unclear(error: &Error) -> bool {
    let refused = error.api().is_some_and(|api| api.status == 400);
    let unknown_path = error.is_not_found() && !error.is_gone() && !error.is_list_gone();
    unknown_path || (refused && error.kind() == ErrorKind::Rejected)
}
