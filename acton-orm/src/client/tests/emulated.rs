//! Against the emulator: an independent reading of the same contract.

use std::time::Duration;

use acton_emulator::{Emulator, Fault};

use crate::client::{Client, TokenStore};
use crate::connect::BoxFuture;
use crate::plan::Request;
use crate::{ErrorKind, SignIn, Url};

pub(super) fn account() -> Request {
    Request::get("/api/1/account")
}

/// The emulator's connection string with other properties after it.
pub(super) fn and(emulator: &Emulator, more: &str) -> String {
    format!("{}&{more}", emulator.connection_string())
}

fn tokens(emulator: &Emulator) -> Vec<(String, u16)> {
    let entries = emulator.journal().entries();
    let grant = |body: &[u8]| {
        let pairs = url::form_urlencoded::parse(body);
        pairs
            .into_iter()
            .find(|(name, _)| name == "grant_type")
            .map(|(_, value)| value.into_owned())
    };
    entries
        .iter()
        .filter(|entry| entry.path == "/token")
        .map(|entry| (grant(&entry.request_body).unwrap_or_default(), entry.status))
        .collect()
}

#[tokio::test]
async fn a_connection_string_is_enough_to_make_calls() {
    let emulator = Emulator::start().await.unwrap();
    let acton = Client::connect(&emulator.connection_string())
        .await
        .unwrap();
    let body = acton.call(account()).await.unwrap().bytes().await.unwrap();
    assert!(body.starts_with(b"{"));
    assert_eq!(tokens(&emulator), [("password".to_owned(), 200)]);
}

#[tokio::test]
async fn wrong_credentials_fail_when_connecting_each_with_its_own_remedy() {
    let emulator = Emulator::start().await.unwrap();
    let with = |property: &str, value: &str| {
        let text = emulator.connection_string();
        let (before, after) = text.split_once(&format!("{property}=")).unwrap();
        let rest = after
            .split_once('&')
            .map(|(_, rest)| format!("&{rest}"))
            .unwrap_or_default();
        format!("{before}{property}={value}{rest}")
    };
    for (text, says) in [
        (with("&Password", "WRONG"), "check `User` and `Password`"),
        (with("OAuthClientSecret", "WRONG"), "check `OAuthClientId`"),
    ] {
        let error = Client::connect(&text).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert!(error.to_string().contains(says), "{error}");
        assert!(!format!("{error:?}").contains("WRONG"));
    }
}

#[tokio::test]
async fn an_account_without_the_api_says_so() {
    let emulator = Emulator::builder()
        .api_enabled(false)
        .start()
        .await
        .unwrap();
    let error = Client::connect(&emulator.connection_string())
        .await
        .unwrap_err();
    assert!(
        error.is_auth() && error.to_string().contains("no access to the API"),
        "{error}"
    );
}

#[tokio::test]
async fn the_sixth_login_in_an_hour_is_refused_here_and_never_sent() {
    let emulator = Emulator::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("OAuthSettings.json");
    let text = and(
        &emulator,
        &format!("OAuthSettingsLocation={}", file.display()),
    );
    for _ in 0..5 {
        Client::connect(&text).await.unwrap();
        let mut saved = crate::SavedTokens::from_json(&std::fs::read(&file).unwrap()).unwrap();
        saved.pair = None;
        std::fs::write(
            &file,
            secrecy::ExposeSecret::expose_secret(&saved.to_json().unwrap()),
        )
        .unwrap();
    }
    let error = Client::connect(&text).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LoginLimit);
    assert_eq!(tokens(&emulator).len(), 5);
}

#[tokio::test]
async fn a_login_limit_reached_by_others_is_told_apart() {
    let emulator = Emulator::start().await.unwrap();
    for _ in 0..5 {
        Client::connect(&emulator.connection_string())
            .await
            .unwrap();
    }
    let error = Client::connect(&emulator.connection_string())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LoginLimit, "{error}");
}

#[tokio::test]
async fn an_expired_token_costs_one_refresh_however_many_calls_are_under_way() {
    let emulator = Emulator::builder().rate_limit(false).start().await.unwrap();
    let acton = Client::connect(&and(&emulator, "CallsPerSecond=1000"))
        .await
        .unwrap();
    for _ in 0..10 {
        emulator.expire_access_tokens();
        let calls = (0..20).map(|_| acton.call(account()));
        for answer in futures::future::join_all(calls).await {
            answer.unwrap();
        }
    }
    let tokens = tokens(&emulator);
    assert!(
        tokens.iter().all(|(_, status)| *status == 200),
        "{tokens:?}"
    );
    assert_eq!(
        tokens
            .iter()
            .filter(|(grant, _)| grant == "refresh_token")
            .count(),
        10
    );
    assert_eq!(tokens.len(), 11);
}

#[tokio::test]
async fn a_caller_that_gives_up_in_the_middle_of_a_refresh_loses_nothing() {
    let emulator = Emulator::builder().rate_limit(false).start().await.unwrap();
    let acton = Client::connect(&and(&emulator, "CallsPerSecond=1000"))
        .await
        .unwrap();
    emulator.expire_access_tokens();
    emulator.fail(
        Fault::latency(Duration::from_millis(50))
            .on("POST", "/token")
            .times(1),
    );
    let call = tokio::spawn({
        let acton = acton.clone();
        async move { acton.call(account()).await.map(drop) }
    });
    while emulator.journal().count_of("POST", "/token") < 2 {
        tokio::task::yield_now().await;
    }
    call.abort();
    acton.call(account()).await.unwrap();
    let tokens = tokens(&emulator);
    assert_eq!(tokens.len(), 2, "{tokens:?}");
}

#[tokio::test]
async fn somebody_elses_login_kills_the_refresh_token_and_the_password_helps() {
    let emulator = Emulator::start().await.unwrap();
    let acton = Client::connect(&emulator.connection_string())
        .await
        .unwrap();
    emulator.revoke_refresh_token();
    emulator.expire_access_tokens();
    acton.call(account()).await.unwrap();
    assert_eq!(
        tokens(&emulator),
        [
            ("password".to_owned(), 200),
            ("refresh_token".to_owned(), 403),
            ("password".to_owned(), 200)
        ]
    );
}

#[tokio::test]
async fn without_a_password_a_dead_refresh_token_asks_for_a_login() {
    let emulator = Emulator::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("OAuthSettings.json");
    let with = |more: &str| {
        and(
            &emulator,
            &format!("{more}&OAuthSettingsLocation={}", file.display()),
        )
    };
    Client::connect(&with("")).await.unwrap();
    emulator.expire_access_tokens();
    emulator.revoke_refresh_token();
    let error = match Client::connect(&with("InitiateOAuth=REFRESH")).await {
        Ok(acton) => acton.call(account()).await.unwrap_err(),
        Err(error) => error,
    };
    assert!(
        error.is_auth() && error.to_string().contains("log in again"),
        "{error}"
    );
}

#[tokio::test]
async fn tokens_of_another_user_are_not_used() {
    let emulator = Emulator::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let location = format!(
        "OAuthSettingsLocation={}",
        folder.path().join("s.json").display()
    );
    Client::connect(&and(&emulator, &location)).await.unwrap();
    let other = and(&emulator, &location).replace("User=", "User=x");
    let error = Client::connect(&other).await.unwrap_err();
    assert!(error.to_string().contains("another user"), "{error}");
}

/// A browser without a person: the emulator approves at once.
#[derive(Debug)]
struct Quick;

impl SignIn for Quick {
    fn show<'a>(&'a self, address: &'a Url) -> BoxFuture<'a, Option<String>> {
        let address = address.clone();
        Box::pin(async move {
            let http = reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap();
            let answer = http.get(address).send().await.unwrap();
            let back = answer
                .headers()
                .get("location")
                .map(|to| to.to_str().unwrap().to_owned());
            if let Some(back) = back {
                tokio::spawn(async move { http.get(back).send().await });
            }
            Ok(None)
        })
    }
}

#[tokio::test]
async fn a_browser_sign_in_gives_tokens_that_make_calls() {
    let emulator = Emulator::builder()
        .approve_at_once(true)
        .start()
        .await
        .unwrap();
    let text = format!(
        "Server={};InitiateOAuth=GETANDREFRESH;CallbackURL=http://127.0.0.1:0/back;OAuthClientId={};OAuthClientSecret={}",
        emulator.url(),
        emulator.client_id(),
        emulator.client_secret()
    );
    let acton = Client::parse(&text)
        .unwrap()
        .sign_in(Quick)
        .connect()
        .await
        .unwrap();
    acton.call(account()).await.unwrap();
    assert_eq!(tokens(&emulator), [("authorization_code".to_owned(), 200)]);
}

/// A store of the user's own.
#[derive(Debug, Default)]
struct Own(std::sync::Arc<tokio::sync::Mutex<Option<crate::SavedTokens>>>);

#[derive(Debug)]
struct OwnHeld(tokio::sync::OwnedMutexGuard<Option<crate::SavedTokens>>);

impl TokenStore for Own {
    fn lock(&self) -> BoxFuture<'_, Box<dyn crate::LockedTokens>> {
        Box::pin(async {
            Ok(
                Box::new(OwnHeld(std::sync::Arc::clone(&self.0).lock_owned().await))
                    as Box<dyn crate::LockedTokens>,
            )
        })
    }
}

impl crate::LockedTokens for OwnHeld {
    fn load(&mut self) -> BoxFuture<'_, Option<crate::SavedTokens>> {
        Box::pin(async { Ok(self.0.clone()) })
    }

    fn save(&mut self, tokens: crate::SavedTokens) -> BoxFuture<'_, ()> {
        Box::pin(async {
            *self.0 = Some(tokens);
            Ok(())
        })
    }
}

#[tokio::test]
async fn a_store_of_the_users_own_holds_the_tokens() {
    let emulator = Emulator::start().await.unwrap();
    let shelf = Own::default();
    let looked_into = std::sync::Arc::clone(&shelf.0);
    Client::parse(&emulator.connection_string())
        .unwrap()
        .token_store(shelf)
        .connect()
        .await
        .unwrap();
    assert!(looked_into.lock().await.as_ref().unwrap().pair.is_some());
}

#[tokio::test]
async fn a_code_from_a_sign_in_elsewhere_is_exchanged_once_and_then_tokens_are_kept() {
    let emulator = Emulator::builder()
        .approve_at_once(true)
        .start()
        .await
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "Server={};InitiateOAuth=REFRESH;CallbackURL=https://app.example/back;OAuthClientId={};OAuthClientSecret={};OAuthSettingsLocation={}",
        emulator.url(),
        emulator.client_id(),
        emulator.client_secret(),
        folder.path().join("s.json").display()
    );
    let address = Client::parse(&text).unwrap().authorization_url().unwrap();
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let answer = http.get(address).send().await.unwrap();
    let back = answer.headers()["location"].to_str().unwrap().to_owned();
    assert!(back.starts_with("https://app.example/back?code="), "{back}");
    let with_code = format!("{text};OAuthVerifier='{back}'");
    Client::connect(&with_code).await.unwrap();
    Client::connect(&with_code).await.unwrap();
    Client::connect(&text)
        .await
        .unwrap()
        .call(account())
        .await
        .unwrap();
    assert_eq!(tokens(&emulator), [("authorization_code".to_owned(), 200)]);
}

#[tokio::test]
async fn a_token_about_to_end_is_used_while_another_cannot_be_had() {
    let emulator = Emulator::builder()
        .token_lifetime(Duration::from_secs(3600))
        .start()
        .await
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("s.json");
    let text = and(
        &emulator,
        &format!("OAuthSettingsLocation={}&MaxRetries=0", file.display()),
    );
    let acton = Client::connect(&text).await.unwrap();
    let ending = std::time::SystemTime::now() - Duration::from_secs(3570);
    acton.shared.auth.age(ending);
    let mut saved = crate::SavedTokens::from_json(&std::fs::read(&file).unwrap()).unwrap();
    let pair = saved.pair.take().unwrap();
    saved.pair = Some(crate::TokenPair::new(
        pair.access(),
        pair.refresh(),
        ending,
        pair.lives(),
    ));
    std::fs::write(
        &file,
        secrecy::ExposeSecret::expose_secret(&saved.to_json().unwrap()),
    )
    .unwrap();
    emulator.fail(Fault::status(503).on("POST", "/token").times(1));
    acton.call(account()).await.unwrap();
    acton.call(account()).await.unwrap();
    let grants: Vec<_> = tokens(&emulator).into_iter().skip(1).collect();
    assert_eq!(
        grants,
        [
            ("refresh_token".to_owned(), 503),
            ("refresh_token".to_owned(), 200)
        ]
    );
}
