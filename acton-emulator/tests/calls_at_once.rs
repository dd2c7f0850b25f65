//! Gates, and the count of calls under way at once.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use std::time::Duration;

use acton_emulator::{Emulator, Fault, ListSeed};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use support::control::get;
use support::{Answer, Caller, gateway, quiet};
use tokio::task::JoinHandle;

const RECORD: &str = "/api/1/list/l-0001/record";

async fn with_list() -> (Emulator, Caller) {
    let emulator = quiet().start().await.unwrap();
    let columns = [("E-mail Address", Some("EMAIL"))];
    emulator.create_list(ListSeed::new("L").columns(columns));
    let caller = Caller::login(&emulator).await;
    emulator.journal().clear();
    (emulator, caller)
}

/// Adds a record in a task of its own.
fn add(caller: &Caller, email: &str) -> JoinHandle<StatusCode> {
    let request = caller
        .request(Method::POST, RECORD)
        .json(&json!({"EMAIL": email}));
    tokio::spawn(async move { request.send().await.unwrap().status() })
}

fn rows(emulator: &Emulator) -> usize {
    emulator.list_rows("l-0001").len()
}

fn in_vain(waited: &str, calls: usize, saw: usize) -> Answer {
    let why =
        format!("acton-emulator: a gate waited {waited} for {calls} calls at once and saw {saw}");
    (503, gateway(503, "Service Unavailable", &why))
}

#[tokio::test]
async fn a_gate_lets_calls_go_when_enough_are_there_and_then_stays_open() {
    let (emulator, caller) = with_list().await;
    emulator.fail(Fault::gate(3).on("GET", "/api/1/account"));
    let call = || caller.get("/api/1/account");
    let (a, b, c) = tokio::join!(call(), call(), call());
    assert_eq!((a.0, b.0, c.0), (200, 200, 200));
    assert_eq!(emulator.most_in_flight(), 3);
    assert_eq!(call().await.0, 200);
    assert_eq!(get(&emulator, "/faults").await.1, json!({"faults": []}));
    assert_eq!(emulator.faults_struck(), 3);
}

#[tokio::test]
async fn a_held_call_has_no_effect_before_it_is_let_go() {
    let (emulator, caller) = with_list().await;
    emulator.fail(Fault::gate(2).on("POST", RECORD));
    let first = add(&caller, "a@example.com");
    emulator.until_in_flight(1).await;
    assert_eq!(caller.get("/api/1/account").await.0, 200);
    assert_eq!((rows(&emulator), first.is_finished()), (0, false));
    assert_eq!(add(&caller, "b@example.com").await.unwrap(), 200);
    assert_eq!(first.await.unwrap(), 200);
    assert_eq!(rows(&emulator), 2);
}

#[tokio::test]
async fn a_caller_who_hangs_up_while_held_leaves_no_effect_and_is_not_waited_with() {
    let (emulator, caller) = with_list().await;
    emulator.fail(Fault::gate(2).on("POST", RECORD));
    let gone = add(&caller, "gone@example.com");
    emulator.until_in_flight(1).await;
    gone.abort();
    emulator.settled().await;

    let second = add(&caller, "a@example.com");
    emulator.until_in_flight(1).await;
    assert_eq!(caller.get("/api/1/account").await.0, 200);
    assert!(!second.is_finished(), "one alone is still held");
    assert_eq!(add(&caller, "b@example.com").await.unwrap(), 200);
    assert_eq!(second.await.unwrap(), 200);
    let mut emails: Vec<_> = emulator.list_rows("l-0001").into_iter().collect();
    emails.sort_by(|a, b| a[1].cmp(&b[1]));
    let emails: Vec<&str> = emails.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(emails, ["a@example.com", "b@example.com"]);
    assert_eq!(emulator.journal().entries()[0].status, 0);
}

#[tokio::test]
async fn too_few_calls_are_told_so_and_so_is_every_later_one_until_the_faults_end() {
    let (emulator, caller) = with_list().await;
    let patience = Duration::from_millis(50);
    emulator.fail(Fault::gate_within(3, patience).on("GET", "/api/1/account"));
    let call = || caller.get("/api/1/account");
    let (a, b) = tokio::join!(call(), call());
    // The first to lose patience speaks for both, unless the other came only then.
    assert!(
        [in_vain("50ms", 3, 2), in_vain("50ms", 3, 1)].contains(&a),
        "{a:?}"
    );
    assert_eq!(a, b);
    assert_eq!(call().await, a);
    emulator.clear_faults();
    assert_eq!(call().await.0, 200);
}

#[tokio::test]
async fn a_gate_gathers_as_many_groups_as_it_is_told() {
    let (emulator, caller) = with_list().await;
    emulator.fail(Fault::gate(2).on("GET", "/api/1/account").skip(1).times(2));
    let call = || caller.get("/api/1/account");
    let left = async || get(&emulator, "/faults").await.1["faults"][0]["times"].clone();
    assert_eq!(call().await.0, 200, "skipped");
    for after in [json!(1), Value::Null] {
        let (a, b) = tokio::join!(call(), call());
        assert_eq!((a.0, b.0), (200, 200));
        assert_eq!(left().await, after);
    }
    assert_eq!(call().await.0, 200, "it stays open");

    emulator.fail(Fault::gate(2).on("POST", RECORD).always());
    for group in 1..=3 {
        let first = add(&caller, "a@example.com");
        emulator.until_in_flight(1).await;
        assert_eq!(call().await.0, 200);
        assert!(!first.is_finished(), "group {group} gathers anew");
        assert_eq!(add(&caller, "b@example.com").await.unwrap(), 200);
        assert_eq!(first.await.unwrap(), 200);
        assert_eq!(rows(&emulator), 2 * group);
    }
}

#[tokio::test]
async fn ending_the_faults_lets_held_calls_go_on() {
    let (emulator, caller) = with_list().await;
    emulator.fail(Fault::gate(2).on("POST", RECORD));
    let held = add(&caller, "a@example.com");
    emulator.until_in_flight(1).await;
    emulator.clear_faults();
    assert_eq!(held.await.unwrap(), 200);
    assert_eq!(rows(&emulator), 1);
}

#[tokio::test]
async fn one_fault_laid_twice_is_two_gates() {
    let (emulator, caller) = with_list().await;
    let (other, there) = with_list().await;
    let gate = Fault::gate_within(2, Duration::from_millis(50));
    emulator.fail(gate.clone());
    other.fail(gate);
    let (here, there) = tokio::join!(caller.get("/api/1/account"), there.get("/api/1/account"));
    assert_eq!(here, in_vain("50ms", 2, 1));
    assert_eq!(there, here);
}

#[tokio::test]
async fn calls_are_counted_while_they_are_under_way_and_logins_are_not_calls() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    assert_eq!(emulator.most_in_flight(), 0);
    for _ in 0..3 {
        caller.get("/api/1/account").await;
    }
    assert_eq!((emulator.in_flight(), emulator.most_in_flight()), (0, 1));
    emulator.journal().clear();
    assert_eq!(emulator.most_in_flight(), 0);

    emulator.fail(Fault::stall(1).on("GET", "/api/1/account"));
    let stalled = caller
        .request(Method::GET, "/api/1/account")
        .send()
        .await
        .unwrap();
    assert_eq!(emulator.in_flight(), 1, "its end has not come");
    caller.get("/api/1/account").await;
    let seen = get(&emulator, "/in_flight").await.1;
    assert_eq!(seen, json!({"now": 1, "most": 2, "late": 0}));
    emulator.journal().clear();
    assert_eq!(emulator.most_in_flight(), 1, "one still is");
    drop(stalled);
    emulator.settled().await;
    emulator.reset();
    assert_eq!(emulator.most_in_flight(), 0);
}

#[tokio::test]
async fn an_answer_read_to_its_end_is_not_in_flight_any_more() {
    let (emulator, caller) = with_list().await;
    for _ in 0..20 {
        caller.text("/api/1/list/l-0001?responseformat=CSV").await;
        assert_eq!(emulator.in_flight(), 0);
        emulator.fail(Fault::drip(100, Duration::ZERO));
        caller.text("/api/1/account").await;
        assert_eq!(emulator.in_flight(), 0);
    }
}

#[tokio::test]
async fn what_was_sent_has_arrived_and_is_over_once_the_emulator_has_settled() {
    let (emulator, caller) = with_list().await;
    for round in 1..=50 {
        emulator.fail(Fault::gate(99).on("POST", RECORD));
        let gone = add(&caller, "gone@example.com");
        // Somewhere on its way, or not sent at all.
        for _ in 0..round % 7 {
            tokio::task::yield_now().await;
        }
        gone.abort();
        emulator.settled().await;
        emulator.clear_faults();
        let seen = emulator.journal().count();
        assert_eq!((emulator.in_flight(), rows(&emulator)), (0, 0));
        caller.get("/api/1/account").await;
        assert_eq!(emulator.journal().count(), seen + 1, "none came later");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_settles_among_threads_and_over_the_control_plane_too() {
    let (emulator, caller) = with_list().await;
    for _ in 0..50 {
        emulator.fail(Fault::gate(99).on("POST", RECORD));
        let gone = add(&caller, "gone@example.com");
        emulator.until_in_flight(1).await;
        gone.abort();
        let settled = get(&emulator, "/settled").await;
        assert_eq!(settled, (200, json!({"status": "settled"})));
        assert_eq!((emulator.in_flight(), rows(&emulator)), (0, 0));
        emulator.clear_faults();
    }
}

#[tokio::test]
async fn it_does_not_settle_while_somebody_waits_for_an_answer() {
    let (emulator, caller) = with_list().await;
    emulator.fail(Fault::gate(2).on("POST", RECORD));
    let held = add(&caller, "a@example.com");
    emulator.until_in_flight(1).await;
    let mut settled = Box::pin(emulator.settled());
    for _ in 0..100 {
        assert!(futures::poll!(&mut settled).is_pending());
        tokio::task::yield_now().await;
    }
    emulator.clear_faults();
    settled.await;
    assert_eq!(rows(&emulator), 1);
    assert_eq!(held.await.unwrap(), 200);
}
