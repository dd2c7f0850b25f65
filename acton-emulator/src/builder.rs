//! How an emulator is set up before it starts.

use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::emulator::Emulator;
use crate::origin::Origin;
use crate::quirks::{Consent, Quirks};
use crate::server::{self, Shared, Wrap};
use crate::world::{Enforced, Settings};

/// Settings of an emulator that has not started; see [`Emulator::builder`].
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// use acton_emulator::Emulator;
///
/// let emulator = Emulator::builder().seed(42).empty().rate_limit(false).start().await?;
/// assert!(emulator.lists().is_empty());
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    origin: Origin,
    host: IpAddr,
    port: u16,
    open_control: bool,
    #[cfg(feature = "tls")]
    certificate: Option<server::Certificate>,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            origin: Origin {
                seed: 1,
                clock: Clock::system(),
                empty: false,
                enforced: Enforced {
                    rate: true,
                    daily: true,
                    logins: true,
                },
                quirks: Quirks::default(),
                settings: Settings {
                    user: "emma@example.com".to_owned(),
                    password: "correct horse".to_owned(),
                    client_id: "emulator-client".to_owned(),
                    client_secret: "emulator-secret".to_owned(),
                    url: String::new(),
                    token_lifetime_ms: 3_600_000,
                    redirect_uri: None,
                },
                generated: Vec::new(),
            },
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            open_control: false,
            #[cfg(feature = "tls")]
            certificate: None,
        }
    }

    /// What tokens, file ids and generated rows are derived from. Default: 1.
    ///
    /// ```
    /// let builder = acton_emulator::Emulator::builder().seed(42);
    /// ```
    pub fn seed(mut self, seed: u64) -> Self {
        self.origin.seed = seed;
        self
    }

    /// Whether more than 5 calls in a second are refused. Default: yes.
    ///
    /// ```
    /// let builder = acton_emulator::Emulator::builder().rate_limit(false);
    /// ```
    pub fn rate_limit(mut self, enforced: bool) -> Self {
        self.origin.enforced.rate = enforced;
        self
    }

    /// Whether more than 30,000 calls in a day are refused. Default: yes.
    ///
    /// ```
    /// let builder = acton_emulator::Emulator::builder().daily_limit(false);
    /// ```
    pub fn daily_limit(mut self, enforced: bool) -> Self {
        self.origin.enforced.daily = enforced;
        self
    }

    /// Whether more than 5 password and code grants in an hour are refused. Default: yes.
    ///
    /// ```
    /// let builder = acton_emulator::Emulator::builder().login_limit(false);
    /// ```
    pub fn login_limit(mut self, enforced: bool) -> Self {
        self.origin.enforced.logins = enforced;
        self
    }

    /// The clock. Default: the machine's.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// use acton_emulator::{Clock, Emulator};
    ///
    /// let emulator = Emulator::builder().clock(Clock::manual(1_725_392_821_000)).start().await?;
    /// assert_eq!(emulator.clock().now(), 1_725_392_821_000);
    /// # Ok(()) }
    /// ```
    pub fn clock(mut self, clock: Clock) -> Self {
        self.origin.clock = clock;
        self
    }

    /// Starts with an account that has nothing in it, instead of the sample account.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// let emulator = acton_emulator::Emulator::builder().empty().start().await?;
    /// assert!(emulator.images().is_empty());
    /// # Ok(()) }
    /// ```
    pub fn empty(mut self) -> Self {
        self.origin.empty = true;
        self
    }

    /// Starts with a generated list too; see [`Emulator::generate_list`]. A reset brings it back.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// let emulator = acton_emulator::Emulator::builder().generate_list("Big", 1_000_000).start().await?;
    /// emulator.reset();
    /// assert!(emulator.list_id("Big").is_some());
    /// # Ok(()) }
    /// ```
    pub fn generate_list(mut self, name: impl Into<String>, rows: u64) -> Self {
        self.origin.generated.push((name.into(), rows));
        self
    }

    /// Whether the control plane answers other machines, where others can reach the emulator at
    /// all. Default: no, this one only.
    ///
    /// ```
    /// let builder = acton_emulator::Emulator::builder().open_control(true);
    /// ```
    pub fn open_control(mut self, open: bool) -> Self {
        self.open_control = open;
        self
    }

    /// The address to listen on. Default: loopback.
    ///
    /// ```
    /// let everywhere = std::net::Ipv4Addr::UNSPECIFIED.into();
    /// let builder = acton_emulator::Emulator::builder().host(everywhere);
    /// ```
    pub fn host(mut self, host: IpAddr) -> Self {
        self.host = host;
        self
    }

    /// The port. Default: 0, which takes a free one.
    ///
    /// ```
    /// let builder = acton_emulator::Emulator::builder().port(8787);
    /// ```
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Serves https, with a certificate for `localhost`, `127.0.0.1` and `::1` that is made at the
    /// start and signs itself: [`Emulator::certificate_pem`]. Only with the feature `tls`.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// let emulator = acton_emulator::Emulator::builder().tls().start().await?;
    /// assert!(emulator.url().starts_with("https://127.0.0.1:"));
    /// # Ok(()) }
    /// ```
    #[cfg(feature = "tls")]
    pub fn tls(mut self) -> Self {
        self.certificate = Some(server::Certificate::Own);
        self
    }

    /// Serves https with a certificate of yours: its chain and its key, as PEM. Only with the feature
    /// `tls`.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// let emulator = acton_emulator::Emulator::builder().tls_with("no PEM", "nor this");
    /// assert!(emulator.start().await.unwrap_err().to_string().contains("key"));
    /// # Ok(()) }
    /// ```
    #[cfg(feature = "tls")]
    pub fn tls_with(mut self, chain: impl Into<String>, key: impl Into<String>) -> Self {
        self.certificate = Some(server::Certificate::Given(chain.into(), key.into()));
        self
    }

    /// How long an access token lives. Default: one hour.
    ///
    /// ```
    /// use std::time::Duration;
    /// let builder = acton_emulator::Emulator::builder().token_lifetime(Duration::from_secs(60));
    /// ```
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.origin.settings.token_lifetime_ms =
            i64::try_from(lifetime.as_millis()).unwrap_or(i64::MAX);
        self
    }

    /// The one redirect URI `/authorize` accepts. Default: any.
    ///
    /// ```
    /// let builder = acton_emulator::Emulator::builder().redirect_uri("http://127.0.0.1:8080/");
    /// ```
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.origin.settings.redirect_uri = Some(uri.into());
        self
    }

    /// Whether the account has API access; without, `/token` refuses. Default: yes.
    ///
    /// ```
    /// let builder = acton_emulator::Emulator::builder().api_enabled(false);
    /// ```
    pub fn api_enabled(self, enabled: bool) -> Self {
        self.quirks(|quirks| quirks.api_enabled = enabled)
    }

    /// Whether `/authorize` sends the browser back with a code at once, without asking anybody.
    /// Default: no, a person signs in and consents on a page.
    ///
    /// ```
    /// let builder = acton_emulator::Emulator::builder().approve_at_once(true);
    /// ```
    pub fn approve_at_once(self, at_once: bool) -> Self {
        self.quirks(|quirks| {
            quirks.consent = if at_once {
                Consent::Given
            } else {
                Consent::Asked
            };
        })
    }

    /// On which poll a job answers `success`. Default: 3, after pending and running.
    ///
    /// ```
    /// let builder = acton_emulator::Emulator::builder().job_polls(1); // done on the first poll
    /// ```
    pub fn job_polls(self, polls: u32) -> Self {
        self.quirks(|quirks| quirks.job_polls = polls)
    }

    /// Turns any of the [`Quirks`].
    ///
    /// ```
    /// let builder = acton_emulator::Emulator::builder().quirks(|quirks| quirks.timezone_column = true);
    /// ```
    pub fn quirks(mut self, turn: impl FnOnce(&mut Quirks)) -> Self {
        turn(&mut self.origin.quirks);
        self
    }

    /// Binds, and serves in a task of the current tokio runtime.
    ///
    /// # Errors
    ///
    /// If the address cannot be bound, or a certificate of yours is none.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// let emulator = acton_emulator::Emulator::builder().start().await?;
    /// println!("{}", emulator.url());
    /// # Ok(()) }
    /// ```
    pub async fn start(mut self) -> io::Result<Emulator> {
        let listener = TcpListener::bind((self.host, self.port)).await?;
        let (wrap, certificate) = self.wrap()?;
        let scheme = certificate.as_ref().map_or("http", |_| "https");
        let address = listener.local_addr()?;
        self.origin.settings.url = format!("{scheme}://{address}");
        let settings = self.origin.settings.clone();
        let shared = Arc::new(Shared::new(self.origin, self.open_control, address));
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(server::serve(listener, wrap, Arc::clone(&shared), stopped));
        Ok(Emulator::new(shared, settings, certificate, stop, task))
    }

    /// What lies between a connection and HTTP, and the certificate of TLS.
    fn wrap(&self) -> io::Result<(Wrap, Option<String>)> {
        #[cfg(feature = "tls")]
        if let Some(certificate) = &self.certificate {
            let (wrap, pem) = server::secure(certificate)?;
            return Ok((wrap, Some(pem)));
        }
        Ok((server::plain(), None))
    }
}
