//! Trouble on demand, and the record of everything.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use std::time::Duration;

use acton_emulator::{Emulator, Fault, ListSeed};
use reqwest::{Client, Method};
use serde_json::json;
use support::{Caller, NOW, gateway, quiet};

async fn with_list() -> (Emulator, Caller) {
    let emulator = quiet().start().await.unwrap();
    let columns = [("E-mail Address", Some("EMAIL"))];
    emulator.create_list(
        ListSeed::new("L")
            .columns(columns)
            .rows([["a@example.com"]]),
    );
    let caller = Caller::login(&emulator).await;
    emulator.journal().clear();
    (emulator, caller)
}

#[tokio::test]
async fn a_fault_fires_where_and_as_often_as_it_is_told() {
    let (emulator, caller) = with_list().await;
    emulator.fault(
        Fault::status(502)
            .on("GET", "/api/1/list/")
            .skip(1)
            .times(2),
    );
    let mut statuses = Vec::new();
    for path in ["/api/1/account", "/api/1/list/l-0001", "/api/1/list/l-0001"] {
        statuses.push(caller.get(path).await.0);
    }
    let bad = caller.get("/api/1/list/l-0001").await;
    statuses.push(bad.0);
    statuses.push(caller.get("/api/1/list/l-0001").await.0);
    assert_eq!(statuses, [200, 200, 502, 502, 200]);
    assert_eq!(bad.1, gateway(502, "Bad Gateway", ""));
}

#[tokio::test]
async fn a_fault_stays_until_cleared_if_it_is_always() {
    let (emulator, caller) = with_list().await;
    emulator.fail(Fault::status(503).on("*", "/api/").always());
    for _ in 0..3 {
        assert_eq!(caller.get("/api/1/account").await.0, 503);
    }
    emulator.clear_faults();
    assert_eq!(caller.get("/api/1/account").await.0, 200);
}

#[tokio::test]
async fn answers_can_be_replaced_and_calls_refused() {
    let (emulator, caller) = with_list().await;
    emulator.fault(Fault::body(200, "text/html", "<html>maintenance</html>"));
    let text = caller.text("/api/1/account").await;
    assert_eq!(text, (200, "<html>maintenance</html>".to_owned()));
    emulator.fault(Fault::too_many_requests(Some(7)));
    let response = caller
        .request(Method::GET, "/api/1/account")
        .send()
        .await
        .unwrap();
    assert_eq!(
        (
            response.status().as_u16(),
            &response.headers()["retry-after"]
        ),
        (429, &"7".parse().unwrap())
    );
}

#[tokio::test]
async fn a_reset_before_leaves_no_effect_and_a_reset_after_does() {
    let (emulator, caller) = with_list().await;
    let record = "/api/1/list/l-0001/record";
    let add = || {
        caller
            .request(Method::POST, record)
            .json(&json!({"EMAIL": "b@example.com"}))
            .send()
    };
    emulator.fault(Fault::reset_before().on("POST", record));
    assert!(add().await.is_err());
    assert_eq!(emulator.list_rows("l-0001").len(), 1);
    emulator.fault(Fault::reset_after().on("POST", record));
    assert!(add().await.is_err());
    assert_eq!(emulator.list_rows("l-0001").len(), 2);
    assert_eq!(add().await.unwrap().status(), 200);
    let statuses: Vec<_> = emulator
        .journal()
        .entries()
        .iter()
        .map(|e| e.status)
        .collect();
    assert_eq!(statuses, [0, 0, 200]);
}

#[tokio::test]
async fn a_truncated_answer_announces_more_than_it_sends() {
    let (emulator, caller) = with_list().await;
    for (path, bytes) in [
        ("/api/1/list/l-0001", 10),
        ("/api/1/list/l-0001?responseformat=CSV", 5),
        ("/api/1/account", 0),
    ] {
        emulator.fault(Fault::truncate(bytes));
        let mut response = caller.request(Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), 200);
        let mut received = 0;
        let broken = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => received += chunk.len(),
                Ok(None) => break false,
                Err(_) => break true,
            }
        };
        assert!(broken, "{path}");
        assert_eq!(received, bytes, "{path}");
    }
}

#[tokio::test]
async fn a_refused_connection_leaves_no_effect_and_no_trace() {
    let (emulator, caller) = with_list().await;
    let record = "/api/1/list/l-0001/record";
    emulator.fault(Fault::refuse().on("POST", record).times(2));
    let add = || {
        let body = json!({"EMAIL": "b@example.com"});
        caller.request(Method::POST, record).json(&body).send()
    };
    for _ in 0..2 {
        assert!(add().await.is_err());
    }
    assert_eq!(caller.get("/api/1/list/l-0001").await.0, 200);
    assert_eq!(emulator.list_rows("l-0001").len(), 1);
    assert_eq!(emulator.journal().count_of("POST", record), 0);
    assert_eq!(add().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_stalled_answer_announces_more_than_it_sends_and_keeps_the_connection() {
    let (emulator, caller) = with_list().await;
    for (path, bytes) in [
        ("/api/1/list/l-0001", 10),
        ("/api/1/list/l-0001?responseformat=CSV", 5),
        ("/api/1/account", 0),
    ] {
        emulator.fault(Fault::stall(bytes).on("GET", "/api/1/"));
        let mut response = caller.request(Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), 200);
        let mut received = 0;
        while received < bytes {
            received += response.chunk().await.unwrap().unwrap().len();
        }
        assert_eq!(received, bytes, "{path}");
        let more = tokio::time::timeout(Duration::from_millis(50), response.chunk());
        assert!(more.await.is_err(), "{path}: neither more nor an end");
    }
    // Only while the caller waits: the emulator goes on, and stops.
    assert_eq!(caller.get("/api/1/account").await.0, 200);
    emulator.shutdown().await;
}

#[tokio::test]
async fn an_html_error_page_replaces_the_call() {
    let (emulator, caller) = with_list().await;
    let record = "/api/1/list/l-0001/record";
    emulator.fault(Fault::html(502).on("POST", record));
    let body = json!({"EMAIL": "b@example.com"});
    let add = caller.request(Method::POST, record).json(&body);
    let response = add.send().await.unwrap();
    assert_eq!(response.status(), 502);
    assert_eq!(response.headers()["content-type"], "text/html");
    let page = response.text().await.unwrap();
    assert!(page.contains("<h1>502 Bad Gateway</h1>"), "{page}");
    assert_eq!(emulator.list_rows("l-0001").len(), 1);
}

#[tokio::test]
async fn a_wrong_content_type_stands_over_the_right_answer() {
    let (emulator, caller) = with_list().await;
    let right = caller.text("/api/1/account").await;
    emulator.fault(Fault::content_type("text/html"));
    let response = caller
        .request(Method::GET, "/api/1/account")
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["content-type"], "text/html");
    assert_eq!(response.text().await.unwrap(), right.1);
}

#[tokio::test]
async fn a_dripped_and_delayed_answer_arrives_whole() {
    let (emulator, caller) = with_list().await;
    emulator.fault(Fault::latency(Duration::from_millis(1)));
    emulator.fault(Fault::drip(7, Duration::from_micros(1)));
    let (_, slow) = caller.text("/api/1/list/l-0001").await;
    let (_, fast) = caller.text("/api/1/list/l-0001").await;
    assert_eq!(slow, fast);
    emulator.fault(Fault::drip(7, Duration::from_micros(1)));
    let (_, csv) = caller.text("/api/1/list/l-0001?responseformat=CSV").await;
    assert_eq!(csv.lines().count(), 2);
}

#[tokio::test]
async fn a_token_can_expire_just_before_a_call() {
    let (emulator, caller) = with_list().await;
    emulator.fault(Fault::expire_token().on("GET", "/api/1/list"));
    assert_eq!(caller.get("/api/1/account").await.0, 200);
    assert_eq!(caller.get("/api/1/list").await.0, 401);
    assert_eq!(caller.get("/api/1/account").await.0, 401);
}

#[tokio::test]
async fn the_journal_has_every_request_with_its_answer() {
    let (emulator, caller) = with_list().await;
    let journal = emulator.journal();
    caller
        .get("/api/1/list/l-0001?count=1&fields=E-mail%20Address")
        .await;
    caller
        .post_json(
            "/api/1/list/l-0001/record",
            json!({"EMAIL": "b@example.com"}),
        )
        .await;
    Client::new()
        .get(format!("{}/nowhere", emulator.url()))
        .send()
        .await
        .unwrap();
    let lines = [
        "GET /api/1/list/l-0001?count=1&fields=E-mail%20Address -> 200",
        "POST /api/1/list/l-0001/record -> 200",
        "GET /nowhere -> 404",
    ];
    assert_eq!(journal.lines(), lines);
    let entries = journal.entries();
    assert_eq!(entries[0].number, 2);
    assert_eq!(entries[0].at, NOW);
    assert_eq!(
        entries[0].query[1],
        ("fields".to_owned(), "E-mail Address".to_owned())
    );
    assert_eq!(entries[0].path, "/api/1/list/l-0001");
    assert_eq!(
        entries[1].request_content_type.as_deref(),
        Some("application/json")
    );
    assert_eq!(entries[1].request_body, r#"{"EMAIL":"b@example.com"}"#);
    assert_eq!(entries[1].request_bytes, 25);
    assert!(entries[0].response_bytes > 100);
    assert_eq!(journal.count(), 3);
    assert_eq!(journal.count_of("GET", "/api/1/list/l-0001/"), 1);
    assert_eq!(journal.api_calls().len(), 2);
    journal.clear();
    assert_eq!(journal.count(), 0);
}

#[tokio::test]
async fn the_journal_keeps_64_kib_of_a_body_and_its_length() {
    let (emulator, caller) = with_list().await;
    let body = vec![b'x'; 100_000];
    caller
        .request(Method::POST, "/api/1/list")
        .body(body)
        .send()
        .await
        .unwrap();
    let entry = &emulator.journal().entries()[0];
    assert_eq!(
        (entry.request_body.len(), entry.request_bytes),
        (65_536, 100_000)
    );
}

#[tokio::test]
async fn the_journal_counts_the_bytes_of_a_streamed_answer() {
    let (emulator, caller) = with_list().await;
    let (_, csv) = caller.text("/api/1/list/l-0001?responseformat=CSV").await;
    assert_eq!(
        emulator.journal().entries()[0].response_bytes,
        csv.len() as u64
    );
    assert_eq!(emulator.journal().take_answered().len(), 1);
    assert_eq!(emulator.journal().count(), 0);
}
