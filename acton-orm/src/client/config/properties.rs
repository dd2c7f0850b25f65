//! Every connection property there is, as data.

/// What a property's text may be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Text,
    /// Never shown.
    Secret,
    Flag,
    /// Seconds from a millisecond to a day, fractions allowed; 0 is no limit.
    Seconds,
    /// A host's name or address, and nothing else: no user, no port.
    Host,
    /// A whole number between these; `-1` is the default where `none` says so.
    Number {
        least: u64,
        most: u64,
        none: bool,
    },
    Choice(&'static [&'static str]),
    /// An `http` or `https` address.
    Address,
}

#[derive(Debug)]
pub(crate) struct Property {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// What holds when it is not given, in words.
    pub(crate) default: &'static str,
    pub(crate) meaning: &'static str,
}

const fn property(
    name: &'static str,
    kind: Kind,
    default: &'static str,
    meaning: &'static str,
) -> Property {
    Property {
        name,
        kind,
        default,
        meaning,
    }
}

const fn number(least: u64, most: u64) -> Kind {
    Kind::Number {
        least,
        most,
        none: false,
    }
}

const fn number_or_none(least: u64, most: u64) -> Kind {
    Kind::Number {
        least,
        most,
        none: true,
    }
}

/// The last millisecond of the year 9999, which every system can tell.
const END_OF_9999: u64 = 253_402_300_799_999;

/// The incumbent's properties that make sense here under their own names, then ours.
#[rustfmt::skip]
pub(crate) const PROPERTIES: &[Property] = &[
    property("AuthScheme", Kind::Choice(&["OAuth", "Password"]), "`Password` when `User` is given, else `OAuth`", "`Password`: the password grant. `OAuth`: sign in with a browser"),
    property("User", Kind::Text, "", "the account's user, an e-mail address"),
    property("Password", Kind::Secret, "", "the user's password"),
    property("OAuthClientId", Kind::Text, "", "the key of your app, from Act-On's developer portal"),
    property("OAuthClientSecret", Kind::Secret, "", "the secret of your app"),
    property("InitiateOAuth", Kind::Choice(&["OFF", "REFRESH", "GETANDREFRESH"]), "`GETANDREFRESH` with a password, `REFRESH` with a refresh token or a settings location, else `OFF`", "`OFF`: use the access token given. `REFRESH`: also refresh it. `GETANDREFRESH`: also sign in when there is none"),
    property("OAuthSettingsLocation", Kind::Text, "`acton-orm/OAuthSettings-<account>.json` in the user's configuration folder; `memory://` for a loopback server", "the file that keeps the tokens, or `memory://name`"),
    property("OAuthAccessToken", Kind::Secret, "", "a token you already have"),
    property("OAuthRefreshToken", Kind::Secret, "", "its refresh token"),
    property("OAuthExpiresIn", number(0, 10_000_000), "3600", "seconds the access token lives"),
    property("OAuthTokenTimestamp", number(0, END_OF_9999), "now", "when it was issued, Unix milliseconds"),
    property("OAuthVerifier", Kind::Secret, "", "the code, or the whole address the browser was sent to, from a sign-in done elsewhere"),
    property("CallbackURL", Kind::Address, "`http://localhost:80`", "where the browser returns to; must be what Act-On registered for your app. A loopback address is listened on"),
    property("SSLServerCert", Kind::Text, "the system's", "a PEM file, or PEM text, to trust beside the system's certificates"),
    property("FirewallType", Kind::Choice(&["NONE", "SOCKS4", "SOCKS5", "TUNNEL"]), "`NONE`", "a SOCKS or tunnelling firewall to go through"),
    property("FirewallServer", Kind::Host, "", "its host"),
    property("FirewallPort", number(1, 65_535), "1080", "its port"),
    property("FirewallUser", Kind::Text, "", "its user"),
    property("FirewallPassword", Kind::Secret, "", "its password"),
    property("ProxyAutoDetect", Kind::Flag, "`true`, `false` with `ProxyServer` or a loopback server", "use the proxy the system names"),
    property("ProxyServer", Kind::Host, "", "the host of an HTTP proxy"),
    property("ProxyPort", number(1, 65_535), "80", "its port"),
    property("ProxyAuthScheme", Kind::Choice(&["NONE", "BASIC"]), "`BASIC` with `ProxyUser`, else `NONE`", "how to sign in to it"),
    property("ProxyUser", Kind::Text, "", "its user"),
    property("ProxyPassword", Kind::Secret, "", "its password"),
    property("ProxySSLType", Kind::Choice(&["AUTO", "ALWAYS", "NEVER", "TUNNEL"]), "`AUTO`", "`ALWAYS`: TLS to the proxy itself; the others tunnel through plain HTTP"),
    property("ProxyExceptions", Kind::Text, "", "hosts to reach without the proxy, separated by `;` or `,`"),
    property("Timeout", Kind::Seconds, "60", "seconds for one call; a CSV download is only limited in its silences. 0: no limit"),
    property("Pagesize", number_or_none(1, 1000), "1000", "rows a page"),
    property("MaxRows", number_or_none(0, u64::MAX), "no limit", "rows a read may return: one that finds more is an error, and no short answer. A query with a `limit` of its own up to this reads so many"),
    property("Readonly", Kind::Flag, "`false`", "refuse every call that changes something"),
    property("Verbosity", number(0, 5), "5: the subscriber decides", "which `tracing` events appear: 0 none, 1 errors, 2 warnings, 3 info, 4 debug, 5 trace"),
    property("Logfile", Kind::Text, "", "a file that gets one line a call beside `tracing`; its folder must exist"),
    property("Region", Kind::Choice(&["US", "EU", "LEGACY"]), "`US`", "`api.`, `api-eu.` or `restapi.actonsoftware.com`"),
    property("Server", Kind::Address, "", "another base address, such as the emulator's; plain http only on loopback"),
    property("Downloads", Kind::Choice(&["CSV", "PAGES"]), "`CSV`", "whether reading a whole list may use the CSV download"),
    property("CallBudget", number_or_none(0, u64::MAX), "no limit", "calls one query or commit may cost"),
    property("CallsPerSecond", number_or_none(1, 1000), "5", "the account's allowance a second; -1 sets no limit"),
    property("ShareCallsPerSecond", Kind::Flag, "`true`", "whether clients that share a settings file, also in other processes, share `CallsPerSecond` too"),
    property("TableAliases", Kind::Text, "", "other lists to read and write in place of those that the program names, as `List_Newsletter=l-0042,List_A=List_B`"),
    property("CallsInFlight", number(1, 256), "8", "calls of one query or commit that may be under way at once; a limit a second may need more, up to 64"),
    property("CallsPerDay", number_or_none(0, u64::MAX), "30000", "the account's allowance a day; -1 does not count"),
    property("LoginsPerHour", number_or_none(0, 1000), "5", "the account's allowance of logins an hour; -1 does not count"),
    property("LateWrites", Kind::Seconds, "60", "seconds for which Act-On may still carry out a write whose answer was lost: so long a new row is not taken for absent, and another change of the same row waits. 0: never"),
    property("MaxRetries", number(0, 20), "4", "repetitions of one call"),
    property("MaxRetryTime", Kind::Seconds, "120", "seconds after which a call is not repeated any more"),
];

/// Properties of the incumbent that have no meaning here, and why.
#[rustfmt::skip]
pub(crate) const REFUSED: &[(&[&str], &str)] = &[
    (&["AutoCache", "Offline", "CacheMetadata", "CacheTolerance", "CacheLocation", "CacheProvider", "CacheConnection"], "nothing is cached here"),
    (&["Location", "BrowsableSchemas", "Tables", "Views", "UserDefinedViews", "PseudoColumns", "SupportEnhancedSQL", "QueryPassthrough"], "tables are Rust types here"),
    (&["RowScanDepth", "TypeDetectionScheme"], "column types are declared, not guessed"),
    (&["UseConnectionPooling", "PoolMinSize", "PoolMaxSize", "PoolIdleTimeout", "PoolWaitTime", "ConnectionLifeTime"], "clone the client instead: clones share connections, limits and tokens"),
    (&["BatchSize"], "the commit plan chooses the batches"),
    (&["LogModules", "MaxLogFileSize", "MaxLogFileCount"], "filter and rotate with a `tracing` subscriber"),
    (&["RTK"], "there is no licence key"),
    (&["Other"], "there are no hidden switches"),
];

/// The property of that name, whatever its case.
pub(crate) fn find(name: &str) -> Option<&'static Property> {
    PROPERTIES
        .iter()
        .find(|property| property.name.eq_ignore_ascii_case(name))
}

impl Property {
    pub(crate) fn is_secret(&self) -> bool {
        matches!(self.kind, Kind::Secret)
    }

    /// `ACTON_OAUTH_CLIENT_ID` for `OAuthClientId`.
    pub(crate) fn variable(&self) -> String {
        format!("ACTON_{}", snake(self.name).to_ascii_uppercase())
    }
}

/// `oauth_client_id` for `OAuthClientId`: the setter's name.
pub(crate) fn snake(name: &str) -> String {
    let name = name
        .replace("OAuth", "Oauth")
        .replace("SSL", "Ssl")
        .replace("URL", "Url");
    let mut snake = String::with_capacity(name.len() + 4);
    for (at, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() && at > 0 {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

impl Kind {
    /// What the text should have been, if it is not.
    pub(crate) fn complaint(self, text: &str) -> Option<String> {
        match self {
            Self::Text | Self::Secret => text.is_empty().then(|| "a text".to_owned()),
            Self::Flag => flag(text).is_none().then(|| "true or false".to_owned()),
            Self::Seconds => seconds(text)
                .is_none()
                .then(|| "a number of seconds from 0.001 to 86400, or 0".to_owned()),
            Self::Host => (!is_host(text)).then(|| {
                "the name or address of a host, alone: its user, password and port are properties of their own".to_owned()
            }),
            Self::Number { least, most, none } => {
                let fits = text.parse().is_ok_and(|n: u64| (least..=most).contains(&n));
                let range = match most {
                    u64::MAX => format!("a whole number from {least}"),
                    _ => format!("a whole number from {least} to {most}"),
                };
                let range = if none {
                    format!("{range}, or -1")
                } else {
                    range
                };
                (!(fits || none && text == "-1")).then_some(range)
            }
            Self::Choice(choices) => choices
                .iter()
                .all(|choice| !choice.eq_ignore_ascii_case(text))
                .then(|| format!("one of {}", choices.join(", "))),
            Self::Address => address(text).is_none().then(|| {
                "an http or https address without user, password, query or fragment".to_owned()
            }),
        }
    }
}

pub(crate) fn flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Some(true),
        "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

pub(crate) fn seconds(text: &str) -> Option<std::time::Duration> {
    let seconds: f64 = text.parse().ok()?;
    let fits = seconds == 0.0 || (0.001..=86_400.0).contains(&seconds);
    let seconds = std::time::Duration::try_from_secs_f64(seconds).ok()?;
    fits.then_some(seconds)
}

fn is_host(text: &str) -> bool {
    url::Host::parse(text).is_ok()
}

pub(crate) fn address(text: &str) -> Option<url::Url> {
    let url = url::Url::parse(text).ok()?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some()
        && url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    plain.then_some(url)
}
