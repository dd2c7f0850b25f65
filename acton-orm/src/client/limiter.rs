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
//!
//! Processes that share a settings file share the window: what this client may start is then asked of
//! the [`Shared`] one as well.

mod shared;
mod table;
#[cfg(test)]
mod tests;
mod window;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

pub(crate) use shared::Shared;
use table::{Asked, Place};
use window::Window;

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

/// A call that may wait for a connection is counted for so long for other processes: should this one
/// die meanwhile, it is over then.
const LEASE: Duration = Duration::from_secs(2);
/// A turn of others that is free only after a window may be free sooner, when their connection stands.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

#[derive(Debug)]
pub(crate) struct Limiter {
    queue: tokio::sync::Mutex<()>,
    window: Mutex<Window>,
    shared: Option<Arc<Shared>>,
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
            window: Mutex::new(Window::new(allowed)),
            shared: None,
        }
    }

    /// The same, whose turns are shared with others.
    pub(crate) fn sharing(mut self, shared: Option<Shared>) -> Self {
        self.shared = shared.map(Arc::new);
        self
    }

    /// Waits for a turn and takes it. Answers how long that took.
    pub(crate) async fn turn(&self) -> Duration {
        let asked = Instant::now();
        let in_order = async {
            let _turn = self.queue.lock().await;
            while let Some(at) = self.start(Window::free).await {
                sleep_until(at).await;
            }
        };
        let left_over = async {
            sleep_until(asked + LEFT).await;
            while let Some(at) = self.start(Window::free_left).await {
                sleep_until(at).await;
            }
        };
        tokio::select! {
            biased;
            () = in_order => {}
            () = left_over => {}
        }
        asked.elapsed()
    }

    /// Takes a turn now, or says when to ask again.
    async fn start(&self, free: fn(&Window, Instant) -> Option<Instant>) -> Option<Instant> {
        let now = Instant::now();
        let shared = {
            let mut window = self.window();
            let wait = free(&window, now);
            if wait.is_some() {
                return wait;
            }
            let connecting = window.is_connecting();
            match (&self.shared, window.allowed(now)) {
                (Some(shared), Some(allowed)) => (shared, allowed, connecting),
                _ => {
                    window.take(now, None);
                    return None;
                }
            }
        };
        let (shared, allowed, connecting) = shared;
        let lasting = if connecting { LEASE + WINDOW } else { WINDOW };
        match shared.take(allowed, lasting).await {
            Some(Asked::Taken(place)) => self.taken(shared, place, lasting),
            Some(Asked::Wait(wait)) => {
                let wait = if wait > WINDOW { LOOK_AGAIN } else { wait };
                let mut window = self.window();
                let now = Instant::now();
                window.shared_until = Some(now + wait);
                free(&window, now).or(Some(now))
            }
            None => {
                let mut window = self.window();
                let wait = free(&window, Instant::now());
                if wait.is_none() {
                    window.take(Instant::now(), None);
                }
                wait
            }
        }
    }

    /// A turn of the shared window is ours. Where nobody polled us meanwhile, it may be over again.
    fn taken(&self, shared: &Arc<Shared>, mut place: Place, lasting: Duration) -> Option<Instant> {
        if !shared.holds(place) {
            return Some(Instant::now());
        }
        if shared.left(place) + LEFT < lasting {
            shared.change(&mut place, lasting);
            shared.flush();
        }
        self.window().take(Instant::now(), Some(place));
        None
    }

    /// Act-On said 429: nothing starts for a while, and then at half the rate for a while.
    pub(crate) fn refused(&self, retry_after: Option<Duration>) {
        let penance = self.window().refused(Instant::now(), retry_after);
        if let Some(shared) = &self.shared {
            shared.refused(penance.closed, PENANCE, penance.calls);
        }
    }

    /// A connection is being made from now on.
    pub(crate) fn connecting(self: &Arc<Self>) -> Connecting {
        let since = Instant::now();
        let mut window = self.window();
        let waiting = window.connect(since);
        self.count(
            waiting.filter_map(|start| start.place.as_mut()),
            LEASE + WINDOW,
        );
        Connecting {
            limiter: Arc::clone(self),
            since,
        }
    }

    /// Has others count these for so long from now.
    fn count<'a>(&self, places: impl Iterator<Item = &'a mut Place>, lasting: Duration) {
        let Some(shared) = &self.shared else {
            places.for_each(drop);
            return;
        };
        let mut changed = false;
        for place in places {
            shared.change(place, lasting);
            changed = true;
        }
        if changed {
            shared.flush();
        }
    }

    fn window(&self) -> MutexGuard<'_, Window> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Connecting {
    fn drop(&mut self) {
        let mut window = self.limiter.window();
        let settled = window.connected(self.since, Instant::now());
        let places = settled.filter_map(|start| start.place.as_mut());
        self.limiter.count(places, HELLO + WINDOW);
    }
}
