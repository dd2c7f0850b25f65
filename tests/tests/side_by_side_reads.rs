//! Reads that run side by side, proven without a clock: the emulator holds calls back until so many
//! are there, and counts how many are under way.

use std::time::Duration;

use acton_emulator::{Emulator, Fault, tiny_png};
use acton_orm::models::{AccountInfo, Image, OptOut};
use acton_orm::prelude::*;
use acton_orm::schema::{TABLES, images};
use acton_orm::{Client, Query, RecordId};
use acton_orm_tests::reading::four;
use acton_orm_tests::rows::Picture;
use acton_orm_tests::{builder, calls, start};
use futures::future::join_all;
use futures::{FutureExt, StreamExt, TryStreamExt};

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_Big", module = "big")]
struct Row {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address")]
    email: String,
}

const LIST: &str = "/api/1/list/l-0001";
const RECORD: &str = "/api/1/list/l-0001/record";

/// A list of 95 rows, found already.
async fn big() -> (Emulator, Client) {
    let emulator = start(builder().empty().login_limit(false)).await;
    assert_eq!(emulator.generate_list("Big", 95), "l-0001");
    let acton = four(&emulator).connect().await.unwrap();
    Row::query().count(&acton).await.unwrap();
    emulator.journal().clear();
    (emulator, acton)
}

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

/// A gate for more calls than ever come at once: it gives up and answers 503.
fn too_many(calls: usize) -> Fault {
    Fault::gate_within(calls, Duration::from_millis(50))
}

/// Hangs are failures, not waits: far longer than anything here takes.
async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(60), what)
        .await
        .expect("it hangs")
}

/// Waits until so many calls are under way.
async fn under_way(emulator: &Emulator, calls: usize) {
    soon(async {
        while emulator.in_flight() != calls {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test]
async fn pages_are_read_four_at_once_and_never_five() {
    let (emulator, acton) = big().await;
    // Nine pages follow the first: two groups of four come together, or the gate answers 503.
    emulator.fail(Fault::gate(4).on("GET", LIST).skip(1).times(2));
    let rows = Row::query().load(&acton).await.unwrap();
    assert_eq!(numbers(&rows), (0..95).collect::<Vec<_>>());
    assert_eq!(emulator.most_in_flight(), 4);
    assert_eq!(calls(&emulator).len(), 10);
    emulator.fail(too_many(5).on("GET", LIST).skip(1));
    assert!(Row::query().load(&acton).await.is_err());
}

#[tokio::test]
async fn one_call_at_once_where_no_more_are_allowed() {
    let (emulator, _) = big().await;
    let acton = four(&emulator).calls_in_flight(1).connect().await.unwrap();
    Row::query().count(&acton).await.unwrap();
    assert_eq!(Row::query().load(&acton).await.unwrap().len(), 95);
    assert_eq!(by_keys(0..5).load(&acton).await.unwrap().len(), 5);
    // No second one ever comes to this gate.
    emulator.fail(too_many(2).on("GET", LIST).skip(1));
    assert!(Row::query().load(&acton).await.is_err());
    emulator.clear_faults();
    emulator.fail(too_many(2).on("GET", RECORD));
    assert!(by_keys(0..5).load(&acton).await.is_err());
}

#[tokio::test]
async fn pages_of_a_wanted_part_are_read_side_by_side_too() {
    let (emulator, acton) = big().await;
    emulator.fail(Fault::gate(2).on("GET", LIST).skip(1));
    let rows = Row::query().offset(7).limit(28).load(&acton).await.unwrap();
    assert_eq!(numbers(&rows), (7..35).collect::<Vec<_>>());
    assert_eq!(calls(&emulator).len(), 3);
}

#[tokio::test]
async fn rows_keep_their_order_though_the_first_page_after_comes_last() {
    let (emulator, acton) = big().await;
    // The second call is held until three more have come, and then waits longer than they take.
    emulator.fail(Fault::gate(4).on("GET", LIST).skip(1));
    emulator.fail(
        Fault::latency(Duration::from_millis(200))
            .on("GET", LIST)
            .skip(1),
    );
    let rows = Row::query().load(&acton).await.unwrap();
    assert_eq!(numbers(&rows), (0..95).collect::<Vec<_>>());

    emulator.fail(Fault::latency(Duration::from_millis(200)).on("GET", RECORD));
    let wanted = [9, 3, 80, 4, 1, 7];
    let rows = by_keys(wanted).load(&acton).await.unwrap();
    assert_eq!(numbers(&rows), wanted);
}

#[tokio::test]
async fn a_read_that_may_stop_early_reads_no_page_ahead() {
    let (emulator, acton) = big().await;
    let query = Row::query().filter(big::email.contains("@")).limit(35);
    assert_eq!(query.load(&acton).await.unwrap().len(), 35);
    assert_eq!(calls(&emulator).len(), 4);
    assert_eq!(emulator.most_in_flight(), 1);
}

#[tokio::test]
async fn keys_are_read_four_at_once_and_never_five() {
    let (emulator, acton) = big().await;
    emulator.fail(Fault::gate(4).on("GET", RECORD).times(2));
    // The last of them is not there.
    let rows = by_keys((0..7).chain([900])).load(&acton).await.unwrap();
    assert_eq!(numbers(&rows), (0..7).collect::<Vec<_>>());
    assert_eq!(emulator.most_in_flight(), 4);
    assert_eq!(calls(&emulator).len(), 9, "its headings, eight rows");
    emulator.fail(too_many(5).on("GET", RECORD));
    assert!(by_keys(0..8).load(&acton).await.is_err());
}

/// Tables whose rows take several calls, which differ in a parameter.
#[tokio::test]
async fn several_calls_of_one_table_are_made_at_once() {
    let emulator = start(builder().login_limit(false)).await;
    let acton = four(&emulator).connect().await.unwrap();
    let mut met = 0;
    for meta in TABLES {
        let scans = meta.paths().count();
        let first = meta.paths().next().expect("a path");
        // Lists that tell no totals are read page after page, and so one after the other.
        if scans < 2 || first.contains('{') {
            continue;
        }
        met += 1;
        let table = acton.table(meta.name()).await.unwrap();
        emulator.journal().clear();
        let held = scans.min(4);
        emulator.fail(Fault::gate(held).on("GET", first));
        let rows = table.query().load(&acton).await.unwrap();
        assert!(!rows.is_empty(), "{}", meta.name());
        assert_eq!(emulator.most_in_flight(), held);
        emulator.clear_faults();
        // Where the first may do, the others wait for it.
        emulator.journal().clear();
        assert!(table.query().first(&acton).await.unwrap().is_some());
        assert_eq!(calls(&emulator).len(), 1, "{}", meta.name());
    }
    assert!(met > 0, "Programs is such a table");
}

#[tokio::test]
async fn images_are_read_again_side_by_side_before_a_commit() {
    let emulator = start(builder().empty()).await;
    // One listing is cheaper than two reads by key, so each image is of a query of its own.
    let ids: Vec<String> = (0..3)
        .map(|shade| emulator.add_image(&format!("{shade}.png"), "New", tiny_png(2, 2, shade)))
        .collect();
    let acton = four(&emulator).connect().await.unwrap();
    let reads = ids.iter().map(|id| {
        let query = Image::query().filter(images::id.eq(id));
        let acton = acton.clone();
        async move { query.one(&acton).await }
    });
    emulator.fail(Fault::gate(3).on("GET", "/api/1/image/"));
    let images = join_all(reads).await;
    assert!(images.iter().all(Result::is_ok), "{images:?}");

    // A commit's check of one image reads it by its key.
    let mut session = acton.session();
    let image = session
        .one(Picture::query().filter(acton_orm::schema::images::id.eq(&ids[0])))
        .await
        .unwrap();
    session[image].folder_name = "Archive".into();
    emulator.journal().clear();
    session.commit().check_conflicts().await.unwrap();
    assert_eq!(
        calls(&emulator)[0],
        format!("GET /api/1/image/{}", ids[0]),
        "it is read again first"
    );
}

/// A commit's check of list rows reads them again by their keys, side by side.
#[tokio::test]
async fn rows_are_read_again_side_by_side_before_a_commit() {
    let (emulator, acton) = big().await;
    let mut session = acton.session();
    let rows = session.load(by_keys(0..4)).await.unwrap();
    for row in rows {
        session[row].email = format!("new-{}", session[row].email);
    }
    emulator.journal().clear();
    emulator.fail(Fault::gate(4).on("GET", RECORD));
    session.commit().check_conflicts().await.unwrap();
    assert!(emulator.most_in_flight() >= 4);
}

#[tokio::test]
async fn a_dropped_read_leaves_nothing_behind() {
    let (emulator, acton) = big().await;
    // Four pages are held at a gate that waits for a fifth, longer than this test may take.
    let held = Fault::gate_within(5, Duration::from_secs(3600));
    emulator.fail(held.on("GET", LIST).skip(1));
    {
        let query = Row::query();
        let mut load = query.load(&acton).boxed();
        soon(async {
            while emulator.in_flight() != 4 {
                assert!((&mut load).now_or_never().is_none());
                tokio::task::yield_now().await;
            }
        })
        .await;
    }
    // Its callers are gone, and so are they.
    under_way(&emulator, 0).await;
    emulator.clear_faults();
    assert_eq!(soon(Row::query().load(&acton)).await.unwrap().len(), 95);
    assert_eq!(soon(by_keys(0..3).load(&acton)).await.unwrap().len(), 3);
}

/// A stream put aside while its user does something else: its calls that wait for their turn must not
/// hold up the user's.
#[tokio::test]
async fn a_stream_put_aside_holds_up_no_other_call() {
    let (emulator, _) = big().await;
    // The login, the listing, a count and two pages use up the second: the third page waits for its turn.
    let acton = four(&emulator).calls_per_second(5).connect().await.unwrap();
    Row::query().count(&acton).await.unwrap();
    let query = Row::query();
    let mut rows = std::pin::pin!(query.stream(&acton));
    let mut read = 0;
    soon(async {
        while let Some(row) = rows.next().await {
            row.unwrap();
            read += 1;
            if read == 15 || read == 25 {
                AccountInfo::query().one(&acton).await.unwrap();
            }
            if read == 30 {
                break;
            }
        }
    })
    .await;
    assert_eq!(read, 30);
}

/// The same for a stream that is put aside in the middle of a call, as `select!` does.
#[tokio::test]
async fn a_read_put_aside_in_a_call_holds_up_no_other() {
    let emulator = start(builder().empty().login_limit(false)).await;
    emulator.generate_list("Big", 95);
    let acton = four(&emulator).calls_per_second(2).connect().await.unwrap();
    let queries = [by_keys([1]), by_keys([2]), by_keys([3])];
    let mut aside: Vec<_> = queries
        .iter()
        .map(|query| query.load(&acton).boxed())
        .collect();
    for load in &mut aside {
        assert!(load.now_or_never().is_none());
    }
    let other = by_keys([4]);
    let rows = soon(other.load(&acton)).await.unwrap();
    assert_eq!(numbers(&rows), [4]);
    for load in aside {
        assert_eq!(soon(load).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_stream_left_early_has_made_no_more_calls_than_its_window_allows() {
    let (emulator, acton) = big().await;
    let query = Row::query();
    // Rows taken, calls that may have been made by then: one page, then two ahead, then four.
    for (rows, most) in [(1, 1), (10, 1), (11, 3), (20, 3), (21, 6), (30, 6)] {
        emulator.journal().clear();
        let taken: Vec<Row> = query.stream(&acton).take(rows).try_collect().await.unwrap();
        assert_eq!(numbers(&taken), (0..rows as u64).collect::<Vec<_>>());
        under_way(&emulator, 0).await;
        let made = calls(&emulator).len();
        assert!(made <= most, "{made} calls for {rows} rows");
    }
    // By keys likewise, each a call.
    let query = by_keys(0..40);
    query.load(&acton).await.unwrap();
    for (rows, most) in [(1, 1), (2, 3), (3, 6)] {
        emulator.journal().clear();
        let taken: Vec<Row> = query.stream(&acton).take(rows).try_collect().await.unwrap();
        assert_eq!(taken.len(), rows);
        under_way(&emulator, 0).await;
        let made = calls(&emulator).len();
        assert!(made <= most, "{made} calls for {rows} rows");
    }
}

/// Answers that nobody has taken yet are no more than the window.
#[tokio::test]
async fn a_stream_that_is_not_read_asks_for_no_more_than_its_window() {
    let (emulator, acton) = big().await;
    let query = Row::query();
    let mut rows = std::pin::pin!(query.stream(&acton));
    for _ in 0..41 {
        rows.next().await.unwrap().unwrap();
    }
    under_way(&emulator, 0).await;
    // Four pages taken, one of which has begun, and at most four more.
    assert!(calls(&emulator).len() <= 5 + 4, "{:?}", calls(&emulator));
    assert!(emulator.most_in_flight() <= 4);
}

#[tokio::test]
async fn a_budget_is_exact_though_calls_run_side_by_side() {
    let (emulator, acton) = big().await;
    for budget in 1..10 {
        emulator.journal().clear();
        let query = Row::query().limit(95);
        let error = query.max_calls(budget).load(&acton).await.unwrap_err();
        assert!(error.is_over_budget(), "{error}");
        assert_eq!(calls(&emulator).len() as u64, budget);
        assert!(
            error
                .to_string()
                .contains(&format!("stopped after {budget} ")),
            "{error}"
        );
    }
    emulator.journal().clear();
    emulator.fail(Fault::gate(4).on("GET", LIST).skip(1));
    let query = Row::query().limit(95).max_calls(10);
    assert_eq!(query.load(&acton).await.unwrap().len(), 95);
    assert_eq!(emulator.most_in_flight(), 4);
}

/// An error in one of them ends the read, and nothing of it goes on.
#[tokio::test]
async fn an_error_ends_the_calls_beside_it() {
    let (emulator, acton) = big().await;
    emulator.fail(Fault::gate(4).on("GET", LIST).skip(1));
    let refused = Fault::body(400, "application/json", r#"{"errorCode":1,"message":"no"}"#);
    emulator.fail(refused.on("GET", LIST).skip(3));
    let error = Row::query().load(&acton).await.unwrap_err();
    assert!(error.to_string().contains("no"), "{error}");
    under_way(&emulator, 0).await;
    assert!(calls(&emulator).len() < 10);
    assert_eq!(soon(Row::query().load(&acton)).await.unwrap().len(), 95);
}

/// Where no total is told, page follows page.
#[tokio::test]
async fn without_a_total_one_page_is_read_after_the_other() {
    let emulator = start(builder().empty()).await;
    for row in 0..35 {
        emulator.add_opt_out(&format!("{row}@example.com"), row);
    }
    let acton = four(&emulator).connect().await.unwrap();
    assert_eq!(OptOut::query().load(&acton).await.unwrap().len(), 35);
    assert_eq!((calls(&emulator).len(), emulator.most_in_flight()), (4, 1));
}
