//! Writes that may still be carried out: they were, or may have been, received, and not answered.
//!
//! Such a write must not undo one that is sent later. So another change of the same row, name or
//! address waits until the first can come no more; the same change again need not. Kept with the client,
//! so that all its sessions and statements know.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::plan::Touch;
use crate::Cell;
use crate::plan::Change;
use crate::upload::Source;

/// By what they are about, as steps [touch](Touch) it.
#[derive(Debug, Default)]
pub(super) struct Late(Mutex<HashMap<String, Vec<Write>>>);

#[derive(Debug, Clone, Copy)]
struct Write {
    until: Instant,
    content: Content,
}

/// What a change makes of its row; `None` if that cannot be told, as of a file on disk.
type Content = Option<u64>;

impl Late {
    /// So long these changes may still be carried out.
    pub(super) fn note(&self, touches: &[Touch], changes: &[Change], late_writes: Duration) {
        let now = Instant::now();
        let until = later(now, late_writes);
        let mut late = self.lock();
        late.retain(|_, writes| {
            writes.retain(|write| write.until > now);
            !writes.is_empty()
        });
        for touch in touches {
            let content = changes.get(touch.change).and_then(content);
            let writes = late.entry(touch.about.clone()).or_default();
            writes.push(Write { until, content });
        }
    }

    /// When these changes can be sent without being undone by an earlier one; `None`: at once.
    pub(super) fn free(&self, touches: &[Touch], changes: &[Change]) -> Option<Instant> {
        let late = self.lock();
        if late.is_empty() {
            return None;
        }
        let now = Instant::now();
        let others = touches.iter().flat_map(|touch| {
            let writes = late.get(&touch.about).into_iter().flatten();
            let ours = writes
                .clone()
                .next()
                .and_then(|_| changes.get(touch.change).and_then(content));
            writes.filter(move |write| ours.is_none() || write.content != ours)
        });
        others
            .map(|write| write.until)
            .filter(|until| *until > now)
            .max()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Vec<Write>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A time, some years from now at most.
pub(super) fn later(time: Instant, wait: Duration) -> Instant {
    const YEARS: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);
    time + wait.min(YEARS)
}

fn content(change: &Change) -> Content {
    let mut hasher = DefaultHasher::new();
    change.verb().hash(&mut hasher);
    for cell in change.cells() {
        cell.column.name.hash(&mut hasher);
        match &cell.value {
            Cell::File(upload) => match upload.source() {
                Source::Bytes(bytes) => (upload.file_name(), bytes).hash(&mut hasher),
                Source::Path(_) => return None,
            },
            value => value.to_string().hash(&mut hasher),
        }
    }
    Some(hasher.finish())
}
