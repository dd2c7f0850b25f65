//! How long the machine gave the program nothing to run on. The limiter leaves 20 ms a second for
//! calls that arrive late; where a stall is longer, calls may be too many in a second.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long the watch sleeps each time.
const NAP: Duration = Duration::from_millis(5);

/// A thread that does nothing but sleep, and sees how late it wakes.
pub(crate) struct Watch {
    over: Arc<AtomicBool>,
    thread: JoinHandle<Duration>,
}

impl Watch {
    pub(crate) fn start() -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let thread = std::thread::spawn({
            let over = Arc::clone(&over);
            move || {
                let (mut longest, mut woke) = (Duration::ZERO, Instant::now());
                while !over.load(Ordering::Relaxed) {
                    std::thread::sleep(NAP);
                    let now = Instant::now();
                    longest = longest.max((now - woke).saturating_sub(NAP));
                    woke = now;
                }
                longest
            }
        });
        Self { over, thread }
    }

    /// The longest stall since the start.
    pub(crate) fn stop(self) -> Duration {
        self.over.store(true, Ordering::Relaxed);
        self.thread.join().unwrap_or_default()
    }
}
