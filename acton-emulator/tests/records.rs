//! List records, one at a time: add, upsert, update, read, look up, delete.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use acton_emulator::{Emulator, ListSeed, LookupMiss};
use reqwest::Method;
use serde_json::json;
use support::{Caller, NOW, answer, error, quiet};

const RECORD: &str = "/api/1/list/l-0001/record";

async fn with_people() -> (Emulator, Caller) {
    let emulator = quiet().start().await.unwrap();
    let rows = (0..18).map(|n| {
        // Rows 3 and 4 share an address.
        let email = format!("p{}@example.com", if n == 4 { 3 } else { n });
        vec![email, format!("P{n}"), "West".to_owned()]
    });
    emulator.create_list(
        ListSeed::new("People")
            .columns([
                ("E-mail Address", Some("EMAIL")),
                ("First Name", Some("FIRSTNAME")),
                ("Region", None),
            ])
            .rows(rows),
    );
    let caller = Caller::login(&emulator).await;
    (emulator, caller)
}

fn row(emulator: &Emulator, number: usize) -> String {
    emulator.list_rows("l-0001")[number].join("|")
}

#[tokio::test]
async fn add_takes_headings_and_usages_and_numbers_rows_in_hex() {
    let (emulator, caller) = with_people().await;
    let body = json!({"EMAIL": "p0@example.com", "First Name": "New", "Region": 7});
    let inserted = json!({"status": "success", "message": "Record inserted",
        "id": "l-0001:12", "contact_id": "l-0001:12"});
    assert_eq!(caller.post_json(RECORD, body).await, (200, inserted));
    assert_eq!(row(&emulator, 18), "l-0001:12|p0@example.com|New|7");
}

#[tokio::test]
async fn add_reads_json_whatever_the_content_type_says() {
    let (emulator, caller) = with_people().await;
    let json = r#"{"EMAIL":"x@example.com"}"#;
    let post = || caller.request(Method::POST, RECORD);
    let form = "application/x-www-form-urlencoded";
    assert_eq!(
        answer(post().header("content-type", form).body(json))
            .await
            .0,
        200
    );
    assert_eq!(answer(post().body(json)).await.0, 200);
    assert_eq!(answer(post().form(&[("RAW_BODY", json)])).await.0, 200);
    assert_eq!(emulator.list_rows("l-0001").len(), 21);
    assert_eq!(answer(post().body("EMAIL=x")).await.0, 400);
}

#[tokio::test]
async fn an_unknown_column_on_add_is_the_code_that_is_a_string() {
    let (_emulator, caller) = with_people().await;
    let body = json!({"EMAIL": "x@example.com", "Shoe size": "43"});
    let expected = json!({"errorCode": "10010", "message": "Invalid Column Specified"});
    assert_eq!(caller.post_json(RECORD, body).await, (400, expected));
    let lost = caller
        .post_json("/api/1/list/l-0009/record", json!({}))
        .await;
    assert_eq!(lost, (400, error(10004, "Invalid or missing list")));
}

#[tokio::test]
async fn an_address_may_be_demanded() {
    let (emulator, caller) = with_people().await;
    assert_eq!(
        caller.post_json(RECORD, json!({"Region": "East"})).await.0,
        200
    );
    emulator.quirks(|quirks| quirks.record_without_email = false);
    let refused = caller.post_json(RECORD, json!({"Region": "East"})).await;
    assert_eq!(refused, (422, error(10121, "Missing parameter - EMAIL")));
}

#[tokio::test]
async fn upsert_touches_only_the_first_of_two_with_the_same_address() {
    let (emulator, caller) = with_people().await;
    let path = format!("{RECORD}?email=P3%40EXAMPLE.com");
    let updated = json!({"status": "success", "message": "Record updated",
        "id": "l-0001:3", "contact_id": "l-0001:3"});
    assert_eq!(
        caller.put_json(&path, json!({"Region": "East"})).await,
        (200, updated)
    );
    assert_eq!(row(&emulator, 3), "l-0001:3|p3@example.com|P3|East");
    assert_eq!(row(&emulator, 4), "l-0001:4|p3@example.com|P4|West");
}

#[tokio::test]
async fn upsert_of_an_unknown_address_adds_a_row_with_it() {
    let (emulator, caller) = with_people().await;
    let path = format!("{RECORD}?email=new%40example.com");
    let (_, body) = caller.put_json(&path, json!({"FIRSTNAME": "New"})).await;
    assert_eq!(
        (&body["message"], &body["id"]),
        (&json!("Record inserted"), &json!("l-0001:12"))
    );
    assert_eq!(row(&emulator, 18), "l-0001:12|new@example.com|New|");
    let refused = caller.put_json(RECORD, json!({"FIRSTNAME": "New"})).await;
    assert_eq!(refused, (422, error(10121, "Missing parameter - email")));
}

#[tokio::test]
async fn an_upsert_may_be_a_job() {
    let (emulator, caller) = with_people().await;
    let path = format!("{RECORD}?email=p1%40example.com&async=Y");
    let (_, job) = caller.put_json(&path, json!({"Region": "East"})).await;
    assert_eq!(row(&emulator, 1), "l-0001:1|p1@example.com|P1|West");
    assert_eq!(caller.finish(&job).await["details"]["updateCount"], 1);
    assert_eq!(row(&emulator, 1), "l-0001:1|p1@example.com|P1|East");
}

#[tokio::test]
async fn update_changes_what_it_is_given_and_null_empties() {
    let (emulator, caller) = with_people().await;
    let path = format!("{RECORD}/l-0001:11");
    let (status, body) = caller
        .put_json(&path, json!({"FIRSTNAME": "Q", "Region": null}))
        .await;
    assert_eq!(
        (status, body),
        (
            200,
            json!({"status": "success", "message": "Record updated"})
        )
    );
    assert_eq!(row(&emulator, 17), "l-0001:11|p17@example.com|Q|");
    let (_, body) = caller
        .put_json(&format!("{path}?returncontact=Y"), json!({}))
        .await;
    assert_eq!(body["contact"]["First Name"], "Q");
    assert_eq!(body["contact"]["contactID"], "l-0001:11");
}

#[tokio::test]
async fn an_unknown_column_on_update_is_refused_unless_switched() {
    let (emulator, caller) = with_people().await;
    let path = format!("{RECORD}/l-0001:0");
    let body = json!({"Shoe size": "43", "Region": "East"});
    let refused = caller.put_json(&path, body.clone()).await;
    assert_eq!(refused, (400, error(10010, "Invalid Column Specified")));
    emulator.quirks(|quirks| quirks.unknown_column_fails_update = false);
    assert_eq!(caller.put_json(&path, body).await.0, 200);
    assert_eq!(row(&emulator, 0), "l-0001:0|p0@example.com|P0|East");
}

#[tokio::test]
async fn a_single_record_is_a_bare_array_of_strings() {
    let (emulator, caller) = with_people().await;
    let path = format!("{RECORD}/l-0001%3Aa");
    let cells = json!(["l-0001:a", "p10@example.com", "P10", "West"]);
    assert_eq!(caller.get(&path).await, (200, cells));
    emulator.quirks(|quirks| quirks.timezone_column = true);
    assert_eq!(caller.get(&path).await.1[4], "2024-09-03 12:47:01 PDT");
    let (_, page) = caller.get("/api/1/list/l-0001?count=1").await;
    assert_eq!(
        (&page["headers"][4], &page["data"][0][4]),
        (&json!("Timezone"), &json!("America/Los_Angeles"))
    );
    assert_eq!(emulator.clock().now(), NOW);
}

#[tokio::test]
async fn a_wrong_record_id_is_10008() {
    let (_emulator, caller) = with_people().await;
    let expected = error(10008, "Invalid contact");
    for id in [
        "l-0001:12",
        "l-0001:A",
        "l-0001:0a",
        "l-0001:",
        "l-0002:1",
        "a",
        "l-0001:zz",
    ] {
        let path = format!("{RECORD}/{id}");
        assert_eq!(caller.get(&path).await, (400, expected.clone()), "{id}");
        assert_eq!(
            caller.put_json(&path, json!({})).await,
            (400, expected.clone()),
            "{id}"
        );
        assert_eq!(caller.delete(&path).await, (400, expected.clone()), "{id}");
    }
    let lost = caller.get("/api/1/list/l-0009/record/l-0009:0").await;
    assert_eq!(lost, (400, error(10004, "Invalid or missing list")));
}

#[tokio::test]
async fn a_lookup_gives_the_first_match_keyed_by_heading_in_column_order() {
    let (_emulator, caller) = with_people().await;
    let (status, text) = caller
        .text("/api/1/list/lookup/l-0001?email=P3@example.com")
        .await;
    let expected = concat!(
        r#"{"contactID":"l-0001:3","E-mail Address":"p3@example.com","First Name":"P3","#,
        r#""Region":"West",".tz":""}"#,
    );
    assert_eq!((status, text.as_str()), (200, expected));
}

#[tokio::test]
async fn a_lookup_tries_the_cookie_before_the_address() {
    let (emulator, caller) = with_people().await;
    emulator.add_cookie("c1", "l-0001:7");
    let look = async |query: &str| {
        let (_, body) = caller
            .get(&format!("/api/1/list/lookup/l-0001?{query}"))
            .await;
        body["contactID"].clone()
    };
    assert_eq!(look("cookieid=c1&email=p3@example.com").await, "l-0001:7");
    assert_eq!(
        look("cookieid=unknown&email=p3@example.com").await,
        "l-0001:3"
    );
    let (_, body) = caller.get("/api/1/list/lookup?cookie=c1").await;
    assert_eq!(body, json!({"contactID": "l-0001:7"}));
}

#[tokio::test]
async fn a_lookup_that_finds_nobody_is_400_unless_switched_to_another_code_or_an_empty_object() {
    let (emulator, caller) = with_people().await;
    let path = "/api/1/list/lookup/l-0001?email=nobody@example.com";
    for path in [path, "/api/1/list/lookup?cookie=nobody"] {
        let miss = caller.get(path).await;
        assert_eq!(miss, (400, error(10162, "No contact found")), "{path}");
    }
    emulator.quirks(|quirks| quirks.lookup_miss = LookupMiss::BadRequest);
    assert_eq!(
        caller.get(path).await,
        (400, error(10008, "Invalid contact"))
    );
    emulator.quirks(|quirks| quirks.lookup_miss = LookupMiss::EmptyObject);
    assert_eq!(caller.get(path).await, (200, json!({})));
    emulator.quirks(|quirks| quirks.case_sensitive_emails = true);
    let shouted = caller
        .get("/api/1/list/lookup/l-0001?email=P3@example.com")
        .await;
    assert_eq!(shouted, (200, json!({})));
}

#[tokio::test]
async fn a_deleted_row_is_gone_and_its_number_is_not_used_again() {
    let (emulator, caller) = with_people().await;
    let path = format!("{RECORD}/l-0001:11");
    let deleted = json!({"status": "success", "message": "Record deleted"});
    assert_eq!(caller.delete(&path).await, (200, deleted));
    assert_eq!(
        caller.delete(&path).await,
        (400, error(10008, "Invalid contact"))
    );
    let (_, added) = caller
        .post_json(RECORD, json!({"EMAIL": "x@example.com"}))
        .await;
    assert_eq!(added["id"], "l-0001:12");
    assert_eq!(emulator.list_rows("l-0001").len(), 18);
}

#[tokio::test]
async fn deleting_by_ids_fails_in_part_inside_a_200_of_plain_text() {
    let (emulator, caller) = with_people().await;
    let all = caller
        .delete(&format!("{RECORD}?contactids=l-0001:0,l-0001:1"))
        .await;
    assert_eq!(
        all,
        (
            200,
            json!({"success_count": 2, "fail_count": 0, "failedList": []})
        )
    );
    let path = format!("{RECORD}?contactids=l-0001:2,l-0001:zz,l-0001:2");
    let response = caller.request(Method::DELETE, &path).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/plain");
    let reason = "Invalid contact id";
    let expected = json!({"success_count": 1, "fail_count": 2, "failedList": [
        {"id": "l-0001:zz", "reason": reason}, {"id": "l-0001:2", "reason": reason}]});
    assert_eq!(
        response.json::<serde_json::Value>().await.unwrap(),
        expected
    );
    assert_eq!(emulator.list_rows("l-0001").len(), 15);
}

#[tokio::test]
async fn no_more_than_100_ids_are_deleted_at_once() {
    let emulator = quiet().start().await.unwrap();
    emulator.generate_list("Big", 200);
    let caller = Caller::login(&emulator).await;
    let ids: Vec<_> = (0..101).map(|n| format!("l-0001:{n:x}")).collect();
    let path = |n: usize| format!("{RECORD}?contactids={}", ids[..n].join(","));
    assert_eq!(caller.delete(&path(101)).await.0, 400);
    assert_eq!(caller.delete(&path(100)).await.1["success_count"], 100);
    assert_eq!(emulator.list_rows("l-0001").len(), 100);
}
