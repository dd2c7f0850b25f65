//! How an emulator is set up before it starts.

use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::emulator::Emulator;
use crate::quirks::{Consent, Quirks};
use crate::seed;
use crate::server::{self, Shared};
use crate::world::{Enforced, Settings, World};

/// Settings of an emulator that has not started; see [`Emulator::builder`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    seed: u64,
    host: IpAddr,
    port: u16,
    clock: Clock,
    empty: bool,
    enforced: Enforced,
    quirks: Quirks,
    settings: Settings,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            seed: 1,
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
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
        }
    }

    /// What tokens, file ids and generated rows are derived from. Default: 1.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Whether more than 5 calls in a second are refused. Default: yes.
    pub fn rate_limit(mut self, enforced: bool) -> Self {
        self.enforced.rate = enforced;
        self
    }

    /// Whether more than 30,000 calls in a day are refused. Default: yes.
    pub fn daily_limit(mut self, enforced: bool) -> Self {
        self.enforced.daily = enforced;
        self
    }

    /// Whether more than 5 password and code grants in an hour are refused. Default: yes.
    pub fn login_limit(mut self, enforced: bool) -> Self {
        self.enforced.logins = enforced;
        self
    }

    /// The clock. Default: the machine's.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Starts with an account that has nothing in it, instead of the sample account.
    pub fn empty(mut self) -> Self {
        self.empty = true;
        self
    }

    /// The address to listen on. Default: loopback.
    pub fn host(mut self, host: IpAddr) -> Self {
        self.host = host;
        self
    }

    /// The port. Default: 0, which takes a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// How long an access token lives. Default: one hour.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.settings.token_lifetime_ms = i64::try_from(lifetime.as_millis()).unwrap_or(i64::MAX);
        self
    }

    /// The one redirect URI `/authorize` accepts. Default: any.
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.settings.redirect_uri = Some(uri.into());
        self
    }

    /// Whether the account has API access; without, `/token` refuses. Default: yes.
    pub fn api_enabled(self, enabled: bool) -> Self {
        self.quirks(|quirks| quirks.api_enabled = enabled)
    }

    /// Whether `/authorize` sends the browser back with a code at once, without asking anybody.
    /// Default: no, a person signs in and consents on a page.
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
    pub fn job_polls(self, polls: u32) -> Self {
        self.quirks(|quirks| quirks.job_polls = polls)
    }

    /// Turns any of the [`Quirks`].
    pub fn quirks(mut self, turn: impl FnOnce(&mut Quirks)) -> Self {
        turn(&mut self.quirks);
        self
    }

    /// Binds, and serves in a task of the current tokio runtime.
    ///
    /// # Errors
    ///
    /// If the address cannot be bound.
    pub async fn start(mut self) -> io::Result<Emulator> {
        let listener = TcpListener::bind((self.host, self.port)).await?;
        self.settings.url = format!("http://{}", listener.local_addr()?);
        let mut world = World::new(
            self.settings.clone(),
            self.quirks,
            self.clock,
            self.seed,
            self.enforced,
        );
        if !self.empty {
            seed::sample_account(&mut world);
        }
        let shared = Arc::new(Shared::new(world));
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(server::serve(listener, Arc::clone(&shared), stopped));
        Ok(Emulator::new(shared, self.settings, stop, task))
    }
}
