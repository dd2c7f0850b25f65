//! Base URL, connection string, OAuth, limits, retries, error envelopes: all that knows HTTP and time.

mod answer;
mod auth;
mod builder;
mod config;
mod daily;
mod driven;
#[cfg(any(test, fuzzing))]
pub(crate) mod entry;
mod envelope;
mod http;
mod limiter;
mod line;
mod oauth;
mod raw;
mod retry;
#[cfg(test)]
pub(crate) mod script;
mod secrets;
mod settings;
mod signin;
mod slot;
#[cfg(test)]
mod steps;
mod store;
mod tally;
#[cfg(test)]
pub(crate) mod tests;
mod tokens;
mod watch;

use std::fmt;
use std::future::Future;
use std::sync::Arc;

pub(crate) use answer::Answer;
pub use builder::{
    AuthScheme, ClientBuilder, Firewall, InitiateOAuth, ProxyAuthScheme, ProxySslType, Region,
};
pub(crate) use driven::{Driven, driven};
pub use raw::{RawAnswer, RawRequest, RawStream};
pub use settings::Downloads;
pub(crate) use settings::Settings;
pub use signin::{Browser, Console, SignIn};
#[cfg(feature = "keyring")]
pub use store::Keyring;
pub use store::{BoxFuture, LockedTokens, Owner, SavedTokens, TokenStore};
pub(crate) use tally::Tally;
pub use tokens::TokenPair;
pub use watch::{Event, Events, Metrics};

use auth::Auth;
use config::{Config, Location};
use daily::Daily;
use http::Http;
use limiter::{Limiter, Shared as SharedWindow};
use line::Line;
use slot::Slot;
use store::{FileStore, MemoryStore};
use watch::{Log, Watch};

use tracing::Level;

use crate::plan::Request;
use crate::{Error, ErrorKind, Result};

/// A connection to an Act-On account; cheap to clone, all clones share limits and tokens.
///
/// ```no_run
/// # async fn demo() -> acton_orm::Result<()> {
/// use acton_orm::Client;
///
/// let acton = Client::connect("acton:///?InitiateOAuth=GETANDREFRESH&OAuthSettingsLocation=OAuthSettings.json").await?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    settings: Settings,
    /// What has been learnt of the account.
    slot: Arc<Slot>,
    tallies: Vec<Arc<Tally>>,
}

#[derive(Debug)]
struct Shared {
    config: Arc<Config>,
    line: Arc<Line>,
    auth: Arc<Auth>,
}

impl Client {
    /// Connects with the properties of a connection string; `ACTON_*` in the environment fills what
    /// is missing. A token is loaded or got, so that wrong credentials fail here.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse) and [`ClientBuilder::connect`].
    ///
    /// ```no_run
    /// # async fn demo() -> acton_orm::Result<()> {
    /// let acton = acton_orm::Client::connect("Region=EU;User=ada@example.com;Password='a;b'").await?;
    /// # Ok(()) }
    /// ```
    pub fn connect(text: &str) -> impl Future<Output = Result<Self>> + Send + use<> {
        let builder = Self::parse(text);
        async move { builder?.connect().await }
    }

    /// Reads a connection string: the URL form `acton:///?Name=Value&..` with percent-encoding, or the
    /// pair form `Name=Value;..` with quotes. Property names are those of `docs/connecting.md`, in any
    /// case.
    ///
    /// # Errors
    ///
    /// `Config` for a property that is unknown, given twice, malformed, or contradicts another. The
    /// error names the property, and never repeats a value.
    ///
    /// ```
    /// let builder = acton_orm::Client::parse("acton:///?Region=EU&Timeout=30")?;
    /// # Ok::<(), acton_orm::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<ClientBuilder> {
        ClientBuilder::parse(text)
    }

    /// Every property, typed.
    ///
    /// ```
    /// let builder = acton_orm::Client::builder().readonly(true);
    /// ```
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Connects with nothing but `ACTON_*` in the environment: `ACTON_USER`, `ACTON_OAUTH_CLIENT_ID`,
    /// and so on.
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::connect`].
    ///
    /// ```no_run
    /// # async fn demo() -> acton_orm::Result<()> {
    /// let acton = acton_orm::Client::from_env().await?;
    /// # Ok(()) }
    /// ```
    pub fn from_env() -> impl Future<Output = Result<Self>> + Send {
        Self::builder().connect()
    }

    pub(crate) async fn open(
        config: Config,
        store: Option<Arc<dyn TokenStore>>,
        show: Option<Arc<dyn SignIn>>,
    ) -> Result<Self> {
        let log = config.logfile.as_deref().map(Log::open).transpose()?;
        let watch = Watch::new(config.verbosity, &config.base, log);
        let shares = config.limits.share_per_second && config.limits.per_second.is_some();
        let shared = match (&store, &config.location) {
            (None, Location::File(path)) if shares => {
                Some(SharedWindow::beside(path.clone(), watch.shows(Level::WARN)))
            }
            _ => None,
        };
        let limiter = Limiter::new(config.limits.per_second).sharing(shared);
        let limiter = Arc::new(limiter);
        let http = Http::new(config.base.clone(), &config.network, &limiter)?;
        let store = match store {
            Some(store) => store,
            None => match &config.location {
                Location::Memory(name) => Arc::new(MemoryStore::named(name)) as Arc<dyn TokenStore>,
                Location::File(path) => Arc::new(FileStore::new(path.clone())),
            },
        };
        let show = show.unwrap_or_else(|| Arc::new(Browser));
        let client = Self::assemble(config, (http, limiter), store, show, watch);
        client.shared.auth.token().await?;
        Ok(client)
    }

    fn assemble(
        config: Config,
        (http, limiter): (Http, Arc<Limiter>),
        store: Arc<dyn TokenStore>,
        show: Arc<dyn SignIn>,
        watch: Arc<Watch>,
    ) -> Self {
        let config = Arc::new(config);
        let daily = Daily::new(config.limits.per_day, Arc::clone(&store), config.owner());
        let line = Arc::new(Line::new(http, limiter, &config.limits, daily, watch));
        let auth = Arc::new(Auth::new(
            Arc::clone(&config),
            Arc::clone(&line),
            store,
            show,
        ));
        Self {
            settings: config.settings.clone(),
            shared: Arc::new(Shared { config, line, auth }),
            slot: Arc::default(),
            tallies: Vec::new(),
        }
    }

    /// The same client with a budget: a query or commit that would cost more calls is refused before
    /// the first of them.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) {
    /// let careful = acton.budget(20);
    /// # }
    /// ```
    #[must_use = "the budget holds for the client that is returned"]
    pub fn budget(&self, calls: u64) -> Self {
        let mut client = self.clone();
        client.settings.call_budget = Some(calls);
        client
    }

    /// What this client and all its clones did since it connected.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) {
    /// assert!(acton.metrics().retries < 100);
    /// # }
    /// ```
    pub fn metrics(&self) -> Metrics {
        let line = &self.shared.line;
        line.watch.counters.snapshot(line.daily.left())
    }

    /// What this client and all its clones do from now on: calls, waits, retries, rows read, changes
    /// settled.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) {
    /// let events = acton.events();
    /// # }
    /// ```
    pub fn events(&self) -> Events {
        self.shared.line.watch.events()
    }

    /// Tells those who watch [`events`](Self::events).
    /// The same client, whose calls are counted by the tally as well.
    pub(crate) fn metered(&self) -> (Self, Arc<Tally>) {
        let mut client = self.clone();
        let tally = Arc::<Tally>::default();
        client.tallies.push(Arc::clone(&tally));
        (client, tally)
    }

    /// The same client, whose calls nobody counts beside its metrics: it repeats what was counted.
    pub(crate) fn unmetered(&self) -> Self {
        let mut client = self.clone();
        client.tallies.clear();
        client
    }

    /// Waits before an answer that broke off while it was read is asked for again; false if it is not to be.
    pub(crate) async fn once_more(
        &self,
        breaks: u32,
        since: tokio::time::Instant,
        because: &Error,
    ) -> bool {
        self.shared.line.once_more(breaks, since, because).await
    }

    /// An error that may repeat what a server said, without the secrets that it was sent.
    pub(crate) fn strike(&self, error: Error) -> Error {
        self.shared.line.watch.secrets.strike(error)
    }

    /// Remembers a secret that a call will send, so that nothing that a server says repeats it.
    pub(crate) fn keep_secret(&self, secret: &str) {
        self.shared.line.watch.secrets.learn(secret);
    }

    /// As [`strike`](Self::strike), of text that is no error.
    pub(crate) fn strike_text(&self, text: &str) -> String {
        self.shared.line.watch.secrets.strike_text(text)
    }

    pub(crate) fn tell(&self, event: Event) {
        self.shared.line.watch.tell(event);
    }

    /// What is kept with this client and its clones.
    pub(crate) fn slot<T: std::any::Any + Send + Sync + Default>(&self) -> Arc<T> {
        self.slot.get()
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Sends a call: limits, token, retries. `Ok` is a 2xx; anything else is an [`Error`](crate::Error).
    pub(crate) async fn call(&self, call: Request) -> Result<Answer> {
        if self.settings.read_only && !call.is_read() {
            return Err(Error::new(
                ErrorKind::Invalid,
                "the client is read-only, and this call would change something",
            )
            .during(call.name())
            .advise("nothing was sent; connect without `Readonly=true` to write"));
        }
        let auth = call.is_api().then_some(&self.shared.auth);
        self.shared.line.exchange(&call, auth, &self.tallies).await
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("server", &self.shared.config.base.as_str())
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// The page on connecting, whose examples must compile.
#[cfg(doctest)]
#[doc = include_str!("../../docs/connecting.md")]
struct ConnectingPage;
