//! A task that writes through sessions, and keeps account of what their reports say.

use std::time::Duration;

use acton_orm::session::{ChangeKind, Entry, Outcome, Pending, RowHandle, RowState};
use acton_orm::{Client, CommitReport, Result, Session};
use tokio::time::{Instant, timeout};

use crate::dice::Dice;
use crate::kind::Kind;
use crate::ledger::{Held, Ledger};

/// Rows that a session holds at most.
const MOST: usize = 12;

pub(crate) struct Worker<K: Kind> {
    client: Client,
    session: Session,
    dice: Dice,
    worker: u64,
    made: u64,
    rows: Vec<Row<K>>,
    /// Left to the user by the last report.
    left: Vec<(String, Pending<K>)>,
    ledger: Ledger,
}

struct Row<K> {
    key: String,
    handle: Pending<K>,
    doomed: bool,
    /// What was sent without an answer; several, if nobody knows which was the last.
    sent: Vec<Held>,
}

/// A row just before a commit.
struct Before {
    state: Option<RowState>,
    /// What Act-On is to hold of it.
    wanted: Held,
}

impl<K: Kind> Worker<K> {
    pub(crate) fn new(client: Client, dice: Dice, worker: u64) -> Self {
        Self {
            session: client.session(),
            client,
            dice,
            worker,
            made: 0,
            rows: Vec::new(),
            left: Vec::new(),
            ledger: Ledger::default(),
        }
    }

    /// Works until `end`, or until so many rounds are done.
    pub(crate) async fn work(&mut self, end: Instant, rounds: u64) {
        for _ in 0..rounds {
            if Instant::now() >= end {
                return;
            }
            for _ in 0..=self.dice.below(3) {
                self.edit();
            }
            self.commit().await;
            if self.dice.one_in(3) {
                self.read().await;
            }
        }
    }

    /// Commits what is left, and gives the account. Faults are over by now.
    pub(crate) async fn finish(mut self) -> Ledger {
        for _ in 0..20 {
            if !self.session.has_changes() {
                break;
            }
            let before = self.before();
            let result = self.session.commit().keep_going().await;
            let wait = result
                .as_ref()
                .err()
                .and_then(acton_orm::Error::retry_after);
            let report = reported(result);
            self.left = report
                .as_ref()
                .map_or_else(Vec::new, |report| self.left_by(report));
            self.settle(&before, report);
            // A row may be one that has to be looked for again later.
            tokio::time::sleep(wait.unwrap_or_default()).await;
        }
        for (key, handle) in std::mem::take(&mut self.left) {
            self.session.forget(handle);
            self.ledger.left_to_user.push(key);
        }
        if self.session.has_changes() {
            let left = format!("{}: {:?}", K::NAME, self.session);
            self.ledger.unfinished.push(left);
        }
        self.ledger
    }

    /// The rows of which a report says that nobody knows, and what to do.
    fn left_by(&self, report: &CommitReport) -> Vec<(String, Pending<K>)> {
        let says = |row: &&Row<K>| {
            let error = report.outcome(row.handle).and_then(Outcome::error);
            error.is_some_and(|error| error.to_string().contains("`session.forget(handle)`"))
        };
        let left = self.rows.iter().filter(says);
        left.map(|row| (row.key.clone(), row.handle)).collect()
    }

    fn edit(&mut self) {
        let value = format!("v{}", self.dice.below(1000));
        let chosen = usize::try_from(self.dice.below(self.rows.len() as u64)).unwrap_or(0);
        let wish = self.dice.below(10);
        let full = self.rows.len() >= MOST;
        match self.rows.get_mut(chosen) {
            Some(row) if wish < 5 && !row.doomed => {
                K::change(&mut self.session, row.handle, &value);
            }
            // The session is full: nothing but a delete makes room.
            Some(row) if full || wish == 9 => {
                row.doomed = true;
                self.session.delete(row.handle);
                self.tidy();
            }
            _ => self.add(&value),
        }
    }

    fn add(&mut self, value: &str) {
        let key = K::key(self.worker, self.made);
        self.made += 1;
        let handle = self.session.add(K::new(&key, value));
        self.ledger.row(&key);
        self.rows.push(Row {
            key,
            handle,
            doomed: false,
            sent: Vec::new(),
        });
    }

    async fn commit(&mut self) {
        let before = self.before();
        let commit = self.session.commit();
        let result = match self.dice.below(8) {
            0 => commit.check_conflicts().await,
            1 | 2 => commit.keep_going().await,
            3 => {
                // A caller that loses patience, and drops the commit wherever it is.
                let patience = Duration::from_millis(self.dice.below(800));
                match timeout(patience, commit).await {
                    Ok(result) => result,
                    Err(_) => return self.settle(&before, None),
                }
            }
            _ => commit.await,
        };
        self.settle(&before, reported(result));
    }

    async fn read(&mut self) {
        // While it is being replaced an image is there twice, and the session knows it.
        if K::CHANGED_ANEW && self.session.has_changes() {
            return;
        }
        let settled = |row: &&Row<K>| self.session.state(row.handle) == Some(RowState::Clean);
        let rows: Vec<_> = self.rows.iter().filter(settled).collect();
        let Some(key) = self.dice.pick(&rows).map(|row| row.key.clone()) else {
            return;
        };
        match K::look(&self.client, &key).await {
            Ok(held) => self.ledger.read(&key, &held),
            Err(error) => self.ledger.failed_read(&error),
        }
    }

    fn before(&self) -> Vec<Before> {
        let before = |row: &Row<K>| Before {
            state: self.session.state(row.handle),
            wanted: self.wanted(row),
        };
        self.rows.iter().map(before).collect()
    }

    fn wanted(&self, row: &Row<K>) -> Held {
        let value = self.session.get(row.handle).map(Kind::value);
        value.filter(|_| !row.doomed)
    }

    /// Writes down what a report says, or that a commit was dropped and says nothing.
    fn settle(&mut self, before: &[Before], report: Option<CommitReport>) {
        for (row, before) in self.rows.iter_mut().zip(before) {
            match &report {
                None => nobody_told::<K>(&mut self.ledger, row, before),
                Some(report) => {
                    let id = row.handle.row();
                    for entry in report.iter().filter(|entry| entry.row() == id) {
                        told::<K>(&mut self.ledger, row, before, entry);
                    }
                }
            }
        }
        // What the session says of itself must be so as well.
        for row in &mut self.rows {
            let held = match self.session.state(row.handle) {
                Some(RowState::Clean) => self.session.get(row.handle).map(Kind::value),
                // What may be repeated may be there all the same.
                Some(RowState::New) if !K::REPEATABLE => None,
                _ => continue,
            };
            row.sent.clear();
            self.ledger.surely(&row.key, held);
        }
        self.tidy();
    }

    /// Rows that have left the session are gone, it says.
    fn tidy(&mut self) {
        let (session, ledger) = (&self.session, &mut self.ledger);
        self.rows.retain(|row| {
            let stays = session.state(row.handle).is_some();
            if !stays {
                ledger.surely(&row.key, None);
            }
            stays
        });
    }
}

fn reported(result: Result<CommitReport>) -> Option<CommitReport> {
    match result {
        Ok(report) => Some(report),
        Err(error) => error.into_report(),
    }
}

fn nobody_told<K: Kind>(ledger: &mut Ledger, row: &mut Row<K>, before: &Before) {
    let sends = match before.state {
        Some(RowState::New | RowState::Unknown) => true,
        Some(RowState::Changed) => K::CHANGED_ANEW,
        Some(RowState::Deleted) => false,
        _ => return,
    };
    ledger.perhaps(&row.key, before.wanted.clone());
    if sends {
        row.sent.push(before.wanted.clone());
        ledger.row(&row.key).inserts += 1;
    }
}

fn told<K: Kind>(ledger: &mut Ledger, row: &mut Row<K>, before: &Before, entry: &Entry) {
    let outcome = entry.outcome();
    ledger.count(outcome);
    let sends = match entry.kind() {
        ChangeKind::Insert => true,
        ChangeKind::Update => K::CHANGED_ANEW,
        // Of a doomed row; what a replacement has left behind is not the row any more.
        _ => {
            if outcome.is_unknown() && row.doomed {
                ledger.perhaps(&row.key, None);
            }
            return;
        }
    };
    let found = entry.note().is_some();
    let looked_in_vain = outcome
        .error()
        .is_some_and(|error| error.to_string().contains("cannot be told"));
    if sends && !found && !looked_in_vain && !outcome.is_skipped() {
        ledger.row(&row.key).inserts += 1;
    }
    match outcome {
        Outcome::Applied if found => {
            // What was sent then; a change made since has an entry of its own.
            let sent = std::mem::take(&mut row.sent);
            let first = sent.first().cloned().unwrap_or_default();
            ledger.surely(&row.key, first);
            for other in sent.into_iter().skip(1) {
                ledger.perhaps(&row.key, other);
            }
        }
        Outcome::Applied => ledger.surely(&row.key, before.wanted.clone()),
        Outcome::Unknown(_) if !looked_in_vain => {
            ledger.perhaps(&row.key, before.wanted.clone());
            if sends {
                row.sent = vec![before.wanted.clone()];
            }
        }
        Outcome::Rejected(_) if entry.kind() == ChangeKind::Insert && !K::REPEATABLE => {
            ledger.surely(&row.key, None);
        }
        _ => {}
    }
}
