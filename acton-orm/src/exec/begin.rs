//! Beginning a read: what it has to know first, and which calls it then is.

use std::ops::ControlFlow;

use super::allowance::Allowance;
use super::download::Download;
use super::flight::Flight;
use super::pages::PageRun;
use super::read::{Next, Reader, State};
use super::run::Run;
use crate::plan::related::MOST;
use crate::plan::{Fetch, Pages, Plan, Read, Request};
use crate::query::Row;
use crate::schema::Shape;
use crate::{Error, ErrorKind, Result, catalog};

impl Reader {
    /// Fills the holes of a read and asks for what it needs to know first.
    pub(super) async fn begin(&mut self, mut read: Read) -> Result<ControlFlow<Next>> {
        if self.find && self.list.is_none() {
            let found =
                catalog::find_within(&self.client, &self.table, self.allowed.left()).await?;
            self.allowed.spent(found.calls);
            let Some(list) = found.what else {
                return Ok(ControlFlow::Break(Next::OverBudget));
            };
            self.list = Some(list.id);
        }
        if let Some(list) = &self.list {
            read.fill("list", list);
        }
        self.state = match read {
            Read::Nothing => State::Done,
            Read::Calls(calls) => calls_of(calls, false),
            Read::Keys { headings, calls } => {
                let by_headings = calls.iter().any(|call| call.shape == Shape::Record);
                if by_headings && !self.learn_headings(headings).await? {
                    return Ok(ControlFlow::Break(Next::OverBudget));
                }
                calls_of(calls, true)
            }
            Read::Total(calls) => {
                self.totals = vec![None; calls.len()];
                calls_of(calls, false)
            }
            Read::LookUp { call, .. } => State::LookUp(call),
            Read::Pages(pages) => runs_of(vec![pages]),
            Read::Runs(runs) => {
                self.totals = vec![None; runs.len()];
                runs_of(runs)
            }
            Read::Download(fetch) => State::Download(Download::new(fetch)),
            Read::Each { keys, call } => {
                let keys = Box::pin(self.keys(*keys)).await?;
                let calls = keys.iter().map(|key| Fetch {
                    request: call.request.clone().with("key", key),
                    ..call
                });
                calls_of(calls.collect(), true)
            }
        };
        Ok(ControlFlow::Continue(()))
    }

    /// The keys that rows are read by. Where no budget says how many calls may be made, they are no more
    /// than many.
    async fn keys(&mut self, keys: Plan) -> Result<Vec<String>> {
        let read = |row: &mut Row<'_>| row.scalar::<String>(0);
        let keys = Run::within(&self.client, keys, read, self.allowed.clone())?;
        let keys = keys.all().await?;
        let all = keys.len() as u64;
        match self.allowed.left() {
            None if all > MOST && self.wanted.is_none() => Err(too_many(all, MOST)),
            None => {
                // A limit says how many, too.
                self.allowed = Allowance::of(Some(self.wanted.unwrap_or(0).max(MOST)));
                Ok(keys)
            }
            Some(left) if all > left && self.wanted.is_none() => Err(too_many(all, left)),
            Some(_) => Ok(keys),
        }
    }

    /// Whether the budget allows to know the headings of the list.
    async fn learn_headings(&mut self, request: Option<Request>) -> Result<bool> {
        let Some(list) = &self.list else {
            return Ok(true);
        };
        let known = catalog::of(&self.client).headings(list);
        let headings = match (known, request) {
            (Some(headings), _) => headings,
            (None, request) => {
                let request = request
                    .unwrap_or_else(crate::plan::headings)
                    .with("list", list);
                let call = request.name();
                let found =
                    catalog::headings_within(&self.client, list, request, self.allowed.left())
                        .await
                        .map_err(|error| error.during(call))?;
                self.allowed.spent(found.calls);
                match found.what {
                    Some(headings) => headings,
                    None => return Ok(false),
                }
            }
        };
        self.decoder.by_headings(&headings)?;
        Ok(true)
    }
}

/// A call for each row is more than may be made.
fn too_many(rows: u64, left: u64) -> Error {
    Error::new(
        ErrorKind::Budget,
        format!("the list has {rows} rows, a call each, and {left} calls may be made"),
    )
    .advise("none of them was made: say `max_calls`, or give the query a limit or keys")
}

fn runs_of(runs: Vec<Pages>) -> State {
    State::Pages {
        runs: runs.into_iter().map(PageRun::new).collect(),
        ended: 0,
    }
}

fn calls_of(calls: Vec<Fetch>, by_key: bool) -> State {
    State::Calls {
        to_come: calls.into(),
        flight: Flight::new(),
        by_key,
        read: 0,
    }
}
