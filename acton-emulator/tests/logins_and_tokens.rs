//! `/token` and `/authorize`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use std::time::Duration;

use acton_emulator::{Consent, Emulator};
use reqwest::{Client, Method, multipart, redirect};
use serde_json::{Value, json};
use support::{Caller, answer, gateway, password_grant, quiet, refresh_grant};

fn browser() -> Client {
    let builder = Client::builder().redirect(redirect::Policy::none());
    builder.build().unwrap()
}

fn refresh_of(body: &Value) -> &str {
    body["refresh_token"].as_str().unwrap()
}

#[tokio::test]
async fn a_password_grant_gives_two_tokens_for_an_hour() {
    let emulator = quiet().start().await.unwrap();
    let (status, body) = password_grant(&Client::new(), &emulator).await;
    assert_eq!(status, 200);
    assert_eq!(body["scope"], "offline-access");
    assert_eq!(body["token_type"], "Bearer");
    assert_eq!(body["expires_in"], 3600);
    assert_eq!(body["access_token"].as_str().unwrap().len(), 36);
    assert_ne!(body["access_token"], body["refresh_token"]);
}

#[tokio::test]
async fn the_same_seed_gives_the_same_tokens() {
    let mut tokens = Vec::new();
    for seed in [42, 42, 43] {
        let emulator = quiet().seed(seed).start().await.unwrap();
        tokens.push(Caller::login(&emulator).await.token);
    }
    assert_eq!(tokens[0], tokens[1]);
    assert_ne!(tokens[0], tokens[2]);
}

#[tokio::test]
async fn parameters_may_come_as_query_or_multipart_but_not_as_json() {
    let emulator = quiet().start().await.unwrap();
    let pairs = [
        ("grant_type", "password"),
        ("username", emulator.user()),
        ("password", emulator.password()),
        ("client_id", emulator.client_id()),
        ("client_secret", emulator.client_secret()),
    ];
    let token = format!("{}/token", emulator.url());
    let in_query = Client::new().post(&token).query(&pairs);
    assert_eq!(answer(in_query).await.0, 200);
    let form = pairs
        .iter()
        .fold(multipart::Form::new(), |form, (name, value)| {
            form.text((*name).to_owned(), (*value).to_owned())
        });
    assert_eq!(
        answer(Client::new().post(&token).multipart(form)).await.0,
        200
    );
    let members: serde_json::Map<_, _> = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), json!(value)))
        .collect();
    assert_eq!(
        answer(Client::new().post(&token).json(&members)).await.0,
        401
    );
    let split = Client::new()
        .post(&token)
        .query(&pairs[..1])
        .form(&pairs[1..]);
    assert_eq!(answer(split).await.0, 200);
}

#[tokio::test]
async fn a_wrong_client_is_401_and_a_wrong_password_403() {
    let emulator = quiet().start().await.unwrap();
    let token = format!("{}/token", emulator.url());
    let denied = json!({"error": "access_denied", "error_description": "Unauthorized"});
    assert_eq!(answer(Client::new().post(&token)).await, (401, denied));
    let form = [
        ("grant_type", "password"),
        ("username", emulator.user()),
        ("password", "wrong"),
        ("client_id", emulator.client_id()),
        ("client_secret", emulator.client_secret()),
    ];
    let (status, body) = answer(Client::new().post(&token).form(&form)).await;
    assert_eq!(status, 403);
    let wrong = json!({"error": "invalid_grant", "error_description": "Wrong email or password."});
    assert_eq!(body, wrong);
}

#[tokio::test]
async fn a_refresh_token_serves_once_and_dies_with_another_login() {
    let emulator = quiet().start().await.unwrap();
    let http = Client::new();
    let (_, first) = password_grant(&http, &emulator).await;
    let (status, second) = refresh_grant(&http, &emulator, refresh_of(&first)).await;
    assert_eq!(status, 200);
    let dead = json!({
        "error": "invalid_grant", "error_description": "Unknown or invalid refresh token.",
    });
    let again = refresh_grant(&http, &emulator, refresh_of(&first)).await;
    assert_eq!(again, (403, dead.clone()));
    password_grant(&http, &emulator).await;
    let killed = refresh_grant(&http, &emulator, refresh_of(&second)).await;
    assert_eq!(killed, (403, dead));
}

#[tokio::test]
async fn an_access_token_expires_with_the_clock_and_not_with_a_refresh() {
    let emulator = quiet()
        .token_lifetime(Duration::from_secs(60))
        .start()
        .await
        .unwrap();
    let caller = Caller::login(&emulator).await;
    Caller::login(&emulator).await;
    assert_eq!(caller.get("/api/1/account").await.0, 200);
    emulator.clock().advance(Duration::from_secs(60));
    let expired = caller.get("/api/1/account").await;
    assert_eq!(expired, (401, gateway(401, "Unauthorized", "")));
}

#[tokio::test]
async fn a_sixth_login_in_an_hour_is_refused_but_a_refresh_is_not() {
    let emulator = quiet().login_limit(true).start().await.unwrap();
    let http = Client::new();
    let mut last = Value::Null;
    for _ in 0..5 {
        last = password_grant(&http, &emulator).await.1;
    }
    let refused = password_grant(&http, &emulator).await;
    assert_eq!(
        refused,
        (
            429,
            gateway(429, "Too Many Requests", "Rate Limit exceeded")
        )
    );
    assert_eq!(
        refresh_grant(&http, &emulator, refresh_of(&last)).await.0,
        200
    );
    emulator.clock().advance(Duration::from_secs(3600));
    assert_eq!(password_grant(&http, &emulator).await.0, 200);
}

#[tokio::test]
async fn an_account_without_api_access_is_told_so() {
    let emulator = quiet().api_enabled(false).start().await.unwrap();
    let (status, body) = password_grant(&Client::new(), &emulator).await;
    assert_eq!(status, 403);
    assert!(body.to_string().contains("PUBLIC_API_FEATURE_NOT_ENABLED"));
}

const CALLBACK: &str = "http://localhost:9/callback";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

async fn approve(emulator: &Emulator, more: &[(&str, &str)]) -> String {
    let mut query = vec![
        ("scope", "PRODUCTION"),
        ("response_type", "code"),
        ("client_id", emulator.client_id()),
        ("redirect_uri", CALLBACK),
    ];
    query.extend(more);
    let page = format!("{}/authorize", emulator.url());
    let response = browser().get(page).query(&query).send().await.unwrap();
    assert_eq!(response.status(), 302);
    response.headers()["location"].to_str().unwrap().to_owned()
}

fn code_of(location: &str) -> &str {
    let rest = location.split_once("code=").unwrap().1;
    rest.split('&').next().unwrap()
}

async fn code_grant(emulator: &Emulator, code: &str, redirect: &str, verifier: &str) -> u16 {
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", redirect),
        ("client_id", emulator.client_id()),
        ("client_secret", emulator.client_secret()),
        ("code_verifier", verifier),
    ];
    let token = format!("{}/token", emulator.url());
    answer(Client::new().post(token).form(&form)).await.0
}

#[tokio::test]
async fn approval_redirects_with_a_code_that_serves_once() {
    let emulator = quiet().approve_at_once(true).start().await.unwrap();
    let location = approve(&emulator, &[("state", "a b&c")]).await;
    assert!(location.starts_with("http://localhost:9/callback?code="));
    assert!(location.ends_with("&state=a%20b%26c"));
    let code = code_of(&location);
    assert_eq!(code_grant(&emulator, code, CALLBACK, "").await, 200);
    assert_eq!(code_grant(&emulator, code, CALLBACK, "").await, 403);
}

#[tokio::test]
async fn a_code_is_bound_to_its_redirect_uri_and_its_challenge() {
    let emulator = quiet().approve_at_once(true).start().await.unwrap();
    let pkce = [
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let cases = [
        (CALLBACK, VERIFIER, 200),
        (CALLBACK, "another verifier", 403),
        ("http://localhost:9/elsewhere", VERIFIER, 403),
    ];
    for (redirect, verifier, expected) in cases {
        let location = approve(&emulator, &pkce).await;
        let status = code_grant(&emulator, code_of(&location), redirect, verifier).await;
        assert_eq!(status, expected, "{redirect} {verifier}");
    }
}

#[tokio::test]
async fn a_person_may_decline_and_a_strange_redirect_is_refused() {
    let builder = quiet().redirect_uri(CALLBACK);
    let emulator = builder.start().await.unwrap();
    emulator.quirks(|quirks| quirks.consent = Consent::Refused);
    assert_eq!(
        approve(&emulator, &[]).await,
        format!("{CALLBACK}?error=access_denied")
    );
    let caller = Caller::login(&emulator).await;
    let strange = format!(
        "/authorize?scope=PRODUCTION&response_type=code&client_id={}&redirect_uri=http://x.test/",
        emulator.client_id(),
    );
    let (status, body) = answer(caller.request(Method::GET, &strange)).await;
    assert_eq!((status, &body["error"]), (400, &json!("invalid_request")));
}
