//! The emulator's clock: real, or moved by a test.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A clock shared by the emulator and the test that steers it. Clones tell the same time.
///
/// Token expiry, the call limits, job ageing and every timestamp read this clock. A manual clock
/// stands still until it is moved, so the call limits then count calls per step, not per second.
///
/// ```
/// use acton_emulator::Clock;
/// use std::time::Duration;
///
/// let clock = Clock::manual(1_725_392_821_000);
/// clock.advance(Duration::from_secs(3600));
/// assert_eq!(clock.now(), 1_725_396_421_000);
/// ```
#[derive(Clone, Debug)]
pub struct Clock {
    runs: bool,
    /// What `millis` was at first.
    first: i64,
    /// Manual: the time itself. System: what is added to the machine's time.
    millis: Arc<AtomicI64>,
}

impl Clock {
    /// The machine's clock; [`advance`](Self::advance) and [`set`](Self::set) shift it.
    ///
    /// ```
    /// assert!(acton_emulator::Clock::system().now() > 1_725_392_821_000);
    /// ```
    pub fn system() -> Self {
        Self {
            runs: true,
            first: 0,
            millis: Arc::new(AtomicI64::new(0)),
        }
    }

    /// A clock that stands at `unix_millis` until it is moved.
    ///
    /// ```
    /// assert_eq!(acton_emulator::Clock::manual(5).now(), 5);
    /// ```
    pub fn manual(unix_millis: i64) -> Self {
        Self {
            runs: false,
            first: unix_millis,
            millis: Arc::new(AtomicI64::new(unix_millis)),
        }
    }

    /// The time, in Unix milliseconds.
    ///
    /// ```
    /// let clock = acton_emulator::Clock::manual(1_725_392_821_000);
    /// assert_eq!(clock.now(), 1_725_392_821_000);
    /// ```
    pub fn now(&self) -> i64 {
        let millis = self.millis.load(Ordering::SeqCst);
        if self.runs {
            machine_now().saturating_add(millis)
        } else {
            millis
        }
    }

    /// Whether the clock runs by itself.
    ///
    /// ```
    /// use acton_emulator::Clock;
    /// assert!(Clock::system().runs());
    /// assert!(!Clock::manual(0).runs());
    /// ```
    pub fn runs(&self) -> bool {
        self.runs
    }

    /// Moves the clock forward.
    ///
    /// ```
    /// let clock = acton_emulator::Clock::manual(0);
    /// clock.advance(std::time::Duration::from_secs(1));
    /// assert_eq!(clock.now(), 1000);
    /// ```
    pub fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.millis.fetch_add(by, Ordering::SeqCst);
    }

    /// Sets the time; a system clock goes on running from there.
    ///
    /// ```
    /// let clock = acton_emulator::Clock::manual(0);
    /// clock.set(7);
    /// assert_eq!(clock.now(), 7);
    /// ```
    pub fn set(&self, unix_millis: i64) {
        let millis = if self.runs {
            unix_millis - machine_now()
        } else {
            unix_millis
        };
        self.millis.store(millis, Ordering::SeqCst);
    }

    /// Puts the clock back to where it was made: the machine's time, or the first instant.
    ///
    /// ```
    /// let clock = acton_emulator::Clock::manual(5);
    /// clock.set(7);
    /// clock.reset();
    /// assert_eq!(clock.now(), 5);
    /// ```
    pub fn reset(&self) {
        self.millis.store(self.first, Ordering::SeqCst);
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

fn machine_now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_millis()).ok())
        .unwrap_or(0)
}
