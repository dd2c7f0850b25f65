//! Writes that may still be carried out: they were, or may have been, received, and not answered.
//!
//! Such a write must not undo one that is sent later. So another change of the same row, name or
//! address waits until the first can come no more; the same change again need not. Kept with the client,
//! so that all its sessions and statements know.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::plan::Touch;
use crate::Cell;
use crate::plan::Change;
use crate::upload::Source;

/// By what they are about, as steps [touch](Touch) it.
#[derive(Debug, Default)]
pub(super) struct Late {
    writes: Mutex<HashMap<String, Vec<Write>>>,
    /// Where a write waits, how many do and how many were sent meanwhile.
    queues: Mutex<HashMap<String, Queue>>,
}

#[derive(Debug, Default)]
struct Queue {
    waiting: usize,
    sent: u64,
}

/// A write that waits, what it is about, and how many were sent when it began to.
#[derive(Debug)]
pub(super) struct Waiting {
    late: Arc<Late>,
    about: Vec<(String, u64)>,
}

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

    /// A write begins to wait.
    pub(super) fn wait(self: &Arc<Self>, touches: &[Touch]) -> Waiting {
        let mut queues = self.queues();
        let about = touches.iter().map(|touch| {
            let queue = queues.entry(touch.about.clone()).or_default();
            queue.waiting += 1;
            (touch.about.clone(), queue.sent)
        });
        Waiting {
            about: about.collect(),
            late: Arc::clone(self),
        }
    }

    /// A write is sent.
    pub(super) fn sent(&self, touches: &[Touch]) {
        let mut queues = self.queues();
        if queues.is_empty() {
            return;
        }
        for touch in touches {
            if let Some(queue) = queues.get_mut(&touch.about) {
                queue.sent += 1;
            }
        }
    }

    fn queues(&self) -> MutexGuard<'_, HashMap<String, Queue>> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Vec<Write>>> {
        self.writes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    /// Whether another write of the same was sent meanwhile: it is the newer one, and is not to be
    /// undone.
    pub(super) fn is_outrun(&self) -> bool {
        let queues = self.late.queues();
        let mut about = self.about.iter();
        about.any(|(about, sent)| queues.get(about).is_some_and(|queue| queue.sent > *sent))
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut queues = self.late.queues();
        for (about, _) in &self.about {
            if let Some(queue) = queues.get_mut(about) {
                queue.waiting = queue.waiting.saturating_sub(1);
                if queue.waiting == 0 {
                    queues.remove(about);
                }
            }
        }
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
