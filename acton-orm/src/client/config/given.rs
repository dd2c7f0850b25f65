//! The properties somebody gave, checked one by one, and against each other later.

use std::collections::BTreeMap;
use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use super::properties::{self, PROPERTIES, Property, REFUSED};
use super::text;
use crate::nearest::nearest;
use crate::{Error, ErrorKind, Result};

/// Property values by their proper names; all are held as secrets, those that are not are shown.
#[derive(Clone, Default)]
pub(crate) struct Given(BTreeMap<&'static str, SecretString>);

/// Properties that say one thing together or in different ways: the environment fills none of a group
/// that the caller has begun.
const GROUPS: &[&[&str]] = &[
    &["Server", "Region"],
    &["AuthScheme", "User", "CallbackURL", "OAuthVerifier"],
    &[
        "OAuthAccessToken",
        "OAuthRefreshToken",
        "OAuthExpiresIn",
        "OAuthTokenTimestamp",
    ],
    &[
        "ProxyAutoDetect",
        "ProxyServer",
        "ProxyPort",
        "ProxyUser",
        "ProxyAuthScheme",
        "ProxySSLType",
        "ProxyExceptions",
        "FirewallType",
        "FirewallServer",
        "FirewallPort",
        "FirewallUser",
    ],
];

/// Secrets that the environment may add to what the caller gave, and what they belong to.
const COMPANIONS: &[(&str, &str)] = &[
    ("Password", "User"),
    ("OAuthClientSecret", "OAuthClientId"),
    ("ProxyPassword", "ProxyUser"),
    ("FirewallPassword", "FirewallUser"),
];

impl Given {
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let mut given = Self::default();
        for (at, (name, value)) in text::split(text)?.into_iter().enumerate() {
            let property = properties::find(&name).ok_or_else(|| unknown(&name, at))?;
            if value.is_empty() {
                continue;
            }
            if given.0.contains_key(property.name) {
                return Err(config(format!(
                    "the property `{}` is given twice",
                    property.name
                )));
            }
            given.set(property.name, value)?;
        }
        Ok(given)
    }

    /// Sets a property after checking its value.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<String>) -> Result<()> {
        let property = properties::find(name).ok_or_else(|| unknown(name, self.0.len()))?;
        let value = value.into();
        if let Some(expected) = property.kind.complaint(&value) {
            let error = config(format!(
                "the property `{}` ({}) has a value that is not {expected}",
                property.name, property.meaning
            ));
            return Err(match property.default {
                "" => error,
                default => error.advise(format!("left out it is {default}")),
            });
        }
        self.0.insert(property.name, SecretString::from(value));
        Ok(())
    }

    /// Fills what is missing from variables named `ACTON_*`.
    pub(crate) fn fill(&mut self, variable: impl Fn(&str) -> Option<String>) -> Result<()> {
        let begun = self.clone();
        for property in PROPERTIES
            .iter()
            .filter(|property| !begun.excludes(property))
        {
            if let Some(value) = variable(&property.variable()).filter(|value| !value.is_empty()) {
                self.set(property.name, value).map_err(|error| {
                    error.advise(format!(
                        "it comes from the environment variable {}",
                        property.variable()
                    ))
                })?;
            }
        }
        Ok(())
    }

    /// Whether the environment has nothing to say about a property: it is given, or its group is
    /// settled another way.
    fn excludes(&self, property: &Property) -> bool {
        let has = |name: &str| self.0.contains_key(name);
        if has(property.name) {
            return true;
        }
        let name = COMPANIONS
            .iter()
            .find_map(|(secret, of)| (*secret == property.name).then_some(*of));
        if name.is_some_and(has) {
            return false;
        }
        let name = name.unwrap_or(property.name);
        let asks_for_user =
            name == "User" && self.choice("AuthScheme").as_deref() == Some("PASSWORD");
        !asks_for_user
            && GROUPS
                .iter()
                .any(|group| group.contains(&name) && group.iter().any(|other| has(other)))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        debug_assert!(properties::find(name).is_some(), "no property {name}");
        self.0.get(name).map(|value| value.expose_secret())
    }

    pub(crate) fn secret(&self, name: &str) -> Option<SecretString> {
        self.0.get(name).cloned()
    }

    /// A number, unless it is missing or `-1`.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.get(name).and_then(|text| text.parse().ok())
    }

    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.get(name).and_then(properties::flag)
    }

    pub(crate) fn choice(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_ascii_uppercase)
    }
}

fn config(message: String) -> Error {
    Error::new(ErrorKind::Config, message)
}

/// The name itself is shown only if it is nearly one of ours: else it may be a piece of a password.
fn unknown(name: &str, at: usize) -> Error {
    let refused = REFUSED.iter().find_map(|(names, why)| {
        Some((
            names
                .iter()
                .find(|known| known.eq_ignore_ascii_case(name))?,
            why,
        ))
    });
    if let Some((name, why)) = refused {
        return config(format!(
            "the property `{name}` of the other driver has no meaning here: {why}"
        ))
        .advise("remove it");
    }
    let error = config(format!("property {} has a name that is not known", at + 1));
    match nearest(name, PROPERTIES.iter().map(|property| property.name)) {
        Some(near) => error.advise(format!("did you mean `{near}`?")),
        None => error.advise("docs/connecting.md lists all; put a value that holds `;` or `&` in quotes or percent-encode it"),
    }
}

impl PartialEq for Given {
    fn eq(&self, other: &Self) -> bool {
        PROPERTIES
            .iter()
            .all(|property| self.get(property.name) == other.get(property.name))
    }
}

impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in &self.0 {
            match properties::find(name) {
                Some(property) if !property.is_secret() => map.entry(name, &value.expose_secret()),
                _ => map.entry(name, &"[redacted]"),
            };
        }
        map.finish()
    }
}
