//! Forms: listed by folder, and all of them once more.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use acton_emulator::{Emulator, FormSource, Snapshot};
use serde_json::{Value, json};
use support::{Caller, NOW, error, quiet};

#[tokio::test]
async fn every_form_is_in_its_folder_and_once_more_among_all() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    assert_eq!(caller.get("/api/1/form").await, (200, json!([])));
    let signup = emulator.add_form("Newsletter Signup", "Default Folder");
    let survey = emulator.add_form("Survey", "");
    let url = |id: &str| {
        let base = emulator.url();
        format!("{base}/acton/form/46370/{id}:d-0001/1/-/-/-/-/index.htm")
    };
    let entry = |id: &str, title: &str| {
        json!({
            "creation_time": NOW, "description": "", "modified": NOW, "id": id, "title": title,
            "url": url(id),
        })
    };
    let (first, second) = (
        entry(&signup, "Newsletter Signup"),
        entry(&survey, "Survey"),
    );
    let own = json!({"entries": [first], "folder": "Default Folder"});
    let all = json!({"entries": [first, second], "folder": "All Forms"});
    assert_eq!(caller.get("/api/1/form").await, (200, json!([own, all])));
    emulator.quirks(|quirks| quirks.all_forms_first = true);
    assert_eq!(caller.get("/api/1/form").await, (200, json!([all, own])));
    let urls = json!({"urls": [{"url": url(&survey)}]});
    let path = format!("/api/1/form/{survey}/urls");
    assert_eq!(caller.get(&path).await, (200, urls));
}

#[tokio::test]
async fn a_report_has_a_line_for_each_source() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let form = emulator.add_form("Signup", "");
    assert!(emulator.add_form_source(&form, FormSource::new("Page:News", 1, 1, 4)));
    let line = json!({
        "source": "Page:News", "submits": 1, "unique": 1, "views": 4, "percent": 25,
        "non_submitters": "N/A",
    });
    let path = format!("/api/1/form/{form}/report");
    let report = json!({"count": 1, "result": [line]});
    assert_eq!(caller.get(&path).await, (200, report));
    for path in ["/api/1/form/none/report", "/api/1/form/none/urls"] {
        let invalid = (400, error(10012, "Invalid Form id"));
        assert_eq!(caller.get(path).await, invalid);
    }
}

#[tokio::test]
async fn forms_are_part_of_a_snapshot_and_older_ones_have_none() {
    let emulator = Emulator::start().await.unwrap();
    let (forms, text) = (emulator.forms(), emulator.snapshot().to_json());
    let other = quiet().start().await.unwrap();
    other.restore(Snapshot::from_json(&text).unwrap());
    assert_eq!(other.forms(), forms);

    let mut old: Value = serde_json::from_str(&text).unwrap();
    old.as_object_mut().unwrap().remove("forms").unwrap();
    other.restore(Snapshot::from_json(&old.to_string()).unwrap());
    assert_eq!(other.forms(), []);
}
