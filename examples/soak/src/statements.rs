//! A task that writes by statements: their sessions end with them, so it looks for itself what became
//! of what is unknown.

use acton_orm::prelude::*;
use acton_orm::session::{ChangeKind, Outcome};
use acton_orm::{Client, CommitReport, Result};
use tokio::time::{Instant, sleep_until};

use crate::dice::Dice;
use crate::kind::Kind;
use crate::ledger::{Held, Ledger};
use crate::secrets;
use crate::tables::{Contact, NewContact, contacts};

/// Rows that are there at most.
const MOST: usize = 100;

pub(crate) struct Statements {
    client: Client,
    dice: Dice,
    worker: u64,
    made: u64,
    ledger: Ledger,
}

impl Statements {
    pub(crate) fn new(client: Client, dice: Dice, worker: u64) -> Self {
        Self {
            client,
            dice,
            worker,
            made: 0,
            ledger: Ledger::default(),
        }
    }

    pub(crate) async fn work(&mut self, end: Instant, rounds: u64) {
        for _ in 0..rounds {
            if Instant::now() >= end {
                return;
            }
            let keys: Vec<String> = self.ledger.rows.keys().cloned().collect();
            let value = format!("v{}", self.dice.below(1000));
            let wish = self.dice.below(10);
            match self.dice.pick(&keys).cloned() {
                Some(key) if self.is_full() => self.delete(&key).await,
                Some(key) if wish < 3 => self.update(&key, value).await,
                Some(key) if wish == 3 => self.delete(&key).await,
                Some(key) if wish < 7 => self.read(&key).await,
                _ => self.insert(value).await,
            }
        }
    }

    /// Looks for what is unknown still.
    pub(crate) async fn finish(mut self) -> Ledger {
        let last = self
            .ledger
            .rows
            .values()
            .filter_map(|told| told.open_until)
            .max();
        if let Some(last) = last {
            sleep_until(last).await;
        }
        for _ in 0..5 {
            let open = |(key, told): (&String, &crate::ledger::Told)| {
                (!told.perhaps.is_empty()).then(|| key.clone())
            };
            let open: Vec<String> = self.ledger.rows.iter().filter_map(open).collect();
            for key in open {
                self.read(&key).await;
            }
        }
        self.ledger
    }

    fn is_full(&self) -> bool {
        let there = self
            .ledger
            .rows
            .values()
            .filter(|told| told.surely.is_some());
        there.count() >= MOST
    }

    async fn insert(&mut self, value: String) {
        let keys: Vec<String> = (0..=self.dice.below(2))
            .map(|_| {
                self.made += 1;
                NewContact::key(self.worker, self.made)
            })
            .collect();
        let rows: Vec<_> = keys
            .iter()
            .map(|key| NewContact::new(key, &value))
            .collect();
        let mut insert = acton_orm::insert_into(contacts::table).values(rows);
        if self.dice.one_in(2) {
            insert = insert.keep_going();
        }
        let result = insert.execute(&self.client).await;
        for (place, key) in keys.iter().enumerate() {
            self.told(key, &result, place, Some(value.clone()));
        }
    }

    async fn update(&mut self, key: &str, value: String) {
        let rows = Contact::query().filter(contacts::email.eq(key.to_owned()));
        let update = acton_orm::update(rows).set(contacts::city.to(value.clone()));
        let result = update.execute(&self.client).await;
        self.told(key, &result, 0, Some(value));
    }

    async fn delete(&mut self, key: &str) {
        let rows = Contact::query().filter(contacts::email.eq(key.to_owned()));
        let result = acton_orm::delete(rows).execute(&self.client).await;
        self.told(key, &result, 0, None);
    }

    async fn read(&mut self, key: &str) {
        match NewContact::look(&self.client, key).await {
            Ok(held) => self.ledger.read(key, &held),
            Err(error) => self.ledger.failed_read(&error),
        }
    }

    /// Writes down what a report says of its change at this place, which is to this row.
    fn told(&mut self, key: &str, result: &Result<CommitReport>, place: usize, wanted: Held) {
        self.ledger.row(key);
        let report = match result {
            Ok(report) => Some(report),
            // Without a report it failed before it wrote anything.
            Err(error) => {
                self.ledger.wrong.extend(secrets::shown(error));
                error.report()
            }
        };
        let Some(entry) = report.and_then(|report| report.iter().nth(place)) else {
            return;
        };
        let outcome = entry.outcome();
        self.ledger.count(outcome);
        if entry.kind() == ChangeKind::Insert && !outcome.is_skipped() {
            self.ledger.row(key).inserts += 1;
        }
        match outcome {
            Outcome::Applied => self.ledger.surely(key, wanted),
            Outcome::Unknown(_) => self.ledger.perhaps(key, wanted),
            _ => {}
        }
    }
}
