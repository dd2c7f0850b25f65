//! The token to use: kept, shared, refreshed by one at a time, got anew where that is asked for.
//!
//! Whoever finds the token stale takes the lock of the store, reads again, and only then decides: most
//! often somebody else has refreshed meanwhile. The new pair is saved before anyone uses it. All this
//! runs in a task of its own, so that a caller who gives up does not lose a pair on its way.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use secrecy::ExposeSecret;
use url::Url;

use super::config::{App, Config, Initiate, Preset, Scheme};
use super::line::Line;
use super::oauth::{self, Grant};
use super::signin::{self, SignIn};
use super::store::{Ledger, LockedTokens, SavedTokens, TokenStore};
use super::tokens::TokenPair;
use crate::{Error, ErrorKind, Result};

#[derive(Debug)]
pub(crate) struct Auth {
    config: Arc<Config>,
    line: Arc<Line>,
    store: Arc<dyn TokenStore>,
    show: Arc<dyn SignIn>,
    known: Mutex<Known>,
    /// One at a time in this process; the store's lock is for the others.
    flight: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Known {
    pair: Option<TokenPair>,
    unsaved: Option<Unsaved>,
}

/// A pair that Act-On gave and the store did not take yet: it must be saved before it is used.
#[derive(Debug, Clone)]
struct Unsaved {
    pair: TokenPair,
    /// What the store held when it was asked for.
    before: Option<TokenPair>,
}

type Obtaining = Pin<Box<dyn Future<Output = Result<TokenPair>> + Send>>;

impl Auth {
    pub(crate) fn new(
        config: Arc<Config>,
        line: Arc<Line>,
        store: Arc<dyn TokenStore>,
        show: Arc<dyn SignIn>,
    ) -> Self {
        let pair = match config.initiate {
            Initiate::Off => preset(&config.preset),
            Initiate::Refresh | Initiate::GetAndRefresh => None,
        };
        Self {
            config,
            line,
            store,
            show,
            known: Mutex::new(Known {
                pair,
                unsaved: None,
            }),
            flight: tokio::sync::Mutex::default(),
        }
    }

    /// A token that is good for now. One about to end is good enough where no other is to be had.
    pub(crate) async fn token(self: &Arc<Self>) -> Result<TokenPair> {
        if let Some(pair) = self.usable(None) {
            return Ok(pair);
        }
        self.obtain(None).await.or_else(|error| {
            let ending = self.known().pair.clone().filter(|pair| pair.is_alive(SystemTime::now()));
            match ending {
                Some(pair) if !error.is_auth() => {
                    if self.line.watch.shows(tracing::Level::WARN) {
                        tracing::warn!(error = %error, "the token is about to end and cannot be replaced yet");
                    }
                    Ok(pair)
                }
                _ => Err(error),
            }
        })
    }

    /// Another token than one that Act-On did not accept.
    pub(crate) async fn replace(self: &Arc<Self>, dead: &TokenPair) -> Result<TokenPair> {
        if self.config.initiate == Initiate::Off {
            return Err(Error::new(ErrorKind::Auth, "Act-On does not accept `OAuthAccessToken`, and `InitiateOAuth=OFF` forbids another")
                .advise("give a new one, or say `InitiateOAuth=REFRESH` and give `OAuthRefreshToken`"));
        }
        match self.usable(Some(dead)) {
            Some(pair) => Ok(pair),
            None => self.obtain(Some(dead.clone())).await,
        }
    }

    fn usable(&self, dead: Option<&TokenPair>) -> Option<TokenPair> {
        let known = self.known();
        let pair = known.pair.as_ref()?;
        let fresh = self.config.initiate == Initiate::Off || pair.is_fresh(SystemTime::now());
        (fresh && !is_same(pair, dead)).then(|| pair.clone())
    }

    async fn obtain(self: &Arc<Self>, dead: Option<TokenPair>) -> Result<TokenPair> {
        let task = tokio::spawn(Arc::clone(self).obtaining(dead));
        task.await.unwrap_or_else(|error| {
            Err(
                Error::new(ErrorKind::Auth, "getting a token was interrupted")
                    .caused_by(error)
                    .advise("the runtime is shutting down"),
            )
        })
    }

    fn obtaining(self: Arc<Self>, dead: Option<TokenPair>) -> Obtaining {
        Box::pin(async move {
            let _flight = self.flight.lock().await;
            if let Some(pair) = self.usable(dead.as_ref()) {
                return Ok(pair);
            }
            let mut held = self.store.lock().await?;
            self.save_unsaved(held.as_mut()).await?;
            let kept = held.load().await?.unwrap_or_default();
            let known = self.newest(&kept)?;
            if let Some(pair) = &known
                && pair.is_fresh(SystemTime::now())
                && !is_same(pair, dead.as_ref())
            {
                return Ok(self.know(pair.clone()));
            }
            let pair = self.new_pair(held.as_mut(), known.as_ref()).await?;
            self.known().unsaved = Some(Unsaved {
                pair: pair.clone(),
                before: kept.pair,
            });
            self.save_unsaved(held.as_mut()).await?;
            Ok(self.know(pair))
        })
    }

    /// The tokens that the store holds, or those the caller gave where the store's are older or none.
    fn newest(&self, kept: &SavedTokens) -> Result<Option<TokenPair>> {
        if kept.pair.is_some() {
            self.config.owner().check(&kept.owner)?;
        }
        let given = preset(&self.config.preset);
        let newer = match (&given, &kept.pair) {
            (Some(given), Some(kept)) => {
                self.config.preset.issued.is_some() && given.issued() > kept.issued()
            }
            (given, None) => given.is_some(),
            (None, Some(_)) => false,
        };
        Ok(if newer { given } else { kept.pair.clone() })
    }

    /// Nothing is spent, neither a refresh token nor a login, before the store is sure to take the pair.
    async fn new_pair(
        &self,
        held: &mut dyn LockedTokens,
        known: Option<&TokenPair>,
    ) -> Result<TokenPair> {
        let app = self
            .config
            .app
            .as_ref()
            .ok_or_else(|| Error::new(ErrorKind::Config, "no app is given"))?;
        let base = &self.config.base;
        if let Some(refresh) = known.and_then(TokenPair::refresh) {
            held.prepare().await?;
            #[cfg(test)]
            super::steps::passed("before the call").map_err(Error::store)?;
            let answer = oauth::obtain(&self.line, app, base, Grant::Refresh(refresh)).await;
            #[cfg(test)]
            super::steps::passed("after the answer").map_err(Error::store)?;
            match answer {
                Err(error)
                    if oauth::is_dead_token(&error)
                        && self.config.initiate == Initiate::GetAndRefresh => {}
                other => return other,
            }
        }
        match (&self.config.scheme, self.config.initiate) {
            (Scheme::Password { user, password }, Initiate::GetAndRefresh) => {
                self.count_login(held).await?;
                let grant = Grant::Password { user, password };
                oauth::obtain(&self.line, app, base, grant).await
            }
            (
                Scheme::Code {
                    callback,
                    verifier: Some(given),
                },
                Initiate::Refresh | Initiate::GetAndRefresh,
            ) => {
                let code = signin::code_in(given.expose_secret(), "")?;
                self.count_login(held).await?;
                let grant = Grant::Code {
                    code,
                    verifier: None,
                    callback,
                };
                oauth::obtain(&self.line, app, base, grant).await.map_err(|error| error.advise("a code works once: leave `OAuthVerifier` out once tokens are kept, or sign in again"))
            }
            (
                Scheme::Code {
                    callback,
                    verifier: None,
                },
                Initiate::GetAndRefresh,
            ) => {
                self.count_login(held).await?;
                self.sign_in(app, base, callback).await
            }
            _ => Err(no_token()),
        }
    }

    /// Counted before it is made: Act-On counts those that fail as well, as far as anyone knows.
    async fn count_login(&self, held: &mut dyn LockedTokens) -> Result<()> {
        let mut kept = held.load().await?.unwrap_or_default();
        Ledger::login(
            &mut kept,
            self.config.limits.logins_per_hour,
            SystemTime::now(),
        )?;
        kept.owner = self.config.owner();
        held.save(kept).await?;
        held.prepare().await
    }

    async fn sign_in(&self, app: &App, base: &Url, callback: &Url) -> Result<TokenPair> {
        let signed_in = signin::sign_in(app, base, callback, &self.show).await?;
        let grant = Grant::Code {
            code: signed_in.code,
            verifier: Some(signed_in.verifier),
            callback: &signed_in.callback,
        };
        let pair = oauth::obtain(&self.line, app, base, grant).await;
        if let Some(reply) = signed_in.reply {
            reply.finish(pair.as_ref().map(|_| ())).await;
        }
        pair
    }

    /// Where somebody else has got another pair since, that one is the newer.
    async fn save_unsaved(&self, held: &mut dyn LockedTokens) -> Result<()> {
        let Some(Unsaved { pair, before }) = self.known().unsaved.clone() else {
            return Ok(());
        };
        let mut kept = held.load().await?.unwrap_or_default();
        if is_before(kept.pair.as_ref(), before.as_ref()) {
            kept.pair = Some(pair);
            kept.owner = self.config.owner();
            held.save(kept).await?;
        }
        self.known().unsaved = None;
        Ok(())
    }

    fn know(&self, pair: TokenPair) -> TokenPair {
        self.known().pair = Some(pair.clone());
        pair
    }

    /// Makes the token as old as if it had been issued then.
    #[cfg(test)]
    pub(super) fn age(&self, issued: SystemTime) {
        let mut known = self.known();
        let aged =
            |pair: &TokenPair| TokenPair::new(pair.access(), pair.refresh(), issued, pair.lives());
        known.pair = known.pair.as_ref().map(aged);
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_same(pair: &TokenPair, dead: Option<&TokenPair>) -> bool {
    dead.is_some_and(|dead| dead.access() == pair.access())
}

fn is_before(kept: Option<&TokenPair>, before: Option<&TokenPair>) -> bool {
    match (kept, before) {
        (Some(kept), Some(before)) => {
            kept.access() == before.access() && kept.refresh() == before.refresh()
        }
        (kept, before) => kept.is_none() && before.is_none(),
    }
}

/// The tokens the caller gave; a refresh token alone is a pair whose access token is long over.
fn preset(preset: &Preset) -> Option<TokenPair> {
    let expose = |secret: &secrecy::SecretString| secret.expose_secret().to_owned();
    let (access, refresh) = (
        preset.access.as_ref().map(expose),
        preset.refresh.as_ref().map(expose),
    );
    let issued = match (&access, preset.issued) {
        (None, _) if refresh.is_none() => return None,
        (None, _) => SystemTime::UNIX_EPOCH,
        (Some(_), issued) => issued.unwrap_or_else(SystemTime::now),
    };
    Some(TokenPair::new(
        access.unwrap_or_default(),
        refresh,
        issued,
        preset.lives,
    ))
}

fn no_token() -> Error {
    Error::new(
        ErrorKind::Auth,
        "there is no token that could be refreshed, and `InitiateOAuth=REFRESH` does not sign in",
    )
    .advise("say `InitiateOAuth=GETANDREFRESH`, or give `OAuthRefreshToken` or `OAuthVerifier`")
}
