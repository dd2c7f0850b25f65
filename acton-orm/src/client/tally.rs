//! How many calls were made, counted where they are made.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// Counts the calls of one query, statement or commit. Repetitions of a call are not counted again.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    calls: AtomicU64,
    files: AtomicU64,
    uncertain: AtomicBool,
}

impl Tally {
    /// Calls to the API.
    pub(crate) fn calls(&self) -> u64 {
        self.calls.load(Relaxed)
    }

    /// Downloads of public files, which Act-On's allowance does not count.
    pub(crate) fn files(&self) -> u64 {
        self.files.load(Relaxed)
    }

    /// Whether a call may have been received and was not answered, though one that repeated it may
    /// have been.
    pub(crate) fn is_uncertain(&self) -> bool {
        self.uncertain.load(Relaxed)
    }

    pub(super) fn lost(&self) {
        self.uncertain.store(true, Relaxed);
    }

    pub(super) fn made(&self, is_api: bool) {
        let counter = if is_api { &self.calls } else { &self.files };
        counter.fetch_add(1, Relaxed);
    }
}
