//! Reads under trouble: nobody waits for ever, no row comes twice, none is missing without an error.

use std::time::Duration;

use acton_emulator::Fault;
use acton_orm::models::Image;
use acton_orm::prelude::*;
use acton_orm::{Client, Downloads};
use acton_orm_tests::empty_account;
use acton_orm_tests::rows::{Subscriber, newsletter_on};
use futures::StreamExt;

#[tokio::test]
async fn a_query_made_while_a_stream_is_not_polled_does_not_wait_for_it() {
    let emulator = empty_account().await;
    let row = |n| [format!("s{n:03}@example.com"), "PDX".into(), String::new()];
    newsletter_on(&emulator, (0..400).map(row));
    let acton = Client::parse(&emulator.connection_string())
        .unwrap()
        .downloads(Downloads::Pages)
        .pagesize(50)
        .connect()
        .await
        .unwrap();
    let mut rows = std::pin::pin!(Subscriber::query().stream(&acton));
    let read = async {
        let mut read = 0;
        while let Some(row) = rows.next().await {
            row.unwrap();
            read += 1;
            if read % 50 == 0 {
                Image::query().load(&acton).await.unwrap();
            }
        }
        read
    };
    let read = tokio::time::timeout(Duration::from_secs(30), read).await;
    assert_eq!(read.ok(), Some(400));
}

#[tokio::test]
async fn a_list_is_found_though_another_search_for_it_is_not_polled_any_more() {
    let emulator = empty_account().await;
    newsletter_on(&emulator, []);
    let acton = acton_orm_tests::client(&emulator).await;
    emulator.fail(Fault::latency(Duration::from_millis(200)).on("GET", "/api/1/list"));
    let mut rows = std::pin::pin!(Subscriber::query().stream(&acton));
    let first = tokio::time::timeout(Duration::from_millis(50), rows.next()).await;
    assert!(first.is_err(), "the search is under way");
    let query = Subscriber::query();
    let load = tokio::time::timeout(Duration::from_secs(10), query.load(&acton));
    assert!(
        load.await.is_ok(),
        "it waits for a search that nobody drives"
    );
}

#[tokio::test]
async fn a_stream_whose_reader_is_slow_gets_the_pages_it_asked_for_ahead() {
    let emulator = empty_account().await;
    let row = |n| {
        let long = "x".repeat(2000);
        [format!("s{n:05}@example.com"), long.clone(), long]
    };
    newsletter_on(&emulator, (0..10_000).map(row));
    let acton = Client::parse(&emulator.connection_string())
        .unwrap()
        .downloads(Downloads::Pages)
        .calls_per_second(1000)
        .timeout(Duration::from_secs(1))
        .max_retries(0)
        .connect()
        .await
        .unwrap();
    let mut rows = std::pin::pin!(Subscriber::query().stream(&acton));
    let mut read = 0;
    while let Some(row) = rows.next().await {
        row.unwrap();
        read += 1;
        if read == 2000 {
            tokio::time::sleep(Duration::from_millis(2500)).await;
        }
    }
    assert_eq!(read, 10_000);
}

/// A page of the list `Newsletter` with these rows.
fn page(offset: usize, total: i64, rows: &[usize]) -> String {
    let cells = |n: &usize| format!(r#"["l-0001:{n:04}","s{n}@example.com","PDX"]"#);
    let rows: Vec<String> = rows.iter().map(cells).collect();
    format!(
        r#"{{"totalCount":{total},"offset":{offset},"count":{},"headers":["_contact_id_","E-mail Address","Business City"],"data":[{}]}}"#,
        rows.len(),
        rows.join(",")
    )
}

async fn in_pages(emulator: &acton_emulator::Emulator) -> Client {
    Client::parse(&emulator.connection_string())
        .unwrap()
        .downloads(Downloads::Pages)
        .calls_per_second(1000)
        .pagesize(2)
        .connect()
        .await
        .unwrap()
}

#[tokio::test]
async fn a_list_whose_pages_do_not_start_where_they_should_is_an_error() {
    let emulator = empty_account().await;
    newsletter_on(&emulator, []);
    let acton = in_pages(&emulator).await;
    emulator.fail(
        Fault::body(200, "application/json", page(0, 6, &[1, 2]))
            .on("GET", "/api/1/list/l-0001")
            .always(),
    );
    let read = Subscriber::query().load(&acton).await;
    let error = read.expect_err("it would have each row three times");
    assert_eq!(error.kind(), acton_orm::ErrorKind::Decode, "{error}");
}

#[tokio::test]
async fn a_suppression_list_that_repeats_its_first_page_is_an_error_and_no_endless_read() {
    use acton_orm_tests::rows::OptedOut;
    for said in [r#""offset":0,"count":2,"#, ""] {
        let emulator = empty_account().await;
        let acton = in_pages(&emulator).await;
        let body = format!(
            r#"{{{said}"totalCount":-1,"result":[{{"email":"a@x.y"}},{{"email":"b@x.y"}}]}}"#
        );
        emulator.fail(
            Fault::body(200, "application/json", body)
                .on("GET", "/api/1/list/optout")
                .always(),
        );
        let query = OptedOut::query();
        let read = tokio::time::timeout(Duration::from_secs(5), query.load(&acton)).await;
        let error = read.expect("it ends").expect_err("it repeats itself");
        assert_eq!(error.kind(), acton_orm::ErrorKind::Decode, "{error}");
    }
}

#[tokio::test]
async fn a_list_that_ends_before_its_total_is_an_error_and_not_a_short_read() {
    let emulator = empty_account().await;
    newsletter_on(&emulator, []);
    let acton = in_pages(&emulator).await;
    let answer = |offset, rows: &[usize]| {
        Fault::body(200, "application/json", page(offset, 6, rows)).on("GET", "/api/1/list/l-0001")
    };
    emulator.fail(answer(0, &[1, 2]));
    emulator.fail(answer(2, &[3, 4]).skip(1).times(1));
    emulator.fail(answer(4, &[]).skip(2).always());
    let read = Subscriber::query().load(&acton).await;
    assert!(read.is_err(), "{read:?}");
}

#[tokio::test]
async fn finding_a_list_among_many_costs_no_more_than_the_budget() {
    let emulator = empty_account().await;
    for n in 0..2500 {
        emulator.create_list(
            acton_emulator::ListSeed::new(format!("L{n}"))
                .columns([("E-mail Address", Some("EMAIL"))]),
        );
    }
    newsletter_on(&emulator, []);
    let acton = acton_orm_tests::client(&emulator).await;
    emulator.journal().clear();
    let read = Subscriber::query().max_calls(2).load(&acton).await;
    let made = acton_orm_tests::calls(&emulator);
    assert!(made.len() <= 2, "{made:?} {read:?}");
    assert_eq!(read.unwrap_err().kind(), acton_orm::ErrorKind::Budget);
}
