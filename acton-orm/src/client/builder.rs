//! The typed equal of the connection string.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::Client;
use url::Url;

use super::config::{Config, Given, Scheme};
use super::settings::Downloads;
use super::signin::{self, SignIn};
use super::store::TokenStore;
use crate::{Error, ErrorKind, Result};

/// How to sign in.
///
/// ```
/// # use acton_orm::{AuthScheme, Client};
/// let builder = Client::builder().auth_scheme(AuthScheme::Password);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthScheme {
    /// With a browser: the authorization code flow.
    OAuth,
    /// With the user's name and password.
    Password,
}

/// How much of OAuth the client does by itself.
///
/// ```
/// # use acton_orm::{Client, InitiateOAuth};
/// let builder = Client::builder().initiate_oauth(InitiateOAuth::GetAndRefresh);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InitiateOAuth {
    /// Nothing: it uses the access token it is given.
    Off,
    /// It refreshes tokens it is given, or finds in the settings file.
    Refresh,
    /// It signs in when there are none, too.
    GetAndRefresh,
}

/// Where the account lives (A§1).
///
/// ```
/// # use acton_orm::{Client, Region};
/// let builder = Client::builder().region(Region::Eu);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Region {
    /// `https://api.actonsoftware.com`
    Us,
    /// `https://api-eu.actonsoftware.com`
    Eu,
    /// `https://restapi.actonsoftware.com`, the former host, which still answers
    Legacy,
}

/// A kind of firewall to go through.
///
/// ```
/// # use acton_orm::{Client, Firewall};
/// let builder = Client::builder().firewall_type(Firewall::Socks5).firewall_server("gate.example");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Firewall {
    /// None.
    None,
    /// SOCKS 4a: the firewall resolves names.
    Socks4,
    /// SOCKS 5: the firewall resolves names.
    Socks5,
    /// HTTP `CONNECT`.
    Tunnel,
}

/// How to sign in to a proxy.
///
/// ```
/// # use acton_orm::{Client, ProxyAuthScheme};
/// let builder = Client::builder().proxy_auth_scheme(ProxyAuthScheme::Basic);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProxyAuthScheme {
    /// Not at all.
    None,
    /// With name and password.
    Basic,
}

/// Whether to speak TLS with the proxy itself.
///
/// ```
/// # use acton_orm::{Client, ProxySslType};
/// let builder = Client::builder().proxy_ssl_type(ProxySslType::Always);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProxySslType {
    /// As the address to reach wants it: a tunnel for https.
    Auto,
    /// Yes.
    Always,
    /// No.
    Never,
    /// No; a tunnel to the address to reach.
    Tunnel,
}

/// Every connection property, typed. What is not set is taken from `ACTON_*` in the environment, or
/// has the default of `docs/connecting.md`.
///
/// ```no_run
/// # async fn demo() -> acton_orm::Result<()> {
/// use acton_orm::{Client, Region};
///
/// let acton = Client::builder()
///     .region(Region::Eu)
///     .user("ada@example.com")
///     .password("secret")
///     .oauth_client_id("key")
///     .oauth_client_secret("secret")
///     .connect()
///     .await?;
/// # Ok(()) }
/// ```
#[must_use = "a builder does nothing until it connects"]
#[derive(Default)]
pub struct ClientBuilder {
    given: Given,
    problem: Option<Error>,
    store: Option<Arc<dyn TokenStore>>,
    show: Option<Arc<dyn SignIn>>,
}

impl ClientBuilder {
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let given = Given::parse(text)?;
        Config::check(&given)?;
        Ok(Self {
            given,
            ..Self::default()
        })
    }

    /// Keeps tokens in a store of your own instead of `OAuthSettingsLocation`.
    ///
    /// ```
    /// # use acton_orm::{Client, TokenStore};
    /// fn with(vault: impl TokenStore + 'static) -> acton_orm::ClientBuilder {
    ///     Client::builder().token_store(vault)
    /// }
    /// ```
    pub fn token_store(mut self, store: impl TokenStore + 'static) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// Brings people to the sign-in page in a way of your own, instead of opening a browser.
    ///
    /// ```
    /// # use acton_orm::{Client, connect::Console};
    /// let builder = Client::builder().sign_in(Console);
    /// ```
    pub fn sign_in(mut self, show: impl SignIn + 'static) -> Self {
        self.show = Some(Arc::new(show));
        self
    }

    /// Where to sign in on another machine. The code that Act-On gives there is then given here as
    /// `OAuthVerifier`.
    ///
    /// # Errors
    ///
    /// `Config` for properties that are missing or contradict each other.
    ///
    /// ```
    /// let address = acton_orm::Client::parse("OAuthClientId=key;OAuthClientSecret=s;InitiateOAuth=REFRESH")?
    ///     .authorization_url()?;
    /// assert!(address.as_str().starts_with("https://api.actonsoftware.com/authorize?"));
    /// # Ok::<(), acton_orm::Error>(())
    /// ```
    pub fn authorization_url(mut self) -> Result<Url> {
        self.given.fill(|name| std::env::var(name).ok())?;
        let config = Config::resolve(&self.given)?;
        match (&config.app, &config.scheme) {
            (Some(app), Scheme::Code { callback, .. }) => {
                signin::address(app, &config.base, callback, None)
            }
            (None, _) => Err(Error::new(
                ErrorKind::Config,
                "signing in needs `OAuthClientId` and `OAuthClientSecret`",
            )),
            (_, Scheme::Password { .. }) => Err(Error::new(
                ErrorKind::Config,
                "a password is given: nobody needs to sign in with a browser",
            )),
        }
    }

    /// Connects: checks the properties, fills what is missing from the environment, and loads or gets
    /// a token, so that wrong credentials fail here.
    ///
    /// # Errors
    ///
    /// `Config` for properties that are missing or contradict each other, `Auth` and `LoginLimit` for
    /// credentials, `Transport` and `Timeout` for the network, `Io` for the settings file.
    ///
    /// ```no_run
    /// # async fn demo() -> acton_orm::Result<()> {
    /// let acton = acton_orm::Client::parse("Region=EU;InitiateOAuth=GETANDREFRESH")?.connect().await?;
    /// # Ok(()) }
    /// ```
    pub fn connect(self) -> impl Future<Output = Result<Client>> + Send {
        self.connect_in(|name| std::env::var(name).ok())
    }

    /// Connects in an environment.
    pub(crate) async fn connect_in(
        mut self,
        variable: impl Fn(&str) -> Option<String> + Send,
    ) -> Result<Client> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        Config::check(&self.given)?;
        self.given.fill(variable)?;
        let config = Config::resolve(&self.given)?;
        Client::open(config, self.store, self.show).await
    }

    /// Another list to read and write in place of one that the program names: `List_Newsletter` may be
    /// `List_Test` in one account and `l-0042` in another.
    ///
    /// ```
    /// # use acton_orm::Client;
    /// let builder = Client::builder().table_alias("List_Newsletter", "l-0042");
    /// ```
    pub fn table_alias(self, table: &str, other: &str) -> Self {
        let alias = format!("{table}={other}");
        let aliases = match self.given.get("TableAliases") {
            Some(known) => format!("{known},{alias}"),
            None => alias,
        };
        self.set("TableAliases", aliases)
    }

    fn set(mut self, property: &str, value: impl Into<String>) -> Self {
        if let Err(problem) = self.given.set(property, value) {
            self.problem.get_or_insert(problem);
        }
        self
    }
}

/// A limit as a property's text.
fn or_none(limit: Option<impl ToString>) -> String {
    limit.map_or_else(|| "-1".to_owned(), |limit| limit.to_string())
}

/// One setter for each property; the closure says how its type becomes the property's text.
macro_rules! setters {
    ($($property:literal $name:ident($type:ty) as |$value:ident| $text:expr, $example:literal, $meaning:literal;)*) => {
        impl ClientBuilder {
            $(
                #[doc = concat!("`", $property, "`: ", $meaning)]
                ///
                /// ```
                /// # use acton_orm::*;
                #[doc = concat!("let builder = Client::builder().", stringify!($name), "(", $example, ");")]
                /// ```
                pub fn $name(self, $value: $type) -> Self {
                    let text: String = $text;
                    self.set($property, text)
                }
            )*
        }

        #[cfg(test)]
        pub(super) const SETTERS: &[(&str, &str)] = &[$(($property, stringify!($name))),*];
    };
}

setters! {
    "AuthScheme" auth_scheme(AuthScheme) as |scheme| match scheme { AuthScheme::OAuth => "OAuth", AuthScheme::Password => "Password" }.into(), "AuthScheme::Password", "how to sign in.";
    "User" user(impl Into<String>) as |user| user.into(), "\"ada@example.com\"", "the account's user, an e-mail address.";
    "Password" password(impl Into<String>) as |password| password.into(), "\"secret\"", "the user's password.";
    "OAuthClientId" oauth_client_id(impl Into<String>) as |id| id.into(), "\"key\"", "the key of your app, from Act-On's developer portal.";
    "OAuthClientSecret" oauth_client_secret(impl Into<String>) as |secret| secret.into(), "\"secret\"", "the secret of your app.";
    "InitiateOAuth" initiate_oauth(InitiateOAuth) as |how| match how { InitiateOAuth::Off => "OFF", InitiateOAuth::Refresh => "REFRESH", InitiateOAuth::GetAndRefresh => "GETANDREFRESH" }.into(), "InitiateOAuth::Refresh", "how much of OAuth the client does by itself.";
    "OAuthSettingsLocation" oauth_settings_location(impl Into<String>) as |place| place.into(), "\"OAuthSettings.json\"", "the file that keeps the tokens, or `memory://name`.";
    "OAuthAccessToken" oauth_access_token(impl Into<String>) as |token| token.into(), "\"token\"", "a token you already have.";
    "OAuthRefreshToken" oauth_refresh_token(impl Into<String>) as |token| token.into(), "\"token\"", "its refresh token.";
    "OAuthExpiresIn" oauth_expires_in(Duration) as |lives| lives.as_secs().to_string(), "std::time::Duration::from_secs(3600)", "how long the access token lives.";
    "OAuthTokenTimestamp" oauth_token_timestamp(SystemTime) as |issued| super::store::millis(issued).to_string(), "std::time::SystemTime::now()", "when the access token was issued.";
    "OAuthVerifier" oauth_verifier(impl Into<String>) as |code| code.into(), "\"code\"", "the code, or the whole address the browser was sent to, from a sign-in done elsewhere.";
    "CallbackURL" callback_url(impl Into<String>) as |address| address.into(), "\"http://localhost:8080\"", "where the browser returns to; must be what Act-On registered for your app.";
    "SSLServerCert" ssl_server_cert(impl Into<String>) as |pem| pem.into(), "\"company.pem\"", "a PEM file, or PEM text, to trust beside the system's certificates.";
    "FirewallType" firewall_type(Firewall) as |kind| match kind { Firewall::None => "NONE", Firewall::Socks4 => "SOCKS4", Firewall::Socks5 => "SOCKS5", Firewall::Tunnel => "TUNNEL" }.into(), "Firewall::Socks5", "a firewall to go through.";
    "FirewallServer" firewall_server(impl Into<String>) as |host| host.into(), "\"gate.example\"", "the firewall's host.";
    "FirewallPort" firewall_port(u16) as |port| port.to_string(), "1080", "the firewall's port.";
    "FirewallUser" firewall_user(impl Into<String>) as |user| user.into(), "\"ada\"", "the firewall's user.";
    "FirewallPassword" firewall_password(impl Into<String>) as |password| password.into(), "\"secret\"", "the firewall's password.";
    "ProxyAutoDetect" proxy_auto_detect(bool) as |detect| detect.to_string(), "true", "whether to use the proxy the system names.";
    "ProxyServer" proxy_server(impl Into<String>) as |host| host.into(), "\"proxy.example\"", "the host of an HTTP proxy.";
    "ProxyPort" proxy_port(u16) as |port| port.to_string(), "3128", "the proxy's port.";
    "ProxyAuthScheme" proxy_auth_scheme(ProxyAuthScheme) as |scheme| match scheme { ProxyAuthScheme::None => "NONE", ProxyAuthScheme::Basic => "BASIC" }.into(), "ProxyAuthScheme::Basic", "how to sign in to the proxy.";
    "ProxyUser" proxy_user(impl Into<String>) as |user| user.into(), "\"ada\"", "the proxy's user.";
    "ProxyPassword" proxy_password(impl Into<String>) as |password| password.into(), "\"secret\"", "the proxy's password.";
    "ProxySSLType" proxy_ssl_type(ProxySslType) as |kind| match kind { ProxySslType::Auto => "AUTO", ProxySslType::Always => "ALWAYS", ProxySslType::Never => "NEVER", ProxySslType::Tunnel => "TUNNEL" }.into(), "ProxySslType::Always", "whether to speak TLS with the proxy itself.";
    "ProxyExceptions" proxy_exceptions(impl Into<String>) as |hosts| hosts.into(), "\"intranet.example;10.0.0.1\"", "hosts to reach without the proxy, separated by `;` or `,`.";
    "Timeout" timeout(Duration) as |timeout| timeout.as_secs_f64().to_string(), "std::time::Duration::from_secs(30)", "for one call; a CSV download is only limited in its silences. A millisecond to a day; zero is no limit.";
    "Pagesize" pagesize(u32) as |rows| rows.to_string(), "500", "rows a page, 1 to 1000.";
    "MaxRows" max_rows(u64) as |rows| rows.to_string(), "10_000", "rows a read may return: one that finds more is an error, and no short answer.";
    "Readonly" readonly(bool) as |readonly| readonly.to_string(), "true", "whether to refuse every call that changes something.";
    "Verbosity" verbosity(u8) as |level| level.to_string(), "4", "which `tracing` events appear: 0 none, 1 errors, 2 warnings, 3 info, 4 debug, 5 trace.";
    "Logfile" logfile(impl Into<String>) as |path| path.into(), "\"acton.log\"", "a file that gets one line a call beside `tracing`; its folder must exist.";
    "Region" region(Region) as |region| match region { Region::Us => "US", Region::Eu => "EU", Region::Legacy => "LEGACY" }.into(), "Region::Eu", "where the account lives.";
    "Server" server(impl Into<String>) as |address| address.into(), "\"http://127.0.0.1:8080\"", "another base address; plain http only on loopback.";
    "Downloads" downloads(Downloads) as |how| match how { Downloads::Csv => "CSV", Downloads::Pages => "PAGES" }.into(), "Downloads::Pages", "whether reading a whole list may use the CSV download.";
    "CallBudget" call_budget(u64) as |calls| calls.to_string(), "100", "calls one query or commit may cost.";
    "CallsPerSecond" calls_per_second(impl Into<Option<u32>>) as |calls| or_none(calls.into()), "2", "the account's allowance a second; `None` sets no limit.";
    "ShareCallsPerSecond" share_calls_per_second(bool) as |share| share.to_string(), "false", "whether clients that share a settings file, also in other processes, share `CallsPerSecond` too.";
    "TableAliases" table_aliases(impl Into<String>) as |aliases| aliases.into(), "\"List_Newsletter=l-0042\"", "other lists to read and write in place of those that the program names; [`table_alias`](Self::table_alias) adds one.";
    "CallsInFlight" calls_in_flight(u32) as |calls| calls.to_string(), "16", "calls of one query or commit that may be under way at once, 1 to 256; a limit a second may need more, up to 64.";
    "CallsPerDay" calls_per_day(impl Into<Option<u64>>) as |calls| or_none(calls.into()), "1000", "the account's allowance a day; `None` does not count.";
    "LoginsPerHour" logins_per_hour(impl Into<Option<u32>>) as |logins| or_none(logins.into()), "5", "the account's allowance of logins an hour; `None` does not count.";
    "LateWrites" late_writes(Duration) as |time| time.as_secs_f64().to_string(), "std::time::Duration::from_secs(120)", "for which Act-On may still carry out a write whose answer was lost: so long a new row is not taken for absent, and another change of the same row waits. Zero: it never does.";
    "MaxRetries" max_retries(u32) as |retries| retries.to_string(), "2", "repetitions of one call, 0 to 20.";
    "MaxRetryTime" max_retry_time(Duration) as |time| time.as_secs_f64().to_string(), "std::time::Duration::from_secs(60)", "after which a call is not repeated any more. A millisecond to a day; zero is no limit.";
}

impl PartialEq for ClientBuilder {
    fn eq(&self, other: &Self) -> bool {
        self.given == other.given && self.store.is_none() && other.store.is_none()
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("given", &self.given)
            .field("problem", &self.problem)
            .field("store", &self.store)
            .finish()
    }
}
