//! What stands before every operation: paths, tokens, limits, and honesty about gaps.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use std::time::Duration;

use acton_emulator::Emulator;
use reqwest::{Client, Method};
use serde_json::json;
use support::{Caller, answer, gateway, quiet};

#[tokio::test]
async fn a_call_without_a_good_token_is_401_with_string_values() {
    let emulator = quiet().start().await.unwrap();
    let account = format!("{}/api/1/account", emulator.url());
    let expected = (401, gateway(401, "Unauthorized", ""));
    assert_eq!(answer(Client::new().get(&account)).await, expected);
    assert_eq!(
        answer(Client::new().get(&account).bearer_auth("nonsense")).await,
        expected
    );
}

#[tokio::test]
async fn the_account_says_who_calls() {
    let emulator = quiet().start().await.unwrap();
    let (status, body) = Caller::login(&emulator).await.get("/api/1/account").await;
    assert_eq!(status, 200);
    assert_eq!(body["account_id"], 46370);
    assert_eq!(body["user_email"], emulator.user());
    assert_eq!(body["time_zone"], "US/Pacific");
}

#[tokio::test]
async fn an_unknown_path_is_the_gateways_404() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let expected = gateway(404, "Not Found", "No resources match requested URI");
    for path in ["/", "/api/2/list", "/api/1/nothing"] {
        assert_eq!(caller.get(path).await, (404, expected.clone()), "{path}");
    }
}

#[tokio::test]
async fn what_act_on_documents_and_the_emulator_lacks_is_501_and_says_so() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let (status, body) = caller.get("/ucl/v2/46370/contact/").await;
    assert_eq!(status, 501);
    let message = "acton-emulator does not model: Get contacts from the Act-On Contacts List \
                   (GET /ucl/v2/46370/contact)";
    assert_eq!(
        body,
        json!({"errorCode": "NOT_MODELLED", "message": message})
    );
    for path in [
        "/ucl/v2/46370/segment/",
        "/custom-objects/v1/46370/schema/all",
        "/api/1/seoreport",
    ] {
        assert_eq!(caller.get(path).await.0, 501, "{path}");
    }
}

#[tokio::test]
async fn a_trailing_slash_changes_nothing() {
    let emulator = Emulator::builder().rate_limit(false).start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let pairs = [
        ("/api/1/media", "/api/1/media/"),
        ("/api/1/list?count=2", "/api/1/list/?count=2"),
        (
            "/api/1/list/l-0001/record/l-0001:1f",
            "/api/1/list/l-0001/record/l-0001%3A1f/",
        ),
    ];
    for (with, without) in pairs {
        let answer = caller.get(with).await;
        assert_eq!(answer.0, 200, "{with}");
        assert_eq!(answer, caller.get(without).await);
    }
}

#[tokio::test]
async fn a_sixth_call_in_a_second_is_refused_and_logins_do_not_count() {
    let emulator = quiet().rate_limit(true).start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    for _ in 0..5 {
        assert_eq!(caller.get("/api/1/account").await.0, 200);
    }
    let refused = caller.get("/api/1/account").await;
    assert_eq!(
        refused,
        (
            429,
            gateway(429, "Too Many Requests", "Rate Limit exceeded")
        )
    );
    emulator.clock().advance(Duration::from_millis(999));
    assert_eq!(caller.get("/api/1/account").await.0, 429);
    emulator.clock().advance(Duration::from_millis(1));
    assert_eq!(caller.get("/api/1/account").await.0, 200);
}

#[tokio::test]
async fn the_day_has_30000_calls() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    emulator.set_calls_today(29_999);
    assert_eq!(caller.get("/api/1/account").await.0, 200);
    assert_eq!(emulator.calls_today(), 30_000);
    assert_eq!(caller.get("/api/1/account").await.0, 429);
    let unlimited = quiet().daily_limit(false).start().await.unwrap();
    let caller = Caller::login(&unlimited).await;
    unlimited.set_calls_today(30_000);
    assert_eq!(caller.get("/api/1/account").await.0, 200);
}

#[tokio::test]
async fn a_connection_string_has_everything_percent_encoded() {
    let emulator = quiet().start().await.unwrap();
    let text = emulator.connection_string();
    assert!(text.starts_with("acton:///?Server=http%3A%2F%2F127.0.0.1%3A"));
    assert!(text.ends_with(
        "&AuthScheme=Password&User=emma%40example.com&Password=correct%20horse\
         &OAuthClientId=emulator-client&OAuthClientSecret=emulator-secret"
    ));
}

#[tokio::test]
async fn after_shutdown_nobody_answers() {
    let emulator = quiet().start().await.unwrap();
    let url = emulator.url().to_owned();
    emulator.shutdown().await;
    assert!(
        Client::new()
            .request(Method::GET, url)
            .send()
            .await
            .is_err()
    );
}
