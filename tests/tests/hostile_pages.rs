//! Pages that are not the pages asked for: a read is complete, or it is an error.

use acton_emulator::{Emulator, Fault};
use acton_orm::models::{List, OptOut};
use acton_orm::prelude::*;
use acton_orm::{Client, Downloads, ErrorKind, RecordId};
use acton_orm_tests::{builder, calls, start};
use futures::TryStreamExt;

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_l-0001", module = "big")]
struct Row {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address")]
    email: String,
}

const PATH: &str = "/api/1/list/l-0001";

/// One page after the other, so that a fault strikes the page that is meant.
async fn paging(emulator: &Emulator) -> Client {
    Client::parse(&emulator.connection_string())
        .unwrap()
        .calls_per_second(None)
        .calls_in_flight(1)
        .downloads(Downloads::Pages)
        .pagesize(10)
        .connect()
        .await
        .unwrap()
}

async fn big() -> (Emulator, Client) {
    let emulator = start(builder().empty()).await;
    emulator.generate_list("Big", 95);
    let acton = paging(&emulator).await;
    (emulator, acton)
}

fn page(from: u64, rows: u64, total: &str) -> Fault {
    let data: Vec<String> = (from..from + rows)
        .map(|row| format!(r#"["l-0001:{row:x}","{row}@example.com"]"#))
        .collect();
    let body = format!(
        r#"{{"listId":"l-0001","count":{rows},"totalCount":{total},"headers":["_contact_id_","E-mail Address"],"data":[{}]}}"#,
        data.join(",")
    );
    Fault::body(200, "application/json", body).on("GET", PATH)
}

fn positioned(offset: u64, from: u64, rows: u64) -> Fault {
    let data: Vec<String> = (from..from + rows)
        .map(|row| format!(r#"["l-0001:{row:x}","{row}@example.com"]"#))
        .collect();
    let body = format!(
        r#"{{"offset":{offset},"totalCount":95,"headers":["_contact_id_","E-mail Address"],"data":[{}]}}"#,
        data.join(",")
    );
    Fault::body(200, "application/json", body).on("GET", PATH)
}

fn numbers(rows: &[Row]) -> Vec<u64> {
    rows.iter().map(|row| row.id.row()).collect()
}

/// A page that is shorter than asked, while the total says that more follow: on from its last row.
#[tokio::test]
async fn a_page_shorter_than_asked_loses_no_rows() {
    let (emulator, acton) = big().await;
    // The second page, asked for ten rows, has four.
    emulator.fail(page(10, 4, "95").skip(1));
    let rows = Row::query().load(&acton).await.unwrap();
    assert_eq!(numbers(&rows), (0..95).collect::<Vec<_>>());

    // The first one too, and for a read of just so many.
    for (query, wanted) in [(Row::query(), 95), (Row::query().limit(30), 30)] {
        emulator.fail(page(0, 3, "95"));
        let rows = query.load(&acton).await.unwrap();
        assert_eq!(numbers(&rows), (0..wanted).collect::<Vec<_>>());
    }
    emulator.fail(page(0, 3, "95"));
    let rows: Vec<Row> = Row::query().stream(&acton).try_collect().await.unwrap();
    assert_eq!(numbers(&rows), (0..95).collect::<Vec<_>>());
}

/// A server that gives more rows than asked for.
#[tokio::test]
async fn a_page_longer_than_asked_repeats_no_rows() {
    let (emulator, acton) = big().await;
    emulator.fail(page(0, 17, "95"));
    let rows = Row::query().load(&acton).await.unwrap();
    assert_eq!(numbers(&rows), (0..95).collect::<Vec<_>>());
}

/// Without a total the first short page is the end, as Act-On's documents have it.
#[tokio::test]
async fn without_a_total_a_short_page_is_the_end() {
    let (emulator, acton) = big().await;
    emulator.fail(page(20, 4, "-1").skip(2));
    emulator.fail(page(10, 10, "-1").skip(1));
    emulator.fail(page(0, 10, "-1"));
    let rows = Row::query().load(&acton).await.unwrap();
    assert_eq!(numbers(&rows), (0..24).collect::<Vec<_>>());
}

#[tokio::test]
async fn an_empty_page_where_rows_are_due_is_an_error() {
    let (emulator, acton) = big().await;
    emulator.fail(page(0, 0, "95").skip(3).always());
    let error = Row::query().load(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    assert!(error.to_string().contains("it is empty"), "{error}");

    // Beyond the last row there is nothing due.
    emulator.clear_faults();
    assert!(
        Row::query()
            .offset(500)
            .load(&acton)
            .await
            .unwrap()
            .is_empty()
    );
}

/// A server that ignores `offset`, whether it says so or not.
#[tokio::test]
async fn a_page_that_is_another_one_is_an_error() {
    for ignored in [positioned(0, 0, 10), page(0, 10, "95"), page(0, 10, "-1")] {
        let (emulator, acton) = big().await;
        emulator.fail(ignored.always());
        for query in [Row::query(), Row::query().filter(big::email.contains("@"))] {
            emulator.journal().clear();
            let error = query.load(&acton).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
            assert!(
                error
                    .to_string()
                    .contains("not the page that was asked for"),
                "{error}"
            );
            assert!(calls(&emulator).len() <= 10, "it ends");
        }
        let rows: acton_orm::Result<Vec<Row>> = Row::query().stream(&acton).try_collect().await;
        assert!(rows.is_err());
        // Its first page is what it is.
        assert_eq!(Row::query().limit(10).load(&acton).await.unwrap().len(), 10);
    }
}

#[tokio::test]
async fn a_listing_or_opt_outs_that_ignore_the_offset_are_an_error() {
    let emulator = start(builder().empty()).await;
    let acton = paging(&emulator).await;
    let rows: Vec<String> = (0..10)
        .map(|row| format!(r#"{{"email":"{row}@example.com","timestamp":1}}"#))
        .collect();
    for start in ["", r#""offset":0,"#] {
        let body = format!(
            r#"{{{start}"totalCount":-1,"result":[{}]}}"#,
            rows.join(",")
        );
        emulator.fail(Fault::body(200, "application/json", body).always());
        let error = OptOut::query().load(&acton).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert_eq!(calls(&emulator).len(), 2);
        emulator.clear_faults();
        emulator.journal().clear();
    }
    let lists: Vec<String> = (0..10)
        .map(|row| format!(r#"{{"id":"l-{row:04}","name":"{row}"}}"#))
        .collect();
    let body = format!(
        r#"{{"offset":0,"totalCount":40,"result":[{}]}}"#,
        lists.join(",")
    );
    emulator.fail(Fault::body(200, "application/json", body).always());
    let error = List::query().load(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
}

/// The limit of the query ends the pages of it, also where no total is told.
#[tokio::test]
async fn a_page_of_a_limited_query_knows_its_last() {
    let emulator = start(builder().empty()).await;
    for row in 0..50 {
        emulator.add_opt_out(&format!("{row}@example.com"), row);
    }
    let acton = paging(&emulator).await;
    let query = OptOut::query().limit(20);
    let first = query.page(&acton, 0, 10).await.unwrap();
    assert_eq!((first.rows.len(), first.has_next), (10, true));
    let last = query.page(&acton, 1, 10).await.unwrap();
    assert_eq!((last.rows.len(), last.has_next), (10, false));
    let beyond = query.page(&acton, 2, 10).await.unwrap();
    assert_eq!((beyond.rows.len(), beyond.has_next), (0, false));
}

/// The same rows again, in an answer that differs in something else.
#[tokio::test]
async fn a_page_with_the_rows_of_the_one_before_is_an_error() {
    let (emulator, acton) = big().await;
    let data: Vec<String> = (0..10)
        .map(|row| format!(r#"["l-0001:{row:x}","{row}@example.com"]"#))
        .collect();
    for nonce in 0..20 {
        let body = format!(
            r#"{{"servedAt":{nonce},"totalCount":-1,"headers":["_contact_id_","E-mail Address"],"data":[{}]}}"#,
            data.join(",")
        );
        let page = Fault::body(200, "application/json", body);
        emulator.fail(page.on("GET", PATH).skip(nonce));
    }
    emulator.journal().clear();
    let error = Row::query().load(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    assert_eq!(calls(&emulator).len(), 2);
}

/// The listing that finds a list by its name comes in pages too.
/// A server that gives the first page again in any place, and says that it is the one asked for.
#[tokio::test]
async fn a_page_that_came_before_is_an_error_wherever_it_comes() {
    for place in 1..10 {
        let (emulator, acton) = big().await;
        emulator.fail(Fault::repeated_page().on("GET", PATH).skip(place));
        let error = Row::query().load(&acton).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.to_string().contains("repeats a page"), "{error}");
    }
}

#[tokio::test]
async fn a_listing_that_repeats_itself_finds_no_list() {
    let (emulator, acton) = big().await;
    for offset in ["", r#""offset":0,"#] {
        let lists: Vec<String> = (0..10)
            .map(|row| format!(r#"{{"id":"l-{row:04}","name":"{row}"}}"#))
            .collect();
        let body = format!(
            r#"{{{offset}"totalCount":40,"result":[{}]}}"#,
            lists.join(",")
        );
        let listing = Fault::body(200, "application/json", body);
        emulator.fail(listing.on("GET", "/api/1/list").always());
        emulator.journal().clear();
        let error = Row::query().from("List_Absent").count(&acton).await;
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert_eq!(calls(&emulator).len(), 2, "{error}");
        emulator.clear_faults();
    }
}
