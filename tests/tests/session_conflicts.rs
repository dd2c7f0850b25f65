//! Rows that change at Act-On while a session holds them.

use acton_emulator::Emulator;
use acton_orm::prelude::*;
use acton_orm::session::RowState;
use acton_orm::{Client, ErrorKind, Handle, Session};
use acton_orm_tests::rows::{Subscriber, emails, newsletter, report, subscribers};
use acton_orm_tests::{calls, client};

/// Ada, Bob and Cy in a session, and a client that is somebody else's.
async fn held() -> (Emulator, String, Client, Session, Vec<Handle<Subscriber>>) {
    let (emulator, list) = newsletter().await;
    let acton = client(&emulator).await;
    let mut session = acton.session();
    let rows = session.load(Subscriber::query()).await.unwrap();
    (emulator, list, acton, session, rows)
}

/// Somebody else gives everybody another city.
async fn everybody_moves(acton: &Client) {
    acton_orm::update(Subscriber::query())
        .set(subscribers::city.to("elsewhere"))
        .all_rows()
        .execute(acton)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_column_changed_on_both_sides_is_a_conflict() {
    let (emulator, list, acton, mut session, rows) = held().await;
    session[rows[0]].city = Some("here".into());
    everybody_moves(&acton).await;
    let report = report(session.commit().check_conflicts().await.unwrap_err());
    let error = report.outcome(rows[0]).unwrap().error().unwrap();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(
        (error.key(), error.column()),
        (Some(format!("{list}:0").as_str()), Some("Business City"))
    );
    assert!(
        error
            .to_string()
            .contains("it was 'PDX' and is 'elsewhere' now"),
        "{error}"
    );
    assert_eq!(emulator.list_rows(&list)[0][2], "elsewhere");
    assert_eq!(session.state(rows[0]), Some(RowState::Changed));

    session.refresh(rows[0]).await.unwrap();
    session[rows[0]].city = Some("here".into());
    session.commit().check_conflicts().await.unwrap();
    assert_eq!(emulator.list_rows(&list)[0][2], "here");
}

#[tokio::test]
async fn without_the_check_the_last_write_wins() {
    let (emulator, list, acton, mut session, rows) = held().await;
    session[rows[0]].city = Some("here".into());
    everybody_moves(&acton).await;
    session.commit().await.unwrap();
    assert_eq!(emulator.list_rows(&list)[0][2], "here");
}

#[tokio::test]
async fn columns_that_were_not_touched_here_do_not_conflict() {
    let (emulator, list, acton, mut session, rows) = held().await;
    session[rows[0]].email = "ada@new.example.com".into();
    everybody_moves(&acton).await;
    session.commit().check_conflicts().await.unwrap();
    assert_eq!(
        emulator.list_rows(&list)[0][1..3],
        ["ada@new.example.com", "elsewhere"]
    );
}

#[tokio::test]
async fn the_same_change_on_both_sides_is_no_conflict() {
    let (_emulator, _, acton, mut session, rows) = held().await;
    session[rows[0]].city = Some("elsewhere".into());
    everybody_moves(&acton).await;
    session.commit().check_conflicts().await.unwrap();
}

#[tokio::test]
async fn a_delete_of_a_row_that_has_changed_is_a_conflict() {
    let (emulator, list, acton, mut session, rows) = held().await;
    session.delete(rows[0]);
    everybody_moves(&acton).await;
    let report = report(session.commit().check_conflicts().await.unwrap_err());
    assert_eq!(
        report.outcome(rows[0]).unwrap().error().unwrap().kind(),
        ErrorKind::Conflict
    );
    assert_eq!(emails(&emulator, &list).len(), 3);
}

#[tokio::test]
async fn a_row_that_is_gone_fails_an_update_and_settles_a_delete() {
    let (emulator, _, acton, mut session, rows) = held().await;
    acton_orm::delete(Subscriber::query().limit(2))
        .execute(&acton)
        .await
        .unwrap();
    session[rows[0]].city = Some("here".into());
    session.delete(rows[1]);
    emulator.journal().clear();
    let report = report(
        session
            .commit()
            .keep_going()
            .check_conflicts()
            .await
            .unwrap_err(),
    );
    assert_eq!(
        report.outcome(rows[0]).unwrap().error().unwrap().kind(),
        ErrorKind::NotFound
    );
    assert_eq!((report.applied(), report.rejected()), (1, 1));
    assert!(
        calls(&emulator).iter().all(|call| call.starts_with("GET")),
        "nothing is written"
    );
}

#[tokio::test]
async fn the_plan_of_a_checked_commit_shows_its_re_reads() {
    let (emulator, _, _, mut session, rows) = held().await;
    session[rows[0]].city = Some("here".into());
    session.delete(rows[1]);
    let plan = session.commit().check_conflicts().plan().unwrap();
    assert!(
        plan.to_string()
            .contains("re-read 2 rows of List_Newsletter"),
        "{plan}"
    );
    emulator.journal().clear();
    let report = session.commit().check_conflicts().await.unwrap();
    let made = calls(&emulator).len() as u64;
    assert_eq!(report.calls(), made);
    assert!(made >= plan.calls().at_least(), "{plan}");
    assert!(
        plan.calls().at_most().is_none_or(|most| made <= most),
        "{plan}"
    );
}

#[tokio::test]
async fn of_two_sessions_the_second_to_commit_is_told() {
    let (_emulator, _, acton, mut first, rows) = held().await;
    let mut second = acton.session();
    let theirs = second.load(Subscriber::query()).await.unwrap();
    first[rows[0]].city = Some("first".into());
    second[theirs[0]].city = Some("second".into());
    first.commit().check_conflicts().await.unwrap();
    let report = report(second.commit().check_conflicts().await.unwrap_err());
    assert_eq!(
        report.outcome(theirs[0]).unwrap().error().unwrap().kind(),
        ErrorKind::Conflict
    );
}

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_Newsletter", module = "named")]
struct Named {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address")]
    email: String,
    #[acton(column = "First Name")]
    name: Option<String>,
}

#[tokio::test]
async fn rows_of_two_structs_of_a_list_are_each_compared_by_their_own_columns() {
    let (emulator, list) = newsletter().await;
    let mut session = client(&emulator).await.session();
    let ada = session
        .load(Subscriber::query().filter(subscribers::email.eq("ada@example.com")))
        .await
        .unwrap()[0];
    let cy = session
        .load(Named::query().filter(named::email.eq("cy@example.com")))
        .await
        .unwrap()[0];
    session[ada].city = Some("BOS".into());
    session[cy].name = Some("Cyrus".into());
    let report = session.commit().check_conflicts().await.unwrap();
    assert_eq!(report.applied(), 2, "{report}");
    let rows = emulator.list_rows(&list);
    assert!(
        rows[0].contains(&"BOS".to_owned()) && rows[2].contains(&"Cyrus".to_owned()),
        "{rows:?}"
    );
}
