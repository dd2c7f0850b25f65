//! The way through a proxy or a firewall.

use secrecy::SecretString;

use url::Url;

use super::place::is_loopback;
use super::{Given, Proxy, missing};
use crate::{Error, ErrorKind, Result};

pub(super) fn proxy(given: &Given, loopback: bool) -> Result<Proxy> {
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

/// Plain http is for this machine; through a proxy it would leave it.
pub(super) fn keeps_plain_http_here(base: &Url, proxy: &Proxy) -> Result<()> {
    let stays = match proxy {
        Proxy::None => true,
        Proxy::System => false,
        Proxy::Through { address, .. } => {
            Url::parse(address).is_ok_and(|proxy| is_loopback(&proxy))
        }
    };
    if stays || base.scheme() == "https" {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Config,
        "`Server` is plain http, and a proxy would carry it off this machine in the open",
    )
    .advise("leave the proxy out, or use https"))
}
