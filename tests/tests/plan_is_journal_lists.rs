//! What a plan of a list shows is what is sent: found first, looked up, read by keys and in pages, within
//! a budget.

use acton_emulator::{Fault, ListSeed, LookupMiss};
use acton_orm::prelude::*;
use acton_orm::{Downloads, RecordId, Terminal};
use acton_orm_tests::reading::{TERMINALS, assert_kept, check, check_all, list_of, paging, run};
use acton_orm_tests::shown::{assert_shown, made_as_shown};
use acton_orm_tests::{builder, calls, start};

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_Big", module = "big")]
struct Row {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address")]
    email: String,
    #[acton(column = "Business City")]
    city: Option<String>,
}

/// With the dates, which exclude asking for columns.
#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_l-0001", module = "dated")]
struct Dated {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address")]
    email: String,
    #[acton(column = "created_date")]
    created: Option<DateTime<Utc>>,
}

/// A client that knows nothing: the listing and the headings are in the plan, of `explain` too.
#[tokio::test]
async fn what_has_to_be_found_first_is_shown() {
    let emulator = list_of(40).await;
    let email = emulator.list_rows("l-0001")[20][1].clone();
    let id: RecordId = "l-0001:9".parse().unwrap();
    let queries = [
        Row::query(),
        Row::query().filter(big::id.eq(&id)),
        Row::query().filter(big::email.eq(&email)),
        Row::query().filter(big::city.is_not_null()).limit(3),
    ];
    for query in queries {
        for terminal in TERMINALS {
            for downloads in [Downloads::Csv, Downloads::Pages] {
                let fresh = paging(&emulator, downloads, 1000).await;
                check(&query, terminal, &fresh, &emulator).await;
                // The same again, with all that was learnt.
                check(&query, terminal, &fresh, &emulator).await;
                assert!(
                    calls(&emulator)
                        .iter()
                        .all(|call| !call.contains("listingtype"))
                );
            }
            let fresh = paging(&emulator, Downloads::Csv, 1000).await;
            let plan = query.explain_as(terminal);
            emulator.journal().clear();
            run(&query, terminal, &fresh).await.unwrap();
            assert_kept(&plan, &emulator);
        }
    }
}

#[tokio::test]
async fn a_look_up_shows_what_follows_where_it_does_not_settle_the_query() {
    let emulator = start(builder().empty().login_limit(false)).await;
    let seed = ListSeed::new("Big")
        .columns([("E-mail Address", Some("EMAIL")), ("Business City", None)])
        .rows([
            ["ADA@example.com", "PDX"],
            ["ada@example.com", "SEA"],
            ["bob@example.com", "PDX"],
        ]);
    emulator.create_list(seed);
    // Found, found as another spelling, found with another city, not there.
    let filters = || {
        [
            (big::email.eq("bob@example.com"), 1),
            (big::email.eq("ada@example.com"), 2),
            (big::email.eq("bob@example.com").and(big::city.eq("SEA")), 2),
            (big::email.eq("nobody@example.com"), 1),
        ]
    };
    for miss in [
        LookupMiss::NoContact,
        LookupMiss::BadRequest,
        LookupMiss::EmptyObject,
    ] {
        emulator.quirks(|quirks| quirks.lookup_miss = miss);
        for downloads in [Downloads::Csv, Downloads::Pages] {
            let acton = paging(&emulator, downloads, 1000).await;
            Row::query().count(&acton).await.unwrap();
            for (filter, made) in filters() {
                let query = Row::query().filter(filter);
                for terminal in [Terminal::First, Terminal::Exists] {
                    check(&query, terminal, &acton, &emulator).await;
                    assert_eq!(calls(&emulator).len(), made, "{query:?}");
                }
                check_all(&query, &acton, &emulator).await;
            }
        }
    }
}

#[tokio::test]
async fn a_name_that_several_lists_have_is_an_error_after_the_listing_that_was_shown() {
    let emulator = start(builder().empty().login_limit(false)).await;
    emulator.generate_list("Big", 3);
    emulator.generate_list("Big", 3);
    let acton = paging(&emulator, Downloads::Csv, 1000).await;
    for _ in 0..2 {
        let plan = Row::query().explain_on(&acton, Terminal::Load).unwrap();
        emulator.journal().clear();
        let error = Row::query().load(&acton).await.unwrap_err();
        assert!(error.to_string().contains("l-0001, l-0002"), "{error}");
        let unused = made_as_shown(&plan.to_string(), &plan.requests(), &emulator);
        assert_eq!(unused.len(), 1, "the list itself is not read");
        assert_eq!(calls(&emulator).len(), 1);
    }
    // By its id it is read.
    check_all(&Row::query().from("List_l-0002"), &acton, &emulator).await;
}

/// More lists than a listing's page holds.
#[tokio::test]
async fn a_listing_of_several_pages_is_shown_and_counts() {
    let emulator = start(builder().empty().login_limit(false)).await;
    for number in 0..1_500 {
        emulator.generate_list(&format!("Other {number}"), 0);
    }
    emulator.generate_list("Big", 3);
    let acton = paging(&emulator, Downloads::Csv, 1000).await;
    check(&Row::query(), Terminal::Load, &acton, &emulator).await;
    assert_eq!(
        calls(&emulator).len(),
        3,
        "two pages of lists, the download"
    );

    // A budget of two does for the listing and nothing else; one of one not even for that.
    for (budget, made) in [(3, 3), (2, 2), (1, 0)] {
        let acton = paging(&emulator, Downloads::Csv, 1000).await;
        emulator.journal().clear();
        let rows = Row::query().load(&acton.budget(budget)).await;
        assert_eq!(rows.is_ok(), budget == 3, "{rows:?}");
        if let Err(error) = rows {
            assert!(error.is_over_budget(), "{error}");
        }
        assert_eq!(calls(&emulator).len(), made, "budget {budget}");
    }
}

/// 95 rows in pages of ten, so that pages are read side by side.
#[tokio::test]
async fn pages_side_by_side_are_the_pages_shown() {
    let emulator = list_of(95).await;
    let acton = paging(&emulator, Downloads::Pages, 10).await;
    Row::query().count(&acton).await.unwrap();
    let queries = [
        (Row::query(), 10),
        (Row::query().order_by(big::email.asc()), 10),
        (Row::query().order_by(big::email.asc()).limit(3), 10),
        (Row::query().limit(30), 3),
        (Row::query().limit(25), 3),
        (Row::query().limit(25).offset(80), 2),
        (Row::query().offset(91), 1),
        (Row::query().offset(95), 1),
        (Row::query().offset(200), 1),
        (Row::query().limit(u64::MAX).offset(90), 1),
        (Row::query().filter(big::email.contains("@")).limit(15), 2),
        (Row::query().filter(big::email.contains("@")), 10),
        (Row::query().distinct().limit(11), 2),
    ];
    // After the first page two are under way, or the read fails.
    emulator.fail(Fault::gate(2).on("GET", "/api/1/list/l-0001").skip(1));
    for (query, made) in queries {
        check(&query, Terminal::Load, &acton, &emulator).await;
        assert_eq!(calls(&emulator).len(), made, "{query:?}");
        check_all(&query, &acton, &emulator).await;
    }
    check_all(&Dated::query(), &acton, &emulator).await;
    let after = Dated::query().load(&acton).await.unwrap()[50]
        .created
        .unwrap();
    let query = Dated::query().filter(dated::created.ge(after));
    assert_eq!(
        check_all(&query, &acton, &emulator).await[0].len(),
        45,
        "from row 50 on"
    );
}

#[tokio::test]
async fn rows_by_key_are_the_calls_shown() {
    let emulator = list_of(95).await;
    let id = |row: u64| format!("l-0001:{row:x}");
    let acton = paging(&emulator, Downloads::Pages, 10).await;
    Row::query().count(&acton).await.unwrap();
    let ids = |rows: &[u64]| rows.iter().map(|row| id(*row)).collect::<Vec<_>>();
    for rows in [&[5, 60, 700][..], &[900][..], &[1, 2, 3, 4, 5], &[9, 9, 8]] {
        let query = Row::query().filter(big::id.eq_any(ids(rows)));
        check_all(&query, &acton, &emulator).await;
        check_all(&query.clone().limit(2), &acton, &emulator).await;
        check_all(&query.clone().limit(1).offset(1), &acton, &emulator).await;
        check_all(
            &query.order_by(big::email.asc()).limit(1),
            &acton,
            &emulator,
        )
        .await;
    }
    // Keys that no path can hold, and none at all.
    for ids in [vec!["".to_owned(), "a\tb".to_owned()], Vec::new()] {
        check_all(&Row::query().filter(big::id.eq_any(ids)), &acton, &emulator).await;
        assert_eq!(calls(&emulator), [""; 0]);
    }
}

/// The first row of several keys asks for no more of them than it must.
#[tokio::test]
async fn a_limit_over_keys_makes_no_call_for_a_row_that_is_not_wanted() {
    let emulator = list_of(95).await;
    let acton = paging(&emulator, Downloads::Pages, 10).await;
    let ids = |rows: &[u64]| {
        let ids: Vec<_> = rows.iter().map(|row| format!("l-0001:{row:x}")).collect();
        Row::query().filter(big::id.eq_any(ids))
    };
    Row::query().count(&acton).await.unwrap();
    let headings = Row::query().filter(big::id.eq("l-0001:0"));
    headings.load(&acton).await.unwrap();
    for (query, terminal, made) in [
        (ids(&[1, 2, 3, 4, 5]), Terminal::Load, 5),
        (ids(&[1, 2, 3, 4, 5]), Terminal::First, 1),
        (ids(&[900, 2, 3, 4, 5]), Terminal::First, 2),
        (ids(&[1, 2, 3, 4, 5]), Terminal::One, 2),
        (ids(&[1, 2, 3, 4, 5]), Terminal::Exists, 1),
        (ids(&[1, 900, 3, 4, 5]).limit(3), Terminal::Load, 4),
        (ids(&[1, 2, 3, 4, 5]).offset(3), Terminal::First, 4),
        (
            ids(&[1, 2, 3, 4, 5]).order_by(big::email.asc()),
            Terminal::First,
            5,
        ),
    ] {
        check(&query, terminal, &acton, &emulator).await;
        assert_eq!(calls(&emulator).len(), made, "{terminal:?} {query:?}");
    }
}

#[tokio::test]
async fn a_budget_that_refuses_makes_no_call_and_one_that_ends_makes_no_more_than_it_has() {
    let emulator = list_of(95).await;
    let acton = paging(&emulator, Downloads::Pages, 10).await;
    Row::query().count(&acton).await.unwrap();
    let stops = [
        // The listing told the size: the whole list is known to be too dear.
        (Row::query(), 4, 0),
        (
            Row::query().filter(big::email.contains("@")).limit(50),
            4,
            4,
        ),
        (
            Row::query().filter(big::email.ends_with("x")).limit(1),
            4,
            4,
        ),
        (Row::query().limit(50), 4, 4),
    ];
    for (query, budget, made) in stops {
        let plan = query.explain_on(&acton, Terminal::Load).unwrap();
        emulator.journal().clear();
        let error = query
            .clone()
            .max_calls(budget)
            .load(&acton)
            .await
            .unwrap_err();
        assert!(error.is_over_budget(), "{error}");
        made_as_shown(&plan.to_string(), &plan.requests(), &emulator);
        assert_eq!(calls(&emulator).len(), made, "{query:?}");
        emulator.journal().clear();
        let all = query.load(&acton.budget(10)).await;
        all.unwrap();
    }
    // One that covers all there is changes nothing.
    let query = Row::query().max_calls(10);
    assert_eq!(query.load(&acton).await.unwrap().len(), 95);
}

/// What others found out meanwhile is not paid for.
#[tokio::test]
async fn a_budget_counts_only_calls_that_are_made() {
    let emulator = list_of(95).await;
    let acton = paging(&emulator, Downloads::Csv, 1000).await;
    let query = Row::query().filter(big::id.eq("l-0001:9")).max_calls(3);
    let (one, other) = futures::join!(query.load(&acton), query.load(&acton));
    assert_eq!((one.unwrap().len(), other.unwrap().len()), (1, 1));
    assert_eq!(
        calls(&emulator).len(),
        4,
        "listing, headings, twice the row"
    );
}

/// A call that is made again is the same call.
#[tokio::test]
async fn a_page_that_is_read_again_is_the_page_shown() {
    let emulator = list_of(95).await;
    let acton = paging(&emulator, Downloads::Pages, 10).await;
    Row::query().count(&acton).await.unwrap();
    emulator.fail(Fault::reset_after().on("GET", "/api/1/list/l-0001").skip(2));
    let plan = Row::query().explain_on(&acton, Terminal::Load).unwrap();
    emulator.journal().clear();
    assert_eq!(Row::query().load(&acton).await.unwrap().len(), 95);
    assert_shown(&plan.to_string(), &plan.requests(), &emulator);
    assert_eq!(calls(&emulator).len(), 11);
}
