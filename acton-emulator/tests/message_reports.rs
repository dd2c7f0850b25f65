//! Reports on messages: in numbers, act by act, by month.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use acton_emulator::{Act, Emulator, MessageType, Snapshot, Verb};
use serde_json::{Value, json};
use support::{Caller, NOW, error, quiet};

const DAY: i64 = 86_400_000;

/// An account with one message that two people opened.
async fn opened() -> (Emulator, Caller) {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    emulator.add_message(MessageType::Sent, "Monthly Update", |message| {
        message.subject = "It's been an amazing month!".to_owned();
        message.sent_to = vec!["q-0002".to_owned()];
    });
    let acts = [
        (Verb::Suppressed, "gone@example.com", 0),
        (Verb::Sent, "ada@example.com", 0),
        (Verb::Sent, "bo@example.com", 0),
        (Verb::Opened, "ada@example.com", 1),
        (Verb::Opened, "ADA@example.com", 2),
        (Verb::Opened, "bo@example.com", 3),
        (Verb::Clicked, "bo@example.com", 4),
    ];
    for (verb, email, days) in acts {
        assert!(emulator.act("s-0001-2409", Act::new(verb, email, NOW - (5 - days) * DAY)));
    }
    (emulator, caller)
}

#[tokio::test]
async fn a_report_has_the_published_keys_and_counts_people_and_acts() {
    let (_emulator, caller) = opened().await;
    let expected = json!({
        "status": "ok", "sent": 2, "delivered": 2, "bounced": 0, "hardBounced": 0,
        "softBounced": 0, "opened": [2, 3], "effectiveopened": [2, 4], "clicked": [1, 1],
        "notsent": [1, 1], "notopened": 0, "optout": 0, "spam": 0,
        "lastOpen": "2 days ago", "lastClick": "1 day ago",
        "lastOpenTS": NOW - 2 * DAY, "lastClickTS": NOW - DAY,
        "rebroadcast": 0, "rebroadcastClick": 0, "msgId": "s-0001-2409",
        "subject": "It's been an amazing month!", "title": "Monthly Update",
        "sentto": ["q-0002"], "suppressedon": [],
    });
    let answer = caller.get("/api/1/message/s-0001-2409/report").await;
    assert_eq!(answer, (200, expected));
}

#[tokio::test]
async fn a_drill_down_lists_what_the_report_counts() {
    let emulator = Emulator::builder().rate_limit(false).start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let path = "/api/1/message/s-0001-2409/report";
    let (_, report) = caller.get(path).await;
    let one = |key: &str| report[key].clone();
    let total = |key: &str| report[key][1].clone();
    for (verb, counted) in [
        ("SENT", one("sent")),
        ("SUPPRESSED", total("notsent")),
        ("OPENED", total("opened")),
        ("CLICKED", total("clicked")),
        ("BOUNCED", one("bounced")),
        ("OPT_OUT", one("optout")),
        ("SPAM", one("spam")),
    ] {
        let (status, rows) = caller.get(&format!("{path}/{verb}?count=1")).await;
        assert_eq!((status, &rows["totalCount"]), (200, &counted), "{verb}");
        assert!(counted.as_i64() > Some(0), "{verb} has no sample");
        assert_eq!(rows["count"], 1);
    }
    let (_, clicks) = caller.get(&format!("{path}/CLICKED?count=1")).await;
    assert_eq!(
        clicks["result"],
        json!([{
            "listid": "l-0001", "recid": "l-0001:0", "name": "Ada Sample",
            "email": "ada@example.com", "action": "Clickthrough", "data": "CLICK",
            "when": "Sep 6 2024 3:50 PM PDT", "ts": 1_725_663_052_528_i64,
            "os": "OS X", "browser": "Chrome", "ip": "203.0.113.7",
            "linkURI": "https://www.example.com/autumn?from=mail",
        }])
    );
    let (_, bounces) = caller.get(&format!("{path}/BOUNCED")).await;
    assert!(bounces["result"][0].get("linkURI").is_none());
}

#[tokio::test]
async fn an_offset_past_the_end_is_echoed_beside_a_true_total() {
    let (_emulator, caller) = opened().await;
    let past = "/api/1/message/s-0001-2409/report/OPENED?offset=2209";
    let expected = json!({"offset": 2209, "count": 0, "totalCount": 3, "result": []});
    assert_eq!(caller.get(past).await, (200, expected));
}

#[tokio::test]
async fn what_is_not_there_is_told_as_published() {
    let (emulator, caller) = opened().await;
    emulator.add_message(MessageType::Draft, "Spring", |_| {});
    let message = error(10030, "Invalid or deleted message");
    for id in ["s-9999-2409", "d-0001"] {
        let report = format!("/api/1/message/{id}/report");
        assert_eq!(caller.get(&report).await, (400, message.clone()));
        let rows = format!("{report}/SENT");
        assert_eq!(caller.get(&rows).await, (404, message.clone()));
    }
    let verb = (400, error(10089, "Invalid drill-down verb"));
    let wrong = "/api/1/message/s-0001-2409/report/READ";
    assert_eq!(caller.get(wrong).await, verb);
    let period = (400, error(10160, "The date period is invalid."));
    for text in ["?period=2413", "?period=24-9", "?period=202409", ""] {
        let path = format!("/api/1/message/report{text}");
        assert_eq!(caller.get(&path).await, period, "{text}");
    }
    assert!(!emulator.act("s-9999-2409", Act::new(Verb::Sent, "ada@example.com", NOW)));
}

#[tokio::test]
async fn a_month_has_every_day_and_what_was_done_on_it() {
    let (_emulator, caller) = opened().await;
    let (status, month) = caller.get("/api/1/message/report?period=2409").await;
    assert_eq!((status, &month["month"]), (200, &json!("September 2024")));
    let days = month["counts"].as_array().unwrap();
    assert_eq!(days.len(), 30);
    // 1 September 2024 was a Sunday; NOW is the third.
    let of = |day: usize, key: &str| days[day - 1][key].as_i64().unwrap();
    assert_eq!((of(1, "dayOfMonth"), of(1, "dayOfWeek")), (1, 1));
    assert_eq!((of(30, "dayOfMonth"), of(30, "dayOfWeek")), (30, 2));
    assert_eq!(
        (of(1, "opened"), of(2, "clicked"), of(1, "sent")),
        (1, 1, 0)
    );
    let (_, august) = caller.get("/api/1/message/report?period=2408").await;
    let days = august["counts"].as_array().unwrap();
    let sum = |key: &str| {
        days.iter()
            .map(|day| day[key].as_i64().unwrap())
            .sum::<i64>()
    };
    assert_eq!((sum("sent"), sum("opened")), (2, 2));
}

#[tokio::test]
async fn messages_are_part_of_a_snapshot_and_older_ones_have_none() {
    let emulator = Emulator::start().await.unwrap();
    let (messages, text) = (emulator.messages(), emulator.snapshot().to_json());
    let other = quiet().start().await.unwrap();
    other.restore(Snapshot::from_json(&text).unwrap());
    assert_eq!(other.messages(), messages);
    assert_eq!(
        other.add_message(MessageType::Draft, "Next", |_| {}),
        "d-0003"
    );

    let mut old: Value = serde_json::from_str(&text).unwrap();
    old.as_object_mut().unwrap().remove("messages").unwrap();
    other.restore(Snapshot::from_json(&old.to_string()).unwrap());
    assert_eq!(other.messages(), []);
}
