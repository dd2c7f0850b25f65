//! The handle on a running emulator.

mod inspect;
mod prepare;

use std::fmt;
use std::io;
use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::builder::Builder;
use crate::clock::Clock;
use crate::fault::Fault;
use crate::http::percent::encode;
use crate::journal::Journal;
use crate::quirks::Quirks;
use crate::server::Shared;
use crate::world::{Settings, Snapshot};

pub use inspect::{ImageInfo, ListInfo, MediaInfo};

/// A running emulator. It stops when dropped.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// use acton_emulator::Emulator;
///
/// let emulator = Emulator::start().await?;
/// assert!(emulator.url().starts_with("http://127.0.0.1:"));
/// assert_eq!(emulator.journal().count(), 0);
/// emulator.shutdown().await;
/// # Ok(()) }
/// ```
pub struct Emulator {
    shared: Arc<Shared>,
    settings: Settings,
    stop: watch::Sender<bool>,
    task: Option<JoinHandle<io::Result<()>>>,
}

impl Emulator {
    /// Starts with the sample account, on a free loopback port, as a task of the current runtime.
    ///
    /// # Errors
    ///
    /// If no port can be bound.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Settings to change before the start.
    pub fn builder() -> Builder {
        Builder::new()
    }

    pub(crate) fn new(
        shared: Arc<Shared>,
        settings: Settings,
        stop: watch::Sender<bool>,
        task: JoinHandle<io::Result<()>>,
    ) -> Self {
        Self {
            shared,
            settings,
            stop,
            task: Some(task),
        }
    }

    /// Where the emulator is reached: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> &str {
        &self.settings.url
    }

    /// A connection string with everything a client needs to log in.
    pub fn connection_string(&self) -> String {
        let pairs = [
            ("Server", self.url()),
            ("AuthScheme", "Password"),
            ("User", self.user()),
            ("Password", self.password()),
            ("OAuthClientId", self.client_id()),
            ("OAuthClientSecret", self.client_secret()),
        ];
        let pairs: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        format!("acton:///?{}", pairs.join("&"))
    }

    /// The user who may log in.
    pub fn user(&self) -> &str {
        &self.settings.user
    }

    /// The user's password.
    pub fn password(&self) -> &str {
        &self.settings.password
    }

    /// The application's id.
    pub fn client_id(&self) -> &str {
        &self.settings.client_id
    }

    /// The application's secret.
    pub fn client_secret(&self) -> &str {
        &self.settings.client_secret
    }

    /// Every request so far.
    pub fn journal(&self) -> Journal {
        self.shared.journal.clone()
    }

    /// The clock tokens, limits, jobs and timestamps go by.
    pub fn clock(&self) -> Clock {
        self.shared.clock.clone()
    }

    /// Lets something go wrong.
    pub fn fault(&self, fault: Fault) {
        self.shared.faults().add(fault);
    }

    /// The same as [`fault`](Self::fault), for sentences like `emulator.fail(Fault::status(502))`.
    pub fn fail(&self, fault: Fault) {
        self.fault(fault);
    }

    /// Lets nothing go wrong any more.
    pub fn clear_faults(&self) {
        self.shared.faults().clear();
    }

    /// How often a fault has fired since the start.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.faults_struck(), 0);
    /// # Ok(()) }
    /// ```
    pub fn faults_struck(&self) -> u64 {
        self.shared.faults().struck()
    }

    /// Turns switches while the emulator runs.
    pub fn quirks(&self, turn: impl FnOnce(&mut Quirks)) {
        turn(&mut self.shared.world().quirks);
    }

    /// Everything as it was at the start: account, switches and clock; no faults, an empty journal.
    /// What was added through this handle since is gone; a [`snapshot`](Self::snapshot) keeps it.
    pub fn reset(&self) {
        self.shared.reset();
    }

    /// The account as it is now.
    pub fn snapshot(&self) -> Snapshot {
        self.shared.world().snapshot()
    }

    /// Puts an account back, this emulator's or another's.
    pub fn restore(&self, snapshot: Snapshot) {
        self.shared.world().restore(snapshot);
    }

    /// Stops and waits until no new connection is accepted.
    pub async fn shutdown(mut self) {
        let _ = self.stop.send(true);
        if let Some(task) = self.task.take() {
            // A connection a client keeps open must not keep a test from ending.
            let abort = task.abort_handle();
            let limit = std::time::Duration::from_secs(1);
            if tokio::time::timeout(limit, task).await.is_err() {
                abort.abort();
            }
        }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator")
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}
