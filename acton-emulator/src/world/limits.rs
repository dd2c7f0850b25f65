//! How much a caller may ask for (A§5.3).

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

const CALLS_A_SECOND: usize = 5;
/// Of event-triggered mail, which is counted apart (A§10.7).
const MAIL_A_SECOND: usize = 20;
const CALLS_A_DAY: u32 = 30_000;
const LOGINS_AN_HOUR: usize = 5;
const DAY: i64 = 86_400_000;

/// Which limits are enforced.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Enforced {
    pub(crate) rate: bool,
    pub(crate) daily: bool,
    pub(crate) logins: bool,
}

/// What was used of each allowance. A refused call uses none (inferred).
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Limits {
    #[serde(skip)]
    pub(crate) enforced: Enforced,
    starts: VecDeque<i64>,
    #[serde(default)]
    triggered: VecDeque<i64>,
    /// The day, in days since 1970 UTC, and its calls. That the day is UTC's is inferred.
    today: (i64, u32),
    logins: VecDeque<i64>,
}

impl Limits {
    pub(crate) fn new(enforced: Enforced) -> Self {
        Self {
            enforced,
            starts: VecDeque::new(),
            triggered: VecDeque::new(),
            today: (0, 0),
            logins: VecDeque::new(),
        }
    }

    /// Counts a call; false if it is one too many.
    pub(crate) fn call(&mut self, now: i64, triggered: bool) -> bool {
        let day = now.div_euclid(DAY);
        if self.today.0 != day {
            self.today = (day, 0);
        }
        if self.enforced.daily && self.today.1 >= CALLS_A_DAY {
            return false;
        }
        let (starts, most) = match triggered {
            true => (&mut self.triggered, MAIL_A_SECOND),
            false => (&mut self.starts, CALLS_A_SECOND),
        };
        if self.enforced.rate && !admit(starts, now, 1000, most) {
            return false;
        }
        self.today.1 += 1;
        true
    }

    /// Counts a password or code grant; false if it is one too many.
    pub(crate) fn login(&mut self, now: i64) -> bool {
        !self.enforced.logins || admit(&mut self.logins, now, 3_600_000, LOGINS_AN_HOUR)
    }

    pub(crate) fn calls_today(&self) -> u32 {
        self.today.1
    }

    pub(crate) fn set_calls_today(&mut self, calls: u32, now: i64) {
        self.today = (now.div_euclid(DAY), calls);
    }
}

/// A sliding window: at most `most` events in any `window` milliseconds.
fn admit(past: &mut VecDeque<i64>, now: i64, window: i64, most: usize) -> bool {
    while past
        .front()
        .is_some_and(|then| now.saturating_sub(*then) >= window)
    {
        past.pop_front();
    }
    if past.len() >= most {
        return false;
    }
    past.push_back(now);
    true
}
