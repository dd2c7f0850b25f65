//! An access token and the refresh token that replaces it.

use std::time::{Duration, SystemTime};

use secrecy::{ExposeSecret, SecretString};

/// A pair of tokens as Act-On issues them. `Debug` shows neither.
///
/// The access token lives for an hour; the refresh token may be used once, and dies too when anyone
/// else signs in with the same app and user (A§2.3).
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use acton_orm::TokenPair;
///
/// let pair = TokenPair::new("access", Some("refresh"), SystemTime::now(), Duration::from_secs(3600));
/// assert!(!format!("{pair:?}").contains("access\""));
/// ```
#[derive(Debug, Clone)]
pub struct TokenPair {
    access: SecretString,
    refresh: Option<SecretString>,
    issued: SystemTime,
    lives: Duration,
}

/// The margin before the end of a token's life in which it is replaced already.
const MARGIN: Duration = Duration::from_secs(60);

impl TokenPair {
    /// A pair issued at a time, whose access token lives that long.
    ///
    /// ```
    /// # use std::time::{Duration, SystemTime};
    /// let pair = acton_orm::TokenPair::new("a", None::<&str>, SystemTime::now(), Duration::from_secs(60));
    /// assert!(pair.refresh().is_none());
    /// ```
    pub fn new(
        access: impl Into<String>,
        refresh: Option<impl Into<String>>,
        issued: SystemTime,
        lives: Duration,
    ) -> Self {
        Self {
            access: SecretString::from(access.into()),
            refresh: refresh.map(|refresh| SecretString::from(refresh.into())),
            issued,
            lives,
        }
    }

    /// The access token, for a store to write down.
    ///
    /// ```
    /// # use std::time::{Duration, SystemTime};
    /// let pair = acton_orm::TokenPair::new("a", None::<&str>, SystemTime::now(), Duration::from_secs(60));
    /// assert_eq!(pair.access(), "a");
    /// ```
    pub fn access(&self) -> &str {
        self.access.expose_secret()
    }

    /// The refresh token, for a store to write down.
    ///
    /// ```
    /// # use std::time::{Duration, SystemTime};
    /// let pair = acton_orm::TokenPair::new("a", Some("r"), SystemTime::now(), Duration::from_secs(60));
    /// assert_eq!(pair.refresh(), Some("r"));
    /// ```
    pub fn refresh(&self) -> Option<&str> {
        self.refresh.as_ref().map(|refresh| refresh.expose_secret())
    }

    /// When Act-On issued the pair, by this machine's clock.
    ///
    /// ```
    /// # use std::time::{Duration, SystemTime};
    /// let now = SystemTime::now();
    /// let pair = acton_orm::TokenPair::new("a", Some("r"), now, Duration::from_secs(60));
    /// assert_eq!(pair.issued(), now);
    /// ```
    pub fn issued(&self) -> SystemTime {
        self.issued
    }

    /// How long the access token lives from then.
    ///
    /// ```
    /// # use std::time::{Duration, SystemTime};
    /// let pair = acton_orm::TokenPair::new("a", Some("r"), SystemTime::now(), Duration::from_secs(60));
    /// assert_eq!(pair.lives().as_secs(), 60);
    /// ```
    pub fn lives(&self) -> Duration {
        self.lives
    }

    pub(crate) fn secret(&self) -> &SecretString {
        &self.access
    }

    /// Whether the access token is worth sending: it has more than a minute, or a sixth of its life,
    /// left. A clock that was set back to before the issue makes a token stale, not immortal.
    pub(crate) fn is_fresh(&self, now: SystemTime) -> bool {
        let margin = MARGIN.min(self.lives / 6);
        match now.duration_since(self.issued) {
            Ok(age) => age + margin < self.lives,
            Err(ahead) => ahead.duration() < MARGIN,
        }
    }
}
