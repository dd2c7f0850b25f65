//! Where Act-On is, and where tokens are kept.

use std::path::PathBuf;

use url::{Host, Url};

use super::properties;
use super::{App, Given, Initiate, Location, Scheme, missing};
use crate::{Error, ErrorKind, Result};

pub(super) fn base(given: &Given) -> Result<Url> {
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
pub(super) fn secure(server: &Url) -> Result<()> {
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

/// One file for each account in the user's own configuration folder; an emulator's tokens are worth
/// no file.
pub(super) fn location(
    given: &Given,
    base: &Url,
    app: Option<&App>,
    scheme: &Scheme,
    initiate: Initiate,
) -> Location {
    match given.get("OAuthSettingsLocation") {
        Some(text) => match text.get(..9) {
            Some(start) if start.eq_ignore_ascii_case("memory://") => {
                Location::Memory(text[9..].to_owned())
            }
            _ => Location::File(PathBuf::from(text)),
        },
        None if is_loopback(base) || initiate == Initiate::Off => Location::Memory(String::new()),
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

pub(crate) fn configuration_folder() -> Option<PathBuf> {
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
pub(crate) fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
