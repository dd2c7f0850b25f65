//! Logos: listed in an envelope, written as parts.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use acton_emulator::{Emulator, Snapshot, tiny_png};
use reqwest::Method;
use serde_json::{Value, json};
use support::{Caller, NOW, error, quiet};

#[tokio::test]
async fn a_logo_is_added_read_changed_and_deleted() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let file = tiny_png(4, 4, 1);
    let fields = [("name", "Act-On Logo"), ("alttext", "Act-On")];
    let added = caller
        .multipart(
            Method::POST,
            "/api/1/logo",
            &fields,
            Some(("logo5.png", &file)),
        )
        .await;
    let done = |message: &str| json!({"status": "success", "message": message, "id": "i-1"});
    assert_eq!(added, (200, done("The logo has been uploaded")));
    let url = format!("{}/cdn/46370/i-1/logo5.png", emulator.url());
    let mut logo = json!({
        "url_str": url, "url_str_ts": format!("{url}?ts={NOW}"), "alt_txt": "Act-On",
        "tool_tip": "", "target_url": "", "id": "i-1", "title": "Act-On Logo",
    });
    assert_eq!(caller.get("/api/1/logo/i-1").await, (200, logo.clone()));
    let bytes = reqwest::get(&url).await.unwrap().bytes().await.unwrap();
    assert_eq!(bytes, file);

    let fields = [("alttext", ""), ("targeturl", "https://www.act-on.com/")];
    let changed = caller
        .multipart(Method::PUT, "/api/1/logo/i-1", &fields, None)
        .await;
    assert_eq!(changed, (200, done("The logo has been updated")));
    logo["alt_txt"] = json!("");
    logo["target_url"] = json!("https://www.act-on.com/");
    let envelope = json!({"offset": 0, "count": 1, "totalCount": 1, "result": [logo]});
    assert_eq!(caller.get("/api/1/logo").await, (200, envelope));

    let deleted = json!({"status": "success", "message": "Logo i-1 has been deleted"});
    assert_eq!(caller.delete("/api/1/logo/i-1").await, (200, deleted));
    assert_eq!(emulator.add_logo("Next", "a.png", file), "i-2");
}

#[tokio::test]
async fn a_logo_may_be_a_link() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let link = "https://example.com/logo.png";
    let body = json!({"name": "Linked", "imagelink": link});
    assert_eq!(caller.post_json("/api/1/logo", body).await.0, 200);
    assert_eq!(caller.get("/api/1/logo/i-1").await.1["url_str"], link);
}

#[tokio::test]
async fn what_is_wrong_with_a_logo_is_said() {
    let emulator = Emulator::builder().rate_limit(false).start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let post = async |fields: &[(&str, &str)], file: Option<(&str, &[u8])>| {
        caller
            .multipart(Method::POST, "/api/1/logo", fields, file)
            .await
    };
    let missing = (422, error(10121, "Missing parameter - name"));
    assert_eq!(
        post(&[("alttext", "x")], Some(("a.png", b"1"))).await,
        missing
    );
    assert_eq!(
        post(&[("name", "x")], None).await,
        (400, error(10003, "Input file missing"))
    );
    let wrong = (400, error(10085, "Invalid file type specified"));
    assert_eq!(post(&[("name", "x")], Some(("a.exe", b"1"))).await, wrong);
    let invalid = || error(10054, "The id is invalid");
    assert_eq!(caller.get("/api/1/logo/i-9").await, (404, invalid()));
    assert_eq!(caller.delete("/api/1/logo/i-9").await, (404, invalid()));
    let changed = caller
        .put_json("/api/1/logo/i-9", json!({"name": "x"}))
        .await;
    assert_eq!(changed, (400, invalid()));
}

#[tokio::test]
async fn logos_are_part_of_a_snapshot_and_older_ones_have_none() {
    let emulator = Emulator::start().await.unwrap();
    let (logos, text) = (emulator.logos(), emulator.snapshot().to_json());
    let other = quiet().start().await.unwrap();
    other.restore(Snapshot::from_json(&text).unwrap());
    assert_eq!(other.logos(), logos);

    let mut old: Value = serde_json::from_str(&text).unwrap();
    old.as_object_mut().unwrap().remove("logos").unwrap();
    other.restore(Snapshot::from_json(&old.to_string()).unwrap());
    assert_eq!(other.logos(), []);
}
