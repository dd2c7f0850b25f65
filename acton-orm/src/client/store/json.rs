//! The text of a settings file.
//!
//! One JSON object. What it does not know it leaves alone on reading and drops on writing; a newer
//! version is refused rather than guessed at. No error repeats a piece of the text: it holds tokens.

use std::time::{Duration, SystemTime};

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::ledger::millis;
use super::{Owner, SavedTokens};
use crate::{Error, ErrorKind, Result, TokenPair};

const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Saved {
    version: u32,
    #[serde(default)]
    server: String,
    #[serde(default)]
    client_id: Option<String>,
    #[serde(default)]
    user: Option<String>,
    #[serde(default)]
    access_token: Option<String>,
    #[serde(default)]
    refresh_token: Option<String>,
    /// Unix milliseconds.
    #[serde(default)]
    issued: u64,
    /// Seconds.
    #[serde(default)]
    expires_in: f64,
    #[serde(default)]
    logins: Vec<u64>,
    #[serde(default)]
    day: u64,
    #[serde(default)]
    calls: u64,
    #[serde(default)]
    other_days: Vec<(u64, u64)>,
    #[serde(default)]
    saves: u64,
}

impl SavedTokens {
    /// As JSON, for a store that keeps text. It holds the tokens in the clear.
    ///
    /// # Errors
    ///
    /// `Io` if it cannot be written as JSON, which no content is known to cause.
    ///
    /// ```
    /// let text = acton_orm::SavedTokens::default().to_json()?;
    /// # Ok::<(), acton_orm::Error>(())
    /// ```
    pub fn to_json(&self) -> Result<SecretString> {
        let saved = Saved {
            version: VERSION,
            server: self.owner.server.clone(),
            client_id: self.owner.client_id.clone(),
            user: self.owner.user.clone(),
            access_token: self.pair.as_ref().map(|pair| pair.access().to_owned()),
            refresh_token: self
                .pair
                .as_ref()
                .and_then(|pair| pair.refresh())
                .map(str::to_owned),
            issued: self.pair.as_ref().map_or(0, |pair| millis(pair.issued())),
            expires_in: self
                .pair
                .as_ref()
                .map_or(0.0, |pair| pair.lives().as_secs_f64()),
            logins: self.logins.clone(),
            day: self.day,
            calls: self.calls,
            other_days: self.other_days.clone(),
            saves: self.saves,
        };
        serde_json::to_string_pretty(&saved)
            .map(SecretString::from)
            .map_err(|_| Error::new(ErrorKind::Io, "the tokens cannot be written as JSON"))
    }

    /// From JSON that [`to_json`](Self::to_json) made.
    ///
    /// # Errors
    ///
    /// `Io` for anything else; the error does not repeat the text.
    ///
    /// ```
    /// # use acton_orm::SavedTokens;
    /// assert!(SavedTokens::from_json(br#"{"version":1}"#)?.pair.is_none());
    /// assert!(SavedTokens::from_json(b"OAuthAccessToken=secret").is_err());
    /// # Ok::<(), acton_orm::Error>(())
    /// ```
    pub fn from_json(text: &[u8]) -> Result<Self> {
        let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
        if first != Some(&b'{') {
            return Err(unreadable("it is not JSON").advise(
                "if it is the other driver's OAuthSettings.txt: its layout is not published, so it is not guessed at; name another file and log in once, or give `OAuthRefreshToken`",
            ));
        }
        let saved: Saved = serde_json::from_slice(text).map_err(|error| {
            unreadable(&format!("it is damaged in line {}", error.line()))
                .advise("remove it, and log in again")
        })?;
        if saved.version > VERSION {
            return Err(unreadable("a newer version of acton-orm wrote it")
                .advise("update acton-orm, or name another file"));
        }
        let issued = SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(saved.issued));
        // Too long is as good as the longest; less than nothing is damage.
        let lives = match saved.expires_in >= 0.0 {
            true => Some(Duration::try_from_secs_f64(saved.expires_in).unwrap_or(Duration::MAX)),
            false => None,
        };
        let (Some(issued), Some(lives)) = (issued, lives) else {
            return Err(
                unreadable("its times are out of range").advise("remove it, and log in again")
            );
        };
        let pair = match (saved.access_token, saved.refresh_token) {
            (None, None) => None,
            (access, refresh) => Some(TokenPair::new(
                access.unwrap_or_default(),
                refresh,
                issued,
                lives,
            )),
        };
        Ok(Self {
            pair,
            owner: Owner {
                server: saved.server,
                client_id: saved.client_id,
                user: saved.user,
            },
            logins: saved.logins,
            day: saved.day,
            calls: saved.calls,
            other_days: saved.other_days,
            saves: saved.saves,
        })
    }
}

fn unreadable(why: &str) -> Error {
    Error::new(
        ErrorKind::Io,
        format!("the saved tokens cannot be read: {why}"),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use secrecy::ExposeSecret;

    use super::*;

    fn saved() -> SavedTokens {
        SavedTokens {
            pair: Some(TokenPair::new(
                "access-SECRET",
                Some("refresh-SECRET"),
                SystemTime::UNIX_EPOCH + Duration::from_millis(1_800_000_000_123),
                Duration::from_millis(2500),
            )),
            owner: Owner {
                server: "https://api.example/".into(),
                client_id: Some("id".into()),
                user: None,
            },
            logins: vec![1, 2],
            day: 20_000,
            calls: 7,
            other_days: vec![(19_999, 30_000)],
            saves: 3,
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = saved().to_json().unwrap();
        let read = SavedTokens::from_json(text.expose_secret().as_bytes()).unwrap();
        assert_eq!(
            read.to_json().unwrap().expose_secret(),
            text.expose_secret()
        );
        assert_eq!(read.pair.unwrap().lives(), Duration::from_millis(2500));
        assert_eq!(read.owner, saved().owner);
    }

    #[test]
    fn the_other_drivers_file_is_refused_and_told_why() {
        let error = SavedTokens::from_json(b"OAuthAccessToken=SECRET\nOAuthRefreshToken=SECRET")
            .unwrap_err();
        assert!(error.to_string().contains("not published"), "{error}");
        assert!(!format!("{error}{error:?}").contains("SECRET"));
    }

    #[test]
    fn a_life_that_is_too_long_is_cut_and_one_below_nothing_is_damage() {
        let text = |lives: &str| {
            format!(r#"{{"version":1,"access_token":"a","expires_in":{lives}}}"#).into_bytes()
        };
        for long in ["18446744073709551615", "1e300"] {
            let saved = SavedTokens::from_json(&text(long)).unwrap();
            assert_eq!(saved.pair.unwrap().lives().as_secs(), 10_000_000, "{long}");
        }
        assert!(SavedTokens::from_json(&text("-1")).is_err());
    }

    #[test]
    fn a_newer_version_is_refused() {
        let error = SavedTokens::from_json(br#"{"version":2}"#).unwrap_err();
        assert!(error.to_string().contains("newer"), "{error}");
    }

    proptest! {
        #[test]
        fn no_damage_makes_it_panic_or_show_a_secret(cut in 0_usize..400, at in 0_usize..400, byte: u8) {
            let text = saved().to_json().unwrap();
            let mut bytes = text.expose_secret().as_bytes().to_vec();
            if let Some(spot) = bytes.get_mut(at) {
                *spot = byte;
            }
            bytes.truncate(bytes.len().saturating_sub(cut));
            if let Err(error) = SavedTokens::from_json(&bytes) {
                let shown = format!("{error}{error:?}");
                prop_assert!(!shown.contains("SECRET"));
            }
        }

        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            let _ = SavedTokens::from_json(&bytes);
        }
    }
}
