//! Connection strings: both forms, every property, every contradiction, and no secret shown.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::{Client, ClientBuilder};

fn given(text: &str) -> Given {
    Given::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn complaint(text: &str) -> String {
    let error = match Client::parse(text) {
        Err(error) => error,
        Ok(_) => match Config::resolve(&given(text)) {
            Err(error) => error,
            Ok(_) => panic!("{text} is fine"),
        },
    };
    assert_eq!(error.kind(), ErrorKind::Config);
    error.to_string()
}

fn resolve(text: &str) -> Config {
    Config::resolve(&given(text)).unwrap_or_else(|error| panic!("{text}: {error}"))
}

const APP: &str = "OAuthClientId=id;OAuthClientSecret=s3cret";

#[test]
fn every_form_of_the_url_and_the_pairs_say_the_same() {
    let expected = given("Region=EU;User=ada@example.com");
    for text in [
        "acton:///?Region=EU&User=ada@example.com",
        "acton:///?region=EU&USER=ada%40example.com",
        "acton///?Region=EU&User=ada@example.com",
        "acton://?Region=EU&User=ada@example.com",
        "acton:/?Region=EU&User=ada@example.com",
        "acton:?Region=EU&User=ada@example.com",
        "ACTON:///?Region=EU;User=ada@example.com",
        "  acton:///?Region=EU&&User=ada@example.com&  ",
        "jdbc:acton:Region=EU;User=ada@example.com;",
        "jdbc:acton:///?Region=EU&User=ada@example.com",
        "acton:Region=EU;User=ada@example.com",
        "region = EU ; user = ada@example.com ;",
        "Region='EU';User=\"ada@example.com\"",
    ] {
        assert_eq!(given(text), expected, "{text}");
    }
}

#[test]
fn the_other_drivers_own_example_works() {
    let config = resolve(&format!(
        "acton:///?InitiateOAuth=GETANDREFRESH&OAuthSettingsLocation=OAuthSettings.json&{}",
        APP.replace(';', "&")
    ));
    assert_eq!(config.initiate, Initiate::GetAndRefresh);
    assert_eq!(config.location, Location::File("OAuthSettings.json".into()));
    assert_eq!(config.base.as_str(), "https://api.actonsoftware.com/");
    assert!(matches!(config.scheme, Scheme::Code { .. }));
}

#[test]
fn quotes_and_percent_encoding_carry_any_password() {
    for (text, password) in [
        ("Password=a b", "a b"),
        ("Password='a;b=c'", "a;b=c"),
        ("Password=\"it's; \"\"quoted\"\"\"", "it's; \"quoted\""),
        ("Password='it''s'", "it's"),
        ("Password=a%20b+c", "a%20b+c"),
        ("acton:///?Password=a%20b+c", "a b+c"),
        ("acton:///?Password=%26%3B%3D%25", "&;=%"),
        ("acton:///?Password=a=b", "a=b"),
        ("acton:///?Password=%E2%82%AC", "€"),
        ("Password=€'x", "€'x"),
    ] {
        assert_eq!(given(text).get("Password"), Some(password), "{text}");
    }
}

#[test]
fn an_unknown_property_names_the_nearest_and_never_its_value() {
    for (text, near) in [
        ("Sever=SECRET", "`Server`"),
        ("paswword=SECRET", "`Password`"),
        ("OAuthClientSecrt=SECRET", "`OAuthClientSecret`"),
        ("PageSizes=SECRET", "`Pagesize`"),
    ] {
        let error = complaint(text);
        assert!(error.contains(&format!("did you mean {near}")), "{error}");
        assert!(!error.contains("SECRET"), "{error}");
    }
    let error = complaint("User=u;Password=abc;SECRETPIECE=x");
    assert!(
        error.contains("property 3") && !error.contains("SECRETPIECE"),
        "{error}"
    );
}

#[test]
fn what_the_other_driver_has_and_we_do_not_says_why() {
    assert!(complaint("RowScanDepth=100").contains("column types are declared"));
    assert!(complaint("autocache=true").contains("nothing is cached"));
}

#[test]
fn malformed_text_says_what_is_wrong_without_repeating_it() {
    for (text, says) in [
        ("acton://SECRET@host/?User=x", "host or path"),
        ("acton:///?SECRET", "no `=`"),
        ("Password=abc;SECRET", "no `=`"),
        ("Password='SECRET", "not closed"),
        ("Password='SECRET'more", "closing quote"),
        ("acton:///?Password=SECRET%2", "encodes nothing"),
        ("acton:///?Password=SECRET%zz", "encodes nothing"),
        ("acton:///?Password=%ff", "encodes nothing"),
        ("User=a;user=SECRET", "given twice"),
        ("Timeout=SECRET", "a number of seconds"),
        ("Timeout=1e19", "0.001 to 86400, or 0"),
        ("Timeout=0.0000000001", "0.001 to 86400, or 0"),
        ("MaxRetryTime=inf", "0.001 to 86400, or 0"),
        ("MaxRetryTime=-1", "0.001 to 86400, or 0"),
        (
            "OAuthTokenTimestamp=18446744073709551615",
            "to 253402300799999",
        ),
        ("ProxyServer=user:SECRET@host", "host, alone"),
        ("ProxyServer=http://user:SECRET@host", "host, alone"),
        ("FirewallServer=user:SECRET@host:1080", "host, alone"),
        ("Pagesize=1001", "1 to 1000, or -1"),
        ("Pagesize=0", "1 to 1000"),
        ("Readonly=perhaps", "true or false"),
        ("Region=MOON", "one of US, EU, LEGACY"),
        ("Server=https://user:SECRET@host", "without user"),
        ("Server=ftp://host", "http or https"),
    ] {
        let error = complaint(text);
        assert!(error.contains(says), "{text}: {error}");
        assert!(!error.contains("SECRET"), "{error}");
    }
}

#[test]
fn contradictions_and_gaps_are_errors_before_any_call() {
    for (text, says) in [
        ("Server=https://x.example;Region=EU", "both name the host"),
        ("AuthScheme=OAuth;User=u;Password=p", "with a browser"),
        (
            "AuthScheme=Password;OAuthVerifier=c",
            "a password is to be used",
        ),
        (
            "User=u;Password=p;CallbackURL=http://localhost:80",
            "a password is to be used",
        ),
        ("InitiateOAuth=OFF;OAuthVerifier=c", "exchanges no"),
        (
            "ProxyAutoDetect=true;ProxyServer=p",
            "both choose the proxy",
        ),
        (
            "ProxyServer=p;ProxyUser=u;ProxyAuthScheme=NONE",
            "signs in nobody",
        ),
        (
            "FirewallType=SOCKS5;FirewallServer=f;ProxyServer=p",
            "a firewall and a proxy",
        ),
        ("Server=http://api.actonsoftware.com", "in the open"),
        ("AuthScheme=Password", "needs `User`"),
        ("User=u", "needs `Password`"),
        ("User=u;Password=p", "needs `OAuthClientId`"),
        (
            "User=u;Password=p;OAuthClientId=i",
            "`OAuthClientSecret` is not",
        ),
        ("InitiateOAuth=OFF", "no `OAuthAccessToken`"),
        ("Region=EU", "no `OAuthAccessToken`"),
        (
            "OAuthAccessToken=t;FirewallType=SOCKS5",
            "`FirewallServer` is not",
        ),
        (
            "OAuthAccessToken=t;FirewallServer=f",
            "`FirewallType` is not",
        ),
        ("OAuthAccessToken=t;ProxyPort=1", "`ProxyServer` is not"),
    ] {
        let error = complaint(text);
        assert!(error.contains(says), "{text}: {error}");
    }
}

#[test]
fn plain_http_is_for_this_machine_only() {
    for server in [
        "http://127.0.0.1:80",
        "http://localhost:80",
        "http://[::1]:80",
        "http://127.9.9.9",
    ] {
        let config = resolve(&format!("Server={server};OAuthAccessToken=t"));
        assert!(
            matches!(config.network.proxy, Proxy::None),
            "a proxy would carry the token away"
        );
        assert_eq!(config.location, Location::Memory(String::new()));
    }
    for server in [
        "http://127.0.0.1.example.com",
        "http://10.0.0.1",
        "http://localhost.example.com",
    ] {
        assert!(complaint(&format!("Server={server};OAuthAccessToken=t")).contains("in the open"));
    }
}

#[test]
fn defaults_are_those_of_the_page() {
    let config = resolve(&format!("User=u;Password=p;{APP}"));
    assert_eq!(config.initiate, Initiate::GetAndRefresh);
    assert_eq!(config.network.timeout, Some(Duration::from_secs(60)));
    assert_eq!(
        (config.limits.per_second, config.limits.per_day),
        (Some(5), Some(30_000))
    );
    assert_eq!(config.limits.logins_per_hour, Some(5));
    assert_eq!(config.settings.page_size, 1000);
    assert_eq!(config.settings.max_rows, None);
    assert!(!config.settings.read_only);
    let config = resolve(
        "OAuthAccessToken=t;Timeout=0;Pagesize=-1;MaxRows=-1;CallsPerDay=-1;CallsPerSecond=-1",
    );
    assert_eq!(config.initiate, Initiate::Off);
    assert_eq!(config.network.timeout, None);
    assert_eq!(config.settings.page_size, 1000);
    assert_eq!(
        (config.limits.per_second, config.limits.per_day),
        (None, None)
    );
    let config = resolve(&format!("OAuthRefreshToken=r;Region=EU;{APP}"));
    assert_eq!(config.initiate, Initiate::Refresh);
    assert_eq!(config.base.as_str(), "https://api-eu.actonsoftware.com/");
}

#[test]
fn accounts_have_files_of_their_own_by_default() {
    let file = |user: &str| match resolve(&format!("User={user};Password=p;{APP}")).location {
        Location::File(path) => path,
        Location::Memory(_) => panic!("no home folder"),
    };
    assert_ne!(file("ada"), file("grace"));
    assert_eq!(file("ada"), file("ada"));
}

#[test]
fn proxies_and_firewalls_become_addresses() {
    for (text, expected) in [
        ("ProxyServer=p", "http://p:80"),
        (
            "ProxyServer=p;ProxyPort=3128;ProxySSLType=ALWAYS",
            "https://p:3128",
        ),
        ("FirewallType=SOCKS4;FirewallServer=f", "socks4a://f:1080"),
        (
            "FirewallType=SOCKS5;FirewallServer=f;FirewallPort=9",
            "socks5h://f:9",
        ),
        (
            "FirewallType=TUNNEL;FirewallServer=f;FirewallPort=8080",
            "http://f:8080",
        ),
    ] {
        match resolve(&format!("OAuthAccessToken=t;{text}")).network.proxy {
            Proxy::Through { address, .. } => assert_eq!(address, expected),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn the_environment_fills_what_is_missing_and_overrules_nothing() {
    let environment = HashMap::from([
        ("ACTON_USER", "env-user"),
        ("ACTON_PASSWORD", "env-password"),
        ("ACTON_OAUTH_CLIENT_ID", "env-id"),
        ("ACTON_OAUTH_CLIENT_SECRET", "env-secret"),
        ("ACTON_REGION", "EU"),
        ("ACTON_PAGESIZE", "10"),
        ("ACTON_TIMEOUT", ""),
    ]);
    let fill = |text: &str| {
        let mut given = given(text);
        given
            .fill(|name| environment.get(name).map(|value| (*value).to_owned()))
            .unwrap();
        given
    };
    let filled = fill("Pagesize=20");
    assert_eq!(filled.get("User"), Some("env-user"));
    assert_eq!(filled.get("OAuthClientSecret"), Some("env-secret"));
    assert_eq!(filled.get("Pagesize"), Some("20"));
    assert_eq!(filled.get("Timeout"), None, "an empty variable is no value");
    // A server given here is not contradicted by a region there, nor a browser sign-in by a user.
    assert_eq!(fill("Server=https://x.example").get("Region"), None);
    let filled = fill("AuthScheme=OAuth");
    assert_eq!((filled.get("User"), filled.get("Password")), (None, None));
    assert_eq!(fill("User=ada").get("Password"), Some("env-password"));
    let filled = fill("AuthScheme=Password");
    assert_eq!(filled.get("User"), Some("env-user"));
    let filled = fill("CallbackURL=http://localhost:80;InitiateOAuth=GETANDREFRESH");
    assert_eq!((filled.get("User"), filled.get("Password")), (None, None));
    assert_eq!(
        fill("OAuthClientId=id").get("OAuthClientSecret"),
        Some("env-secret")
    );
    let mut wrong = given("");
    let error = wrong
        .fill(|name| (name == "ACTON_PAGESIZE").then(|| "many".to_owned()))
        .unwrap_err();
    assert!(error.to_string().contains("ACTON_PAGESIZE"), "{error}");
}

#[test]
fn the_builder_has_a_setter_for_every_property_and_equals_the_text() {
    use crate::client::builder::SETTERS;
    let setters: Vec<_> = SETTERS
        .iter()
        .map(|(property, setter)| (*property, (*setter).to_owned()))
        .collect();
    let properties: Vec<_> = PROPERTIES
        .iter()
        .map(|property| (property.name, snake(property.name)))
        .collect();
    for property in &properties {
        assert!(setters.contains(property), "{property:?}");
    }
    assert_eq!(setters.len(), properties.len());
    let typed: ClientBuilder = Client::builder()
        .region(crate::Region::Eu)
        .initiate_oauth(crate::InitiateOAuth::GetAndRefresh)
        .user("ada")
        .password("p;w")
        .timeout(Duration::from_millis(1500))
        .max_rows(7)
        .calls_per_second(None)
        .calls_per_day(1000)
        .calls_in_flight(16)
        .firewall_type(crate::Firewall::Socks5)
        .downloads(Downloads::Pages)
        .readonly(true);
    let text = "Region=EU;InitiateOAuth=GETANDREFRESH;User=ada;Password='p;w';Timeout=1.5;MaxRows=7;CallsPerSecond=-1;CallsPerDay=1000;CallsInFlight=16;FirewallType=SOCKS5;Downloads=PAGES;Readonly=true";
    assert!(typed == Client::parse(text).unwrap());
}

#[tokio::test]
async fn a_time_beyond_any_sense_is_refused_and_its_range_told() {
    for builder in [
        Client::builder().timeout(Duration::MAX),
        Client::builder().max_retry_time(Duration::from_nanos(1)),
    ] {
        let error = builder.connect_in(|_| None).await.unwrap_err();
        assert!(error.to_string().contains("0.001 to 86400"), "{error}");
    }
}

#[tokio::test]
async fn a_setter_with_a_wrong_value_fails_when_it_connects() {
    let error = Client::builder()
        .pagesize(0)
        .connect_in(|_| None)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("`Pagesize`"), "{error}");
}

#[test]
fn no_secret_is_shown_by_anything_made_of_the_properties() {
    let secrets: Vec<_> = PROPERTIES
        .iter()
        .filter(|property| property.is_secret())
        .map(|property| property.name)
        .collect();
    assert_eq!(
        secrets,
        [
            "Password",
            "OAuthClientSecret",
            "OAuthAccessToken",
            "OAuthRefreshToken",
            "OAuthVerifier",
            "FirewallPassword",
            "ProxyPassword"
        ]
    );
    let with_password = "User=ada;Password=S3CRET;OAuthClientId=id;OAuthClientSecret=S3CRET;OAuthAccessToken=S3CRET;OAuthRefreshToken=S3CRET;ProxyServer=p;ProxyUser=u;ProxyPassword=S3CRET";
    let with_code = "OAuthClientId=id;OAuthClientSecret=S3CRET;OAuthVerifier=S3CRET;FirewallType=SOCKS5;FirewallServer=f;FirewallUser=u;FirewallPassword=S3CRET";
    for text in [with_password, with_code] {
        let shown = format!(
            "{:?} {:?} {:?}",
            given(text),
            Client::parse(text).unwrap(),
            resolve(text)
        );
        assert!(!shown.contains("S3CRET"), "{shown}");
        assert!(shown.contains("[redacted]"));
    }
}

#[test]
fn the_page_lists_every_property_with_its_default() {
    let page = include_str!("../../../../docs/connecting.md");
    for property in PROPERTIES {
        let default = if property.default.is_empty() {
            ""
        } else {
            property.default
        };
        let row = format!("| `{}` | {default} | {} |", property.name, property.meaning);
        assert!(page.contains(&row), "docs/connecting.md lacks:\n{row}");
    }
    for (names, why) in properties::REFUSED {
        assert!(page.contains(why), "docs/connecting.md lacks: {why}");
        for name in *names {
            assert!(page.contains(name), "docs/connecting.md lacks {name}");
        }
    }
}

/// A value as either form would carry it.
fn encoded(value: &str, url: bool) -> String {
    if url {
        return value.bytes().map(|byte| format!("%{byte:02X}")).collect();
    }
    format!("'{}'", value.replace('\'', "''"))
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_without_a_panic(text in "\\PC*") {
        let _ = Client::parse(&text);
        let _ = Client::parse(&format!("acton:///?{text}"));
        let _ = Client::parse(&format!("Password={text}"));
    }

    #[test]
    fn any_text_of_the_grammars_own_pieces_is_read_or_refused(pieces in prop::collection::vec(
        prop::sample::select(vec!["acton", ":", "/", "?", "&", ";", "=", "'", "\"", "%", "%4", "%41", "User", "Password", "€", " ", "jdbc:", "memory://"]), 0..12)) {
        let _ = Client::parse(&pieces.concat());
    }

    #[test]
    fn any_value_survives_both_forms(value in "\\PC+") {
        for url in [true, false] {
            let prefix = if url { "acton:///?" } else { "" };
            let text = format!("{prefix}Password={}", encoded(&value, url));
            let given = Given::parse(&text).unwrap();
            prop_assert_eq!(given.get("Password"), Some(value.as_str()));
        }
    }

    #[test]
    fn no_error_repeats_a_piece_of_a_badly_quoted_password(secret in "Q[a-zA-Z0-9]{8,16}Z", glue in "[;&='\" %]{1,3}") {
        for text in [format!("Password={glue}{secret}"), format!("Password=x{glue}{secret}"), format!("acton:///?Password=x{glue}{secret}{glue}y")] {
            let shown = match Client::parse(&text) {
                Ok(builder) => format!("{builder:?}"),
                Err(error) => format!("{error} {error:?}"),
            };
            prop_assert!(!shown.contains(&secret), "{}", shown);
        }
    }
}
