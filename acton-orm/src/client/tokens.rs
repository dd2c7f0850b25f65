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

/// A token that is said to live longer than this is not believed: four months are far beyond the hour
/// that Act-On grants.
const LONGEST: Duration = Duration::from_secs(10_000_000);

/// The margin before the end of a token's life in which it is replaced already.
const MARGIN: Duration = Duration::from_secs(60);

impl TokenPair {
    /// A pair issued at a time, whose access token lives that long, but for 10,000,000 seconds at most.
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
            lives: lives.min(LONGEST),
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

    /// Whether Act-On still takes the access token, by this machine's clock.
    pub(crate) fn is_alive(&self, now: SystemTime) -> bool {
        now.duration_since(self.issued)
            .is_ok_and(|age| age < self.lives)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(lives: u64) -> (TokenPair, impl Fn(u64) -> SystemTime) {
        let issued = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let pair = TokenPair::new("a", Some("r"), issued, Duration::from_secs(lives));
        (pair, move |seconds| issued + Duration::from_secs(seconds))
    }

    #[test]
    fn a_token_is_replaced_a_minute_before_its_end() {
        let (hour, after) = pair(3600);
        assert!(hour.is_fresh(after(0)) && hour.is_fresh(after(3539)));
        assert!(!hour.is_fresh(after(3540)) && hour.is_alive(after(3599)));
        assert!(!hour.is_alive(after(3600)));
    }

    #[test]
    fn a_token_that_lives_for_seconds_is_used_for_most_of_them() {
        let (short, after) = pair(6);
        assert!(short.is_fresh(after(4)) && !short.is_fresh(after(5)));
    }

    #[test]
    fn a_token_that_lives_for_ever_lives_for_four_months() {
        let (eternal, after) = pair(u64::MAX);
        assert_eq!(eternal.lives(), LONGEST);
        assert!(eternal.is_alive(after(9_999_999)) && !eternal.is_alive(after(10_000_000)));
    }

    #[test]
    fn a_clock_set_back_makes_a_token_stale_and_not_immortal() {
        let (hour, _) = pair(3600);
        let long_before = hour.issued() - Duration::from_secs(1000);
        assert!(!hour.is_fresh(long_before));
    }
}
