//! A plan under way.

use std::sync::Arc;

use tracing::{Instrument, Span};

use super::keep::Keep;
use crate::client::Event;
use crate::plan::{Known, Plan, Read, Terminal};
use crate::query::{Row, Spec};
use crate::wire::{Piece, Reader};
use crate::{Client, Error, ErrorKind, Result};

/// Fetches piece after piece and hands out the rows that are kept.
pub(crate) struct Run<R> {
    client: Client,
    plan: Plan,
    reader: Reader,
    /// What to read when a look-up does not settle the matter.
    otherwise: Option<Read>,
    keep: Keep<R>,
    calls: u64,
    finished: bool,
    /// The query's span; the spans of its calls lie within.
    span: Span,
}

/// The plan of a query on a client, with what the client knows of the account.
pub(crate) fn plan(client: &Client, spec: &Spec, terminal: Terminal) -> Result<Plan> {
    let settings = client.settings();
    let mut spec = spec.clone();
    if let Some(most) = settings.max_rows
        && matches!(terminal, Terminal::Load | Terminal::Stream)
    {
        spec.limit = Some(spec.limit.map_or(most, |limit| limit.min(most)));
    }
    let (list_found, list_size) = client.facts().list_of(spec.table);
    let known = Known {
        list_found,
        list_size,
        page_size: settings.page_size,
        downloads: settings.downloads == crate::client::Downloads::Csv,
    };
    Plan::new(&spec, terminal, known)
}

impl<R> Run<R> {
    /// Checks the budget; no call is made yet.
    pub(crate) fn start(
        client: &Client,
        plan: Plan,
        decode: fn(&mut Row<'_>) -> Result<R>,
    ) -> Result<Self> {
        let run = Self {
            keep: Keep::new(&plan, decode),
            reader: Reader::new(&plan, plan.read.clone(), client.settings().page_size),
            otherwise: match &plan.read {
                Read::Lookup { otherwise, .. } => Some((**otherwise).clone()),
                _ => None,
            },
            client: client.clone(),
            span: tracing::info_span!(
                "acton.query",
                db.collection.name = plan.table.name,
                acton.plan.calls = %plan.calls(),
                acton.rows = tracing::field::Empty,
            ),
            plan,
            calls: 0,
            finished: false,
        };
        run.afford(run.plan.calls().at_least())?;
        Ok(run)
    }

    /// The next rows that are ready; `None` at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<R>>> {
        while !self.finished {
            let span = self.span.clone();
            let piece = self
                .fetch()
                .instrument(span)
                .await
                .map_err(|error| error.in_table(self.plan.table.name))?;
            let Some(piece) = piece else {
                if self.look_further() {
                    continue;
                }
                self.finished = true;
                return Ok(Some(self.keep.finish()));
            };
            let keep = &mut self.keep;
            let flow = self
                .reader
                .decode(piece, &mut |row| keep.row(row))
                .map_err(|error| error.in_table(self.plan.table.name))?;
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

    /// All rows.
    pub(crate) async fn all(mut self) -> Result<Vec<R>> {
        let mut rows = Vec::new();
        while let Some(more) = self.next().await? {
            rows.extend(more);
        }
        Ok(rows)
    }

    /// As [`all`](Self::all), with the total that Act-On told, if it did.
    pub(crate) async fn all_and_total(mut self) -> Result<(Vec<R>, Option<u64>)> {
        let mut rows = Vec::new();
        while let Some(more) = self.next().await? {
            rows.extend(more);
        }
        Ok((rows, self.reader.total()))
    }

    async fn fetch(&mut self) -> Result<Option<Piece>> {
        let reads = self.reader.calls_to_come(&self.client);
        if reads > 0 {
            self.afford(self.calls + reads)?;
            self.calls += reads;
        }
        self.reader.fetch(&self.client).await
    }

    /// A look-up that found a row which does not pass: another row with that address may.
    fn look_further(&mut self) -> bool {
        let inconclusive = self.reader.inconclusive() && self.keep.passed == 0;
        match self.otherwise.take() {
            Some(read) if inconclusive => {
                self.reader = Reader::new(&self.plan, read, self.client.settings().page_size);
                true
            }
            _ => false,
        }
    }

    /// Refuses before a call that the budget does not cover.
    fn afford(&self, calls: u64) -> Result<()> {
        let budget = match (self.plan.max_calls, self.client.settings().call_budget) {
            (Some(own), Some(all)) => own.min(all),
            (Some(budget), None) | (None, Some(budget)) => budget,
            (None, None) => return Ok(()),
        };
        if calls <= budget {
            return Ok(());
        }
        let message = if self.calls == 0 {
            format!(
                "the plan costs {}, and the budget is {budget}",
                self.plan.calls()
            )
        } else {
            format!(
                "the read needs more than the budget of {budget}; it stopped after {} and read {} matching rows",
                self.calls, self.keep.passed
            )
        };
        Err(Error::new(ErrorKind::Budget, message)
            .in_table(self.plan.table.name)
            .advise(cheaper(&self.plan)))
    }

    /// How far the read has come, for those who watch.
    fn tell(&self) {
        let read = self.reader.rows();
        self.span.record("acton.rows", read);
        self.client.tell(Event::Rows {
            table: Arc::from(self.plan.table.name),
            read,
        });
    }
}

/// Which filter would cost less.
fn cheaper(plan: &Plan) -> String {
    use crate::schema::Via;
    let ways: Vec<String> = plan
        .table
        .columns
        .iter()
        .flat_map(|column| {
            column.push.iter().map(move |push| match push.via {
                Via::Key => format!("`{}` = one value", column.name),
                Via::Lookup => format!("`{}` = one value, with `first`", column.name),
                Via::After(_) => format!("`{}` > a time", column.name),
                Via::Before(_) => format!("`{}` < a time", column.name),
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
