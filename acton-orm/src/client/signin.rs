//! Signing in with a browser: the authorization code flow (A§2.5), with PKCE and `state`.
//!
//! The address is shown to the person, in a browser or as text; the code comes back to a listener on
//! this machine, or pasted. The listener keeps the browser's connection until the code was exchanged,
//! so that the page says what really happened.

mod browser;
mod ears;
mod listener;
mod page;
mod show;

use std::sync::Arc;
use std::time::Duration;

use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope};
use tokio::time::timeout;
use url::Url;

pub use show::{Browser, Console, SignIn};

use super::config::{App, is_loopback};
use super::oauth;
use crate::{Error, ErrorKind, Result};
use listener::{Listener, Reply};

/// How long a person has to sign in.
const PATIENCE: Duration = Duration::from_secs(300);

/// A code, and what is needed to exchange it.
pub(crate) struct SignedIn {
    pub(crate) code: String,
    pub(crate) verifier: PkceCodeVerifier,
    pub(crate) callback: Url,
    /// The browser that waits for the outcome.
    pub(crate) reply: Option<Reply>,
}

/// Has somebody sign in.
pub(crate) async fn sign_in(
    app: &App,
    base: &Url,
    callback: &Url,
    show: &Arc<dyn SignIn>,
) -> Result<SignedIn> {
    let (listener, callback) = match is_loopback(callback) && callback.scheme() == "http" {
        true => {
            let (listener, callback) = Listener::bind(callback).await?;
            (Some(listener), callback)
        }
        false => (None, callback.clone()),
    };
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let state = CsrfToken::new_random();
    let address = address(app, base, &callback, Some((&state, challenge)))?;
    let waiting = async {
        match listener {
            Some(listener) => {
                let came = listener.wait(state.secret());
                let shown = show.show(&address);
                tokio::pin!(came, shown);
                tokio::select! {
                    came = &mut came => came,
                    pasted = &mut shown => match pasted? {
                        Some(pasted) => Ok((code_in(&pasted, state.secret())?, None)),
                        None => came.await,
                    },
                }
            }
            None => match show.show(&address).await? {
                Some(pasted) => Ok((code_in(&pasted, state.secret())?, None)),
                None => Err(Error::new(
                    ErrorKind::Auth,
                    "`CallbackURL` is not on this machine, and no code was pasted",
                )
                .advise("sign in elsewhere and give the code as `OAuthVerifier`")),
            },
        }
    };
    let (code, reply) = timeout(PATIENCE, waiting).await.map_err(|_| {
        Error::new(ErrorKind::Auth, "nobody signed in within five minutes").advise("connect again")
    })??;
    Ok(SignedIn {
        code,
        verifier,
        callback,
        reply,
    })
}

/// Where to sign in. Without `state` and PKCE it is for signing in elsewhere, with the code given as
/// `OAuthVerifier` to another run.
pub(crate) fn address(
    app: &App,
    base: &Url,
    callback: &Url,
    guard: Option<(&CsrfToken, PkceCodeChallenge)>,
) -> Result<Url> {
    let text = oauth::redirect_text(callback);
    let client = oauth::client(app, base)?;
    let callback = RedirectUrl::new(text).map_err(|error| {
        Error::new(ErrorKind::Config, "`CallbackURL` is no address").caused_by(error)
    })?;
    let client = client.set_redirect_uri(callback);
    let given = guard.as_ref().map(|(state, _)| (*state).clone());
    let request = client
        .authorize_url(|| given.unwrap_or_else(|| CsrfToken::new(String::new())))
        .add_scope(Scope::new("PRODUCTION".to_owned()));
    let unguarded = guard.is_none();
    let (mut address, _) = match guard {
        Some((_, challenge)) => request.set_pkce_challenge(challenge),
        None => request,
    }
    .url();
    if unguarded {
        let pairs: Vec<_> = address
            .query_pairs()
            .filter(|(name, _)| name != "state")
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        address.query_pairs_mut().clear().extend_pairs(pairs);
    }
    Ok(address)
}

/// The code in what was pasted: the code itself, or the whole address the browser was sent to.
pub(crate) fn code_in(pasted: &str, state: &str) -> Result<String> {
    let pasted = pasted.trim();
    let code = match Url::parse(pasted) {
        Ok(address) if address.has_host() => {
            returned(&address, Some(state).filter(|state| !state.is_empty()))?
        }
        _ => pasted.to_owned(),
    };
    if code.is_empty() {
        return Err(Error::new(ErrorKind::Auth, "no code was given")
            .advise("paste the code, or the whole address the browser was sent to"));
    }
    Ok(code)
}

/// The code in the address the browser was sent back to.
fn returned(address: &Url, state: Option<&str>) -> Result<String> {
    let value = |name: &str| {
        address
            .query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    if let Some(state) = state
        && value("state").as_deref() != Some(state)
    {
        return Err(Error::new(
            ErrorKind::Auth,
            "the answer belongs to another sign-in: its `state` is not ours",
        )
        .advise("connect again, and use only the newest address"));
    }
    if let Some(error) = value("error") {
        let more = value("error_description")
            .map(|more| format!(": {more}"))
            .unwrap_or_default();
        return Err(Error::new(
            ErrorKind::Auth,
            format!("the sign-in was refused: {error}{more}"),
        ));
    }
    value("code").ok_or_else(|| Error::new(ErrorKind::Auth, "the address holds no code"))
}

#[cfg(test)]
mod tests;
