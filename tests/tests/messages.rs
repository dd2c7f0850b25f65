//! `Messages`: six types, each in pages, as one table.

use std::collections::HashSet;
use std::time::Duration;

use acton_emulator::{Emulator, Fault, MessageKeys, MessageType};
use acton_orm::models::Message;
use acton_orm::prelude::*;
use acton_orm::schema::messages;
use acton_orm::{Downloads, ErrorKind, Plan, Terminal};
use acton_orm_tests::reading::{check_all, four, paging};
use acton_orm_tests::{builder, calls, client, sample_account, start};

const TYPES: [&str; 6] = [
    "DRAFT",
    "TEMPLATE",
    "SENT",
    "TRIGGERED",
    "FAILED",
    "SCHEDULED",
];

/// The calls that a plan shows.
fn shown(plan: &Plan) -> Vec<String> {
    plan.requests().iter().map(ToString::to_string).collect()
}

/// The calls that were made since this was asked last.
fn made(emulator: &Emulator) -> Vec<String> {
    let made = calls(emulator);
    emulator.journal().clear();
    made
}

/// An account with this many messages of each type.
async fn many(counts: [usize; 6]) -> Emulator {
    use MessageType::{Draft, Failed, Scheduled, Sent, Template, Triggered};
    let emulator = start(builder().empty().login_limit(false)).await;
    let kinds = [Draft, Template, Sent, Triggered, Failed, Scheduled];
    for (kind, count) in kinds.into_iter().zip(counts) {
        for number in 0..count {
            emulator.add_message(kind, &format!("{number}"), |_| {});
        }
    }
    emulator
}

#[tokio::test]
async fn every_message_of_every_type_is_read_under_either_generation_of_keys() {
    for keys in [MessageKeys::Of2024, MessageKeys::Of2021] {
        let emulator = start(builder().quirks(|quirks| quirks.message_keys = keys)).await;
        let acton = client(&emulator).await;
        let rows = Message::query().load(&acton).await.unwrap();
        let mut there = emulator.messages();
        assert_eq!(rows.len(), there.len());
        there.sort_by_key(|message| TYPES.iter().position(|known| *known == word(message.kind)));
        for (row, message) in rows.iter().zip(there) {
            assert_eq!(row.id, message.id, "{keys:?}");
            assert_eq!(row.title.as_deref(), Some(message.title.as_str()));
            assert_eq!(
                row.timestamp.map(|at| at.timestamp_millis()),
                Some(message.time)
            );
            assert_eq!(row.sender_name.as_deref(), Some("Emma Emulator"));
            assert_eq!(row.sender_email.as_deref(), Some("emma@example.com"));
            assert_eq!(row.sender_id.as_deref(), Some("434330"));
            assert_eq!(row.is_text_only, Some(message.text_only));
            assert_eq!(row.message_type, word(message.kind));
            let folder = Some(message.folder).filter(|folder| !folder.is_empty());
            assert_eq!(row.folder_name, folder);
        }
    }
}

fn word(kind: MessageType) -> &'static str {
    match kind {
        MessageType::Draft => "DRAFT",
        MessageType::Template => "TEMPLATE",
        MessageType::Sent => "SENT",
        MessageType::Triggered => "TRIGGERED",
        MessageType::Failed => "FAILED",
        MessageType::Scheduled => "SCHEDULED",
    }
}

#[tokio::test]
async fn a_count_is_a_total_of_each_type_and_of_one_type_a_single_call() {
    let emulator = many([3, 0, 25, 1, 0, 11]).await;
    let acton = paging(&emulator, Downloads::Pages, 10).await;
    emulator.journal().clear();
    let all = Message::query();
    let plan = all.explain_as(Terminal::Count);
    assert_eq!(all.count(&acton).await.unwrap(), 40);
    assert_eq!(made(&emulator), shown(&plan));
    assert_eq!(
        shown(&plan),
        TYPES.map(|kind| format!("GET /api/1/message?type={kind}&count=1"))
    );
    assert_eq!(all.clone().offset(38).count(&acton).await.unwrap(), 2);
    assert_eq!(all.limit(7).count(&acton).await.unwrap(), 7);
    emulator.journal().clear();
    let sent = Message::query().filter(messages::message_type.eq("SENT"));
    assert_eq!(sent.count(&acton).await.unwrap(), 25);
    assert_eq!(made(&emulator), ["GET /api/1/message?type=SENT&count=1"]);
}

#[tokio::test]
async fn pages_of_all_types_are_read_in_their_order_however_many_each_has() {
    let emulator = many([10, 0, 25, 1, 20, 11]).await;
    let acton = paging(&emulator, Downloads::Pages, 10).await;
    for query in [
        Message::query(),
        Message::query().offset(9).limit(3),
        Message::query().offset(34).limit(1),
        Message::query().limit(36),
        Message::query().order_by(messages::title.desc()).limit(5),
        Message::query().filter(messages::title.eq("9")),
        Message::query().filter(messages::message_type.eq_any(["SENT", "SCHEDULED"])),
        Message::query()
            .filter(messages::message_type.eq("SENT"))
            .limit(12),
        Message::query().filter(messages::message_type.eq("sent")),
    ] {
        check_all(&query, &acton, &emulator).await;
    }
    let rows = Message::query().load(&acton).await.unwrap();
    let keys: HashSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!((rows.len(), keys.len()), (67, 67));
    let order = |row: &Message| TYPES.iter().position(|kind| *kind == row.message_type);
    assert!(rows.is_sorted_by_key(order));
}

#[tokio::test]
async fn types_and_their_pages_are_asked_for_side_by_side() {
    let emulator = many([30, 1, 30, 1, 1, 1]).await;
    let acton = four(&emulator).connect().await.unwrap();
    // Four have to be there before one is answered; never five.
    emulator.fault(Fault::gate(4).on("GET", "/api/1/message"));
    assert_eq!(Message::query().load(&acton).await.unwrap().len(), 64);
    assert_eq!(emulator.journal().api_calls().len(), 10);
    emulator.fault(Fault::gate_within(5, Duration::from_millis(50)).on("GET", "/api/1/message"));
    Message::query().load(&acton).await.unwrap_err();
    // So are the totals.
    emulator.clear_faults();
    emulator.fault(Fault::gate(4).on("GET", "/api/1/message"));
    assert_eq!(Message::query().count(&acton).await.unwrap(), 64);
}

#[tokio::test]
async fn a_read_that_may_end_early_asks_for_one_page_after_the_other() {
    let emulator = many([12, 3, 0, 0, 0, 5]).await;
    let acton = paging(&emulator, Downloads::Pages, 10).await;
    emulator.journal().clear();
    assert!(Message::query().exists(&acton).await.unwrap());
    let first = "GET /api/1/message?type=DRAFT&count=10&offset=0";
    assert_eq!(made(&emulator), [first]);
    let some = Message::query().limit(14).load(&acton).await.unwrap();
    assert_eq!(some.len(), 14);
    assert_eq!(
        made(&emulator),
        [
            first,
            "GET /api/1/message?type=DRAFT&count=10&offset=10",
            "GET /api/1/message?type=TEMPLATE&count=10&offset=0",
        ]
    );
    let mut rows = Message::query().stream(&acton);
    assert!(rows.next().await.unwrap().is_ok());
    drop(rows);
    assert_eq!(made(&emulator), [first]);
}

#[tokio::test]
async fn a_page_tells_a_total_only_where_all_were_counted() {
    let emulator = many([12, 3, 0, 0, 0, 5]).await;
    let acton = paging(&emulator, Downloads::Pages, 10).await;
    let page = Message::query().page(&acton, 1, 11).await.unwrap();
    assert_eq!((page.rows.len(), page.has_next), (9, false));
    let page = Message::query().page(&acton, 0, 11).await.unwrap();
    assert_eq!(
        (page.rows.len(), page.has_next, page.total),
        (11, true, None)
    );
}

#[tokio::test]
async fn a_budget_ends_a_read_of_several_types_and_a_failing_type_fails_it() {
    let emulator = many([12, 3, 0, 0, 0, 5]).await;
    let acton = paging(&emulator, Downloads::Pages, 10).await;
    emulator.journal().clear();
    let dear = Message::query()
        .max_calls(5)
        .load(&acton)
        .await
        .unwrap_err();
    assert_eq!(dear.kind(), ErrorKind::Budget, "{dear}");
    assert_eq!(made(&emulator), [""; 0]);
    // Seven are needed: the first type has two pages.
    let dear = Message::query()
        .max_calls(6)
        .load(&acton)
        .await
        .unwrap_err();
    assert_eq!(dear.kind(), ErrorKind::Budget, "{dear}");
    assert_eq!(made(&emulator).len(), 6);
    let all = Message::query().max_calls(7).load(&acton).await.unwrap();
    assert_eq!(all.len(), 20);
    let body = r#"{"totalCount":0,"offset":0,"count":0,"msgresult":[],"id":0}"#;
    emulator.fault(Fault::body(200, "application/json", body).on("GET", "/api/1/message"));
    let fewer = Message::query().load(&acton).await.unwrap();
    assert_eq!(fewer.len(), 8, "the drafts were said to be none");
    let other = r#"{"totalCount":1,"result":[]}"#;
    emulator.fault(Fault::body(200, "application/json", other).on("GET", "/api/1/message"));
    let error = Message::query().load(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    assert!(error.to_string().contains("msgresult"), "{error}");
}

#[tokio::test]
async fn the_sample_account_has_some_of_every_type() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    for kind in TYPES {
        let of = Message::query().filter(messages::message_type.eq(kind));
        assert!(of.exists(&acton).await.unwrap(), "{kind}");
    }
}
