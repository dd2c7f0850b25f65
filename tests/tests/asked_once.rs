//! What has to be found first is asked for once, however many wait for it, and whoever gives up holds up
//! nobody.

use std::time::Duration;

use acton_emulator::{Fault, ListSeed};
use acton_orm::prelude::*;
use acton_orm::{Query, RecordId};
use acton_orm_tests::reading::four;
use acton_orm_tests::{builder, calls, start};
use futures::FutureExt;
use futures::future::join_all;

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_Big", module = "big")]
struct Row {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address")]
    email: String,
}

const LIST: &str = "/api/1/list/l-0001";

fn numbers(rows: &[Row]) -> Vec<u64> {
    rows.iter().map(|row| row.id.row()).collect()
}

fn by_keys(rows: impl IntoIterator<Item = u64>) -> Query<Row> {
    let ids: Vec<String> = rows
        .into_iter()
        .map(|row| format!("l-0001:{row:x}"))
        .collect();
    Row::query().filter(big::id.eq_any(ids))
}

/// Hangs are failures, not waits: far longer than anything here takes.
async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(60), what)
        .await
        .expect("it hangs")
}

/// Dropped while the list and its headings are asked for: the next one asks anew.
#[tokio::test]
async fn a_read_dropped_while_it_finds_its_list_holds_up_no_other() {
    let emulator = start(builder().empty().login_limit(false)).await;
    emulator.generate_list("Big", 95);
    for path in ["/api/1/list", LIST] {
        let acton = four(&emulator).connect().await.unwrap();
        let (query, other) = (by_keys([4]), by_keys([4]));
        emulator.fail(Fault::gate(100).on("GET", path));
        let mut load = query.load(&acton).boxed();
        let mut next = other.load(&acton).boxed();
        soon(async {
            while emulator.in_flight() != 1 {
                assert!((&mut load).now_or_never().is_none());
                assert!((&mut next).now_or_never().is_none());
                tokio::task::yield_now().await;
            }
        })
        .await;
        drop(load);
        emulator.clear_faults();
        assert_eq!(soon(next).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn twenty_first_calls_at_once_make_one_listing_and_ask_once_for_headings() {
    let emulator = start(builder().empty().login_limit(false)).await;
    emulator.generate_list("Big", 95);
    emulator.create_list(ListSeed::new("Other").columns([("E-mail Address", Some("EMAIL"))]));
    let acton = four(&emulator).connect().await.unwrap();
    let counts = (0..20).map(|number| {
        let list = if number % 2 == 0 {
            "List_Big"
        } else {
            "List_Other"
        };
        let query = Row::query().from(list);
        let acton = acton.clone();
        async move { query.count(&acton).await.unwrap() }
    });
    assert_eq!(join_all(counts).await.iter().sum::<u64>(), 950);
    let made = calls(&emulator);
    let listings = made.iter().filter(|call| call.contains("listingtype"));
    assert_eq!((listings.count(), made.len()), (1, 21));

    let acton = four(&emulator).connect().await.unwrap();
    emulator.journal().clear();
    let reads = (0..20).map(|row| {
        let (query, acton) = (by_keys([row]), acton.clone());
        async move { query.one(&acton).await.unwrap() }
    });
    let rows = join_all(reads).await;
    assert_eq!(numbers(&rows), (0..20).collect::<Vec<_>>());
    let made = calls(&emulator);
    let of = |what: &str| made.iter().filter(|call| call.contains(what)).count();
    assert_eq!(
        (of("listingtype"), of("?count=1"), made.len()),
        (1, 2 - 1, 22),
        "{made:?}"
    );
}

/// The headings of several lists are asked for side by side.
#[tokio::test]
async fn headings_of_other_lists_do_not_wait_for_each_other() {
    let emulator = start(builder().empty()).await;
    let names: Vec<String> = (0..3)
        .map(|number| {
            let list = emulator.generate_list(&format!("L{number}"), 3);
            format!("List_{list}")
        })
        .collect();
    let acton = four(&emulator).connect().await.unwrap();
    emulator.fail(Fault::gate(3).on("GET", "/api/1/list/"));
    let reads = names.iter().map(|name| {
        let id = format!("{}:1", name.trim_start_matches("List_"));
        let query = Row::query().from(name).filter(big::id.eq(id));
        let acton = acton.clone();
        async move { query.one(&acton).await }
    });
    for row in join_all(reads).await {
        row.unwrap();
    }
    assert_eq!(calls(&emulator).len(), 6);
}

/// Where the first fails, the next asks anew.
#[tokio::test]
async fn a_listing_that_fails_is_asked_for_again_by_the_next() {
    let emulator = start(builder().empty()).await;
    emulator.generate_list("Big", 3);
    let acton = four(&emulator).connect().await.unwrap();
    let refused = Fault::body(400, "application/json", r#"{"errorCode":1,"message":"no"}"#);
    emulator.fail(refused.on("GET", "/api/1/list"));
    let (one, other) = (Row::query(), Row::query());
    let (one, other) = futures::join!(one.count(&acton), other.count(&acton));
    assert_eq!(
        one.is_ok() as u8 + other.is_ok() as u8,
        1,
        "{one:?} {other:?}"
    );
    assert_eq!(calls(&emulator).len(), 3);
}
