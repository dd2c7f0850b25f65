//! Answers that are wrong in a way that looks right, and lists that change between two calls.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use std::time::Duration;

use acton_emulator::{Emulator, Fault, ListSeed};
use reqwest::{Method, Response, Version};
use serde_json::{Value, json};
use support::{Caller, quiet};

const LIST: &str = "/api/1/list/l-0001";

async fn with_list() -> (Emulator, Caller) {
    let emulator = quiet().start().await.unwrap();
    let columns = [
        ("E-mail Address", Some("EMAIL")),
        ("Region", None),
        ("City", None),
    ];
    let rows = (0..5).map(|n| {
        [
            format!("s{n}@example.com"),
            format!("r{n}"),
            format!("c{n}"),
        ]
    });
    emulator.create_list(ListSeed::new("L").columns(columns).rows(rows));
    let caller = Caller::login(&emulator).await;
    emulator.journal().clear();
    (emulator, caller)
}

/// What a page says of its offset, and its first row's address.
async fn page(caller: &Caller, offset: usize) -> (u64, String) {
    let path = format!("{LIST}?count=2&offset={offset}");
    let (_, page) = caller.get(&path).await;
    let first = page["data"][0][1].as_str().unwrap().to_owned();
    (page["offset"].as_u64().unwrap(), first)
}

#[tokio::test]
async fn an_ignored_offset_gives_the_first_page_and_says_so() {
    let (emulator, caller) = with_list().await;
    emulator.fail(Fault::ignored_offset().on("GET", LIST));
    assert_eq!(page(&caller, 2).await, (0, "s0@example.com".to_owned()));
    assert_eq!(page(&caller, 2).await, (2, "s2@example.com".to_owned()));
}

#[tokio::test]
async fn a_repeated_page_is_the_first_one_and_says_that_it_is_another() {
    let (emulator, caller) = with_list().await;
    emulator.fail(Fault::repeated_page().on("GET", LIST).skip(1).always());
    assert_eq!(page(&caller, 0).await, (0, "s0@example.com".to_owned()));
    for offset in [2, 4, 6] {
        let first = "s0@example.com".to_owned();
        assert_eq!(page(&caller, offset).await, (offset as u64, first));
    }
    emulator.clear_faults();
    assert_eq!(page(&caller, 2).await, (2, "s2@example.com".to_owned()));
}

#[tokio::test]
async fn pages_of_all_that_is_listed_can_be_repeated() {
    let (emulator, caller) = with_list().await;
    for n in 0..3 {
        emulator.add_opt_out(&format!("o{n}@example.com"), n);
        emulator.create_list(ListSeed::new(format!("L{n}")));
    }
    for (path, key, first) in [
        ("/api/1/list/optout", "email", "o0@example.com"),
        ("/api/1/list", "name", "L"),
    ] {
        for (fault, told) in [(Fault::ignored_offset(), 0), (Fault::repeated_page(), 1)] {
            emulator.fail(fault.on("GET", path));
            let (_, page) = caller.get(&format!("{path}?count=1&offset=1")).await;
            assert_eq!(
                (&page["offset"], &page["result"][0][key]),
                (&json!(told), &json!(first))
            );
        }
    }
    emulator.fail(Fault::repeated_page());
    let (_, csv) = caller
        .text(&format!("{LIST}?responseformat=CSV&offset=3"))
        .await;
    assert_eq!(csv.lines().count(), 6);
}

async fn unframed(caller: &Caller, path: &str) -> (Response, Version) {
    let response = caller.request(Method::GET, path).send().await.unwrap();
    let version = response.version();
    for header in ["content-length", "transfer-encoding"] {
        assert!(!response.headers().contains_key(header), "{path}: {header}");
    }
    (response, version)
}

#[tokio::test]
async fn an_answer_that_ends_with_the_connection_is_whole_or_cut_and_nothing_shows_which() {
    let (emulator, caller) = with_list().await;
    for path in [LIST.to_owned(), format!("{LIST}?responseformat=CSV")] {
        let (_, whole) = caller.text(&path).await;
        emulator.fail(Fault::close_delimited());
        let (response, version) = unframed(&caller, &path).await;
        assert_eq!(version, Version::HTTP_10);
        assert_eq!(response.text().await.unwrap(), whole);
        for bytes in [0, 40] {
            emulator.fail(Fault::close_delimited_cut(bytes));
            let (response, _) = unframed(&caller, &path).await;
            assert_eq!(response.text().await.unwrap(), whole[..bytes]);
        }
    }
    emulator.settled().await;
    assert_eq!(caller.get(LIST).await.0, 200);
}

#[tokio::test]
async fn an_echo_repeats_body_query_and_authorization_and_has_no_effect() {
    let (emulator, caller) = with_list().await;
    emulator.fail(Fault::echo(422).on("POST", LIST));
    let body = json!({"EMAIL": "secret@example.com"});
    let (status, error) = caller
        .post_json(&format!("{LIST}/record?key=a%20b"), body)
        .await;
    let text = error["message"].as_str().unwrap();
    assert_eq!((status, error["errorCode"].is_number()), (422, true));
    let token = format!("Bearer {}", caller.token);
    for sent in [
        "key=a%20b",
        "key=a b",
        &token,
        r#"{"EMAIL":"secret@example.com"}"#,
    ] {
        assert!(text.contains(sent), "{sent}: {text}");
    }
    assert_eq!(emulator.list_rows("l-0001").len(), 5);
}

#[tokio::test]
async fn an_echo_of_the_token_endpoint_has_its_envelope_and_the_password_as_sent_and_as_meant() {
    let (emulator, caller) = with_list().await;
    emulator.fail(Fault::echo(400).on("POST", "/token"));
    let (status, error) = support::password_grant(&caller.http, &emulator).await;
    assert_eq!((status, &error["error"]), (400, &json!("invalid_request")));
    let text = error["error_description"].as_str().unwrap();
    for sent in [
        "password=correct+horse",
        "password=correct horse",
        emulator.client_secret(),
    ] {
        assert!(text.contains(sent), "{sent}: {text}");
    }
}

async fn headers(caller: &Caller) -> Value {
    caller.get(LIST).await.1["headers"].clone()
}

#[tokio::test]
async fn a_heading_can_go_between_two_calls_with_its_cells() {
    let (emulator, caller) = with_list().await;
    assert!(emulator.drop_column("l-0001", "Region"));
    assert_eq!(
        headers(&caller).await,
        json!(["_contact_id_", "E-mail Address", "City"])
    );
    assert_eq!(
        emulator.list_rows("l-0001")[1],
        ["l-0001:1", "s1@example.com", "c1"]
    );
    assert!(!emulator.drop_column("l-0001", "Region"), "it is gone");
    assert!(!emulator.drop_column("l-0009", "Region"), "no such list");
}

#[tokio::test]
async fn a_fault_takes_a_heading_out_of_the_list_that_is_called() {
    let (emulator, caller) = with_list().await;
    emulator.fail(Fault::drop_column("Region").on("GET", LIST).skip(1));
    assert_eq!(headers(&caller).await.as_array().unwrap().len(), 4);
    assert_eq!(
        headers(&caller).await,
        json!(["_contact_id_", "E-mail Address", "City"])
    );
    emulator.fail(Fault::drop_column("City").on("POST", LIST));
    let body = json!({"EMAIL": "x@example.com", "City": "PDX"});
    let (status, _) = caller.post_json(&format!("{LIST}/record"), body).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn a_generated_list_can_lose_a_column_and_keeps_its_rows() {
    let (emulator, caller) = with_list().await;
    let big = emulator.generate_list("Big", 1000);
    let before = emulator.list_rows(&big);
    assert!(emulator.drop_column(&big, "First Name"));
    let after = emulator.list_rows(&big);
    assert_eq!(after.len(), 1000);
    assert_eq!((&after[7][0], &after[7][1]), (&before[7][0], &before[7][1]));
    assert_eq!(after[7][2..], before[7][3..]);
    let found = format!("/api/1/list/lookup/{big}?email={}", before[7][1]);
    assert_eq!(caller.get(&found).await.1["contactID"], before[7][0]);
}

#[tokio::test]
async fn a_download_breaks_off_where_the_list_loses_a_column() {
    let (emulator, caller) = with_list().await;
    let big = emulator.generate_list("Big", 2000);
    // Slow enough that most of it is still to be written after its first piece.
    emulator.fail(Fault::drip(1000, Duration::from_millis(1)));
    let path = format!("/api/1/list/{big}?responseformat=CSV");
    let request = caller.request(Method::GET, &path);
    let mut response = request.send().await.unwrap();
    assert!(response.chunk().await.unwrap().is_some());
    assert!(emulator.drop_column(&big, "Region"));
    let end = loop {
        match response.chunk().await {
            Ok(Some(_)) => {}
            end => break end,
        }
    };
    assert!(
        end.is_err(),
        "no rows of another shape under the old headings"
    );
}
