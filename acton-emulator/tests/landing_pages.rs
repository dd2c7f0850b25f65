//! Landing pages: listed by folder, and who came to them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use acton_emulator::{Emulator, Snapshot};
use serde_json::{Value, json};
use support::{Caller, NOW, error, quiet};

#[tokio::test]
async fn a_page_is_listed_with_its_times_as_text_and_deleted() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let page = emulator.add_landing_page("Signup", "Default Folder");
    let base = emulator.url();
    let url = format!("{base}/acton/fs/blocks/showLandingPage/a/46370/p/p-0001/t/page/fm/0");
    let entry = json!({
        "creation_time": NOW.to_string(), "modified": NOW.to_string(), "id": page,
        "title": "Signup", "url": url,
    });
    let folders = json!([{"entries": [entry], "folder": "Default Folder"}]);
    assert_eq!(caller.get("/api/1/page").await, (200, folders));
    assert_eq!(caller.get("/api/1/page/p-0001").await, (200, entry));
    let urls = json!({"urls": [{"url": url}]});
    assert_eq!(caller.get("/api/1/page/p-0001/urls").await, (200, urls));
    let deleted = json!({"status": "success", "message": "Page p-0001 has been deleted"});
    assert_eq!(caller.delete("/api/1/page/p-0001").await, (200, deleted));
    assert_eq!(caller.get("/api/1/page").await, (200, json!([])));
}

#[tokio::test]
async fn a_report_counts_people_and_names_where_they_came_from() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let page = emulator.add_landing_page("Signup", "Default Folder");
    assert!(emulator.visit_landing_page(&page, "Default", false));
    let path = "/api/1/page/p-0001/report";
    let report = json!({
        "unique_unknown_visits": 1, "total_visits": 1, "incoming_traffic": {"Default": 1},
    });
    assert_eq!(caller.get(path).await, (200, report));
    assert!(emulator.visit_landing_page(&page, "Email: News", true));
    assert_eq!(caller.get(path).await.1["unique_known_visits"], 1);
    for path in [
        "/api/1/page/p-9",
        "/api/1/page/p-9/report",
        "/api/1/page/p-9/urls",
    ] {
        let invalid = (400, error(10013, "Invalid Page id"));
        assert_eq!(caller.get(path).await, invalid);
    }
}

#[tokio::test]
async fn landing_pages_are_part_of_a_snapshot_and_older_ones_have_none() {
    let emulator = Emulator::start().await.unwrap();
    let (pages, text) = (emulator.landing_pages(), emulator.snapshot().to_json());
    let other = quiet().start().await.unwrap();
    other.restore(Snapshot::from_json(&text).unwrap());
    assert_eq!(other.landing_pages(), pages);

    let mut old: Value = serde_json::from_str(&text).unwrap();
    old.as_object_mut().unwrap().remove("pages").unwrap();
    other.restore(Snapshot::from_json(&old.to_string()).unwrap());
    assert_eq!(other.landing_pages(), []);
}
