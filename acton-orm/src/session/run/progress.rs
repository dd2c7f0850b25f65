//! How far a commit has come, for those who watch.

use crate::Client;
use crate::client::Event;

/// Counts the changes that have met their fate.
#[derive(Debug)]
pub(super) struct Progress {
    client: Client,
    done: usize,
    told: usize,
    of: usize,
}

impl Progress {
    pub(super) fn new(client: Client, of: usize) -> Self {
        Self {
            client,
            done: 0,
            told: 0,
            of,
        }
    }

    /// There are this many changes: what an earlier commit had sent may need more than was planned.
    pub(super) fn of(&mut self, changes: usize) {
        self.of = changes;
    }

    /// One more change was applied, refused, or is in doubt.
    pub(super) fn settled(&mut self) {
        self.done += 1;
    }

    /// Tells once for all that one call settled.
    pub(super) fn tell(&mut self) {
        if self.told == self.done {
            return;
        }
        self.told = self.done;
        self.client.tell(Event::Changes {
            done: self.done as u64,
            of: self.of as u64,
        });
    }
}
