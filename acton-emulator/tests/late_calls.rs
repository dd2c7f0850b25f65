//! Calls that are carried out when nobody waits for them any more.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use std::time::Duration;

use acton_emulator::{Clock, Emulator, Fault, ListSeed};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use support::control::{get, post};
use support::{Caller, NOW, quiet};

const RECORD: &str = "/api/1/list/l-0001/record";
const SECOND: Duration = Duration::from_secs(1);

async fn with_list() -> (Emulator, Caller) {
    on(Clock::manual(NOW)).await
}

async fn on(clock: Clock) -> (Emulator, Caller) {
    let emulator = quiet().clock(clock).start().await.unwrap();
    let columns = [("E-mail Address", Some("EMAIL"))];
    emulator.create_list(ListSeed::new("L").columns(columns));
    let caller = Caller::login(&emulator).await;
    emulator.journal().clear();
    (emulator, caller)
}

fn add(caller: &Caller, email: &str) -> RequestBuilder {
    let body = json!({"EMAIL": email});
    caller.request(Method::POST, RECORD).json(&body)
}

fn emails(emulator: &Emulator) -> Vec<String> {
    let rows = emulator.list_rows("l-0001").into_iter();
    rows.map(|row| row[1].clone()).collect()
}

/// Sends it, and hangs up once it has arrived.
async fn send_and_leave(emulator: &Emulator, request: RequestBuilder) {
    let before = emulator.in_flight();
    tokio::select! {
        answer = request.send() => panic!("nobody answers: {answer:?}"),
        () = emulator.until_in_flight(before + 1) => {}
    }
    emulator.settled().await;
}

#[tokio::test]
async fn a_held_call_is_carried_out_when_the_test_says_so_though_its_caller_has_gone() {
    let (emulator, caller) = with_list().await;
    emulator.fail(Fault::held().on("POST", RECORD));
    send_and_leave(&emulator, add(&caller, "a@example.com")).await;
    assert_eq!((emulator.in_flight(), emulator.late()), (0, 1));
    assert!(emails(&emulator).is_empty());
    assert_eq!(
        add(&caller, "b@example.com").send().await.unwrap().status(),
        200
    );

    assert_eq!(emulator.release(), 1);
    assert_eq!(emails(&emulator), ["b@example.com", "a@example.com"]);
    assert_eq!((emulator.late(), emulator.release()), (0, 0));
    let told: Vec<_> = emulator
        .journal()
        .entries()
        .iter()
        .map(|entry| (entry.status, entry.carried_out))
        .collect();
    assert_eq!(told, [(0, Some(200)), (200, None)]);
}

#[tokio::test]
async fn a_late_call_waits_for_the_emulators_clock() {
    let (emulator, caller) = with_list().await;
    emulator.fail(Fault::late(3 * SECOND).hang_up().on("POST", RECORD));
    emulator.fail(Fault::late(SECOND).hang_up().on("POST", RECORD).skip(1));
    for email in ["slow@example.com", "fast@example.com"] {
        assert!(add(&caller, email).send().await.is_err());
    }
    emulator.settled().await;
    emulator.clock().advance(SECOND - Duration::from_millis(1));
    assert!(emails(&emulator).is_empty());
    emulator.clock().advance(Duration::from_millis(1));
    assert_eq!(emails(&emulator), ["fast@example.com"]);
    emulator.clock().advance(2 * SECOND);
    assert_eq!(emails(&emulator), ["fast@example.com", "slow@example.com"]);
}

#[tokio::test]
async fn a_late_call_comes_by_itself_where_the_clock_runs() {
    let (emulator, caller) = on(Clock::system()).await;
    let soon = Duration::from_millis(20);
    emulator.fail(Fault::late(soon).hang_up().on("POST", RECORD));
    assert!(add(&caller, "a@example.com").send().await.is_err());
    emulator.settled().await;
    assert_eq!(emulator.journal().entries()[0].carried_out, Some(200));
    assert_eq!(emails(&emulator), ["a@example.com"]);
}

#[tokio::test]
async fn who_waits_for_a_late_call_hears_nothing_even_when_it_is_done() {
    let (emulator, caller) = with_list().await;
    emulator.fail(Fault::held().on("POST", RECORD));
    let mut call = Box::pin(add(&caller, "a@example.com").send());
    tokio::select! {
        answer = &mut call => panic!("nobody answers: {answer:?}"),
        () = emulator.until_in_flight(1) => {}
    }
    assert_eq!((emulator.in_flight(), emulator.release()), (1, 1));
    for _ in 0..100 {
        assert!(futures::poll!(&mut call).is_pending());
        tokio::task::yield_now().await;
    }
    drop(call);
    emulator.settled().await;
    assert_eq!((emulator.in_flight(), emails(&emulator).len()), (0, 1));
}

#[tokio::test]
async fn the_answer_of_another_fault_stands_for_a_late_call() {
    let (emulator, caller) = with_list().await;
    emulator.fail(Fault::held().on("POST", RECORD));
    emulator.fail(Fault::status(504).on("POST", RECORD));
    let answer = add(&caller, "a@example.com").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::GATEWAY_TIMEOUT);
    assert!(emails(&emulator).is_empty());
    emulator.release();
    assert_eq!(emails(&emulator), ["a@example.com"]);
}

#[tokio::test]
async fn a_call_that_may_not_be_made_is_refused_at_once_and_never_carried_out() {
    let (emulator, caller) = with_list().await;
    emulator.fail(Fault::held().on("POST", RECORD));
    emulator.expire_access_tokens();
    assert_eq!(
        add(&caller, "a@example.com").send().await.unwrap().status(),
        401
    );
    assert_eq!((emulator.release(), emails(&emulator).len()), (0, 0));
}

#[tokio::test]
async fn a_token_that_ends_meanwhile_does_not_hinder_a_late_call() {
    let (emulator, caller) = with_list().await;
    emulator.fail(Fault::held().hang_up().on("POST", RECORD));
    assert!(add(&caller, "a@example.com").send().await.is_err());
    emulator.expire_access_tokens();
    emulator.release();
    assert_eq!(emails(&emulator), ["a@example.com"]);
}

#[tokio::test]
async fn an_end_of_the_faults_leaves_late_calls_on_their_way_and_a_reset_forgets_them() {
    let (emulator, caller) = with_list().await;
    emulator.fail(Fault::held().hang_up().on("POST", RECORD).always());
    assert!(add(&caller, "a@example.com").send().await.is_err());
    emulator.clear_faults();
    assert_eq!(emulator.late(), 1);
    emulator.reset();
    assert_eq!(emulator.late(), 0);
}

#[tokio::test]
async fn what_a_late_call_meets_when_it_comes_is_what_becomes_of_it() {
    let (emulator, caller) = with_list().await;
    let id = add(&caller, "a@example.com").send().await.unwrap();
    let id = id.json::<Value>().await.unwrap()["id"].clone();
    let row = format!("{RECORD}/{}", id.as_str().unwrap());
    emulator.journal().clear();
    emulator.fail(Fault::held().hang_up().on("PUT", &row));
    let change = caller.request(Method::PUT, &row);
    let change = change.json(&json!({"EMAIL": "b@example.com"}));
    assert!(change.send().await.is_err());
    assert_eq!(caller.delete(&row).await.0, 200);
    assert_eq!(emulator.release(), 1);
    assert_eq!(emulator.journal().entries()[0].carried_out, Some(400));
    assert!(emails(&emulator).is_empty());
}

#[tokio::test]
async fn late_calls_are_laid_counted_and_let_go_over_the_control_plane() {
    let (emulator, caller) = with_list().await;
    let held = json!({"kind": "held", "hang_up": true, "method": "POST", "path": RECORD});
    post(&emulator, "/faults", held).await;
    assert!(add(&caller, "a@example.com").send().await.is_err());
    assert_eq!(get(&emulator, "/in_flight").await.1["late"], 1);
    let released = post(&emulator, "/release", Value::Null).await;
    assert_eq!(released, (200, json!({"carried_out": 1})));
    let journal = get(&emulator, "/journal").await.1;
    assert_eq!(journal["entries"][0]["carried_out"], 200);
}
