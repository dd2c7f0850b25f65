//! How fast calls may start and how long each takes, and what that allows at best.

use std::time::Duration;

/// What Act-On allows (A§3.1), and what the emulator enforces.
const ALLOWANCE: u32 = 5;

/// The conditions of a run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// Calls that may start in a second.
    pub(crate) a_second: u32,
    /// How long each call takes where they are limited, and where not.
    pub(crate) latency: Duration,
    pub(crate) unlimited: Duration,
    /// Only so many of all items are worked on: one in this many.
    one_in: u64,
}

impl Pace {
    pub(crate) const ACT_ON: Self = Self {
        a_second: ALLOWANCE,
        latency: Duration::from_millis(800),
        unlimited: Duration::from_millis(100),
        one_in: 1,
    };
    pub(crate) const QUICK: Self = Self {
        a_second: 100,
        latency: Duration::from_millis(20),
        unlimited: Duration::from_millis(5),
        one_in: 5,
    };

    /// Whether the emulator can enforce it.
    pub(crate) fn is_act_ons(self) -> bool {
        self.a_second == ALLOWANCE
    }

    /// How many of so many items there are in this run.
    pub(crate) fn of(self, items: u64) -> u64 {
        items / self.one_in
    }

    /// Calls that start evenly, as many a second as may, and the calls of the last item, one after the
    /// other. Bursts at the start of each second make a little less of it.
    pub(crate) fn ideal(self, calls: u64, of_one_item: u32) -> Duration {
        let starts = calls.saturating_sub(1) as f64 / f64::from(self.a_second);
        Duration::from_secs_f64(starts) + self.latency * of_one_item
    }

    /// What no program can be faster than: the last call starts no sooner than the allowance lets it,
    /// all calls of the second at once.
    pub(crate) fn at_best(self, calls: u64, of_one_item: u32) -> Duration {
        let bursts = calls.saturating_sub(1) / u64::from(self.a_second);
        let last = Duration::from_secs(bursts) + self.latency;
        last.max(self.latency * of_one_item)
    }
}
