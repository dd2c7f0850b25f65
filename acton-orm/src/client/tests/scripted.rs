//! The client against scripted answers, the clock paused.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::client::config::{Config, Given};
use crate::client::http::Http;
use crate::client::script::{Act, Script};
use crate::client::store::MemoryStore;
use crate::client::*;
use crate::plan::Body;
use crate::schema::{Effect, Method};

pub(crate) const TOKEN: Act = Act::Answer(
    200,
    &[("content-type", "application/json")],
    r#"{"access_token":"access-1","refresh_token":"refresh-1","scope":"offline-access","token_type":"Bearer","expires_in":3600}"#,
);
pub(crate) const OK: Act = Act::Answer(
    200,
    &[("content-type", "application/json; charset=utf-8")],
    r#"{"ok":true}"#,
);
const UNAUTHORIZED: Act = Act::Answer(
    401,
    &[],
    r#"{"httpCode":"401","httpMessage":"Unauthorized","moreInformation":""}"#,
);
const TOO_MANY: Act = Act::Answer(
    429,
    &[("retry-after", "7")],
    r#"{"httpCode":"429","httpMessage":"Too Many Requests","moreInformation":"Rate Limit exceeded"}"#,
);
const BAD_GATEWAY: Act = Act::Answer(
    502,
    &[("content-type", "text/html")],
    "<html><head><title>502 Bad Gateway</title></head></html>",
);

pub(crate) const PASSWORD: &str = "Server=http://127.0.0.1:1;User=ada@example.com;Password=hunter2;OAuthClientId=id;OAuthClientSecret=s3cret";

pub(crate) fn client(text: &str, acts: impl IntoIterator<Item = Act>) -> (Client, Script) {
    let script = Script::new(acts);
    let config = Config::resolve(&Given::parse(text).unwrap()).unwrap();
    let watch = Watch::new(5, &config.base, None);
    let limiter = Arc::new(Limiter::new(config.limits.per_second));
    let http = Http::scripted(config.base.clone(), script.clone());
    (
        Client::assemble(
            config,
            (http, limiter),
            Arc::new(MemoryStore::default()),
            Arc::new(Browser),
            watch,
        ),
        script,
    )
}

pub(crate) fn with_password(acts: impl IntoIterator<Item = Act>) -> (Client, Script) {
    client(PASSWORD, std::iter::once(TOKEN).chain(acts))
}

pub(crate) fn read() -> Request {
    Request::get("/api/1/list")
}

pub(crate) fn add() -> Request {
    Request::new(Method::POST, "/api/1/list/l-0001/record").body(Body::Json("{}".into()))
}

pub(crate) fn update() -> Request {
    Request::new(Method::PUT, "/api/1/list/l-0001/record/l-0001:0").body(Body::Json("{}".into()))
}

pub(crate) fn send_message() -> Request {
    Request::new(Method::POST, "/api/1/message/d-0001/send").doing(Effect::Sends)
}

fn paths(script: &Script) -> Vec<String> {
    script.seen().into_iter().map(|(line, _)| line).collect()
}

#[tokio::test(start_paused = true)]
async fn a_call_carries_a_token_that_the_password_grant_gave() {
    let (acton, script) = with_password([OK, OK]);
    let answer = acton.call(read()).await.unwrap();
    assert_eq!(answer.call(), "GET /api/1/list");
    assert_eq!(answer.content_type(), Some("application/json"));
    assert_eq!(answer.bytes().await.unwrap(), r#"{"ok":true}"#);
    acton.call(read()).await.unwrap();
    assert_eq!(
        paths(&script),
        ["POST /token", "GET /api/1/list", "GET /api/1/list"]
    );
}

#[tokio::test(start_paused = true)]
async fn keys_are_encoded_and_odd_keys_refused_before_anything_is_sent() {
    let (acton, script) = with_password([OK]);
    acton
        .call(Request::get("/api/1/list/{key}").with("key", "a/b?c"))
        .await
        .unwrap();
    assert_eq!(paths(&script)[1], "GET /api/1/list/a%2Fb%3Fc");
    for odd in ["", ".", "..", ".\n."] {
        let error = acton
            .call(Request::get("/api/1/image/{key}").with("key", odd))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
    }
    assert_eq!(script.calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_429_is_waited_out_as_long_as_the_server_says() {
    let (acton, script) = with_password([TOO_MANY, OK]);
    acton.call(add()).await.unwrap();
    let seen = script.seen();
    assert!(seen[2].1 - seen[1].1 >= Duration::from_secs(7));
}

#[tokio::test(start_paused = true)]
async fn a_401_is_answered_with_one_refresh_and_one_repetition() {
    let (acton, script) = with_password([UNAUTHORIZED, TOKEN_2, OK]);
    acton.call(add()).await.unwrap();
    assert_eq!(
        paths(&script),
        [
            "POST /token",
            "POST /api/1/list/l-0001/record",
            "POST /token",
            "POST /api/1/list/l-0001/record"
        ]
    );
    let (acton, script) = with_password([UNAUTHORIZED, TOKEN_2, UNAUTHORIZED]);
    let error = acton.call(read()).await.unwrap_err();
    assert!(error.is_auth(), "{error}");
    assert_eq!(script.calls(), 4);
}

pub(crate) const TOKEN_2: Act = Act::Answer(
    200,
    &[],
    r#"{"access_token":"access-2","refresh_token":"refresh-2","token_type":"bearer","expires_in":3600}"#,
);

#[tokio::test(start_paused = true)]
async fn a_read_is_repeated_until_it_succeeds() {
    let (acton, script) = with_password([Act::Refuse, Act::Lose, BAD_GATEWAY, OK]);
    acton.call(read()).await.unwrap();
    assert_eq!(script.calls(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_read_that_keeps_failing_ends_after_the_retries_allowed() {
    let (acton, script) = with_password(std::iter::repeat_n(Act::Lose, 5));
    let error = acton.call(read()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(
        error.is_transport() && error.call() == Some("GET /api/1/list"),
        "{error}"
    );
    assert_eq!(script.calls(), 6);
}

#[tokio::test(start_paused = true)]
async fn silence_ends_after_the_timeout() {
    let (acton, _) = with_password(std::iter::repeat_n(Act::Hang, 5));
    let begun = Instant::now();
    let error = acton.call(read()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(
        begun.elapsed() <= Duration::from_secs(60 * 3 + 20),
        "the total time is bounded too: {:?}",
        begun.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn an_add_that_may_have_been_received_is_not_sent_again_and_its_outcome_is_unknown() {
    for act in [Act::Lose, BAD_GATEWAY, Act::Hang] {
        let (acton, script) = with_password([act.clone()]);
        let error = acton.call(add()).await.unwrap_err();
        assert!(error.is_unknown_outcome(), "{act:?}: {error}");
        assert_eq!(script.calls(), 2, "{act:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_add_that_was_never_sent_is_sent_again() {
    let (acton, script) = with_password([Act::Refuse, OK]);
    acton.call(add()).await.unwrap();
    assert_eq!(script.calls(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_send_is_never_repeated() {
    for act in [Act::Refuse, TOO_MANY, UNAUTHORIZED, Act::Lose, BAD_GATEWAY] {
        let (acton, script) = with_password([act.clone()]);
        let error = acton.call(send_message()).await.unwrap_err();
        let unknown = matches!(act, Act::Lose | Act::Answer(502, ..));
        assert_eq!(error.is_unknown_outcome(), unknown, "{act:?}: {error}");
        assert_eq!(script.calls(), 2, "{act:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_update_that_fails_to_the_end_is_unknown_and_a_refusal_after_a_loss_says_so() {
    let (acton, _) = with_password(std::iter::repeat_n(Act::Lose, 5));
    assert!(acton.call(update()).await.unwrap_err().is_unknown_outcome());
    let (acton, _) = with_password([
        Act::Lose,
        Act::Answer(
            400,
            &[],
            r#"{"errorCode":10008,"message":"Invalid contact"}"#,
        ),
    ]);
    let error = acton.call(update()).await.unwrap_err();
    assert!(
        error.is_not_found() && error.follows_uncertain_attempt(),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_read_only_client_sends_no_write() {
    let (acton, script) = client(&format!("{PASSWORD};Readonly=true"), [TOKEN, OK]);
    let error = acton.call(update()).await.unwrap_err();
    assert!(error.to_string().contains("read-only"), "{error}");
    assert_eq!(script.calls(), 0);
    acton.call(read()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_failure_inside_a_200_is_a_failure() {
    let (acton, _) = with_password([Act::Answer(
        200,
        &[],
        r#"{"errorCode":"10010","message":"Invalid Column Specified"}"#,
    )]);
    let error = acton.call(read()).await.unwrap().bytes().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected);
    assert_eq!(error.api().unwrap().code.as_deref(), Some("10010"));
}

#[tokio::test(start_paused = true)]
async fn a_redirect_is_an_error_and_the_token_stays() {
    let (acton, script) = with_password([Act::Answer(
        302,
        &[("location", "http://evil.example/")],
        "",
    )]);
    let error = acton.call(read()).await.unwrap_err();
    assert!(
        error.to_string().contains("redirects are not followed"),
        "{error}"
    );
    assert_eq!(script.calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_hour_of_failures_does_not_eat_the_calls_of_the_day() {
    let (acton, script) = with_password(std::iter::repeat_n(Act::Lose, 200));
    for _ in 0..60 {
        acton.call(read()).await.unwrap_err();
    }
    assert_eq!(script.calls(), 1 + 60 + 30, "30 retries in all");
}
