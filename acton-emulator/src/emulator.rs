//! The handle on a running emulator.

mod blocks;
mod campaigns;
mod facts;
mod forms;
mod inspect;
mod logos;
mod messages;
mod pages;
mod prepare;
mod programs;
mod senders;
mod subscriptions;
mod traffic;
mod users;
mod views;

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
    certificate: Option<String>,
    stop: watch::Sender<bool>,
    task: Option<JoinHandle<io::Result<()>>>,
}

impl Emulator {
    /// Starts with the sample account, on a free loopback port, as a task of the current runtime.
    ///
    /// # Errors
    ///
    /// If no port can be bound.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.lists().len(), 4);
    /// # Ok(()) }
    /// ```
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Settings to change before the start.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// let emulator = acton_emulator::Emulator::builder().empty().start().await?;
    /// # Ok(()) }
    /// ```
    pub fn builder() -> Builder {
        Builder::new()
    }

    pub(crate) fn new(
        shared: Arc<Shared>,
        settings: Settings,
        certificate: Option<String>,
        stop: watch::Sender<bool>,
        task: JoinHandle<io::Result<()>>,
    ) -> Self {
        Self {
            shared,
            settings,
            certificate,
            stop,
            task: Some(task),
        }
    }

    /// Where the emulator is reached: `http://127.0.0.1:PORT`, or `https` with TLS.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let page = format!("{}/api/1/account", emulator.url());
    /// # Ok(()) }
    /// ```
    pub fn url(&self) -> &str {
        &self.settings.url
    }

    /// The certificate that a client has to trust, as PEM; none without TLS.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert!(emulator.certificate_pem().is_none(), "plain http");
    /// # Ok(()) }
    /// ```
    pub fn certificate_pem(&self) -> Option<&str> {
        self.certificate.as_deref()
    }

    /// A connection string with everything a client needs to log in; with TLS, the certificate too.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let to = emulator.connection_string();
    /// assert!(to.starts_with("acton:///?Server=http"), "{to}");
    /// # Ok(()) }
    /// ```
    pub fn connection_string(&self) -> String {
        let pairs = [
            ("Server", self.url()),
            ("AuthScheme", "Password"),
            ("User", self.user()),
            ("Password", self.password()),
            ("OAuthClientId", self.client_id()),
            ("OAuthClientSecret", self.client_secret()),
        ];
        let certificate = self.certificate_pem().map(|pem| ("SSLServerCert", pem));
        let pairs: Vec<String> = pairs
            .into_iter()
            .chain(certificate)
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        format!("acton:///?{}", pairs.join("&"))
    }

    /// The user who may log in.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.user(), "emma@example.com");
    /// # Ok(()) }
    /// ```
    pub fn user(&self) -> &str {
        &self.settings.user
    }

    /// The user's password.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.password(), "correct horse");
    /// # Ok(()) }
    /// ```
    pub fn password(&self) -> &str {
        &self.settings.password
    }

    /// The application's id.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.client_id(), "emulator-client");
    /// # Ok(()) }
    /// ```
    pub fn client_id(&self) -> &str {
        &self.settings.client_id
    }

    /// The application's secret.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.client_secret(), "emulator-secret");
    /// # Ok(()) }
    /// ```
    pub fn client_secret(&self) -> &str {
        &self.settings.client_secret
    }

    /// Every request so far.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// for line in emulator.journal().lines() {
    ///     println!("{line}");
    /// }
    /// # Ok(()) }
    /// ```
    pub fn journal(&self) -> Journal {
        self.shared.journal.clone()
    }

    /// The clock tokens, limits, jobs and timestamps go by.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// emulator.clock().advance(std::time::Duration::from_secs(3600)); // access tokens expire
    /// # Ok(()) }
    /// ```
    pub fn clock(&self) -> Clock {
        self.shared.clock.clone()
    }

    /// Lets something go wrong.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// use acton_emulator::Fault;
    ///
    /// emulator.fault(Fault::status(502));
    /// assert_eq!(reqwest::get(emulator.url()).await?.status(), 502);
    /// # Ok(()) }
    /// ```
    pub fn fault(&self, fault: Fault) {
        self.shared.faults().add(fault);
    }

    /// The same as [`fault`](Self::fault), for sentences like `emulator.fail(Fault::status(502))`.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// # use acton_emulator::Fault;
    /// emulator.fail(Fault::too_many_requests(Some(2)).on("GET", "/api/1/list"));
    /// # Ok(()) }
    /// ```
    pub fn fail(&self, fault: Fault) {
        self.fault(fault);
    }

    /// Lets nothing go wrong any more; calls held at a gate go on.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// # use acton_emulator::Fault;
    /// emulator.fail(Fault::status(502).always());
    /// emulator.clear_faults();
    /// # Ok(()) }
    /// ```
    pub fn clear_faults(&self) {
        self.shared.faults().clear();
    }

    /// How often a fault has fired since the start; each call that came to a gate counts.
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
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// emulator.quirks(|quirks| quirks.opt_in_enabled = false);
    /// # Ok(()) }
    /// ```
    pub fn quirks(&self, turn: impl FnOnce(&mut Quirks)) {
        turn(&mut self.shared.world().quirks);
    }

    /// Everything as it was at the start: account, switches and clock; no faults, an empty journal.
    /// What was added through this handle since is gone; a [`snapshot`](Self::snapshot) keeps it.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// emulator.add_image("extra.png", "New Folder", vec![1, 2, 3]);
    /// emulator.reset();
    /// assert_eq!(emulator.images().len(), 8);
    /// # Ok(()) }
    /// ```
    pub fn reset(&self) {
        self.shared.reset();
    }

    /// The account as it is now.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let json = emulator.snapshot().to_json();
    /// # Ok(()) }
    /// ```
    pub fn snapshot(&self) -> Snapshot {
        self.shared.world().snapshot()
    }

    /// Puts an account back, this emulator's or another's.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// # use acton_emulator::Emulator;
    /// let other = Emulator::builder().empty().start().await?;
    /// other.restore(emulator.snapshot());
    /// assert_eq!(other.lists(), emulator.lists());
    /// # Ok(()) }
    /// ```
    pub fn restore(&self, snapshot: Snapshot) {
        self.shared.world().restore(snapshot);
    }

    /// Stops and waits until no new connection is accepted.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let url = emulator.url().to_owned();
    /// emulator.shutdown().await;
    /// assert!(reqwest::get(url).await.is_err());
    /// # Ok(()) }
    /// ```
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
