//! Counters since the client connected.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use super::millis;

/// What a client and all its clones did since it connected.
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) {
/// let metrics = acton.metrics();
/// println!("{} calls, {} left today", metrics.calls, metrics.left_today.unwrap_or(u64::MAX));
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Metrics {
    /// Requests to the API that were sent: calls, their repetitions, and token calls.
    pub calls: u64,
    /// Downloads of public files that were begun, such as an image's content, and their repetitions.
    /// They are none of the `calls`: Act-On's allowance does not count them.
    pub files: u64,
    /// Repetitions of a call or download that had failed; once sent, they are in `calls` or `files` too.
    pub retries: u64,
    /// Calls and downloads that failed in the end.
    pub failed: u64,
    /// Answers with status 429, whether the call was repeated or not.
    pub refused: u64,
    /// How often a call had to wait for its turn, for a millisecond or longer. A repetition waits anew.
    pub waits: u64,
    /// How long these waits were together, in whole milliseconds.
    pub waited: Duration,
    /// Bytes of request bodies.
    pub bytes_sent: u64,
    /// Bytes of answers, after decompression.
    pub bytes_received: u64,
    /// Calls left of today's allowance, as far as is known here; `None` where they are not counted.
    pub left_today: Option<u64>,
}

#[derive(Debug, Default)]
pub(crate) struct Counters {
    calls: AtomicU64,
    files: AtomicU64,
    retries: AtomicU64,
    failed: AtomicU64,
    refused: AtomicU64,
    waits: AtomicU64,
    waited_ms: AtomicU64,
    sent: AtomicU64,
    received: AtomicU64,
}

impl Counters {
    pub(super) fn call(&self, is_api: bool, bytes: u64) {
        let counter = if is_api { &self.calls } else { &self.files };
        counter.fetch_add(1, Relaxed);
        self.sent.fetch_add(bytes, Relaxed);
    }

    pub(super) fn retry(&self) {
        self.retries.fetch_add(1, Relaxed);
    }

    pub(super) fn failed(&self) {
        self.failed.fetch_add(1, Relaxed);
    }

    pub(super) fn refused(&self) {
        self.refused.fetch_add(1, Relaxed);
    }

    pub(super) fn waited(&self, waited: Duration) {
        self.waits.fetch_add(1, Relaxed);
        self.waited_ms.fetch_add(millis(waited), Relaxed);
    }

    pub(crate) fn received(&self, bytes: usize) {
        self.received
            .fetch_add(u64::try_from(bytes).unwrap_or(u64::MAX), Relaxed);
    }

    pub(crate) fn snapshot(&self, left_today: Option<u64>) -> Metrics {
        Metrics {
            calls: self.calls.load(Relaxed),
            files: self.files.load(Relaxed),
            retries: self.retries.load(Relaxed),
            failed: self.failed.load(Relaxed),
            refused: self.refused.load(Relaxed),
            waits: self.waits.load(Relaxed),
            waited: Duration::from_millis(self.waited_ms.load(Relaxed)),
            bytes_sent: self.sent.load(Relaxed),
            bytes_received: self.received.load(Relaxed),
            left_today,
        }
    }
}
