//! The three grants of `/token` (A§2), spoken by the `oauth2` crate over our own HTTP.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use oauth2::basic::{BasicClient, BasicTokenResponse};
use oauth2::{
    AsyncHttpClient, AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, EndpointNotSet,
    EndpointSet, HttpRequest, HttpResponse, PkceCodeVerifier, RedirectUrl, RefreshToken,
    RequestTokenError, ResourceOwnerPassword, ResourceOwnerUsername, TokenResponse, TokenUrl,
};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::config::App;
use super::line::Line;
use super::tokens::TokenPair;
use crate::plan::{Body, Request};
use crate::schema::{Effect, Method};
use crate::{Envelope, Error, ErrorKind, Result};

/// What Act-On's documents say when the answer does not (A§2.2).
const LIVES: Duration = Duration::from_secs(3600);

pub(super) type Ready =
    BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// A way to obtain a pair.
pub(crate) enum Grant<'a> {
    Password {
        user: &'a str,
        password: &'a SecretString,
    },
    Refresh(&'a str),
    Code {
        code: String,
        verifier: Option<PkceCodeVerifier>,
        callback: &'a Url,
    },
}

/// The `oauth2` crate's client for an app at a base address.
pub(super) fn client(app: &App, base: &Url) -> Result<Ready> {
    let at = |path: &str| {
        base.join(path).map_err(|error| {
            Error::new(ErrorKind::Config, "`Server` has no place for `/token`").caused_by(error)
        })
    };
    Ok(BasicClient::new(ClientId::new(app.id.clone()))
        .set_client_secret(ClientSecret::new(app.secret.expose_secret().to_owned()))
        // Act-On takes the app's credentials in the form only (A§2.1).
        .set_auth_type(AuthType::RequestBody)
        .set_auth_uri(AuthUrl::from_url(at("authorize")?))
        .set_token_uri(TokenUrl::from_url(at("token")?)))
}

/// Asks for a pair. It is not stored yet.
pub(crate) async fn obtain(
    line: &Arc<Line>,
    app: &App,
    base: &Url,
    grant: Grant<'_>,
) -> Result<TokenPair> {
    let client = client(app, base)?;
    let asked = SystemTime::now();
    let answer = match grant {
        Grant::Password { user, password } => {
            let http = Http {
                line,
                effect: Effect::Adds,
            };
            let user = ResourceOwnerUsername::new(user.to_owned());
            let password = ResourceOwnerPassword::new(password.expose_secret().to_owned());
            client
                .exchange_password(&user, &password)
                .request_async(&http)
                .await
        }
        Grant::Refresh(token) => {
            // Sent twice, the worst is "unknown token": no worse than not having the answer.
            let http = Http {
                line,
                effect: Effect::Replaces,
            };
            client
                .exchange_refresh_token(&RefreshToken::new(token.to_owned()))
                .request_async(&http)
                .await
        }
        Grant::Code {
            code,
            verifier,
            callback,
        } => {
            let http = Http {
                line,
                effect: Effect::Adds,
            };
            // The text as it was registered: a parsed address would gain a slash.
            let callback = RedirectUrl::new(redirect_text(callback)).map_err(|error| {
                Error::new(ErrorKind::Config, "`CallbackURL` is no address").caused_by(error)
            })?;
            let client = client.set_redirect_uri(callback);
            let mut request = client.exchange_code(AuthorizationCode::new(code));
            if let Some(verifier) = verifier {
                request = request.set_pkce_verifier(verifier);
            }
            request.request_async(&http).await
        }
    };
    answer
        .map(|answer| pair(&answer, asked))
        .map_err(|error| match error {
            RequestTokenError::Request(error) => explain(error),
            RequestTokenError::ServerResponse(_) => {
                Error::new(ErrorKind::Auth, "Act-On refused to give a token")
            }
            // Neither repeats the answer: it holds tokens.
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => Error::new(
                ErrorKind::Decode,
                "the answer to a token request is not what the contract says",
            )
            .during("POST /token"),
        })
}

/// A root address without the slash that parsing adds: `redirect_uri` must equal what was registered
/// to the letter (A§2.5).
pub(super) fn redirect_text(callback: &Url) -> String {
    let text = callback.as_str();
    match callback.path() {
        "/" => text.trim_end_matches('/').to_owned(),
        _ => text.to_owned(),
    }
}

fn pair(answer: &BasicTokenResponse, asked: SystemTime) -> TokenPair {
    TokenPair::new(
        answer.access_token().secret(),
        answer
            .refresh_token()
            .map(|refresh| refresh.secret().as_str()),
        asked,
        answer.expires_in().unwrap_or(LIVES),
    )
}

/// Whether Act-On says that the refresh token is used, replaced or unknown.
pub(crate) fn is_dead_token(error: &Error) -> bool {
    error
        .api()
        .is_some_and(|api| api.code.as_deref() == Some("invalid_grant"))
}

/// The errors of `/token`, each with its own remedy (A§2.4).
fn explain(error: Error) -> Error {
    if error.is_unknown_outcome() {
        return Error::new(
            ErrorKind::Server,
            "the request for a token was not answered",
        )
        .advise("try again; it may count as one of the five logins an hour")
        .during("POST /token")
        .caused_by(error);
    }
    let Some(api) = error.api().cloned() else {
        return error;
    };
    let said = format!(
        "{} {}",
        api.code.as_deref().unwrap_or_default(),
        api.message
    )
    .to_ascii_lowercase();
    let (kind, message, advice) = if said.contains("public_api_feature_not_enabled") {
        (
            ErrorKind::Auth,
            "the account has no access to the API",
            "ask Act-On's support to enable the API for the account",
        )
    } else if api.status == 429 {
        // Its envelope is not public; that it is a 429 is inferred.
        (
            ErrorKind::LoginLimit,
            "Act-On allows no more logins for now",
            "five an hour are allowed; keep tokens in a settings file to need fewer",
        )
    } else if said.contains("invalid_grant") && said.contains("refresh") {
        (
            ErrorKind::Auth,
            "the refresh token is used up, replaced or unknown",
            "log in again: somebody else signed in with the same app and user, or the token was used without its answer being kept",
        )
    } else if said.contains("invalid_grant") {
        (
            ErrorKind::Auth,
            "Act-On does not accept the user's name and password, or the code",
            "check `User` and `Password`; a code works once and not for long",
        )
    } else if said.contains("access_denied")
        || (api.envelope == Envelope::Gateway && api.status == 401)
    {
        (
            ErrorKind::Auth,
            "Act-On does not know the app",
            "check `OAuthClientId` and `OAuthClientSecret`",
        )
    } else {
        return error;
    };
    Error::new(kind, message)
        .advise(advice)
        .during("POST /token")
        .with_api(api)
}

/// Our HTTP as the `oauth2` crate wants it.
struct Http<'a> {
    line: &'a Arc<Line>,
    effect: Effect,
}

impl<'c> AsyncHttpClient<'c> for Http<'_> {
    type Error = Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<HttpResponse>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        let (line, effect) = (Arc::clone(self.line), self.effect);
        Box::pin(async move {
            let body = String::from_utf8(request.into_body()).unwrap_or_default();
            let call = Request::new(Method::POST, "/token")
                .doing(effect)
                .body(Body::Credentials(SecretString::from(body)));
            let body = line.exchange(&call, None, &[]).await?.bytes().await?;
            Ok(HttpResponse::new(body.to_vec()))
        })
    }
}
