//! Reports on the media library: the published ones, and what is inferred beside them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use acton_emulator::{Emulator, MediaView, Snapshot};
use serde_json::{Value, json};
use support::{Caller, error, quiet};

#[tokio::test]
async fn the_first_file_of_the_sample_account_has_the_published_reports() {
    let emulator = Emulator::builder().rate_limit(false).start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let path = format!("/api/1/media/{}/report/", emulator.media().remove(0).id);
    let report = json!({
        "total_known_views": 0, "total_unknown_views": 3, "unique_known_views": 0,
        "unique_unknown_views": 2, "total_messages": 0, "total_from_messages": 0,
        "unique_from_messages": 0,
    });
    assert_eq!(caller.get(&path).await, (200, report));
    let view = |recipient: &str, count: u32, at: &str| {
        json!({
            "known": false, "recipient": recipient, "campaign": "", "action": "downloaded",
            "total_count": count, "srcid": "", "cid": "", "tstamp": at,
        })
    };
    let views = json!([
        view("Comcast", 2, "Sep 6 2024 12:55 PM PDT"),
        view("Act-on Software", 1, "Sep 6 2024 9:46 AM PDT"),
    ]);
    assert_eq!(caller.get(&format!("{path}views")).await, (200, views));
    let days = json!([{"date": "09/06/2024", "unique": 2, "total": 3, "known": 0, "unknown": 3}]);
    assert_eq!(caller.get(&format!("{path}timeline")).await, (200, days));
    assert_eq!(
        caller.get(&format!("{path}messages")).await,
        (200, json!([]))
    );
}

#[tokio::test]
async fn what_a_message_led_to_is_counted_and_days_without_a_view_are_left_out() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let media = emulator.add_media("a.txt", "Folder", "text");
    let day = 24 * 3_600_000;
    for (count, at) in [(2, 0), (1, 5 * day)] {
        let view = MediaView::new("ada@example.com", count, at).from_message("Spring");
        assert!(emulator.view_media(&media, view));
    }
    let path = format!("/api/1/media/{media}/report");
    let report = caller.get(&path).await.1;
    assert_eq!(
        (&report["total_messages"], &report["total_from_messages"]),
        (&json!(1), &json!(3))
    );
    let days = caller.get(&format!("{path}/timeline")).await.1;
    let days: Vec<&Value> = days
        .as_array()
        .unwrap()
        .iter()
        .map(|day| &day["date"])
        .collect();
    assert_eq!(days, ["12/31/1969", "01/05/1970"], "in the account's zone");
    for path in ["report", "report/views", "report/timeline"] {
        let invalid = (400, error(10054, "The id is invalid"));
        assert_eq!(
            caller.get(&format!("/api/1/media/f-9/{path}")).await,
            invalid
        );
    }
    assert!(!emulator.view_media("f-9", MediaView::new("x", 1, 0)));
}

#[tokio::test]
async fn views_are_part_of_a_snapshot_and_older_ones_have_none() {
    let emulator = Emulator::start().await.unwrap();
    let media = emulator.media().remove(0).id;
    let text = emulator.snapshot().to_json();
    let other = quiet().start().await.unwrap();
    other.restore(Snapshot::from_json(&text).unwrap());
    assert_eq!(other.media_views(&media), emulator.media_views(&media));

    let mut old: Value = serde_json::from_str(&text).unwrap();
    old.as_object_mut().unwrap().remove("views").unwrap();
    other.restore(Snapshot::from_json(&old.to_string()).unwrap());
    assert_eq!(other.media_views(&media), []);
}
