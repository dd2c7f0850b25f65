//! Rows that an earlier commit has sent without an answer are looked for, side by side, before anything
//! is sent again.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::Instant;

use super::Run;
use crate::catalog;
use crate::plan::{Found, Trace, label};
use crate::session::change::ChangeKind;
use crate::session::late::later;
use crate::session::ledger::Transition;
use crate::session::outcome::Outcome;
use crate::session::plan::{Action, CommitPlan, Look};
use crate::session::reconcile::{self, Traced};
use crate::session::report::Entry;
use crate::{Error, ErrorKind, Result};

/// What is claimed of a row that was found. Whether it is the very row that was sent nobody can prove:
/// Act-On gives new rows no mark of ours.
const FOUND: &str = "found at Act-On with what was sent, not sent again";

impl Run<'_> {
    /// Searches at once, and judges in the order in which the rows came into the session: of two rows
    /// with one name the first takes the one that is there.
    pub(super) async fn look_for_doubtful(&mut self, plan: CommitPlan) {
        self.find_lists_for(&plan).await;
        let begun = Instant::now();
        let mut searches = FuturesUnordered::new();
        let mut found: HashMap<usize, Result<Traced>> = HashMap::new();
        let (mut started, mut judged) = (0, 0);
        let window = self.client.settings().window();
        loop {
            while !self.stopped
                && searches.len() < window
                && let Some(look) = plan.looks.get(started)
            {
                let (index, search) = (started, self.search(look));
                searches.push(async move { (index, search.await) });
                started += 1;
            }
            let Some((index, traced)) = searches.next().await else {
                break;
            };
            found.insert(index, traced);
            while let Some(traced) = found.remove(&judged) {
                if let Some(look) = plan.looks.get(judged) {
                    self.judge(look, Some(traced), begun);
                }
                judged += 1;
            }
            self.progress.tell();
        }
        for look in plan.looks.iter().skip(judged) {
            self.judge(look, None, begun);
            self.progress.tell();
        }
    }

    async fn find_lists_for(&mut self, plan: &CommitPlan) {
        let wanted = |table: &crate::schema::TableRef| {
            plan.looks.iter().any(|look| {
                let asks = matches!(&look.trace, Trace::Ask(request, _) if request.wants("list"));
                asks && look.table.name() == table.name()
            })
        };
        let finds = plan
            .steps
            .iter()
            .filter(|step| step.action == Action::FindList);
        let mut searches: FuturesUnordered<_> = finds
            .filter(|step| wanted(&step.table))
            .map(|step| {
                let (client, table) = (self.client.clone(), step.table.clone());
                async move {
                    let found = catalog::find(&client, &table).await;
                    (found.map(|list| list.id.to_string()), table)
                }
            })
            .collect();
        while let Some((found, table)) = searches.next().await {
            let found = found.map_err(|error| format!("its list was not found: {error}"));
            self.lists.insert(table.name().to_owned(), found);
        }
    }

    fn search(&self, look: &Look) -> impl Future<Output = Result<Traced>> + Send + use<> {
        let list = match self.lists.get(look.table.name()) {
            Some(found) => found.as_ref().ok().cloned(),
            None => self.session.list_of(&look.table),
        };
        reconcile::search(self.client.clone(), look.clone(), list)
    }

    /// Settles a row; without a search the commit stopped before it was looked for. The searches have
    /// begun then.
    fn judge(&mut self, look: &Look, traced: Option<Result<Traced>>, begun: Instant) {
        let id = look.slot;
        let slot = self.session.slots.get(&id);
        let old = slot.and_then(|slot| slot.key.as_deref().map(str::to_owned));
        let late_writes = self.client.settings().late_writes;
        let settled = slot.and_then(|slot| Some(later(slot.in_doubt_since()?, late_writes)));
        let judged = traced
            .map(|traced| traced.and_then(|traced| reconcile::judge(self.session, look, traced)));
        let outcome = match judged {
            Some(Ok(Found::Absent)) if settled.is_some_and(|settled| settled > begun) => {
                Outcome::of(not_yet(
                    settled.map_or(late_writes, |settled| settled - Instant::now()),
                ))
            }
            Some(Ok(Found::Absent)) => {
                return self.session.record(Transition::NeverCame { slot: id });
            }
            Some(Ok(Found::There(key))) => {
                self.session.record(Transition::Landed {
                    slot: id,
                    sent: &look.sent,
                    key: &key,
                });
                Outcome::Applied
            }
            Some(Ok(Found::Unsure(why))) => Outcome::of(self.client.strike(unsure(&why))),
            Some(Err(error)) => {
                let error = self.client.strike(error);
                Outcome::of(unsure("Act-On could not be asked").caused_by(error))
            }
            None => Outcome::of(unsure("the commit stopped before it was looked for")),
        };
        let kind = match old {
            Some(_) => ChangeKind::Update,
            None => ChangeKind::Insert,
        };
        let shown = old.clone().unwrap_or_else(|| label(&look.sent));
        let mut entry = Entry::new(kind, self.session.name(id), look.table.clone(), shown);
        entry.key = self
            .session
            .slots
            .get(&id)
            .and_then(|slot| slot.key.as_deref().map(str::to_owned));
        if outcome.is_applied() {
            entry.replaced = old;
            entry.note = Some(FOUND.to_owned());
        }
        self.stop_after(&outcome);
        entry.outcome = outcome;
        self.report.push(entry);
        self.progress.settled();
    }
}

/// It is not there, and may still come.
fn not_yet(left: Duration) -> Error {
    let seconds = left.as_secs() + 1;
    Error::new(
        ErrorKind::UnknownOutcome,
        "it was sent without an answer and is not at Act-On, which may still carry it out",
    )
    .advise(format!(
        "commit again in {seconds} s: it is looked for before it is sent again (`LateWrites` says how long \
         Act-On is given)"
    ))
    .retry_in(Duration::from_secs(seconds))
}

fn unsure(why: &str) -> Error {
    Error::new(
        ErrorKind::UnknownOutcome,
        format!("it was sent without an answer, and whether it is at Act-On cannot be told: {why}"),
    )
    .advise("`session.forget(handle)` gives it up, `session.resend(handle)` sends it once more")
}
