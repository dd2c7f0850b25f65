//! Never more than so many calls begun in any second.
//!
//! A sliding window: the instants of the last `n` starts are kept, and a start waits until the oldest
//! of them is more than a window ago. Callers queue in order (tokio's mutex is fair); a caller that
//! gives up leaves the queue without a trace. The window is a little longer than a second, because
//! what Act-On counts is arrivals, and the network does not deliver evenly. Requests begun while a
//! connection is being made arrive when it stands, and are counted from then.
//!
//! The first in the queue may be a future that nobody polls just now, such as a stream whose reader
//! makes other calls between two rows. So a turn that nobody takes goes to whoever waits.
//!
//! Without a limit nothing waits, until a 429 says that there is one: then the calls that began in the
//! second before stand for the rate that was too high.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// A second and the unevenness of the network. 300 calls at 5 a second take 2 % longer for it.
const WINDOW: Duration = Duration::from_millis(1020);
/// A connection is asked for within this time of the request that needs it.
const PROMPT: Duration = Duration::from_millis(50);
/// A request goes out on a new connection up to this much after it stands: a task of the connection's
/// own has to say hello first.
const HELLO: Duration = Duration::from_millis(50);
/// A turn that is free for so long is not wanted by the first in the queue.
const LEFT: Duration = Duration::from_millis(20);
/// How long the rate stays halved after a 429.
const PENANCE: Duration = Duration::from_secs(30);
/// How long the window stays closed after a 429 without `Retry-After`: Act-On counts in seconds.
const CLOSED: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(crate) struct Limiter {
    queue: tokio::sync::Mutex<()>,
    window: Mutex<Window>,
}

#[derive(Debug)]
struct Window {
    allowed: Option<usize>,
    /// How many may start in a window while it is slow.
    slow: usize,
    starts: VecDeque<Instant>,
    closed_until: Option<Instant>,
    slow_until: Option<Instant>,
    /// When the connections that are being made were begun.
    connecting: Vec<Instant>,
}

/// A connection being made; over when dropped.
#[derive(Debug)]
pub(crate) struct Connecting {
    limiter: Arc<Limiter>,
    since: Instant,
}

impl Limiter {
    /// `None` sets no limit.
    pub(crate) fn new(per_second: impl Into<Option<u32>>) -> Self {
        let allowed = per_second
            .into()
            .map(|calls| usize::try_from(calls).unwrap_or(usize::MAX).max(1));
        Self {
            queue: tokio::sync::Mutex::new(()),
            window: Mutex::new(Window {
                allowed,
                slow: 1,
                starts: VecDeque::with_capacity(allowed.unwrap_or_default()),
                closed_until: None,
                slow_until: None,
                connecting: Vec::new(),
            }),
        }
    }

    /// Waits for a turn and takes it. Answers how long that took.
    pub(crate) async fn turn(&self) -> Duration {
        let asked = Instant::now();
        let in_order = async {
            let _turn = self.queue.lock().await;
            loop {
                let now = Instant::now();
                let free = self.window().start(now);
                match free {
                    None => return now - asked,
                    Some(at) => sleep_until(at).await,
                }
            }
        };
        let left_over = async {
            sleep_until(asked + LEFT).await;
            loop {
                let now = Instant::now();
                let free = self.window().start_left(now);
                match free {
                    None => return now - asked,
                    Some(at) => sleep_until(at).await,
                }
            }
        };
        tokio::select! {
            biased;
            waited = in_order => waited,
            waited = left_over => waited,
        }
    }

    /// Act-On said 429: nothing starts for a while, and then at half the rate for a while.
    pub(crate) fn refused(&self, retry_after: Option<Duration>) {
        let now = Instant::now();
        let reopens = now + retry_after.unwrap_or(CLOSED);
        let mut window = self.window();
        window.slow = window.half(now);
        window.closed_until = window.closed_until.max(Some(reopens));
        window.slow_until = Some(reopens + PENANCE);
    }

    /// A connection is being made from now on.
    pub(crate) fn connecting(self: &Arc<Self>) -> Connecting {
        let since = Instant::now();
        self.window().connecting.push(since);
        Connecting {
            limiter: Arc::clone(self),
            since,
        }
    }

    fn window(&self) -> MutexGuard<'_, Window> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Connecting {
    fn drop(&mut self) {
        let sent = Instant::now() + HELLO;
        let mut window = self.limiter.window();
        if let Some(at) = window
            .connecting
            .iter()
            .position(|since| *since == self.since)
        {
            window.connecting.swap_remove(at);
        }
        for start in window
            .starts
            .iter_mut()
            .filter(|start| **start + PROMPT >= self.since)
        {
            *start = sent;
        }
    }
}

impl Window {
    /// Half the rate that a 429 shows to be too high.
    fn half(&self, now: Instant) -> usize {
        let ahead = |at: Option<Instant>| at.is_some_and(|at| now < at);
        let too_high = match self.allowed {
            Some(allowed) => allowed,
            // The others that were under way get their 429 for the same rate.
            None if ahead(self.closed_until) => return self.slow,
            None if ahead(self.slow_until) => self.slow,
            None => self.lately(now).count(),
        };
        (too_high / 2).max(1)
    }

    /// The starts that are in the window, which ends now.
    fn lately(&self, now: Instant) -> impl Iterator<Item = &Instant> {
        self.starts.iter().filter(move |at| **at + WINDOW > now)
    }

    /// Takes a turn now, or says when to ask again.
    fn start(&mut self, now: Instant) -> Option<Instant> {
        let wait = self.free(now);
        if wait.is_none() {
            self.take(now);
        }
        wait
    }

    /// As [`start`](Self::start), for a turn that nobody has taken for a while.
    fn start_left(&mut self, now: Instant) -> Option<Instant> {
        let wait = self.free(now).or_else(|| self.free(now - LEFT));
        if wait.is_none() {
            self.take(now);
        }
        wait.map(|at| at + LEFT)
    }

    /// When to ask again, unless a turn is free now.
    fn free(&self, now: Instant) -> Option<Instant> {
        let slow = self.slow_until.is_some_and(|until| now < until);
        let allowed = if slow { Some(self.slow) } else { self.allowed };
        let oldest_that_counts = allowed
            .and_then(|allowed| self.starts.len().checked_sub(allowed))
            .and_then(|at| self.starts.get(at));
        let on_its_way = |start: &Instant| {
            self.connecting
                .iter()
                .any(|since| *start + PROMPT >= *since)
        };
        if oldest_that_counts.is_some_and(on_its_way) {
            return Some(now + PROMPT);
        }
        let free = oldest_that_counts
            .map(|start| *start + WINDOW)
            .max(self.closed_until);
        free.filter(|at| *at > now)
    }

    fn take(&mut self, now: Instant) {
        match self.allowed {
            Some(allowed) if self.starts.len() < allowed => {}
            Some(_) => {
                self.starts.pop_front();
            }
            None => {
                let old = |at: &Instant| *at + WINDOW <= now;
                while self.starts.front().is_some_and(old) {
                    self.starts.pop_front();
                }
            }
        }
        self.starts.push_back(now);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    async fn starts(limiter: &Arc<Limiter>, calls: usize) -> Vec<Instant> {
        let tasks: Vec<_> = (0..calls)
            .map(|_| {
                let limiter = Arc::clone(limiter);
                tokio::spawn(async move {
                    limiter.turn().await;
                    Instant::now()
                })
            })
            .collect();
        let mut starts = Vec::new();
        for task in tasks {
            starts.push(task.await.unwrap());
        }
        starts.sort();
        starts
    }

    fn worst_second(starts: &[Instant]) -> usize {
        let within = |from: &Instant| {
            starts
                .iter()
                .filter(|at| *at >= from && **at - *from < Duration::from_secs(1))
                .count()
        };
        starts.iter().map(within).max().unwrap_or_default()
    }

    #[tokio::test(start_paused = true)]
    async fn three_hundred_calls_never_exceed_five_a_second_and_take_about_a_minute() {
        let begun = Instant::now();
        let starts = starts(&Arc::new(Limiter::new(5)), 300).await;
        assert_eq!(worst_second(&starts), 5);
        let ideal = Duration::from_secs(59);
        assert!(begun.elapsed() >= ideal);
        assert!(
            begun.elapsed() <= ideal.mul_f64(1.03),
            "{:?}",
            begun.elapsed()
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_quiet_spell_does_not_save_up_turns() {
        let limiter = Arc::new(Limiter::new(5));
        starts(&limiter, 3).await;
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert_eq!(worst_second(&starts(&limiter, 20).await), 5);
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_that_the_first_in_the_queue_does_not_take_goes_to_the_next() {
        let limiter = Arc::new(Limiter::new(1));
        limiter.turn().await;
        let mut first = std::pin::pin!(limiter.turn());
        let mut second = std::pin::pin!(limiter.turn());
        for asleep in [first.as_mut(), second.as_mut()] {
            let polled = tokio::time::timeout(Duration::from_millis(1), asleep).await;
            assert!(polled.is_err(), "its turn has not come");
        }
        // From here on nobody polls those two.
        let starts = starts(&limiter, 5).await;
        assert_eq!(worst_second(&starts), 1);
        first.await;
        second.await;
    }

    #[tokio::test(start_paused = true)]
    async fn turns_are_taken_in_the_order_they_were_asked_for() {
        let limiter = Arc::new(Limiter::new(1));
        let order = Arc::new(Mutex::new(Vec::new()));
        let tasks: Vec<_> = (0..10)
            .map(|n| {
                let (limiter, order) = (Arc::clone(&limiter), Arc::clone(&order));
                tokio::spawn(async move {
                    limiter.turn().await;
                    order.lock().unwrap().push(n);
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(*order.lock().unwrap(), (0..10).collect::<Vec<_>>());
    }

    #[tokio::test(start_paused = true)]
    async fn a_caller_that_gives_up_takes_no_turn() {
        let limiter = Arc::new(Limiter::new(1));
        limiter.turn().await;
        let gave_up = tokio::time::timeout(Duration::from_millis(500), limiter.turn()).await;
        assert!(gave_up.is_err());
        let begun = Instant::now();
        limiter.turn().await;
        assert!(
            begun.elapsed() < Duration::from_millis(600),
            "the turn given up was free"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_429_closes_the_window_and_halves_the_rate_for_a_while() {
        let limiter = Arc::new(Limiter::new(4));
        limiter.turn().await;
        limiter.refused(Some(Duration::from_secs(7)));
        let begun = Instant::now();
        let starts = starts(&limiter, 10).await;
        assert!(starts[0] - begun >= Duration::from_secs(7));
        assert_eq!(worst_second(&starts), 2);
        tokio::time::sleep(PENANCE * 2).await;
        assert_eq!(worst_second(&self::starts(&limiter, 10).await), 4);
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_limit_nothing_waits_and_little_is_remembered() {
        let limiter = Arc::new(Limiter::new(None));
        let begun = Instant::now();
        starts(&limiter, 1000).await;
        assert_eq!(begun.elapsed(), Duration::ZERO);
        tokio::time::sleep(WINDOW).await;
        limiter.turn().await;
        assert_eq!(limiter.window().starts.len(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_limit_a_429_closes_too_and_halves_what_was_begun_in_the_last_second() {
        let limiter = Arc::new(Limiter::new(None));
        starts(&limiter, 30).await;
        tokio::time::sleep(WINDOW).await;
        starts(&limiter, 12).await;
        // All that were under way are refused.
        for _ in 0..12 {
            limiter.refused(Some(Duration::from_secs(7)));
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        let begun = Instant::now();
        let starts = starts(&limiter, 24).await;
        assert!(starts[0] - begun >= Duration::from_secs(6));
        assert_eq!(worst_second(&starts), 6);
        limiter.refused(None);
        assert_eq!(worst_second(&self::starts(&limiter, 9).await), 3);
        tokio::time::sleep(PENANCE * 2).await;
        assert_eq!(worst_second(&self::starts(&limiter, 50).await), 50);
    }

    #[tokio::test(start_paused = true)]
    async fn a_429_also_stops_those_already_waiting() {
        let limiter = Arc::new(Limiter::new(1));
        limiter.turn().await;
        let begun = Instant::now();
        let waiting = tokio::spawn({
            let limiter = Arc::clone(&limiter);
            async move { limiter.turn().await }
        });
        tokio::task::yield_now().await;
        limiter.refused(Some(Duration::from_secs(5)));
        waiting.await.unwrap();
        assert!(begun.elapsed() >= Duration::from_secs(5));
    }

    #[tokio::test(start_paused = true)]
    async fn requests_that_waited_for_a_connection_are_counted_from_when_it_stands() {
        for slow in [300, 2500] {
            let limiter = Arc::new(Limiter::new(5));
            starts(&limiter, 5).await;
            let connecting = limiter.connecting();
            let next = tokio::spawn({
                let limiter = Arc::clone(&limiter);
                async move {
                    limiter.turn().await;
                    Instant::now()
                }
            });
            tokio::time::sleep(Duration::from_millis(slow)).await;
            drop(connecting);
            let arrived = Instant::now();
            assert!(
                next.await.unwrap() - arrived >= Duration::from_secs(1),
                "{slow} ms"
            );
        }
    }
}
