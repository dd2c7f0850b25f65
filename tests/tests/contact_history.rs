//! `ContactHistory`, `ScoreDetails`, `ContactScores`: what one record did, and what it is worth.

use acton_emulator::{Fact, Fault};
use acton_orm::models::{ContactEvent, ContactScore, ScoreDetail};
use acton_orm::prelude::*;
use acton_orm::schema::{contact_history, contact_scores, score_details};
use acton_orm::{ErrorKind, Plan};
use acton_orm_tests::reading::check_all;
use acton_orm_tests::shown::made_as_shown;
use acton_orm_tests::{calls, client, sample_account};

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_Website Newsletter", module = "subscribers")]
struct Subscriber {
    #[acton(key)]
    id: RecordId,
}

const FACTS: &str = "/api/1/list/l-0001/record/l-0001:0/facts";

#[tokio::test]
async fn a_history_has_what_was_sent_and_what_was_done_the_latest_first() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let events = ContactEvent::query()
        .of("l-0001", "l-0001:0")
        .load(&acton)
        .await
        .unwrap();
    assert_eq!(calls(&emulator), [format!("GET {FACTS}")]);
    let verbs: Vec<&str> = events
        .iter()
        .filter_map(|event| event.verb.as_deref())
        .collect();
    assert!(
        verbs.contains(&"s") && verbs.contains(&"fs") && verbs.contains(&"sv"),
        "{verbs:?}"
    );
    assert!(events.is_sorted_by(|a, b| a.at >= b.at));
    for event in &events {
        assert_eq!(
            (event.list.as_str(), event.record_id.as_str()),
            ("l-0001", "l-0001:0")
        );
    }
    let submitted = events
        .iter()
        .find(|event| event.verb.as_deref() == Some("fs"))
        .unwrap();
    assert_eq!(
        (submitted.bin.as_deref(), submitted.id_type.as_deref()),
        (Some("FORM"), Some("form"))
    );
}

#[tokio::test]
async fn a_list_is_said_by_its_name_too() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let name = emulator
        .lists()
        .into_iter()
        .find(|list| list.id == "l-0001")
        .unwrap()
        .name;
    let score = ContactScore::query().of(format!("List_{name}"), "l-0001:0");
    assert!(
        score
            .explain()
            .to_string()
            .contains(&format!("find the list named '{name}'"))
    );
    let plan = score.explain_on(&acton, acton_orm::Terminal::Load).unwrap();
    assert!(score.first(&acton).await.unwrap().is_some());
    made_as_shown(&plan.to_string(), &plan.requests(), &emulator);
    assert_eq!(calls(&emulator).len(), 2);
    assert!(score.first(&acton).await.unwrap().is_some());
    assert_eq!(calls(&emulator).len(), 3, "it is remembered");
    let nowhere = ContactScore::query().of("List_Nowhere", "l-0001:0");
    let error = nowhere.first(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(
        error.to_string().contains("no list named `Nowhere`"),
        "{error}"
    );
}

#[tokio::test]
async fn the_details_add_up_to_the_score() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let of = async |record: &'static str| {
        let details = ScoreDetail::query()
            .of("l-0001", record)
            .load(&acton)
            .await
            .unwrap();
        let score = ContactScore::query()
            .of("l-0001", record)
            .one(&acton)
            .await
            .unwrap();
        let sum: i64 = details.iter().filter_map(|detail| detail.score).sum();
        assert_eq!(Some(sum), score.score);
        score
    };
    let before = of("l-0001:0").await;
    assert!(before.score > Some(0));
    assert_eq!(before.score_period.as_deref(), Some("all time"));
    let now = emulator.clock().now();
    assert!(emulator.add_fact(
        "l-0001:0",
        Fact::new("sv", "WEB", "Visited: /", now).worth(7)
    ));
    let after = of("l-0001:0").await;
    assert_eq!(after.score, before.score.map(|score| score + 7));
    assert_eq!(after.last_inbound.as_deref(), Some("Today"));
    assert_eq!(
        (after.has_score_sheet, after.has_profile_score),
        (Some(true), Some(false))
    );
    assert!(!after.months.is_empty());
}

#[tokio::test]
async fn every_terminal_is_the_call_it_shows() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let events = contact_history::table
        .select((contact_history::verb, contact_history::what))
        .of("l-0001", "l-0001:0");
    check_all(&events, &acton, &emulator).await;
    let details = score_details::table
        .select(score_details::action)
        .of("l-0001", "l-0001:0");
    check_all(&details, &acton, &emulator).await;
    let scores = contact_scores::table
        .select(contact_scores::score)
        .of("l-0001", "l-0001:0");
    check_all(&scores, &acton, &emulator).await;
}

#[tokio::test]
async fn a_contact_without_a_history_has_none_in_either_form() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let cells = vec!["Nobody".to_owned()];
    assert!(emulator.add_row("l-0001", cells));
    let last = emulator.list_rows("l-0001").pop().unwrap();
    let record = last[0].clone();
    let events = ContactEvent::query().of("l-0001", record.as_str());
    let score = ContactScore::query().of("l-0001", record.as_str());
    assert_eq!(events.load(&acton).await.unwrap(), []);
    assert_eq!(score.one(&acton).await.unwrap().score, Some(0));
    emulator.quirks(|quirks| quirks.no_history_is_empty_object = true);
    assert_eq!(events.load(&acton).await.unwrap(), []);
    assert_eq!(score.first(&acton).await.unwrap(), None);
}

#[tokio::test]
async fn a_verb_that_nobody_knows_is_kept_and_a_strange_answer_is_an_error() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let now = emulator.clock().now();
    assert!(emulator.add_fact("l-0001:1", Fact::new("new!", "ELSE", "Größe \"5\"", now)));
    let events = ContactEvent::query()
        .of("l-0001", "l-0001:1")
        .load(&acton)
        .await
        .unwrap();
    assert!(
        events
            .iter()
            .any(|event| event.verb.as_deref() == Some("new!"))
    );
    for body in [
        "[1]",
        "{\"activitylist\": [3]}",
        "{\"activitylist\": {\"WhenMillis\": \"soon\"}}",
        "<html>",
    ] {
        emulator.fail(
            Fault::body(200, "application/json", body)
                .on("GET", FACTS)
                .times(1),
        );
        let error = ContactEvent::query()
            .of("l-0001", "l-0001:0")
            .load(&acton)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}: {error}");
        assert!(error.to_string().contains("ContactHistory"), "{error}");
    }
}

#[tokio::test]
async fn a_record_or_list_that_is_not_there_is_an_error() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    for (list, record) in [("l-0001", "l-0001:ffff"), ("l-0999", "l-0999:0")] {
        let error = ContactEvent::query()
            .of(list, record)
            .load(&acton)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
    }
}

#[tokio::test]
async fn rows_of_a_list_bring_their_scores_along_a_call_a_row() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let name = emulator
        .lists()
        .into_iter()
        .find(|list| list.id == "l-0001")
        .unwrap()
        .name;
    let rows = Subscriber::query()
        .from(format!("List_{name}"))
        .limit(3)
        .with(contact_scores::of_row(), ContactScore::query())
        .with(contact_history::of_row(), ContactEvent::query().limit(2));
    let plan: Plan = rows.explain_on(&acton).unwrap();
    let found = rows.load(&acton).await.unwrap();
    made_as_shown(&plan.to_string(), &plan.requests(), &emulator);
    assert_eq!(found.len(), 3);
    for (row, score, events) in found {
        assert_eq!(score.unwrap().record_id, row.id.as_str());
        assert!(
            events.len() <= 2
                && events
                    .iter()
                    .all(|event| event.record_id == row.id.as_str())
        );
    }
}
