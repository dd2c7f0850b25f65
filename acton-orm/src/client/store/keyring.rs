//! Tokens in the system's keyring.
//!
//! A keyring holds a text and knows no locks, so processes still agree through a lock file.

use std::fs::File;
use std::path::PathBuf;
use std::time::Duration;

use keyring_core::{Entry, Error as Refusal};
use secrecy::ExposeSecret;
use tokio::time::timeout;

use super::file::{blocking, lock_beside};
use super::{BoxFuture, LockedTokens, SavedTokens, TokenStore};
use crate::client::config::{configuration_folder, fingerprint};
use crate::{Error, ErrorKind, Result};

/// A keyring that asks a person, or a service that hangs, is not waited for longer.
const PATIENCE: Duration = Duration::from_secs(10);
const SERVICE: &str = "acton-orm";

/// A [`TokenStore`] over the keyring that the application chose with
/// `keyring_core::set_default_store`. Needs the feature `keyring`.
///
/// ```no_run
/// # async fn demo() -> acton_orm::Result<()> {
/// use acton_orm::{Client, connect::Keyring};
///
/// let acton = Client::builder().token_store(Keyring::new("ada@example.com")).connect().await?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Keyring {
    account: String,
    place: PathBuf,
}

impl Keyring {
    /// The entry of an account: one name for one server, app and user.
    ///
    /// ```
    /// let store = acton_orm::connect::Keyring::new("ada@example.com");
    /// ```
    pub fn new(account: impl Into<String>) -> Self {
        let account = account.into();
        let folder = configuration_folder().unwrap_or_else(std::env::temp_dir);
        let name = format!("keyring-{:016x}", fingerprint(&account));
        Self {
            place: folder.join(SERVICE).join(name),
            account,
        }
    }
}

impl TokenStore for Keyring {
    fn lock(&self) -> BoxFuture<'_, Box<dyn LockedTokens>> {
        Box::pin(async {
            let (_, lock) = lock_beside(&self.place).await?;
            Ok(Box::new(Held {
                account: self.account.clone(),
                _lock: lock,
            }) as Box<dyn LockedTokens>)
        })
    }
}

#[derive(Debug)]
struct Held {
    account: String,
    _lock: File,
}

impl Held {
    async fn ask<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Entry) -> keyring_core::Result<T> + Send + 'static,
    ) -> Result<T> {
        let account = self.account.clone();
        let asked = blocking(&(), move || {
            Ok(Entry::new(SERVICE, &account).and_then(|entry| ask(&entry)))
        });
        match timeout(PATIENCE, asked).await {
            Ok(Ok(answer)) => answer.map_err(|refusal| refused(&refusal)),
            Ok(Err(error)) => {
                Err(Error::new(ErrorKind::Io, "the keyring cannot be asked").caused_by(error))
            }
            Err(_) => Err(
                Error::new(ErrorKind::Io, "the keyring did not answer in 10 s")
                    .advise("unlock it, or keep tokens in a file"),
            ),
        }
    }
}

impl LockedTokens for Held {
    fn load(&mut self) -> BoxFuture<'_, Option<SavedTokens>> {
        Box::pin(async {
            let found = self.ask(|entry| match entry.get_secret() {
                Err(Refusal::NoEntry) => Ok(None),
                found => found.map(Some),
            });
            found
                .await?
                .map(|text| SavedTokens::from_json(&text))
                .transpose()
        })
    }

    fn save(&mut self, tokens: SavedTokens) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let text = tokens.to_json()?;
            self.ask(move |entry| entry.set_secret(text.expose_secret().as_bytes()))
                .await
        })
    }
}

/// In words alone: the refusal itself may hold what was stored.
fn refused(refusal: &Refusal) -> Error {
    match refusal {
        Refusal::NoDefaultStore => Error::new(ErrorKind::Config, "no keyring was chosen")
            .advise("call `keyring_core::set_default_store` before connecting"),
        other => Error::new(ErrorKind::Io, format!("the keyring refused: {other}")),
    }
}

#[cfg(test)]
mod tests {
    use acton_emulator::Emulator;

    use super::*;
    use crate::Client;

    #[tokio::test]
    async fn tokens_are_kept_in_the_keyring_the_application_chose() {
        let folder = tempfile::tempdir().unwrap();
        let emulator = Emulator::start().await.unwrap();
        let store = || Keyring {
            account: "ada".to_owned(),
            place: folder.path().join("keyring"),
        };
        let connect = || {
            Client::parse(&emulator.connection_string())
                .unwrap()
                .token_store(store())
                .connect()
        };
        let error = connect().await.unwrap_err();
        assert!(
            error.to_string().contains("no keyring was chosen"),
            "{error}"
        );
        keyring_core::set_default_store(keyring_core::mock::Store::new().unwrap());
        connect().await.unwrap();
        connect().await.unwrap();
        assert_eq!(emulator.journal().count_of("POST", "/token"), 1);
        keyring_core::unset_default_store();
    }
}
