//! Opt-outs, hard bounces, spam complaints.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use reqwest::Method;
use serde_json::json;
use support::{Caller, NOW, error, quiet};

#[tokio::test]
async fn pages_never_say_how_many_there_are() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    for n in 0..3 {
        emulator.add_opt_out(&format!("o{n}@example.com"), 1000 + n);
        emulator.add_hard_bounce(&format!("b{n}@example.com"), 1000 + n);
        emulator.add_spam_complaint(&format!("s{n}@example.com"), 1000 + n);
    }
    let cases = [("optout", "o"), ("hardbounce", "b"), ("spamcomplaint", "s")];
    for (name, prefix) in cases {
        let (status, body) = caller
            .get(&format!("/api/1/list/{name}?count=1&offset=1"))
            .await;
        assert_eq!(status, 200);
        assert_eq!(body["totalCount"], -1);
        assert_eq!((&body["offset"], &body["count"]), (&json!(1), &json!(1)));
        assert_eq!(body["result"][0]["email"], format!("{prefix}1@example.com"));
        assert_eq!(body["result"][0]["timestamp"], 1001);
        assert!(body["result"][0]["origin"].is_string());
        let (_, past) = caller.get(&format!("/api/1/list/{name}?offset=3")).await;
        assert_eq!(
            (&past["count"], &past["totalCount"]),
            (&json!(0), &json!(-1))
        );
        let (_, some) = caller
            .get(&format!(
                "/api/1/list/{name}?createdafter=1000&createdbefore=1002"
            ))
            .await;
        assert_eq!(some["count"], 1);
    }
}

#[tokio::test]
async fn an_opt_out_upload_counts_what_it_took_and_rejected() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    emulator.add_opt_out("ada@example.com", 5);
    let csv = b"ADA@example.com\nbo@example.com\nnonsense\n\"\"\n".as_slice();
    let file = Some(("o.csv", csv));
    let (status, body) = caller
        .multipart(Method::PUT, "/api/1/list/optout", &[], file)
        .await;
    let name = "bad_optout_records_0001_bad.csv";
    let expected = json!({"status": "success",
        "message": "2 invalid or empty records rejected. 2 valid records processed.",
        "emptyRecords": 1, "rejectedRecords": 1, "rejectedRecordsUrl": name});
    assert_eq!((status, body), (200, expected));
    let emails: Vec<_> = emulator
        .opt_outs()
        .into_iter()
        .map(|o| (o.email, o.timestamp))
        .collect();
    let expected = [
        ("ada@example.com".to_owned(), 5),
        ("bo@example.com".to_owned(), NOW),
    ];
    assert_eq!(emails, expected);
    let path = format!("/api/1/list/rejectedUploadRecords?filename={name}");
    assert_eq!(caller.text(&path).await, (200, "nonsense\n".to_owned()));
}

#[tokio::test]
async fn an_opt_in_takes_addresses_off_the_list_if_the_account_may() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    emulator.add_opt_out("ada@example.com", 5);
    emulator.add_opt_out("bo@example.com", 6);
    let put = async || {
        let file = Some(("o.csv", b"Ada@example.com\nnew@example.com\n".as_slice()));
        caller
            .multipart(Method::PUT, "/api/1/list/optin", &[], file)
            .await
    };
    emulator.quirks(|quirks| quirks.opt_in_enabled = false);
    assert_eq!(put().await.0, 403);
    emulator.quirks(|quirks| quirks.opt_in_enabled = true);
    let message = "0 invalid or empty records rejected. 2 valid records processed.";
    let expected =
        json!({"status": "success", "message": message, "emptyRecords": 0, "rejectedRecords": 0});
    assert_eq!(put().await, (200, expected));
    assert_eq!(emulator.opt_outs().len(), 1);
    let none = caller
        .multipart(Method::PUT, "/api/1/list/optin", &[("a", "b")], None)
        .await;
    assert_eq!(none, (400, error(10003, "Input file missing")));
}
