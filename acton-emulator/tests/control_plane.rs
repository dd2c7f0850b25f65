//! `/_emulator/`: steering from another process.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use acton_emulator::{Clock, Emulator};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use support::control::{control, get, lived_in, post};
use support::{Caller, NOW, answer, quiet};

#[tokio::test]
async fn the_clock_is_read_advanced_and_set() {
    let emulator = quiet().start().await.unwrap();
    let at = |now: i64| (200, json!({"now": now, "runs": false}));
    assert_eq!(get(&emulator, "/clock").await, at(NOW));
    let hour = json!({"advance": 3_600_000});
    assert_eq!(post(&emulator, "/clock", hour).await, at(NOW + 3_600_000));
    assert_eq!(emulator.clock().now(), NOW + 3_600_000);
    assert_eq!(
        post(&emulator, "/clock", json!({"set": NOW})).await,
        at(NOW)
    );
    for wrong in [
        json!({}),
        json!({"advance": 1, "set": 1}),
        json!({"advance": -1}),
        json!({"advance": u64::MAX}),
        json!({"set": i64::MAX}),
        json!({"set": -1}),
        json!({"forward": 1}),
        json!("nonsense"),
    ] {
        let (status, body) = post(&emulator, "/clock", wrong.clone()).await;
        assert_eq!(status, 400, "{wrong}");
        assert!(body["error"].is_string());
    }
    assert_eq!(get(&emulator, "/clock").await, at(NOW));
}

/// A page whose own name leads to this machine is of the same origin, and sends no `Origin`.
#[tokio::test]
async fn it_is_asked_by_a_name_of_this_machine() {
    let emulator = quiet().start().await.unwrap();
    let port = emulator.url().rsplit(':').next().unwrap().to_owned();
    let asked_as = async |host: String| {
        let url = format!("{}/_emulator/clock", emulator.url());
        let answer = Client::new().get(url).header("Host", host).send().await;
        answer.unwrap().status().as_u16()
    };
    for ours in ["localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "[::1]"] {
        assert_eq!(asked_as(format!("{ours}:{port}")).await, 200, "{ours}");
        assert_eq!(asked_as(ours.to_owned()).await, 200, "{ours}");
    }
    for theirs in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "10.0.0.1",
        "",
        "a b",
    ] {
        assert_eq!(asked_as(format!("{theirs}:{port}")).await, 403, "{theirs}");
    }
    let open = quiet().open_control(true).start().await.unwrap();
    let url = format!("{}/_emulator/clock", open.url());
    let answer = Client::new().get(url).header("Host", "lab.example").send();
    assert_eq!(
        answer.await.unwrap().status(),
        200,
        "who opens it to others is asked by any name"
    );
}

#[tokio::test]
async fn a_running_clock_goes_on_from_where_it_is_set() {
    let emulator = Emulator::builder().empty().start().await.unwrap();
    let (_, body) = post(&emulator, "/clock", json!({"set": NOW})).await;
    assert_eq!(body["runs"], true);
    let now = emulator.clock().now();
    assert!((NOW..NOW + 60_000).contains(&now), "{now}");
    post(&emulator, "/reset", Value::Null).await;
    assert!(
        emulator.clock().now() > NOW + 86_400_000,
        "it is today again"
    );
}

#[tokio::test]
async fn every_kind_of_fault_is_taken_listed_as_given_and_cleared() {
    let emulator = quiet().start().await.unwrap();
    let on = |mut fault: Value| {
        let narrowed = json!({"method": "GET", "path": "/api/", "skip": 1, "times": 2});
        let members = fault.as_object_mut().unwrap();
        members.extend(narrowed.as_object().unwrap().clone());
        fault
    };
    let kinds: Vec<Value> = [
        json!({"kind": "refuse"}),
        json!({"kind": "reset_before"}),
        json!({"kind": "reset_after"}),
        json!({"kind": "expire_token"}),
        json!({"kind": "status", "status": 502}),
        json!({"kind": "body", "status": 200, "content_type": "text/plain", "body": "x"}),
        json!({"kind": "content_type", "content_type": "text/plain"}),
        json!({"kind": "too_many_requests"}),
        json!({"kind": "too_many_requests", "retry_after": 7}),
        json!({"kind": "latency", "millis": 5}),
        json!({"kind": "drip", "bytes": 3, "millis": 1}),
        json!({"kind": "truncate", "bytes": 3}),
        json!({"kind": "stall", "bytes": 3}),
        json!({"kind": "gate", "calls": 3, "millis": 5000}),
        json!({"kind": "late", "millis": 3000}),
        json!({"kind": "late", "millis": 3000, "hang_up": true}),
        json!({"kind": "held"}),
        json!({"kind": "held", "hang_up": true}),
        json!({"kind": "ignored_offset"}),
        json!({"kind": "repeated_page"}),
        json!({"kind": "close_delimited"}),
        json!({"kind": "close_delimited", "bytes": 3}),
        json!({"kind": "echo", "status": 400}),
        json!({"kind": "drop_column", "heading": "Region"}),
    ]
    .map(on)
    .into();
    let listed = (200, json!({"faults": kinds}));
    assert_eq!(post(&emulator, "/faults", json!(kinds)).await, listed);
    assert_eq!(get(&emulator, "/faults").await, listed);
    let none = (200, json!({"faults": []}));
    let cleared = control(&emulator, Method::DELETE, "/faults", Value::Null).await;
    assert_eq!(cleared, none);

    let (_, html) = post(&emulator, "/faults", json!({"kind": "html", "status": 503})).await;
    assert_eq!(html["faults"][0]["content_type"], "text/html");
    let always = json!({"kind": "status", "status": 500, "times": "always"});
    let (_, both) = post(&emulator, "/faults", always).await;
    assert_eq!(both["faults"][1]["times"], "always");
    let gate = json!({"kind": "gate", "calls": 2});
    let (_, three) = post(&emulator, "/faults", gate).await;
    assert_eq!(three["faults"][2]["millis"], 10_000);
}

#[tokio::test]
async fn a_fault_added_from_outside_strikes_calls_but_not_the_control_plane() {
    let (emulator, caller) = lived_in().await;
    post(
        &emulator,
        "/faults",
        json!({"kind": "status", "status": 503, "times": "always"}),
    )
    .await;
    assert_eq!(caller.get("/api/1/account").await.0, 503);
    assert_eq!(get(&emulator, "/clock").await.0, 200);
}

#[tokio::test]
async fn a_wrong_fault_says_what_is_wrong_and_none_of_its_company_is_taken() {
    let emulator = quiet().start().await.unwrap();
    for (wrong, says) in [
        (json!({"kind": "explode"}), "explode"),
        (json!({"kind": "status"}), "`status`"),
        (json!({"kind": "status", "status": 99}), "99"),
        (json!({"kind": "status", "status": 101}), "101"),
        (json!({"kind": "stall"}), "`bytes`"),
        (json!({"kind": "gate"}), "`calls`"),
        (json!({"kind": "late"}), "`millis`"),
        (json!({"kind": "echo"}), "`status`"),
        (json!({"kind": "drop_column"}), "`heading`"),
        (json!({"kind": "refuse", "tims": 2}), "tims"),
        (json!({"kind": "refuse", "times": "often"}), "Times"),
        (
            json!({"kind": "content_type", "content_type": "a\nb"}),
            "header",
        ),
        (json!({"path": "/api/"}), "kind"),
        (json!(7), "expected"),
    ] {
        let company = json!([{"kind": "refuse"}, wrong]);
        let (status, body) = post(&emulator, "/faults", company).await;
        assert_eq!(status, 400, "{wrong}");
        let error = body["error"].as_str().unwrap();
        assert!(error.contains(says), "{error}");
        assert_eq!(get(&emulator, "/faults").await.1, json!({"faults": []}));
    }
}

#[tokio::test]
async fn the_journal_is_read_from_a_number_on_and_knows_nothing_of_the_control_plane() {
    let (emulator, caller) = lived_in().await;
    let (_, before) = get(&emulator, "/journal").await;
    let last = before["last"].as_u64().unwrap();
    assert_eq!(before["entries"].as_array().unwrap().len() as u64, last);
    caller
        .post_json(
            "/api/1/list/l-0001/record",
            json!({"EMAIL": "di@example.com"}),
        )
        .await;
    let (_, since) = get(&emulator, &format!("/journal?since={last}")).await;
    assert_eq!(since["last"], last + 1);
    let entry = &since["entries"][0];
    assert_eq!(since["entries"].as_array().unwrap().len(), 1);
    assert_eq!(entry["target"], "/api/1/list/l-0001/record");
    assert_eq!(entry["request_body"], r#"{"EMAIL":"di@example.com"}"#);
    assert_eq!((&entry["status"], &entry["at"]), (&json!(200), &json!(NOW)));
    assert_eq!(get(&emulator, "/journal?since=soon").await.0, 400);
    let cleared = control(&emulator, Method::DELETE, "/journal", Value::Null).await;
    assert_eq!(cleared.1, json!({"last": last + 1, "entries": []}));
    assert_eq!(emulator.journal().count(), 0);
}

#[tokio::test]
async fn the_control_plane_counts_against_no_limit() {
    let emulator = Emulator::builder()
        .clock(Clock::manual(NOW))
        .start()
        .await
        .unwrap();
    let caller = Caller::login(&emulator).await;
    for _ in 0..10 {
        assert_eq!(get(&emulator, "/clock").await.0, 200);
    }
    assert_eq!(caller.get("/api/1/account").await.0, 200);
    assert_eq!(emulator.calls_today(), 1);
}

#[tokio::test]
async fn a_web_page_a_wrong_path_and_a_wrong_method_are_refused() {
    let emulator = quiet().start().await.unwrap();
    let reset = Client::new()
        .post(format!("{}/_emulator/reset", emulator.url()))
        .header("origin", "http://elsewhere.test");
    assert_eq!(answer(reset).await.0, 403);
    assert_eq!(get(&emulator, "/nothing").await.0, 404);
    assert_eq!(get(&emulator, "/reset").await.0, 405);
    assert_eq!(get(&emulator, "/clock/").await.0, 200);
    let (_, index) = get(&emulator, "").await;
    for name in [
        "clock",
        "faults",
        "in_flight",
        "journal",
        "release",
        "reset",
        "settled",
        "snapshot",
    ] {
        assert!(index[name].is_string(), "{name}");
    }
    // Not the control plane's, so Act-On's gateway answers, and the journal knows.
    let near = format!("{}/_emulators", emulator.url());
    assert_eq!(answer(Client::new().get(near)).await.0, 404);
    assert_eq!(emulator.journal().count(), 1);
}
