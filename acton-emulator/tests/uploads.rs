//! CSV uploads: new lists, merges, jobs, rejected rows.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use std::time::Duration;

use acton_emulator::{Emulator, ListSeed};
use reqwest::Method;
use serde_json::{Value, json};
use support::{Answer, Caller, SPECS, error, quiet};

const HEADINGS: &str = "E-mail Address,First Name,Region\n";

fn people() -> ListSeed {
    ListSeed::new("People")
        .columns([
            ("E-mail Address", Some("EMAIL")),
            ("First Name", Some("FIRSTNAME")),
            ("Region", None),
        ])
        .rows([
            ["ada@example.com", "Ada", "West"],
            ["bo@example.com", "Bo", "East"],
            ["bo@example.com", "Bo the second", "East"],
        ])
}

async fn with_people() -> (Emulator, Caller) {
    let emulator = quiet().start().await.unwrap();
    emulator.create_list(people());
    let caller = Caller::login(&emulator).await;
    (emulator, caller)
}

async fn upload(caller: &Caller, mergespecs: &str, more: &[(&str, &str)], csv: &str) -> Answer {
    let mut fields = vec![
        ("uploadspecs", SPECS),
        ("mergespecs", mergespecs),
        ("quotecharacter", "DOUBLE_QUOTE"),
    ];
    fields.extend(more);
    let file = Some(("rows.csv", csv.as_bytes()));
    caller
        .multipart(Method::PUT, "/api/1/list/l-0001", &fields, file)
        .await
}

fn merge(mode: &str) -> String {
    json!([{"dstListId": "l-0001", "mergeMode": mode, "columnMap": []}]).to_string()
}

/// Merges rows and gives the counts: appended, updated, rejected.
async fn merged(caller: &Caller, mode: &str, rows: &str) -> (u64, u64, u64) {
    let (status, job) = upload(caller, &merge(mode), &[], &format!("{HEADINGS}{rows}")).await;
    assert_eq!(status, 200, "{job}");
    let details = caller.finish(&job).await["details"].take();
    assert_eq!(
        (&details["status"], &details["listId"]),
        (&json!("ok"), &json!("l-0001"))
    );
    let count = |name: &str| details[name].as_u64().unwrap();
    (
        count("appendCount"),
        count("updateCount"),
        count("rejectedCount"),
    )
}

fn cells(emulator: &Emulator) -> Vec<String> {
    let rows = emulator.list_rows("l-0001");
    rows.into_iter()
        .map(|row| row.join("|").replace("@example.com", ""))
        .collect()
}

#[tokio::test]
async fn a_new_list_with_a_file_appears_when_its_job_is_done() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let fields = [
        ("listname", "Spring"),
        ("uploadspecs", SPECS),
        ("quotecharacter", "DOUBLE_QUOTE"),
        ("foldername", "Campaigns"),
    ];
    let csv = format!("{HEADINGS}ada@example.com,\"Ada, dear\",West\nbo@example.com,Bo,\n");
    let file = Some(("rows.csv", csv.as_bytes()));
    let (status, job) = caller
        .multipart(Method::POST, "/api/1/list", &fields, file)
        .await;
    let expected = json!({"status": "success", "message": "Upload completed", "jobId": "15959711"});
    assert_eq!((status, job), (200, expected));

    let status = "/api/1/list/15959711/status";
    assert_eq!(
        caller.get(status).await,
        (200, json!({"status": "The job is pending"}))
    );
    assert_eq!(
        caller.get(status).await,
        (200, json!({"status": "The job is running"}))
    );
    assert_eq!(emulator.lists(), []);
    let (_, done) = caller.get(status).await;
    let details = json!({"status": "ok", "listId": "l-0001", "appendCount": 2, "updateCount": 0,
        "failedCount": 0, "rejectedCount": 0});
    assert_eq!(
        (&done["status"], &done["details"]),
        (&json!("success"), &details)
    );
    let inner: Value = serde_json::from_str(done["jobDetails"].as_str().unwrap()).unwrap();
    assert_eq!(inner, details);
    assert_eq!(
        cells(&emulator),
        ["l-0001:0|ada|Ada, dear|West", "l-0001:1|bo|Bo|"]
    );
    assert_eq!(emulator.lists()[0].folder, "Campaigns");
}

#[tokio::test]
async fn separators_quotes_and_headings_are_as_the_caller_says_or_guessed() {
    let cases: [(&[(&str, &str)], &str); 5] = [
        (
            &[("fieldseparator", "SEMICOLON")],
            "h;h;h\na@b.test;A, B;W\n",
        ),
        (&[], "h;h;h\na@b.test;A, B;W\n"),
        (&[("headings", "N")], "a@b.test\t\"A, B\"\tW\n"),
        (
            &[("headings", "no"), ("quotecharacter", "SINGLE_QUOTE")],
            "a@b.test,'A, B',W\n",
        ),
        (
            &[("quotecharacter", "NONE"), ("fieldseparator", "TAB")],
            "h\nA\ta@b.test\tx\na@b.test\tA, B\tW\n",
        ),
    ];
    for (more, csv) in cases {
        let emulator = quiet().start().await.unwrap();
        let caller = Caller::login(&emulator).await;
        let mut fields = more.to_vec();
        fields.extend([
            ("listname", "L"),
            ("uploadspecs", SPECS),
            ("quotecharacter", "DOUBLE_QUOTE"),
        ]);
        let file = Some(("rows.csv", csv.as_bytes()));
        let (_, job) = caller
            .multipart(Method::POST, "/api/1/list", &fields, file)
            .await;
        caller.finish(&job).await;
        assert_eq!(cells(&emulator), ["l-0001:0|a@b.test|A, B|W"], "{csv:?}");
    }
}

#[tokio::test]
async fn ignored_columns_do_not_reach_the_list() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let specs = r#"[{"columnHeading":"Note","ignoreColumn":"Y","columnIndex":0},
        {"columnHeading":"Mail","columnType":"EMAIL","columnIndex":1}]"#;
    let fields = [
        ("listname", "L"),
        ("uploadspecs", specs),
        ("quotecharacter", "NONE"),
    ];
    let file = Some(("rows.csv", b"Note,Mail\nsecret,a@b.test\n".as_slice()));
    let (_, job) = caller
        .multipart(Method::POST, "/api/1/list", &fields, file)
        .await;
    caller.finish(&job).await;
    assert_eq!(emulator.lists()[0].headings, ["Mail"]);
    assert_eq!(cells(&emulator), ["l-0001:0|a@b.test"]);
}

#[tokio::test]
async fn append_adds_every_row() {
    let (emulator, caller) = with_people().await;
    let counts = merged(
        &caller,
        "APPEND",
        "ada@example.com,Again,N\ncy@example.com,Cy,N\n",
    )
    .await;
    assert_eq!(counts, (2, 0, 0));
    assert_eq!(
        cells(&emulator)[3..],
        ["l-0001:3|ada|Again|N", "l-0001:4|cy|Cy|N"]
    );
}

#[tokio::test]
async fn append_no_duplicates_skips_known_addresses_also_within_the_file() {
    let (emulator, caller) = with_people().await;
    let rows = "ADA@example.com,Again,N\ncy@example.com,Cy,N\ncy@example.com,Cy again,N\n";
    assert_eq!(
        merged(&caller, "APPEND_NO_DUPLICATES", rows).await,
        (1, 0, 0)
    );
    assert_eq!(cells(&emulator)[3..], ["l-0001:3|cy|Cy|N"]);
}

#[tokio::test]
async fn upsert_updates_the_first_match_and_adds_the_rest() {
    let (emulator, caller) = with_people().await;
    let rows = "bo@example.com,Bob,North\ncy@example.com,Cy,N\ncy@example.com,Cyrus,\n";
    assert_eq!(merged(&caller, "UPSERT", rows).await, (1, 2, 0));
    let expected = [
        "l-0001:0|ada|Ada|West",
        "l-0001:1|bo|Bob|North",
        "l-0001:2|bo|Bo the second|East",
        "l-0001:3|cy|Cyrus|N",
    ];
    assert_eq!(cells(&emulator), expected);
}

#[tokio::test]
async fn update_only_adds_nothing() {
    let (emulator, caller) = with_people().await;
    let rows = "ada@example.com,Ada B.,N\ncy@example.com,Cy,N\n";
    assert_eq!(merged(&caller, "UPDATE_ONLY", rows).await, (0, 1, 0));
    assert_eq!(cells(&emulator)[0], "l-0001:0|ada|Ada B.|N");
    assert_eq!(cells(&emulator).len(), 3);
}

#[tokio::test]
async fn replace_deletes_what_the_file_does_not_have_and_keeps_row_numbers() {
    let (emulator, caller) = with_people().await;
    let rows = "cy@example.com,Cy,N\nbo@example.com,Bob,N\n";
    assert_eq!(merged(&caller, "REPLACE", rows).await, (1, 1, 0));
    assert_eq!(cells(&emulator), ["l-0001:1|bo|Bob|N", "l-0001:3|cy|Cy|N"]);
}

#[tokio::test]
async fn blanks_erase_only_with_put_empty_values() {
    let (emulator, caller) = with_people().await;
    let csv = format!("{HEADINGS}ada@example.com,,\n");
    for (put, expected) in [("N", "l-0001:0|ada|Ada|West"), ("Y", "l-0001:0|ada||")] {
        let more = [("putEmptyValues", put)];
        let (_, job) = upload(&caller, &merge("UPSERT"), &more, &csv).await;
        caller.finish(&job).await;
        assert_eq!(cells(&emulator)[0], expected);
    }
}

#[tokio::test]
async fn the_key_may_be_another_column_by_heading_or_the_address_by_usage() {
    let (emulator, caller) = with_people().await;
    let csv = format!("{HEADINGS}new@example.com,Ada,East\n");
    let spec = |key: &str| {
        json!([{"dstListId": "l-0001", "mergeMode": "UPDATE_ONLY", "columnMap": [],
            "createSegment": "0", "mergeKeyHeading": key}])
        .to_string()
    };
    let (_, job) = upload(&caller, &spec("First Name"), &[], &csv).await;
    caller.finish(&job).await;
    assert_eq!(cells(&emulator)[0], "l-0001:0|new|Ada|East");
    let csv = format!("{HEADINGS}new@example.com,Ada,South\n");
    let (_, job) = upload(&caller, &spec("EMAIL"), &[], &csv).await;
    caller.finish(&job).await;
    assert_eq!(cells(&emulator)[0], "l-0001:0|new|Ada|South");
}

#[tokio::test]
async fn rows_without_an_address_are_rejected_and_can_be_downloaded() {
    let (emulator, caller) = with_people().await;
    let csv = format!("{HEADINGS},Nobody,N\nnot an address,\"N, N\",N\ncy@example.com,Cy,N\n");
    let (_, job) = upload(&caller, &merge("APPEND"), &[], &csv).await;
    let done = caller.finish(&job).await;
    assert_eq!(done["details"]["rejectedCount"], 2);
    let name = done["details"]["rejectedRecordsUrl"].as_str().unwrap();
    let path = format!("/api/1/list/rejectedUploadRecords?filename={name}");
    let expected = ",Nobody,N\nnot an address,\"N, N\",N\n";
    assert_eq!(caller.text(&path).await, (200, expected.to_owned()));
    assert_eq!(
        caller
            .get("/api/1/list/rejectedUploadRecords?filename=x")
            .await
            .0,
        400
    );
    emulator.quirks(|quirks| quirks.upload_rejects_bad_email = false);
    let (_, job) = upload(&caller, &merge("APPEND"), &[], &csv).await;
    assert_eq!(caller.finish(&job).await["details"]["appendCount"], 3);
}

#[tokio::test]
async fn merges_say_what_is_wrong_before_there_is_a_job() {
    let (_emulator, caller) = with_people().await;
    let good = format!("{HEADINGS}a@b.test,A,W\n");
    let elsewhere = merge("UPSERT").replace("l-0001", "l-0009");
    let nowhere = r#"[{"mergeMode":"UPSERT","columnMap":[]}]"#;
    let no_column = r#"[{"dstListId":"l-0001","mergeMode":"UPSERT","columnMap":[],
        "mergeKeyHeading":"Shoe size"}]"#;
    let lacking = error(
        10088,
        "At least one specified merge column is missing from the uploaded file",
    );
    let dst = error(10025, "Invalid or missing merge destination list");
    let upsert = merge("UPSERT");
    let cases: [(&str, &str, Value); 5] = [
        (&elsewhere, &good, dst.clone()),
        (nowhere, &good, dst),
        (no_column, &good, lacking.clone()),
        (
            &upsert,
            "E-mail Address,Region,First Name\na@b.test,W,A\n",
            lacking.clone(),
        ),
        (&upsert, "E-mail Address,First Name\na@b.test,A\n", lacking),
    ];
    for (spec, csv, expected) in cases {
        assert_eq!(
            upload(&caller, spec, &[], csv).await,
            (400, expected),
            "{spec} {csv}"
        );
    }
    let fields = [
        ("uploadspecs", SPECS),
        ("mergespecs", &upsert),
        ("quotecharacter", "NONE"),
    ];
    let no_file = caller
        .multipart(Method::PUT, "/api/1/list/l-0001", &fields, None)
        .await;
    assert_eq!(no_file, (400, error(10003, "Input file missing")));
    let no_list = caller
        .multipart(Method::PUT, "/api/1/list/l-0009", &fields, None)
        .await;
    assert_eq!(no_list, (400, error(10004, "Invalid or missing list")));
}

#[tokio::test]
async fn columns_in_another_order_than_the_lists_are_refused_even_if_file_and_specs_agree() {
    let (_emulator, caller) = with_people().await;
    let swapped = SPECS
        .replace(r#""columnIndex":"1""#, r#""columnIndex":9"#)
        .replace(r#""columnIndex":2"#, r#""columnIndex":1"#)
        .replace(r#""columnIndex":9"#, r#""columnIndex":2"#);
    let upsert = merge("UPSERT");
    for headings in ["N", "Y"] {
        let fields = [
            ("uploadspecs", swapped.as_str()),
            ("mergespecs", &upsert),
            ("quotecharacter", "NONE"),
            ("headings", headings),
        ];
        let csv = "E-mail Address,Region,First Name\na@b.test,W,A\n";
        let file = Some(("rows.csv", csv.as_bytes()));
        let path = "/api/1/list/l-0001";
        let (status, body) = caller.multipart(Method::PUT, path, &fields, file).await;
        assert_eq!((status, &body["errorCode"]), (400, &json!(10088)));
    }
}

#[tokio::test]
async fn a_segment_from_an_upload_is_not_modelled_and_says_so() {
    let (_emulator, caller) = with_people().await;
    let spec = merge("UPSERT").replace("\"columnMap\"", "\"createSegment\":\"1\",\"columnMap\"");
    let (status, body) = upload(&caller, &spec, &[], HEADINGS).await;
    assert_eq!((status, &body["errorCode"]), (501, &json!("NOT_MODELLED")));
}

#[tokio::test]
async fn jobs_run_in_the_order_they_came_and_alone_after_a_minute() {
    let (emulator, caller) = with_people().await;
    let rows = |name: &str| format!("{HEADINGS}cy@example.com,{name},N\n");
    let (_, first) = upload(&caller, &merge("UPSERT"), &[], &rows("First")).await;
    let (_, second) = upload(&caller, &merge("UPSERT"), &[], &rows("Second")).await;
    assert_eq!(
        (&first["jobId"], &second["jobId"]),
        (&json!("15959711"), &json!("15959712"))
    );
    caller.finish(&second).await;
    assert_eq!(cells(&emulator)[3], "l-0001:3|cy|Second|N");
    let (_, body) = caller.get("/api/1/list/15959711/status").await;
    assert_eq!(body["status"], "success");

    upload(&caller, &merge("UPSERT"), &[], &rows("Third")).await;
    emulator.clock().advance(Duration::from_secs(60));
    let (_, page) = caller.get("/api/1/list/l-0001?offset=3").await;
    assert_eq!(page["data"][0][2], "Third");
}

#[tokio::test]
async fn polls_to_success_can_be_set_and_a_wrong_job_is_10017() {
    let emulator = quiet().job_polls(1).start().await.unwrap();
    emulator.create_list(people());
    let caller = Caller::login(&emulator).await;
    upload(&caller, &merge("UPSERT"), &[], HEADINGS).await;
    let path = "/api/1/list/15959711/status";
    assert_eq!(caller.get(path).await.1["status"], "success");
    let wrong = error(10017, "Invalid or expired Job Id");
    assert_eq!(
        caller.get("/api/1/list/1/status").await,
        (400, wrong.clone())
    );
    assert_eq!(
        caller.get("/api/1/list/l-0001/status").await,
        (400, wrong.clone())
    );
    emulator.clock().advance(Duration::from_secs(86_401));
    let caller = Caller::login(&emulator).await;
    assert_eq!(caller.get(path).await, (400, wrong));
}
