//! A contact's history and score: made of what messages tell of the record, and of what else it did.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use acton_emulator::{Act, Emulator, Fact, Snapshot, Verb};
use serde_json::{Value, json};
use support::{Caller, quiet};

const FACTS: &str = "/api/1/list/l-0001/record/l-0001:0/facts";

/// Days and ids differ, the kinds do not.
fn kinds(value: &Value) -> Vec<(&str, &str)> {
    let kind = |value: &Value| match value {
        Value::String(_) => "text",
        Value::Number(_) => "number",
        Value::Bool(_) => "flag",
        Value::Array(_) => "array",
        _ => "else",
    };
    let members = value.as_object().unwrap().iter();
    members
        .map(|(name, value)| (name.as_str(), kind(value)))
        .collect()
}

#[tokio::test]
async fn the_keys_and_kinds_are_those_of_the_published_answer() {
    let emulator = Emulator::builder().rate_limit(false).start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let (status, answer) = caller.get(FACTS).await;
    assert_eq!(
        (status, kinds(&answer)),
        (200, vec![("activity", "else"), ("activitylist", "array")])
    );
    let mut activity = kinds(&answer["activity"]);
    activity.sort_unstable();
    assert_eq!(
        activity,
        [
            ("EntryMonthsAvailable", "array"),
            ("HasBehaviorScore", "flag"),
            ("HasProfileScore", "flag"),
            ("HasScoreSheet", "flag"),
            ("ScoreDetails", "array"),
            ("ScorePeriod", "text"),
            ("entries", "array"),
            ("firstInbound", "text"),
            ("firstOutbound", "text"),
            ("lastInbound", "text"),
            ("lastOutbound", "text"),
            ("score", "number"),
        ]
    );
    let mut line = kinds(&answer["activitylist"][0]);
    line.sort_unstable();
    assert_eq!(
        line,
        [
            ("Bin", "text"),
            ("Icon", "text"),
            ("InScoreRange", "flag"),
            ("Responses", "array"),
            ("Verb", "text"),
            ("What", "text"),
            ("WhenMillis", "number"),
            ("ago", "text"),
            ("d", "text"),
            ("id", "text"),
            ("idType", "text"),
            ("m", "text"),
            ("y", "text"),
        ]
    );
    let details = answer["activity"]["ScoreDetails"].as_array().unwrap();
    assert!(
        details
            .iter()
            .any(|detail| detail["action"] == "MESSAGE_SEND")
    );
}

#[tokio::test]
async fn what_a_person_does_with_a_message_is_a_line_at_once() {
    let emulator = Emulator::builder().rate_limit(false).start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let before = caller.get(FACTS).await.1;
    let now = emulator.clock().now();
    let mut click = Act::new(Verb::Clicked, "ada@example.com", now);
    click.record = "l-0001:0".to_owned();
    assert!(emulator.act("s-0001-2409", click));
    let mut held = Act::new(Verb::Suppressed, "ada@example.com", now);
    held.record = "l-0001:0".to_owned();
    assert!(emulator.act("s-0001-2409", held));
    let after = caller.get(FACTS).await.1;
    let lines = |answer: &Value| answer["activitylist"].as_array().unwrap().len();
    assert_eq!(
        lines(&after),
        lines(&before) + 1,
        "nobody did what was held back"
    );
    let line = &after["activitylist"][0];
    assert_eq!(
        (&line["Verb"], &line["ago"], &line["id"]),
        (&json!("r"), &json!("0"), &json!("s-0001-2409"))
    );
    assert_eq!(after["activity"]["lastInbound"], "Today");
    assert_eq!(
        after["activity"]["score"].as_i64(),
        before["activity"]["score"].as_i64().map(|score| score + 10)
    );
}

#[tokio::test]
async fn facts_are_kept_with_a_snapshot_and_a_record_has_to_be_there() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    assert!(
        !emulator.add_fact("l-0001:0", Fact::new("sv", "WEB", "Visited: /", 0)),
        "an empty account"
    );
    let sample = Emulator::builder().rate_limit(false).start().await.unwrap();
    let here = Caller::login(&sample).await;
    sample.add_fact(
        "l-0001:2",
        Fact::new("sv", "WEB", "Visited: /", sample.clock().now()).worth(3),
    );
    let kept = Snapshot::from_json(&sample.snapshot().to_json()).unwrap();
    emulator.restore(kept);
    let path = FACTS.replace(":0", ":2");
    assert_eq!(here.get(&path).await.0, 200);
    let caller_again = Caller::login(&emulator).await;
    assert_eq!(
        caller_again.get(&path).await.1["activity"]["score"],
        here.get(&path).await.1["activity"]["score"]
    );
    drop(caller);
    for (path, code) in [
        (FACTS.replace(":0", ":ffff"), 10008),
        (FACTS.replace("l-0001", "l-0999"), 10004),
    ] {
        let (status, answer) = here.get(&path).await;
        assert_eq!(
            (status, &answer["errorCode"]),
            (400, &json!(code)),
            "{answer}"
        );
    }
}
