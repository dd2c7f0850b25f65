//! A task that only reads: a list that nobody writes to, so every read that succeeds says the same.

use acton_orm::prelude::*;
use acton_orm::{Client, Result};
use futures::TryStreamExt;
use tokio::time::Instant;

use crate::dice::Dice;
use crate::ledger::Ledger;
use crate::tables::{Steady, steady};

pub(crate) struct Reader {
    client: Client,
    dice: Dice,
    emails: Vec<String>,
    ledger: Ledger,
}

impl Reader {
    pub(crate) fn new(client: Client, dice: Dice, emails: Vec<String>) -> Self {
        Self {
            client,
            dice,
            emails,
            ledger: Ledger::default(),
        }
    }

    pub(crate) async fn work(&mut self, end: Instant, rounds: u64) {
        for _ in 0..rounds {
            if Instant::now() >= end {
                return;
            }
            match self.read().await {
                Ok(None) => self.ledger.reads += 1,
                Ok(Some(wrong)) => self.ledger.wrong.push(wrong),
                Err(error) => self.ledger.failed_read(&error),
            }
        }
    }

    pub(crate) fn finish(self) -> Ledger {
        self.ledger
    }

    /// One read; what is wrong with its answer.
    async fn read(&mut self) -> Result<Option<String>> {
        let wanted = self.dice.pick(&self.emails).cloned().unwrap_or_default();
        let one = Steady::query().filter(steady::email.eq(wanted.clone()));
        Ok(match self.dice.below(4) {
            0 => {
                let rows: Vec<Steady> = Steady::query().stream(&self.client).try_collect().await?;
                self.differs("stream", &rows)
            }
            1 => {
                let first = one.first(&self.client).await?;
                let found = first.is_some_and(|row| row.email == wanted);
                (!found).then(|| format!("look-up: {wanted} was not found"))
            }
            2 => {
                let count = Steady::query().count(&self.client).await?;
                (count != self.emails.len() as u64).then(|| format!("count: {count}"))
            }
            _ => {
                let mut session = self.client.session();
                let rows = session.load(Steady::query()).await?;
                let rows: Vec<_> = rows.into_iter().map(|row| session[row].clone()).collect();
                self.differs("session", &rows)
            }
        })
    }

    fn differs(&self, what: &str, rows: &[Steady]) -> Option<String> {
        let same = rows.len() == self.emails.len()
            && rows
                .iter()
                .zip(&self.emails)
                .all(|(row, email)| row.email == *email && !row.id.as_str().is_empty());
        (!same).then(|| format!("{what}: {} rows, not those of the list", rows.len()))
    }
}
