//! What a client is to do, made from the properties given.

mod aliases;
mod given;
mod place;
mod properties;
mod proxy;
mod text;

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use secrecy::SecretString;
use url::Url;

pub(crate) use given::Given;
pub(crate) use place::is_loopback;
#[cfg(feature = "keyring")]
pub(crate) use place::{configuration_folder, fingerprint};
#[cfg(any(test, fuzzing))]
pub(crate) use properties::PROPERTIES;
#[cfg(test)]
pub(crate) use properties::snake;

use super::settings::{Downloads, Settings};
use crate::{Error, ErrorKind, Result};

/// The resolved configuration of a client; derives `Debug` because every secret in it redacts itself.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub(crate) base: Url,
    pub(crate) scheme: Scheme,
    pub(crate) initiate: Initiate,
    pub(crate) app: Option<App>,
    pub(crate) preset: Preset,
    pub(crate) location: Location,
    pub(crate) network: Network,
    pub(crate) limits: Limits,
    pub(crate) settings: Settings,
    pub(crate) verbosity: u8,
    pub(crate) logfile: Option<PathBuf>,
}

/// What "get a token" means.
#[derive(Debug, Clone)]
pub(crate) enum Scheme {
    Password {
        user: String,
        password: SecretString,
    },
    Code {
        callback: Url,
        verifier: Option<SecretString>,
    },
}

/// How much of OAuth the client does by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Initiate {
    Off,
    Refresh,
    GetAndRefresh,
}

/// The app registered with Act-On.
#[derive(Debug, Clone)]
pub(crate) struct App {
    pub(crate) id: String,
    pub(crate) secret: SecretString,
}

/// Tokens the caller already has.
#[derive(Debug, Clone)]
pub(crate) struct Preset {
    pub(crate) access: Option<SecretString>,
    pub(crate) refresh: Option<SecretString>,
    pub(crate) issued: Option<SystemTime>,
    pub(crate) lives: Duration,
}

/// Where tokens are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Location {
    File(PathBuf),
    /// Shared by all clients of this process that give the same name; the empty name is shared by none.
    Memory(String),
}

#[derive(Debug, Clone)]
pub(crate) struct Network {
    pub(crate) timeout: Option<Duration>,
    pub(crate) certificate: Option<String>,
    pub(crate) proxy: Proxy,
}

#[derive(Debug, Clone)]
pub(crate) enum Proxy {
    None,
    System,
    Through {
        address: String,
        user: Option<(String, SecretString)>,
        except: Option<String>,
    },
}

#[derive(Debug, Clone)]
pub(crate) struct Limits {
    pub(crate) per_second: Option<u32>,
    pub(crate) share_per_second: bool,
    pub(crate) per_day: Option<u64>,
    pub(crate) logins_per_hour: Option<u32>,
    pub(crate) retries: u32,
    pub(crate) retry_time: Option<Duration>,
}

const NO_LIMIT: Duration = Duration::ZERO;

/// How long a gateway may hold on to a call is not published; a minute is the usual patience of one.
const LATE_WRITES: Duration = Duration::from_secs(60);

impl Config {
    /// Checks that nothing given contradicts anything else; what is missing is not yet an error.
    pub(crate) fn check(given: &Given) -> Result<()> {
        let both = |one, other| given.get(one).is_some() && given.get(other).is_some();
        let choice = |name: &str, value| given.choice(name).as_deref() == Some(value);
        if both("Server", "Region") {
            return Err(contradiction("`Server` and `Region` both name the host"));
        }
        if choice("AuthScheme", "OAUTH")
            && (given.get("User").is_some() || given.get("Password").is_some())
        {
            return Err(contradiction(
                "`AuthScheme=OAuth` signs in with a browser, `User` and `Password` do without one",
            ));
        }
        let password = choice("AuthScheme", "PASSWORD") || given.get("User").is_some();
        if password && (given.get("OAuthVerifier").is_some() || given.get("CallbackURL").is_some())
        {
            return Err(contradiction(
                "`OAuthVerifier` and `CallbackURL` belong to the browser sign-in, and a password is to be used",
            ));
        }
        if choice("InitiateOAuth", "OFF") && given.get("OAuthVerifier").is_some() {
            return Err(contradiction(
                "`InitiateOAuth=OFF` exchanges no `OAuthVerifier`",
            ));
        }
        if given.flag("ProxyAutoDetect") == Some(true) && given.get("ProxyServer").is_some() {
            return Err(contradiction(
                "`ProxyAutoDetect=true` and `ProxyServer` both choose the proxy",
            ));
        }
        if choice("ProxyAuthScheme", "NONE") && given.get("ProxyUser").is_some() {
            return Err(contradiction(
                "`ProxyAuthScheme=NONE` signs in nobody, and `ProxyUser` is given",
            ));
        }
        let firewall = given.get("FirewallType").is_some() && !choice("FirewallType", "NONE");
        if firewall && given.get("ProxyServer").is_some() {
            return Err(contradiction("a firewall and a proxy are both given"));
        }
        if let Some(server) = given.get("Server").and_then(properties::address) {
            place::secure(&server)?;
        }
        Ok(())
    }

    /// The configuration, or what is missing for it.
    pub(crate) fn resolve(given: &Given) -> Result<Self> {
        Self::check(given)?;
        let base = place::base(given)?;
        let loopback = is_loopback(&base);
        let scheme = scheme(given)?;
        let app = app(given)?;
        let initiate = initiate(given, &scheme);
        let preset = Preset {
            access: given.secret("OAuthAccessToken"),
            refresh: given.secret("OAuthRefreshToken"),
            issued: given
                .number("OAuthTokenTimestamp")
                .map(|ms| SystemTime::UNIX_EPOCH + Duration::from_millis(ms)),
            lives: Duration::from_secs(given.number("OAuthExpiresIn").unwrap_or(3600)),
        };
        if initiate == Initiate::Off && preset.access.is_none() {
            return Err(missing(
                "`InitiateOAuth=OFF` uses the token you have, and there is no `OAuthAccessToken`",
            )
            .advise("give one, or say `InitiateOAuth=GETANDREFRESH`, or `User` and `Password`"));
        }
        if initiate != Initiate::Off && app.is_none() {
            return Err(missing(
                "getting and refreshing tokens needs `OAuthClientId` and `OAuthClientSecret`",
            )
            .advise("give them, or set ACTON_OAUTH_CLIENT_ID and ACTON_OAUTH_CLIENT_SECRET"));
        }
        let proxy = proxy::proxy(given, loopback)?;
        proxy::keeps_plain_http_here(&base, &proxy)?;
        let location = place::location(given, &base, app.as_ref(), &scheme, initiate);
        let per_second =
            bound(given, "CallsPerSecond", 5).and_then(|calls| u32::try_from(calls).ok());
        Ok(Self {
            network: Network {
                timeout: limit(given, "Timeout", Duration::from_secs(60)),
                certificate: given.get("SSLServerCert").map(str::to_owned),
                proxy,
            },
            limits: Limits {
                per_second,
                share_per_second: given.flag("ShareCallsPerSecond").unwrap_or(true),
                per_day: bound(given, "CallsPerDay", 30_000),
                logins_per_hour: bound(given, "LoginsPerHour", 5)
                    .and_then(|n| u32::try_from(n).ok()),
                retries: small(given.number("MaxRetries"), 4),
                retry_time: limit(given, "MaxRetryTime", Duration::from_secs(120)),
            },
            settings: Settings {
                page_size: small(given.number("Pagesize"), 1000),
                max_rows: given.number("MaxRows"),
                read_only: given.flag("Readonly").unwrap_or(false),
                downloads: match given.choice("Downloads").as_deref() {
                    Some("PAGES") => Downloads::Pages,
                    _ => Downloads::Csv,
                },
                call_budget: given.number("CallBudget"),
                aliases: aliases::aliases(given)?,
                per_second,
                calls_in_flight: small(given.number("CallsInFlight"), 8),
                late_writes: given
                    .get("LateWrites")
                    .and_then(properties::seconds)
                    .unwrap_or(LATE_WRITES),
            },
            verbosity: given
                .number("Verbosity")
                .and_then(|n| u8::try_from(n).ok())
                .unwrap_or(5),
            logfile: given.get("Logfile").map(PathBuf::from),
            base,
            scheme,
            initiate,
            app,
            preset,
            location,
        })
    }

    /// Whose tokens these are: a settings file of somebody else is not to be used.
    pub(crate) fn owner(&self) -> super::store::Owner {
        super::store::Owner {
            server: self.base.as_str().to_owned(),
            client_id: self.app.as_ref().map(|app| app.id.clone()),
            user: match &self.scheme {
                Scheme::Password { user, .. } => Some(user.clone()),
                Scheme::Code { .. } => None,
            },
        }
    }
}

fn scheme(given: &Given) -> Result<Scheme> {
    let wants_password = given.choice("AuthScheme").as_deref() == Some("PASSWORD");
    match (given.get("User"), given.secret("Password")) {
        (Some(user), Some(password)) => Ok(Scheme::Password {
            user: user.to_owned(),
            password,
        }),
        (None, None) if !wants_password => Ok(Scheme::Code {
            callback: given
                .get("CallbackURL")
                .and_then(properties::address)
                .or_else(|| properties::address("http://localhost:80"))
                .ok_or_else(|| missing("`CallbackURL` is no address"))?,
            verifier: given.secret("OAuthVerifier"),
        }),
        (None, _) => {
            Err(missing("the password grant needs `User`").advise("give it, or set ACTON_USER"))
        }
        (_, None) => {
            Err(missing("the password grant needs `Password`")
                .advise("give it, or set ACTON_PASSWORD"))
        }
    }
}

fn app(given: &Given) -> Result<Option<App>> {
    match (
        given.get("OAuthClientId"),
        given.secret("OAuthClientSecret"),
    ) {
        (Some(id), Some(secret)) => Ok(Some(App {
            id: id.to_owned(),
            secret,
        })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(missing(
            "`OAuthClientId` is given and `OAuthClientSecret` is not",
        )),
        (None, Some(_)) => Err(missing(
            "`OAuthClientSecret` is given and `OAuthClientId` is not",
        )),
    }
}

fn initiate(given: &Given, scheme: &Scheme) -> Initiate {
    let has = |name: &str| given.get(name).is_some();
    match (given.choice("InitiateOAuth").as_deref(), scheme) {
        (Some("OFF"), _) => Initiate::Off,
        (Some("REFRESH"), _) => Initiate::Refresh,
        (Some(_), _) | (None, Scheme::Password { .. }) => Initiate::GetAndRefresh,
        (None, _)
            if [
                "OAuthRefreshToken",
                "OAuthSettingsLocation",
                "OAuthVerifier",
            ]
            .into_iter()
            .any(has) =>
        {
            Initiate::Refresh
        }
        (None, _) => Initiate::Off,
    }
}

/// A number of seconds where 0 stands for "no limit".
fn limit(given: &Given, name: &str, default: Duration) -> Option<Duration> {
    let limit = given
        .get(name)
        .and_then(properties::seconds)
        .unwrap_or(default);
    (limit != NO_LIMIT).then_some(limit)
}

/// A number where `-1` stands for "no limit".
fn bound(given: &Given, name: &str, default: u64) -> Option<u64> {
    match given.get(name) {
        Some(_) => given.number(name),
        None => Some(default),
    }
}

fn small(number: Option<u64>, default: u32) -> u32 {
    number
        .and_then(|number| u32::try_from(number).ok())
        .unwrap_or(default)
}

fn contradiction(what: &str) -> Error {
    Error::new(
        ErrorKind::Config,
        format!("two properties contradict each other: {what}"),
    )
    .advise("give one of the two")
}

fn missing(what: &str) -> Error {
    Error::new(ErrorKind::Config, what)
}

#[cfg(test)]
mod tests;
