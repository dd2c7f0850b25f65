//! Runs a plan: fetch, decode, keep.

use std::sync::Arc;

use tokio::time::Instant;
use tracing::{Instrument, Span};

use super::allowance::Allowance;
use super::keep::Keep;
use super::read::{Next, Reader};
use crate::client::{Event, Tally};
use crate::plan::related::MOST;
use crate::plan::{Plan, Read, Terminal};
use crate::query::{Row, Spec};
use crate::{Client, Error, ErrorKind, Result, catalog};

/// A query under way.
pub(crate) struct Run<R> {
    client: Client,
    tally: Arc<Tally>,
    plan: Plan,
    reader: Reader,
    /// The read to fall back to when a look-up does not settle the query.
    otherwise: Option<Read>,
    keep: Keep<R>,
    decode: fn(&mut Row<'_>) -> Result<R>,
    /// How often a download broke off, and when it first did.
    breaks: (u32, Option<Instant>),
    /// Rows handed out.
    given: u64,
    /// There are more than there may be.
    over: bool,
    finished: bool,
    span: Span,
}

/// The plan of a query on a client, with what the client knows of the account.
pub(crate) fn plan(client: &Client, spec: &Spec, terminal: Terminal) -> Result<Plan> {
    plan_after(client, spec, terminal, false)
}

/// The same, of a query that runs when the headings of its list have just been asked for.
pub(crate) fn plan_after(
    client: &Client,
    spec: &Spec,
    terminal: Terminal,
    headings: bool,
) -> Result<Plan> {
    let mut spec = spec.clone();
    spec.table = catalog::aliased(client, &spec.table);
    if let Some(most) = client.settings().max_rows
        && !spec.of_commit
    {
        bound(&mut spec, terminal, most);
    }
    let mut known = catalog::known(client, &spec.table);
    known.headings |= headings;
    Plan::new(&spec, terminal, &known)
}

/// The client reads so many rows at most. One more is asked for, to know of it.
fn bound(spec: &mut Spec, terminal: Terminal, most: u64) {
    let wanted = match terminal {
        Terminal::Load | Terminal::Stream => None,
        Terminal::Page { size, .. } => Some(size),
        _ => return,
    };
    let wanted = [wanted, spec.limit].into_iter().flatten().min();
    if wanted.is_some_and(|rows| rows <= most) {
        return;
    }
    spec.max_rows = Some(most);
    if !matches!(terminal, Terminal::Page { .. }) {
        spec.limit = Some(most.saturating_add(1));
    }
}

impl<R> Run<R> {
    /// Checks the budget; makes no call.
    pub(crate) fn start(
        client: &Client,
        plan: Plan,
        decode: fn(&mut Row<'_>) -> Result<R>,
    ) -> Result<Self> {
        let allowed = Allowance::of(budget(client, &plan));
        Self::within(client, plan, decode, allowed)
    }

    /// The same, of calls that others may spend too.
    pub(super) fn within(
        client: &Client,
        plan: Plan,
        decode: fn(&mut Row<'_>) -> Result<R>,
        allowed: Allowance,
    ) -> Result<Self> {
        let (client, tally) = client.metered();
        let run = Self {
            keep: Keep::new(&plan, decode)?,
            decode,
            breaks: (0, None),
            reader: Reader::new(&client, &plan, allowed.clone()),
            otherwise: match &plan.read {
                Read::LookUp { otherwise, .. } => Some((**otherwise).clone()),
                _ => None,
            },
            span: tracing::info_span!(
                "acton.query",
                db.collection.name = plan.table.name(),
                acton.plan.calls = %plan.calls(),
                acton.rows = tracing::field::Empty,
            ),
            client,
            tally,
            plan,
            given: 0,
            over: false,
            finished: false,
        };
        match allowed.left() {
            Some(allowed) if run.plan.calls().at_least() > allowed => Err(run.too_dear()),
            _ => Ok(run),
        }
    }

    /// The next rows that are ready; `None` after the last. A row that could not be decoded is one of
    /// them, an error of its own.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<Result<R>>>> {
        if self.over {
            return Err(self.too_many());
        }
        let Some(mut rows) = self.read().await? else {
            return Ok(None);
        };
        if rows.iter().any(Result::is_err) {
            let strike = |row: Result<R>| row.map_err(|error| self.client.strike(error));
            rows = rows.into_iter().map(strike).collect();
        }
        self.given = self.given.saturating_add(rows.len() as u64);
        let most = self.plan.max_rows.unwrap_or(u64::MAX);
        let over = self.given.saturating_sub(most);
        if over > 0 {
            // Told next, after the rows that may be had.
            self.over = true;
            let over = usize::try_from(over).unwrap_or(usize::MAX);
            rows.truncate(rows.len().saturating_sub(over));
        }
        Ok(Some(rows))
    }

    async fn read(&mut self) -> Result<Option<Vec<Result<R>>>> {
        while !self.finished {
            let span = self.span.clone();
            let next = self
                .reader
                .next(self.keep.wanted())
                .instrument(span)
                .await
                .map_err(|error| error.in_table(self.plan.table.name()))?;
            let piece = match next {
                Next::Piece(piece) => *piece,
                Next::OverBudget => return Err(self.too_dear()),
                Next::End => {
                    if self.look_further() {
                        continue;
                    }
                    self.finished = true;
                    return Ok(Some(self.keep.finish()));
                }
            };
            let keep = &mut self.keep;
            keep.call = piece.call();
            let flow = self
                .reader
                .decode(piece, &mut |row| Ok(keep.row(row)))
                .map_err(|error| self.client.strike(error.in_table(self.plan.table.name())))?;
            self.tell();
            if flow.is_break() {
                self.finished = true;
            }
            let ready = self.keep.take_ready();
            if !ready.is_empty() || self.finished {
                return Ok(Some(ready));
            }
        }
        Ok(None)
    }

    /// All rows, or the first error.
    pub(crate) async fn all(self) -> Result<Vec<R>> {
        Ok(self.all_and_totals().await?.0)
    }

    /// As [`all`](Self::all), with the total that Act-On told, if it did, and that of the rows that came
    /// by, if all did.
    pub(crate) async fn all_and_totals(mut self) -> Result<(Vec<R>, Option<u64>, Option<u64>)> {
        let mut rows = Vec::new();
        loop {
            match self.next().await {
                Ok(Some(more)) => gather(&mut rows, more)?,
                Ok(None) => break,
                Err(error) => {
                    self.begin_anew(error).await?;
                    rows.clear();
                }
            }
        }
        Ok((rows, self.reader.total(), self.keep.counted()))
    }

    /// As [`next`](Self::next), for whoever has seen the rows before: what broke off is read again only
    /// where there were none.
    pub(crate) async fn next_of_stream(&mut self) -> Result<Option<Vec<Result<R>>>> {
        loop {
            match self.next().await {
                Err(error) if self.given == 0 => self.begin_anew(error).await?,
                next => return next,
            }
        }
    }

    /// Reads a download again that broke off, or gives the error back.
    async fn begin_anew(&mut self, error: Error) -> Result<()> {
        if !self.reader.is_downloading() || !error.is_transport() {
            return Err(error);
        }
        let (breaks, first) = &mut self.breaks;
        *breaks += 1;
        let since = *first.get_or_insert_with(Instant::now);
        if !self.client.once_more(*breaks, since, &error).await
            || !self.reader.begin_anew(&self.plan)
        {
            return Err(error);
        }
        self.keep = Keep::new(&self.plan, self.decode)?;
        self.given = 0;
        Ok(())
    }

    /// A look-up that found a row which does not pass: another row with that address may.
    fn look_further(&mut self) -> bool {
        let inconclusive = self.reader.inconclusive() && self.keep.passed == 0;
        match self.otherwise.take() {
            Some(read) if inconclusive => {
                self.reader.read_instead(read);
                true
            }
            _ => false,
        }
    }

    /// The budget does not cover the next call.
    fn too_dear(&self) -> Error {
        let budget = budget(&self.client, &self.plan).unwrap_or(MOST);
        let message = if self.tally.calls() == 0 {
            format!(
                "the plan costs {}, and the budget is {budget}",
                self.plan.calls()
            )
        } else {
            format!(
                "the read needs more than the budget of {budget}; it stopped after {} and read {} matching rows",
                self.tally.calls(),
                self.keep.passed
            )
        };
        Error::new(ErrorKind::Budget, message)
            .in_table(self.plan.table.name())
            .advise(cheaper(&self.plan))
    }

    fn too_many(&self) -> Error {
        let most = self.plan.max_rows.unwrap_or_default();
        Error::new(
            ErrorKind::Invalid,
            format!("the client reads {most} rows at most, and there are more"),
        )
        .in_table(self.plan.table.name())
        .advise("raise `MaxRows`, or give the query a filter or a limit")
    }

    /// How far the read has come, for those who watch.
    fn tell(&self) {
        let read = self.reader.rows();
        self.span.record("acton.rows", read);
        self.client.tell(Event::Rows {
            table: Arc::from(self.plan.table.name()),
            read,
        });
    }
}

/// Adds rows to those read before. Rows that come all at once are not moved: they may be very many.
fn gather<R>(rows: &mut Vec<R>, more: Vec<Result<R>>) -> Result<()> {
    if rows.is_empty() {
        *rows = more.into_iter().collect::<Result<_>>()?;
    } else {
        for row in more {
            rows.push(row?);
        }
    }
    Ok(())
}

/// The calls that a plan may cost on a client.
pub(super) fn budget(client: &Client, plan: &Plan) -> Option<u64> {
    match (plan.max_calls, client.settings().call_budget) {
        (Some(own), Some(all)) => Some(own.min(all)),
        (own, all) => own.or(all),
    }
}

/// Which filter would cost less.
fn cheaper(plan: &Plan) -> String {
    use crate::schema::Via;
    let ways: Vec<String> = plan
        .table
        .columns()
        .iter()
        .flat_map(|column| {
            column.push.iter().map(move |push| match push.via {
                Via::Key => format!("`{}` = one value", column.name),
                Via::Lookup => format!("`{}` = one value, with `first`", column.name),
                Via::After(_) => format!("`{}` > a time", column.name),
                Via::Before(_) => format!("`{}` < a time", column.name),
                Via::Parameter(_) => format!("`{}` = one value", column.name),
            })
        })
        .collect();
    if ways.is_empty() {
        "raise the budget: Act-On filters this table by nothing".to_owned()
    } else {
        format!(
            "raise the budget, set a limit, or filter by {}",
            ways.join(" or ")
        )
    }
}
