//! `ListScores`: a call a row, priced, and no more than anybody asked for.

use acton_emulator::{Emulator, Fault};
use acton_orm::models::ListScore;
use acton_orm::prelude::*;
use acton_orm::schema::list_scores;
use acton_orm::{Downloads, ErrorKind, Terminal};
use acton_orm_tests::reading::{check, check_all, four, paging};
use acton_orm_tests::shown::made_as_shown;
use acton_orm_tests::{builder, calls, client, sample_account, start};

/// An account with nothing but the list `Big`.
async fn big(rows: u64) -> Emulator {
    let emulator = start(builder().empty()).await;
    assert_eq!(emulator.generate_list("Big", rows), "l-0001");
    emulator
}

#[tokio::test]
async fn the_scores_of_a_list_are_its_ids_and_a_call_a_row() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let all = ListScore::query().of("l-0001");
    let plan = all.explain_on(&acton, Terminal::Load).unwrap();
    let rows = all.load(&acton).await.unwrap();
    made_as_shown(&plan.to_string(), &plan.requests(), &emulator);
    assert_eq!(rows.len(), emulator.list_rows("l-0001").len());
    assert_eq!(calls(&emulator).len(), rows.len() + 1);
    let first = &rows[0];
    assert_eq!(
        (first.list.as_str(), first.record_id.as_str()),
        ("l-0001", "l-0001:0")
    );
    assert!(first.score > Some(0));
    let in_order = emulator
        .list_rows("l-0001")
        .into_iter()
        .map(|row| row[0].clone());
    assert!(rows.iter().map(|row| row.record_id.clone()).eq(in_order));
}

#[tokio::test]
async fn every_terminal_is_the_calls_it_shows() {
    let emulator = big(7).await;
    for acton in [
        paging(&emulator, Downloads::Csv, 3).await,
        paging(&emulator, Downloads::Pages, 3).await,
    ] {
        let scores = list_scores::table
            .select((list_scores::record_id, list_scores::score))
            .of("List_Big");
        check_all(&scores, &acton, &emulator).await;
        check_all(&scores.clone().limit(4).offset(1), &acton, &emulator).await;
        check_all(
            &scores.clone().filter(list_scores::score.gt(0)),
            &acton,
            &emulator,
        )
        .await;
        let sorted = scores.clone().order_by(list_scores::record_id.desc());
        check_all(&sorted, &acton, &emulator).await;
        let keys =
            scores.filter(list_scores::record_id.eq_any(["l-0001:2", "l-0001:5", "l-0001:ff"]));
        let found = check(&keys, Terminal::Load, &acton, &emulator).await;
        assert_eq!(found.len(), 2);
        assert_eq!(calls(&emulator).len(), 3, "one for each key");
    }
}

#[tokio::test]
async fn what_is_asked_for_by_number_is_so_many_calls() {
    let emulator = big(50).await;
    let acton = client(&emulator).await;
    let scores = ListScore::query().of("l-0001");
    assert_eq!(scores.count(&acton).await.unwrap(), 50);
    assert_eq!(calls(&emulator), ["GET /api/1/list/l-0001?count=1"]);
    emulator.journal().clear();
    let some = scores.clone().limit(3);
    assert_eq!(
        some.explain().calls().at_most(),
        None,
        "a record may have no score"
    );
    assert_eq!(some.load(&acton).await.unwrap().len(), 3);
    assert_eq!(calls(&emulator).len(), 4);
    emulator.journal().clear();
    assert!(scores.exists(&acton).await.unwrap());
    assert_eq!(calls(&emulator).len(), 2);
}

#[tokio::test]
async fn more_than_a_thousand_are_read_only_where_that_is_said() {
    let emulator = big(1001).await;
    let acton = client(&emulator).await;
    let scores = list_scores::table.select(list_scores::score).of("l-0001");
    assert!(
        scores
            .explain()
            .to_string()
            .contains("more than 1000 only where `max_calls` says so")
    );
    let error = scores.load(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Budget);
    assert_eq!(
        error.to_string(),
        "table `ListScores(l-0001)`: the list has 1001 rows, a call each, and 1000 calls may be made; none of \
         them was made: say `max_calls`, or give the query a limit or keys"
    );
    assert_eq!(calls(&emulator).len(), 1, "the ids alone");
    let error = scores
        .clone()
        .max_calls(500)
        .load(&acton)
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("499 calls may be made"),
        "{error}"
    );
    let some = scores.clone().limit(1001).load(&acton).await.unwrap();
    assert_eq!(some.len(), 1001, "a limit says it too");
    let none = scores.filter(list_scores::score.gt(1_000_000)).limit(1);
    let error = none.load(&acton).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("needs more than the budget of 1000"),
        "{error}"
    );
}

#[tokio::test]
async fn they_are_read_side_by_side_and_one_that_fails_fails_all() {
    let emulator = big(8).await;
    let acton = four(&emulator).connect().await.unwrap();
    emulator.fail(
        Fault::gate(4)
            .on("GET", "/api/1/list/l-0001/record/")
            .times(2),
    );
    let scores = ListScore::query().of("l-0001");
    assert_eq!(scores.load(&acton).await.unwrap().len(), 8);
    emulator.fail(
        Fault::status(500)
            .on("GET", "/api/1/list/l-0001/record/l-0001:5")
            .times(1),
    );
    let error = scores.load(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server);
    assert!(error.to_string().contains("l-0001:5/facts"), "{error}");
}

#[tokio::test]
async fn a_record_without_a_score_is_no_row_and_ends_nothing() {
    let emulator = big(4).await;
    let acton = four(&emulator).calls_in_flight(1).connect().await.unwrap();
    let none = || Fault::body(200, "application/json", "{}");
    let first = "/api/1/list/l-0001/record/l-0001:0/";
    emulator.fail(none().on("GET", first).always());
    let scores = ListScore::query().of("l-0001");
    let found = scores.first(&acton).await.unwrap().unwrap();
    assert_eq!(found.record_id, "l-0001:1");
    assert!(scores.exists(&acton).await.unwrap());
    let two = scores.clone().limit(2).load(&acton).await.unwrap();
    assert_eq!(two.len(), 2);
    let after = scores.offset(1).first(&acton).await.unwrap().unwrap();
    assert_eq!(after.record_id, "l-0001:2");
}

#[tokio::test]
async fn a_row_that_goes_meanwhile_is_left_out() {
    let emulator = big(3).await;
    let acton = four(&emulator).calls_in_flight(1).connect().await.unwrap();
    let gone = r#"{"errorCode":10008,"message":"Invalid contact"}"#;
    let gone = Fault::body(400, "application/json", gone);
    emulator.fail(
        gone.on("GET", "/api/1/list/l-0001/record/l-0001:1")
            .times(1),
    );
    let rows = ListScore::query().of("l-0001").load(&acton).await.unwrap();
    let ids: Vec<&str> = rows.iter().map(|row| row.record_id.as_str()).collect();
    assert_eq!(ids, ["l-0001:0", "l-0001:2"]);
}

#[tokio::test]
async fn the_other_drivers_name_is_known_at_run_time() {
    let emulator = big(2).await;
    let acton = client(&emulator).await;
    let scores = acton.table("List_Big_Score").await.unwrap();
    assert_eq!(scores.name(), "ListScores(List_Big)");
    let rows = scores.query().load(&acton).await.unwrap();
    assert_eq!(rows[1].get::<String>("RecordId").unwrap(), "l-0001:1");
    let error = acton.table("List_Small_Score").await.unwrap_err();
    assert!(
        error.to_string().contains("no list named `Small`"),
        "{error}"
    );
    emulator.generate_list("Big_Score", 1);
    let later = client(&emulator).await;
    let list = later.table("List_Big_Score").await.unwrap();
    assert!(
        list.column("RecordId").is_err(),
        "a list of that name is the list"
    );

    #[derive(Entity, Debug)]
    #[acton(table = "List_Small_Score", module = "small")]
    struct Small {
        #[acton(key)]
        _id: RecordId,
    }
    let error = Small::query().load(&later).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`ListScores`, with `.of(\"List_Small\")`"),
        "{error}"
    );
}
