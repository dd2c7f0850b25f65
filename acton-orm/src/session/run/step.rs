//! One step of a plan.

use std::sync::Arc;

use super::{Run, settle};
use crate::session::change::{Change, ChangeKind, What};
use crate::session::outcome::Outcome;
use crate::session::plan::Step;
use crate::wire::write::{self, Cell};
use crate::{Error, Result};

impl Run<'_> {
    /// Finds the id of the list that the inserts of a table need.
    pub(super) async fn find_list(&mut self, step: &Step, changes: &[Change]) {
        if self.lost_lists.contains_key(step.table.name) {
            return;
        }
        match write::find_list(&mut self.writer, step.table).await {
            Ok(_) => {}
            Err(error) => {
                let because = format!("its list was not found: {error}");
                let first = changes.iter().position(|change| {
                    change.table.name == step.table.name && change.kind() == ChangeKind::Insert
                });
                if let Some(first) = first {
                    self.settle(first, Outcome::of(error));
                }
                self.lost_lists.insert(step.table.name, because);
            }
        }
    }

    pub(super) async fn insert(&mut self, step: &Step, changes: &[Change]) {
        let open = self.open(step, changes);
        if let Some(because) = self.lost_lists.get(step.table.name).cloned() {
            for (position, _) in open {
                self.skip(position, &because);
            }
            return;
        }
        let rows: Vec<Vec<Cell>> = open
            .iter()
            .map(|(_, change)| change.cells().to_vec())
            .collect();
        let mut newly_sent = Vec::new();
        for (_, change) in &open {
            if write::insert_is_idempotent(step.table) {
                if self.sent(change.slot, change.cells()) {
                    newly_sent.push(change.slot);
                }
            } else {
                self.doubt(change.slot, change.cells());
            }
        }
        let list = self.session.list_of(step.table);
        let place = step.place(list.as_deref());
        let results = write::insert(&mut self.writer, place, &rows).await;
        let Some((_, first)) = open.first() else {
            return;
        };
        let results = shared(results, open.len(), |error| self.advised(first, error));
        for ((position, change), result) in open.iter().zip(results) {
            match result {
                Ok(key) => {
                    self.session.landed(change.slot, change.cells(), &key);
                    self.applied(*position, &key);
                }
                Err(error) => {
                    if !error.is_unknown_outcome() {
                        self.session.never_came(change.slot);
                        if newly_sent.contains(&change.slot) {
                            self.not_sent(change.slot);
                        }
                    }
                    if error.is_not_found() {
                        write::forget_list(&self.writer.client, step.table);
                    }
                    self.settle(*position, Outcome::of_shared(&error));
                }
            }
        }
    }

    pub(super) async fn update(&mut self, step: &Step, changes: &[Change]) {
        for (position, change) in self.open(step, changes) {
            let What::Update { key, set, .. } = &change.what else {
                continue;
            };
            match write::update(&mut self.writer, step.place(None), key, set).await {
                Ok(()) => {
                    self.session.updated(change.slot, set);
                    self.applied(position, key);
                }
                Err(error) if error.is_gone() => {
                    let gone = settle::gone(change).caused_by(error);
                    self.settle(position, Outcome::of(gone));
                }
                Err(error) => self.failed(position, change, error),
            }
        }
    }

    /// Inserts the row as it is to be, and deletes the old one. From the moment the new one is there
    /// it is the row; the old one is a leftover, which this commit or the next deletes.
    pub(super) async fn replace(&mut self, step: &Step, changes: &[Change]) {
        for (position, change) in self.open(step, changes) {
            let What::Update { key, set, known } = &change.what else {
                continue;
            };
            match self.upload_anew(step, change, key, known, set).await {
                Ok(new) => {
                    self.applied(position, &new);
                    if let Some(entry) = self.entry(position) {
                        entry.replaced = Some(key.clone());
                    }
                    self.clear_up(step, change, key).await;
                }
                Err(error) if error.is_gone() => {
                    let gone = settle::gone(change).caused_by(error);
                    self.settle(position, Outcome::of(gone));
                }
                Err(error) => self.failed(position, change, error),
            }
        }
    }

    async fn upload_anew(
        &mut self,
        step: &Step,
        change: &Change,
        key: &str,
        known: &[Cell],
        set: &[Cell],
    ) -> Result<String> {
        let cells = write::complete(&mut self.writer, step.table, key, known, set).await?;
        self.doubt(change.slot, &cells);
        let rows = [cells];
        let results = write::insert(&mut self.writer, step.place(None), &rows).await;
        let [cells] = rows;
        let result = results.and_then(|keys| keys.into_iter().next().unwrap_or_else(no_answer));
        match result {
            Ok(new) => {
                self.session.landed(change.slot, &cells, &new);
                Ok(new)
            }
            Err(error) => {
                if !error.is_unknown_outcome() {
                    self.session.never_came(change.slot);
                }
                Err(error)
            }
        }
    }

    /// Deletes what a replacement has left behind. A failure is an outcome of its own.
    async fn clear_up(&mut self, step: &Step, change: &Change, old: &str) {
        let keys = [old.to_owned()];
        let results = write::delete(&mut self.writer, step.place(None), &keys).await;
        let result =
            results.and_then(|results| results.into_iter().next().unwrap_or_else(no_answer));
        match result {
            Err(error) if !error.is_gone() => {
                let outcome = Outcome::of(error);
                self.stop_after(&outcome);
                let row = self.session.name(change.slot);
                let entry =
                    self.report
                        .push(ChangeKind::Delete, row, change.table.name, old.to_owned());
                if let Some(entry) = self.report.entries.get_mut(entry) {
                    entry.leftover = true;
                    entry.key = Some(old.to_owned());
                    entry.note = Some(
                        "left behind by its replacement; the next commit deletes it".to_owned(),
                    );
                    entry.outcome = outcome;
                }
                self.progress.of(self.report.len());
                self.progress.settled();
            }
            _ => self.session.leftovers.retain(|left| left.key != old),
        }
    }

    pub(super) async fn delete(&mut self, step: &Step, changes: &[Change]) {
        let open = self.open(step, changes);
        let keys: Vec<String> = open
            .iter()
            .filter_map(|(_, change)| change.key().map(str::to_owned))
            .collect();
        if keys.is_empty() {
            return;
        }
        let results = write::delete(&mut self.writer, step.place(None), &keys).await;
        match results {
            Ok(results) => {
                for ((position, change), result) in open.iter().zip(results) {
                    self.deleted(*position, change, result);
                }
            }
            Err(error) if open.len() == 1 => {
                if let Some((position, change)) = open.first() {
                    self.deleted(*position, change, Err(error));
                }
            }
            Err(error) => {
                let Some((_, first)) = open.first() else {
                    return;
                };
                let error = Arc::new(self.advised(first, error));
                for (position, _) in open {
                    self.settle(position, Outcome::of_shared(&error));
                }
            }
        }
    }

    /// The changes of a step that are still to be made.
    fn open<'c>(&mut self, step: &Step, changes: &'c [Change]) -> Vec<(usize, &'c Change)> {
        step.changes
            .iter()
            .filter(|&&position| !self.is_settled(position))
            .filter_map(|&position| Some((position, changes.get(position)?)))
            .collect()
    }

    /// Notes what may have arrived, before it is sent. False if an earlier commit had noted it.
    fn sent(&mut self, slot: u64, sent: &[Cell]) -> bool {
        let Some(slot) = self.session.slots.get_mut(&slot) else {
            return false;
        };
        slot.sent.replace(sent.to_vec()).is_none()
    }

    fn not_sent(&mut self, slot: u64) {
        if let Some(slot) = self.session.slots.get_mut(&slot) {
            slot.sent = None;
        }
    }

    /// Marks a row as sent, before it is.
    fn doubt(&mut self, slot: u64, sent: &[Cell]) {
        if let Some(slot) = self.session.slots.get_mut(&slot) {
            slot.doubt = Some(sent.to_vec());
        }
    }
}

fn no_answer<T>() -> Result<T> {
    Err(Error::new(
        crate::ErrorKind::UnknownOutcome,
        "no answer says what became of it",
    ))
}

/// One result for each row, also where one failure is that of all.
fn shared<T>(
    results: Result<Vec<Result<T>>>,
    rows: usize,
    advise: impl Fn(Error) -> Error,
) -> Vec<Result<T, Arc<Error>>> {
    match results {
        Ok(results) => results
            .into_iter()
            .map(|result| result.map_err(|error| Arc::new(advise(error))))
            .collect(),
        Err(error) => {
            let error = Arc::new(advise(error));
            (0..rows).map(|_| Err(Arc::clone(&error))).collect()
        }
    }
}
