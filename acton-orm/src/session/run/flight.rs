//! Calls under way: what is marked before they are sent, and unmarked if they are not sent after all.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use futures_util::future::{AbortHandle, BoxFuture, abortable};
use futures_util::stream::{FuturesUnordered, Stream};
use futures_util::{FutureExt, StreamExt};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::time::{Instant, sleep_until};

use super::Run;
use crate::catalog;
use crate::client::Tally;
use crate::plan::{Change, Learned, Planned, Request, Verb, Written};
use crate::schema::TableRef;
use crate::session::late::{Late, Waiting};
use crate::session::ledger::Transition;
use crate::session::plan::Step;
use crate::{Client, Error, ErrorKind, Result};

/// A step under way.
#[derive(Debug, Default)]
pub(super) struct Course {
    /// Which of its calls.
    pub(super) at: usize,
    /// The call under way, its holes filled.
    pub(super) request: Option<Request>,
    /// What its answers have brought.
    pub(super) learned: Learned,
    /// Something has changed at Act-On, so that the step goes on even if the commit stops.
    pub(super) has_written: bool,
    /// Its changes have met their fate.
    pub(super) decided: bool,
    /// Rows that are marked on account of its calls, and whose fate is open, by slot.
    pub(super) marks: BTreeMap<u64, Vec<Mark>>,
}

/// A row that was marked before a call.
#[derive(Debug, Clone, Copy)]
pub(super) enum Mark {
    Doubted(u64),
    /// No earlier commit had marked it.
    Sent(u64),
}

/// What has come of a call.
pub(super) struct Arrived {
    pub(super) step: usize,
    pub(super) answer: Answer,
    /// It, or an attempt before it, may have been received without an answer.
    pub(super) uncertain: bool,
}

pub(super) enum Answer {
    Body(Result<Bytes>),
    List(Result<String>),
    /// The commit stopped before it was sent.
    NotSent,
}

/// When a write may be sent, and who else is to know of it.
struct Turn {
    wait: Option<(Instant, Waiting)>,
    late: Arc<Late>,
    steps: Arc<[Step]>,
}

/// What waited was outrun by a newer write.
fn outrun() -> Error {
    Error::new(
        ErrorKind::Conflict,
        "another change of it was sent while this one waited for an earlier one that may come late",
    )
    .advise("nothing of this one was sent; commit again if it is to stand")
}

/// The calls under way, one for each step.
#[derive(Default)]
pub(super) struct Flights {
    calls: FuturesUnordered<BoxFuture<'static, Arrived>>,
    handles: HashMap<usize, (AbortHandle, Arc<Tally>)>,
    waiting: Arc<AtomicUsize>,
}

/// A call that waits until an earlier write can come no more, and keeps none of the others waiting.
struct Aside(Arc<AtomicUsize>);

impl Aside {
    fn of(all: &Arc<AtomicUsize>) -> Self {
        all.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(all))
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Flights {
    /// Not before an earlier write can come no more, and not if another one was sent meanwhile.
    fn send(&mut self, step: usize, client: &Client, request: Request, turn: Turn) {
        let (client, tally) = client.metered();
        let wait = turn.wait.map(|wait| (wait, Aside::of(&self.waiting)));
        let answer = async move {
            if let Some(((free, waiting), aside)) = wait {
                sleep_until(free).await;
                drop(aside);
                if waiting.is_outrun() {
                    return Answer::Body(Err(outrun()));
                }
            }
            if !request.is_read()
                && let Some(step) = turn.steps.get(step)
            {
                turn.late.sent(&step.touches);
            }
            let answer = match client.call(request).await {
                Ok(answer) => answer.bytes().await,
                Err(error) => Err(error),
            };
            Answer::Body(answer)
        };
        self.fly(step, tally, answer.boxed());
    }

    pub(super) fn find_list(&mut self, step: usize, client: &Client, table: &TableRef) {
        let (client, tally) = client.metered();
        let table = table.clone();
        let answer = async move {
            Answer::List(
                catalog::find(&client, &table)
                    .await
                    .map(|list| list.id.to_string()),
            )
        };
        self.fly(step, tally, answer.boxed());
    }

    fn fly(&mut self, step: usize, tally: Arc<Tally>, answer: BoxFuture<'static, Answer>) {
        let (answer, handle) = abortable(answer);
        self.handles.insert(step, (handle, Arc::clone(&tally)));
        let arrival = answer.map(move |answer| Arrived {
            step,
            answer: answer.unwrap_or(Answer::NotSent),
            uncertain: tally.is_uncertain(),
        });
        self.calls.push(arrival.boxed());
    }

    /// How many calls wait for an earlier write.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Whether the call of a step is on its way to Act-On.
    fn is_sent(&self, step: usize) -> bool {
        self.handles
            .get(&step)
            .is_some_and(|(_, tally)| tally.calls() + tally.files() > 0)
    }
}

impl Stream for Flights {
    type Item = Arrived;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Arrived>> {
        let arrived = self.calls.poll_next_unpin(context);
        if let Poll::Ready(Some(arrived)) = &arrived {
            self.handles.remove(&arrived.step);
        }
        arrived
    }
}

impl Run<'_> {
    /// Makes the next call of a step, its holes filled and its rows marked.
    pub(super) fn send(&mut self, index: usize) {
        let (steps, changes) = (Arc::clone(&self.steps), Arc::clone(&self.changes));
        let (Some(step), Some(course)) = (steps.get(index), self.courses.get(&index)) else {
            return;
        };
        let Some(call) = step.calls.get(course.at) else {
            return;
        };
        let mut request = call.request.clone();
        course.learned.fill(&mut request);
        if let Some(Ok(list)) = self.lists.get(step.table.name()) {
            request.fill("list", list);
        }
        let of_step = step.changes.iter().filter_map(|&at| changes.get(at));
        let marks: Vec<(u64, Mark)> = of_step
            .filter_map(|change| Some((change.slot, self.mark(index, call, change)?)))
            .collect();
        if let Some(course) = self.courses.get_mut(&index) {
            for (slot, mark) in marks {
                course.marks.entry(slot).or_default().push(mark);
            }
            course.request = Some(request.clone());
        }
        let wait = self
            .free(step)
            .map(|free| (free, self.late.wait(&step.touches)));
        let turn = Turn {
            wait,
            late: Arc::clone(&self.late),
            steps: Arc::clone(&steps),
        };
        self.flights.send(index, &self.client, request, turn);
    }

    /// When no earlier write of any of the rows can come any more, if that is not now.
    pub(super) fn all_free(&self) -> Option<Instant> {
        self.steps.iter().filter_map(|step| self.free(step)).max()
    }

    /// When a step can be sent without being undone by an earlier write, if that is not at once.
    fn free(&self, step: &Step) -> Option<Instant> {
        let free = self.late.free(&step.touches, &self.changes)?;
        tracing::info!(
            seconds = free.duration_since(Instant::now()).as_secs_f32(),
            "{step}: waiting, for an earlier write of it may still be carried out"
        );
        Some(free)
    }

    /// A write of this step may still be carried out.
    pub(super) fn may_come_late(&self, step: &Step) {
        let late_writes = self.client.settings().late_writes;
        self.late.note(&step.touches, &self.changes, late_writes);
    }

    /// Marks a new row as sent, before it is.
    fn mark(&mut self, index: usize, call: &Planned, change: &Change) -> Option<Mark> {
        let slot = change.slot;
        if call.adds() && change.verb() != Verb::Delete {
            let sent = self.sent_row(index, change);
            self.session
                .record(Transition::Doubted { slot, sent: &sent });
            return Some(Mark::Doubted(slot));
        }
        if change.verb() != Verb::Insert || call.request.is_read() {
            return None;
        }
        let sent = change.cells();
        let known = self.session.slots.get(&slot)?.sent().is_some();
        self.session.record(Transition::Sent { slot, sent });
        (!known).then_some(Mark::Sent(slot))
    }

    /// The cells of the row that a step sends for a change.
    pub(super) fn sent_row(&self, index: usize, change: &Change) -> Vec<Written> {
        match (change.verb(), self.courses.get(&index)) {
            (Verb::Update, Some(course)) => course.learned.row(change),
            _ => change.cells().to_vec(),
        }
    }

    /// Takes a mark back: the row surely did not arrive.
    pub(super) fn unmark(&mut self, mark: Mark) {
        self.session.record(match mark {
            Mark::Doubted(slot) => Transition::NeverCame { slot },
            Mark::Sent(slot) => Transition::NotSent { slot },
        });
    }

    pub(super) fn unmark_all(&mut self, marks: BTreeMap<u64, Vec<Mark>>) {
        for mark in marks.into_values().flatten() {
            self.unmark(mark);
        }
    }

    /// The call of a step is on its way, and nobody will hear its answer.
    fn gone_without_answer(&mut self, index: usize, course: &Course) {
        let steps = Arc::clone(&self.steps);
        let Some(step) = steps.get(index) else {
            return;
        };
        if step
            .calls
            .get(course.at)
            .is_some_and(|call| !call.request.is_read())
        {
            self.may_come_late(step);
        }
        for mark in course.marks.values().flatten() {
            if let Mark::Doubted(slot) = *mark {
                self.session.record(Transition::Lost { slot });
            }
        }
    }

    /// Calls back what has not been sent yet, unless its step has changed something already.
    pub(super) fn halt(&mut self) {
        for (&index, course) in &self.courses {
            if !course.has_written
                && !self.flights.is_sent(index)
                && let Some((handle, _)) = self.flights.handles.get(&index)
            {
                handle.abort();
            }
        }
    }
}

/// A commit that is given up, or whose future is dropped, leaves no doubt about rows that were still
/// waiting for their turn.
impl Drop for Run<'_> {
    fn drop(&mut self) {
        for (index, course) in std::mem::take(&mut self.courses) {
            if self.flights.is_sent(index) {
                self.gone_without_answer(index, &course);
            } else if !course.has_written {
                self.unmark_all(course.marks);
            }
        }
    }
}
