//! Lists whose rows are computed, and what writing to them does.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use reqwest::Method;
use serde_json::{Value, json};
use support::{Caller, quiet};

#[tokio::test]
async fn a_million_rows_are_paged_looked_up_and_filtered_without_being_stored() {
    let emulator = quiet().seed(7).start().await.unwrap();
    let id = emulator.generate_list("Big", 1_000_000);
    let caller = Caller::login(&emulator).await;
    let (_, page) = caller.get(&format!("/api/1/list/{id}?offset=999999")).await;
    assert_eq!(
        (&page["count"], &page["totalCount"]),
        (&json!(1), &json!(1_000_000))
    );
    let row = page["data"][0].clone();
    assert_eq!(row[0], "l-0001:f423f");
    let email = row[1].as_str().unwrap();
    let (_, found) = caller
        .get(&format!("/api/1/list/lookup/{id}?email={email}"))
        .await;
    assert_eq!(found["contactID"], row[0]);
    // Rows are created 15 seconds apart from the start of 2023.
    let after = 1_672_531_200_000_i64 + 999_989 * 15_000;
    let (_, last) = caller
        .get(&format!("/api/1/list/{id}?createdafter={after}&count=3"))
        .await;
    assert_eq!(
        (&last["count"], &last["totalCount"]),
        (&json!(3), &json!(10))
    );
}

#[tokio::test]
async fn rows_depend_on_the_seed_alone() {
    let mut first_rows = Vec::new();
    for seed in [7, 7, 8] {
        let emulator = quiet().seed(seed).start().await.unwrap();
        let id = emulator.generate_list("Big", 10);
        first_rows.push(emulator.list_rows(&id));
    }
    assert_eq!(first_rows[0], first_rows[1]);
    assert_ne!(first_rows[0], first_rows[2]);
}

#[tokio::test]
async fn a_csv_download_streams_every_row_once() {
    let emulator = quiet().start().await.unwrap();
    let id = emulator.generate_list("Big", 5_000);
    let caller = Caller::login(&emulator).await;
    caller
        .delete(&format!("/api/1/list/{id}/record/{id}:1f4"))
        .await;
    let (_, csv) = caller
        .text(&format!("/api/1/list/{id}?responseformat=CSV"))
        .await;
    let ids: Vec<_> = csv
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().unwrap())
        .collect();
    let expected: Vec<_> = (0..5_000)
        .filter(|n| *n != 500)
        .map(|n| format!("{id}:{n:x}"))
        .collect();
    assert_eq!(ids, expected);
}

#[tokio::test]
async fn writes_lie_over_generated_rows() {
    let emulator = quiet().start().await.unwrap();
    let id = emulator.generate_list("Big", 2_000);
    let caller = Caller::login(&emulator).await;
    let path = |row: &str| format!("/api/1/list/{id}/record/{id}:{row}");
    caller
        .put_json(
            &path("3"),
            json!({"Region": "Moon", "EMAIL": "moon@example.com"}),
        )
        .await;
    caller.delete(&path("0")).await;
    caller.delete(&path("5")).await;
    let (_, added) = caller
        .post_json(
            &format!("/api/1/list/{id}/record"),
            json!({"EMAIL": "new@example.com"}),
        )
        .await;
    assert_eq!(added["id"], format!("{id}:7d0"));

    let rows = emulator.list_rows(&id);
    assert_eq!(rows.len(), 1_999);
    let (_, page) = caller
        .get(&format!("/api/1/list/{id}?offset=0&count=5"))
        .await;
    assert_eq!(page["data"], serde_json::to_value(&rows[..5]).unwrap());
    let ids: Vec<_> = rows[..5].iter().map(|row| row[0].as_str()).collect();
    assert_eq!(
        ids,
        ["l-0001:1", "l-0001:2", "l-0001:3", "l-0001:4", "l-0001:6"]
    );
    assert_eq!(rows[2][7], "Moon");
    let (_, tail) = caller.get(&format!("/api/1/list/{id}?offset=1997")).await;
    assert_eq!(tail["data"], serde_json::to_value(&rows[1_997..]).unwrap());
    for (email, row) in [("moon@example.com", "3"), ("new@example.com", "7d0")] {
        let (_, found) = caller
            .get(&format!("/api/1/list/lookup/{id}?email={email}"))
            .await;
        assert_eq!(found["contactID"], format!("{id}:{row}"));
    }
}

async fn merge(caller: &Caller, id: &str, mode: &str, rows: &[&[String]]) -> Value {
    let (_, page) = caller.get(&format!("/api/1/list/{id}?count=1")).await;
    let headings = &page["headers"].as_array().unwrap()[1..];
    let specs: Vec<_> = headings
        .iter()
        .enumerate()
        .map(|(at, heading)| {
            let mut spec = json!({"columnHeading": heading, "columnIndex": at});
            if at == 0 {
                spec["columnType"] = json!("EMAIL");
            }
            spec
        })
        .collect();
    let specs = json!(specs).to_string();
    let mergespecs = json!([{"dstListId": id, "mergeMode": mode, "columnMap": []}]).to_string();
    let fields = [
        ("uploadspecs", specs.as_str()),
        ("mergespecs", mergespecs.as_str()),
        ("quotecharacter", "DOUBLE_QUOTE"),
        ("headings", "N"),
    ];
    let csv: String = rows
        .iter()
        .map(|row| format!("\"{}\"\n", row.join("\",\"")))
        .collect();
    let file = Some(("rows.csv", csv.as_bytes()));
    let path = format!("/api/1/list/{id}");
    let (status, job) = caller.multipart(Method::PUT, &path, &fields, file).await;
    assert_eq!(status, 200, "{job}");
    caller.finish(&job).await["details"].take()
}

#[tokio::test]
async fn a_merge_finds_generated_rows_by_address() {
    let emulator = quiet().start().await.unwrap();
    let id = emulator.generate_list("Big", 300);
    let caller = Caller::login(&emulator).await;
    let mut known = emulator.list_rows(&id)[200][1..].to_vec();
    known[6] = "Moon".to_owned();
    let mut new = known.clone();
    new[0] = "new@example.com".to_owned();

    let details = merge(&caller, &id, "UPSERT", &[&known, &new]).await;
    assert_eq!(
        (&details["appendCount"], &details["updateCount"]),
        (&json!(1), &json!(1))
    );
    let rows = emulator.list_rows(&id);
    assert_eq!((rows.len(), rows[200][7].as_str()), (301, "Moon"));

    let details = merge(&caller, &id, "REPLACE", &[&known]).await;
    assert_eq!(
        (&details["appendCount"], &details["updateCount"]),
        (&json!(0), &json!(1))
    );
    let rows = emulator.list_rows(&id);
    assert_eq!((rows.len(), rows[0][0].as_str()), (1, "l-0001:c8"));
}
