//! What a client is to do, made from the properties given.

mod given;
mod properties;
mod text;

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use secrecy::SecretString;
use url::{Host, Url};

pub(crate) use given::Given;
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
    pub(crate) per_second: u32,
    pub(crate) per_day: Option<u64>,
    pub(crate) logins_per_hour: Option<u32>,
    pub(crate) retries: u32,
    pub(crate) retry_time: Option<Duration>,
}

const NO_LIMIT: Duration = Duration::ZERO;

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
            secure(&server)?;
        }
        Ok(())
    }

    /// The configuration, or what is missing for it.
    pub(crate) fn resolve(given: &Given) -> Result<Self> {
        Self::check(given)?;
        let base = base(given)?;
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
        let location = location(given, &base, app.as_ref(), &scheme);
        Ok(Self {
            network: Network {
                timeout: limit(given, "Timeout", Duration::from_secs(60)),
                certificate: given.get("SSLServerCert").map(str::to_owned),
                proxy: proxy(given, loopback)?,
            },
            limits: Limits {
                per_second: small(given.number("CallsPerSecond"), 5),
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
            },
            verbosity: given
                .number("Verbosity")
                .and_then(|n| u8::try_from(n).ok())
                .unwrap_or(3),
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

fn base(given: &Given) -> Result<Url> {
    let address = match (given.get("Server"), given.choice("Region").as_deref()) {
        (Some(server), _) => server.to_owned(),
        (None, Some("EU")) => "https://api-eu.actonsoftware.com".to_owned(),
        (None, Some("LEGACY")) => "https://restapi.actonsoftware.com".to_owned(),
        (None, _) => "https://api.actonsoftware.com".to_owned(),
    };
    let mut base =
        properties::address(&address).ok_or_else(|| missing("`Server` is no address"))?;
    secure(&base)?;
    if !base.path().ends_with('/') {
        let path = format!("{}/", base.path());
        base.set_path(&path);
    }
    Ok(base)
}

/// Plain http would show the token to everyone on the way.
fn secure(server: &Url) -> Result<()> {
    if server.scheme() == "https" || is_loopback(server) {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Config,
        "`Server` is a plain http address of another machine: the token and the password would travel in the open",
    )
    .advise("use https, or http only to this machine"))
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
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

/// One file for each account in the user's own configuration folder; an emulator's tokens are worth
/// no file.
fn location(given: &Given, base: &Url, app: Option<&App>, scheme: &Scheme) -> Location {
    match given.get("OAuthSettingsLocation") {
        Some(text) => match text.get(..9) {
            Some(start) if start.eq_ignore_ascii_case("memory://") => {
                Location::Memory(text[9..].to_owned())
            }
            _ => Location::File(PathBuf::from(text)),
        },
        None if is_loopback(base) => Location::Memory(String::new()),
        None => match configuration_folder() {
            Some(folder) => {
                let user = match scheme {
                    Scheme::Password { user, .. } => user.as_str(),
                    Scheme::Code { .. } => "",
                };
                let account = format!("{base}\n{}\n{user}", app.map_or("", |app| app.id.as_str()));
                let name = format!("OAuthSettings-{:016x}.json", fingerprint(&account));
                Location::File(folder.join("acton-orm").join(name))
            }
            None => Location::Memory(String::new()),
        },
    }
}

fn configuration_folder() -> Option<PathBuf> {
    let variable = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if cfg!(windows) {
        return variable("APPDATA");
    }
    variable("XDG_CONFIG_HOME").or_else(|| Some(variable("HOME")?.join(".config")))
}

/// FNV-1a: the same name for the same account in every build, which the standard hasher does not promise.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn proxy(given: &Given, loopback: bool) -> Result<Proxy> {
    let host = |name: &str, port: &str, default: u64| {
        given
            .get(name)
            .map(|host| format!("{host}:{}", given.number(port).unwrap_or(default)))
    };
    let user = |user: &str, password: &str| {
        let name = given.get(user)?.to_owned();
        Some((
            name,
            given
                .secret(password)
                .unwrap_or_else(|| SecretString::from("")),
        ))
    };
    match given.choice("FirewallType").as_deref() {
        None | Some("NONE") => {
            if given.get("FirewallServer").is_some() && given.get("FirewallType").is_none() {
                return Err(missing(
                    "`FirewallServer` is given and `FirewallType` is not",
                ));
            }
        }
        Some(kind) => {
            let server = host("FirewallServer", "FirewallPort", 1080)
                .ok_or_else(|| missing("`FirewallType` is given and `FirewallServer` is not"))?;
            let scheme = match kind {
                "SOCKS4" => "socks4a",
                "SOCKS5" => "socks5h",
                _ => "http",
            };
            return Ok(Proxy::Through {
                address: format!("{scheme}://{server}"),
                user: user("FirewallUser", "FirewallPassword"),
                except: None,
            });
        }
    }
    match host("ProxyServer", "ProxyPort", 80) {
        Some(server) => {
            let tls = given.choice("ProxySSLType").as_deref() == Some("ALWAYS");
            Ok(Proxy::Through {
                address: format!("{}://{server}", if tls { "https" } else { "http" }),
                user: user("ProxyUser", "ProxyPassword"),
                except: given
                    .get("ProxyExceptions")
                    .map(|hosts| hosts.replace(';', ",")),
            })
        }
        None if given.get("ProxyUser").is_some() || given.get("ProxyPort").is_some() => Err(
            missing("properties of a proxy are given and `ProxyServer` is not"),
        ),
        None => Ok(match given.flag("ProxyAutoDetect") {
            Some(true) => Proxy::System,
            Some(false) => Proxy::None,
            None if loopback => Proxy::None,
            None => Proxy::System,
        }),
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
