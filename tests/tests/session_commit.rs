//! Which calls a commit makes, in which order, and what its plan and report say.

use acton_emulator::{Fault, tiny_png};
use acton_orm::ErrorKind;
use acton_orm::prelude::*;
use acton_orm::session::{ChangeKind, Outcome, RowState};
use acton_orm_tests::rows::{
    Filed, NewOptOut, OptedOut, Picture, Subscriber, emails, images, impatient, newsletter,
    newsletter_on, picture, pictures, report, subscriber,
};
use acton_orm_tests::{calls, client, empty_account};
use serde_json::{Value, json};

/// The body of the last call.
fn last_json(emulator: &acton_emulator::Emulator) -> Value {
    let entries = emulator.journal().api_calls();
    serde_json::from_slice(&entries.last().unwrap().request_body).unwrap()
}

#[tokio::test]
async fn inserts_come_first_then_updates_then_deletes_in_reverse() {
    let (emulator, list) = newsletter().await;
    emulator.add_image("old.png", "New", tiny_png(1, 1, 1));
    let mut session = client(&emulator).await.session();
    let rows = session.load(Subscriber::query()).await.unwrap();
    let old = session.one(Picture::query()).await.unwrap();
    session.delete(rows[2]);
    session.delete(old);
    session[rows[0]].city = Some("BOS".into());
    let dee = session.add(subscriber("dee@example.com", Some("NYC")));
    let hero = session.add(picture("hero.png", "New"));
    let id = session[old].id.clone();

    let plan = session.plan().unwrap();
    assert_eq!(
        plan.to_string(),
        format!(
            "\
commit: 5 changes, 6 calls
├─ ask for the columns of List_Newsletter
│  GET /api/1/list/{list}?count=1: the columns it has now
├─ insert List_Newsletter 'dee@example.com'
│  POST /api/1/list/{list}/record
├─ insert Images 'hero.png'
│  POST /api/1/image
├─ update List_Newsletter {list}:0: [Business City] = 'BOS'
│  PUT /api/1/list/{list}/record/{list}:0
├─ delete Images {id}
│  DELETE /api/1/image/{id}
└─ delete List_Newsletter {list}:2
   DELETE /api/1/list/{list}/record?contactids={list}:2"
        )
    );
    let before = calls(&emulator).len();
    let report = session.commit().await.unwrap();
    let mut made = calls(&emulator).split_off(before);
    // Side by side, but for the deletes, which come when all else is through.
    made[1..4].sort();
    made[4..].sort();
    assert_eq!(
        made,
        [
            format!("GET /api/1/list/{list}?count=1"),
            "POST /api/1/image".into(),
            format!("POST /api/1/list/{list}/record"),
            format!("PUT /api/1/list/{list}/record/{list}:0"),
            format!("DELETE /api/1/image/{id}"),
            format!("DELETE /api/1/list/{list}/record?contactids={list}:2"),
        ]
    );
    assert_eq!(Some(report.calls()), plan.calls().at_most());
    assert_eq!((report.len(), report.applied()), (5, 5));
    assert_eq!(report.key(dee).unwrap(), format!("{list}:3"));
    assert_eq!(report.key(hero).unwrap(), emulator.images()[0].id);
    assert_eq!(
        emails(&emulator, &list),
        ["ada@example.com", "bob@example.com", "dee@example.com"]
    );
    assert!(!session.has_changes());
    assert!(session.get(old).is_none() && session.get(rows[2]).is_none());
    assert!(
        session.commit().await.unwrap().is_empty(),
        "nothing is left"
    );
}

#[tokio::test]
async fn only_changed_columns_are_sent_and_none_is_an_explicit_empty() {
    let (emulator, list) = newsletter().await;
    let mut session = client(&emulator).await.session();
    let rows = session.load(Subscriber::query()).await.unwrap();
    session[rows[0]].city = None;
    session.commit().await.unwrap();
    assert_eq!(last_json(&emulator), json!({"Business City": ""}));
    session[rows[1]].email = "bobby@example.com".into();
    session.commit().await.unwrap();
    assert_eq!(
        last_json(&emulator),
        json!({"E-mail Address": "bobby@example.com"})
    );
    assert_eq!(
        emulator.list_rows(&list)[1][2..4],
        ["", "Bob"],
        "the rest is untouched"
    );
}

#[tokio::test]
async fn a_null_is_not_sent_with_an_insert() {
    let (emulator, _) = newsletter().await;
    let mut session = client(&emulator).await.session();
    let _ = session.add(subscriber("dee@example.com", None));
    session.commit().await.unwrap();
    assert_eq!(
        last_json(&emulator),
        json!({"E-mail Address": "dee@example.com"})
    );
}

#[tokio::test]
async fn a_pending_row_that_is_deleted_vanishes() {
    let emulator = empty_account().await;
    let mut session = client(&emulator).await.session();
    let hero = session.add(picture("hero.png", "New"));
    assert_eq!(session.state(hero), Some(RowState::New));
    assert!(session.delete(hero));
    assert!(session.get(hero).is_none());
    assert_eq!(session.plan().unwrap().calls().at_most(), Some(0));
    assert!(session.commit().await.unwrap().is_empty());
    assert_eq!(calls(&emulator), Vec::<String>::new());
}

#[tokio::test]
async fn a_deleted_row_is_never_updated() {
    let (emulator, list) = newsletter().await;
    let mut session = client(&emulator).await.session();
    let ada = session.load(Subscriber::query()).await.unwrap()[0];
    session[ada].city = Some("BOS".into());
    session.delete(ada);
    let report = session.commit().await.unwrap();
    assert_eq!(
        report.iter().map(|entry| entry.kind()).collect::<Vec<_>>(),
        [ChangeKind::Delete]
    );
    assert_eq!(emails(&emulator, &list).len(), 2);
}

#[tokio::test]
async fn a_row_that_was_added_is_a_row_like_any_other_after_its_commit() {
    let (emulator, list) = newsletter().await;
    let mut session = client(&emulator).await.session();
    let dee = session.add(subscriber("dee@example.com", None));
    session.commit().await.unwrap();
    assert_eq!(session.state(dee), Some(RowState::Clean));
    session[dee].city = Some("NYC".into());
    let report = session.commit().await.unwrap();
    assert_eq!(report.key(dee).unwrap(), format!("{list}:3"));
    assert_eq!(last_json(&emulator), json!({"Business City": "NYC"}));
    session.delete(dee);
    session.commit().await.unwrap();
    assert_eq!(emails(&emulator, &list).len(), 3);
}

#[tokio::test]
async fn deletes_of_one_list_go_a_hundred_a_call() {
    let emulator = empty_account().await;
    let list = emulator.create_list(
        acton_emulator::ListSeed::new("Newsletter")
            .columns([("E-mail Address", Some("EMAIL")), ("Business City", None)])
            .rows((0..250).map(|n| [format!("p{n}@example.com"), String::new()])),
    );
    let mut session = client(&emulator).await.session();
    for row in session.load(Subscriber::query()).await.unwrap() {
        session.delete(row);
    }
    assert_eq!(session.plan().unwrap().calls().at_most(), Some(3));
    let report = session.commit().await.unwrap();
    assert_eq!((report.applied(), report.calls()), (250, 3));
    assert!(emails(&emulator, &list).is_empty());
}

#[tokio::test]
async fn opt_outs_go_in_one_file_and_so_do_opt_ins() {
    let emulator = empty_account().await;
    emulator.add_opt_out("old@example.com", 1);
    emulator.add_opt_out("older@example.com", 1);
    let mut session = client(&emulator).await.session();
    let ada = session.add(NewOptOut {
        email: "ada@example.com".into(),
    });
    let _ = session.add(NewOptOut {
        email: "a\"b\"@example.com".into(),
    });
    for row in session.load(OptedOut::query()).await.unwrap() {
        session.delete(row);
    }
    let planned = session.plan().unwrap().calls();
    assert_eq!((planned.at_least(), planned.at_most()), (2, Some(4)));
    let report = session.commit().keep_going().await;
    let report = report.unwrap_or_else(self::report);
    assert_eq!(
        calls(&emulator)[1..],
        ["PUT /api/1/list/optout", "PUT /api/1/list/optin"]
    );
    let body = emulator.journal().api_calls()[2].request_body.clone();
    let body = String::from_utf8_lossy(&body).into_owned();
    assert!(
        body.contains("older@example.com\nold@example.com\n"),
        "{body}"
    );
    assert!(report.outcome(ada).is_some());
    assert!(
        emulator
            .opt_outs()
            .iter()
            .all(|one| !one.email.contains("old"))
    );
}

#[tokio::test]
async fn addresses_that_act_on_refuses_are_not_reported_as_applied() {
    let emulator = empty_account().await;
    let mut session = client(&emulator).await.session();
    let nobody = session.add(NewOptOut {
        email: "nobody".into(),
    });
    let report = report(session.commit().await.unwrap_err());
    let error = report.outcome(nobody).unwrap().error().unwrap();
    assert_eq!(error.kind(), ErrorKind::Rejected);
    assert!(
        error.to_string().contains("refused 1 of 1 addresses"),
        "{error}"
    );
    assert_eq!(session.state(nobody), Some(RowState::New));
}

#[tokio::test]
async fn an_address_that_was_refused_among_others_is_just_forgotten_when_it_is_deleted() {
    let emulator = empty_account().await;
    let mut session = client(&emulator).await.session();
    let [_ada, nobody] = ["ada@example.com", "nobody"].map(|email| {
        let email = email.to_owned();
        session.add(NewOptOut { email })
    });
    let report = report(session.commit().await.unwrap_err());
    assert_eq!((report.applied(), report.rejected()), (1, 1));
    session.delete(nobody);
    assert!(!session.has_changes(), "it is nowhere");
}

#[tokio::test]
async fn many_steps_of_one_kind_are_shown_once() {
    let emulator = empty_account().await;
    let list = newsletter_on(
        &emulator,
        (0..120).map(|n| [format!("s{n}@example.com"), "PDX".into(), String::new()]),
    );
    let mut session = client(&emulator).await.session();
    for row in session.load(Subscriber::query()).await.unwrap() {
        session[row].city = Some("BOS".into());
    }
    let plan = session.plan().unwrap();
    assert_eq!(
        plan.to_string(),
        format!(
            "\
commit: 120 changes, 121 calls
├─ ask for the columns of List_Newsletter
│  GET /api/1/list/{list}?count=1: the columns it has now
└─ update List_Newsletter: 120 rows, 120 calls
   PUT /api/1/list/{{list}}/record/{{key}} (120 calls)"
        )
    );
    assert_eq!((plan.steps().len(), plan.requests().len()), (121, 121));
    let all = format!("{plan:#}");
    assert_eq!(all.lines().count(), 1 + 2 * 121);
    let last = format!(
        "\
└─ update List_Newsletter {list}:77: [Business City] = 'BOS'
   PUT /api/1/list/{list}/record/{list}:77"
    );
    assert!(all.ends_with(&last), "{all}");
}

#[tokio::test]
async fn a_read_only_column_that_was_changed_is_refused_before_the_first_call() {
    let emulator = empty_account().await;
    emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    let mut session = client(&emulator).await.session();
    let image = session.one(Picture::query()).await.unwrap();
    let _ = session.add(picture("b.png", "New"));
    let id = std::mem::replace(&mut session[image].id, "f-mine".into());
    let before = calls(&emulator).len();
    for error in [
        session.plan().unwrap_err(),
        session.commit().await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert_eq!(
            (error.table(), error.key(), error.column()),
            (Some("Images"), Some(id.as_str()), Some("Id"))
        );
    }
    assert_eq!(calls(&emulator).len(), before, "nothing was sent");
    session.revert(image);
    assert_eq!(session.commit().await.unwrap().applied(), 1);
}

#[tokio::test]
async fn a_commit_stops_at_the_first_failure_and_the_next_sends_only_what_is_left() {
    let (emulator, list) = newsletter().await;
    let mut session = client(&emulator).await.session();
    let rows = session.load(Subscriber::query()).await.unwrap();
    let dee = session.add(subscriber("dee@example.com", None));
    session[rows[0]].city = Some("BOS".into());
    session[rows[1]].city = Some("BOS".into());
    session.delete(rows[2]);
    let path = format!("/api/1/list/{list}/record/{list}:0");
    emulator.fail(
        Fault::body(
            400,
            "application/json",
            r#"{"errorCode":10010,"message":"Invalid Column Specified"}"#,
        )
        .on("PUT", &path),
    );

    let error = session.commit().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Commit);
    let text = error.to_string();
    assert!(
        text.starts_with("2 of 4 changes were applied; update List_Newsletter"),
        "{text}"
    );
    assert!(text.contains("Invalid Column Specified"), "{text}");
    let first = report(error);
    assert_eq!(
        (
            first.applied(),
            first.rejected(),
            first.skipped(),
            first.unknown()
        ),
        (2, 1, 1, 0)
    );
    assert!(first.outcome(dee).unwrap().is_applied());
    assert!(
        first.outcome(rows[1]).unwrap().is_applied(),
        "it was under way"
    );
    assert_eq!(
        first.outcome(rows[0]).unwrap().error().unwrap().kind(),
        ErrorKind::Rejected
    );
    assert!(matches!(
        first.outcome(rows[2]).unwrap(),
        Outcome::Skipped(_)
    ));
    assert_eq!(session.state(dee), Some(RowState::Clean));
    assert_eq!(session.state(rows[0]), Some(RowState::Changed));
    assert_eq!(
        session[rows[0]].city.as_deref(),
        Some("BOS"),
        "the rest is untouched"
    );

    let before = calls(&emulator).len();
    let second = session.commit().await.unwrap();
    assert_eq!((second.len(), second.applied()), (2, 2));
    assert_eq!(calls(&emulator).len() - before, 3);
    assert_eq!(emails(&emulator, &list).len(), 3);
}

#[tokio::test]
async fn keep_going_tries_every_other_row() {
    let (emulator, list) = newsletter().await;
    let mut session = client(&emulator).await.session();
    let rows = session.load(Subscriber::query()).await.unwrap();
    for &row in &rows {
        session[row].city = Some("BOS".into());
    }
    let path = format!("/api/1/list/{list}/record/");
    emulator.fail(
        Fault::body(
            400,
            "application/json",
            r#"{"errorCode":10010,"message":"no"}"#,
        )
        .on("PUT", &path),
    );
    let report = report(session.commit().keep_going().await.unwrap_err());
    assert_eq!(
        (report.applied(), report.rejected(), report.skipped()),
        (2, 1, 0)
    );
    assert!(report.outcome(rows[2]).unwrap().is_applied());
}

#[tokio::test]
async fn keep_going_skips_what_depends_on_a_failure() {
    let emulator = empty_account().await;
    let mut session = client(&emulator).await.session();
    let dee = session.add(subscriber("dee@example.com", None));
    let eve = session.add(subscriber("eve@example.com", None));
    let hero = session.add(picture("hero.png", "New"));
    let report = report(session.commit().keep_going().await.unwrap_err());
    assert_eq!(
        report.outcome(dee).unwrap().error().unwrap().kind(),
        ErrorKind::NotFound
    );
    let skipped = report.outcome(eve).unwrap();
    assert!(
        skipped
            .to_string()
            .starts_with("skipped: its list was not found"),
        "{skipped}"
    );
    assert!(report.outcome(hero).unwrap().is_applied());
}

#[tokio::test]
async fn refused_credentials_stop_even_a_commit_that_keeps_going() {
    let emulator = empty_account().await;
    let mut session = impatient(&emulator).await.session();
    // More than are under way at once.
    let rows: Vec<_> = (0..99)
        .map(|n| session.add(picture(&format!("{n}.png"), "New")))
        .collect();
    emulator.fail(
        Fault::body(
            403,
            "application/json",
            r#"{"httpCode":"403","httpMessage":"Forbidden","moreInformation":""}"#,
        )
        .always(),
    );
    let report = report(session.commit().keep_going().await.unwrap_err());
    assert_eq!(report.rejected() + report.skipped(), 99);
    assert!((1..=64).contains(&report.rejected()), "{report}");
    assert_eq!(
        report.outcome(rows[0]).unwrap().error().unwrap().kind(),
        ErrorKind::Auth
    );
}

#[tokio::test]
async fn a_commit_over_the_budget_makes_no_call() {
    let emulator = empty_account().await;
    let mut session = client(&emulator).await.budget(2).session();
    let rows = [1, 2, 3].map(|n| session.add(picture(&format!("{n}.png"), "New")));
    let error = session.commit().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Budget);
    assert!(
        error
            .to_string()
            .contains("costs 3 calls, and the budget is 2"),
        "{error}"
    );
    assert!(calls(&emulator).is_empty());
    session.delete(rows[0]);
    assert_eq!(session.commit().await.unwrap().applied(), 2);
}

#[tokio::test]
async fn the_list_of_new_rows_is_found_once_and_the_plan_says_so() {
    let (emulator, list) = newsletter().await;
    let acton = client(&emulator).await;
    let mut session = acton.session();
    let _ = session.add(subscriber("dee@example.com", None));
    let _ = session.add(subscriber("eve@example.com", None));
    assert_eq!(
        session.plan().unwrap().to_string(),
        "\
commit: 2 changes, at least 4 calls
├─ find the list 'Newsletter'
│  GET /api/1/list?listingtype=contact_list&count=1000&offset={offset}: its id, which the client remembers
├─ ask for the columns of List_Newsletter
│  GET /api/1/list/{list}?count=1: the columns it has now
├─ insert List_Newsletter 'dee@example.com'
│  POST /api/1/list/{list}/record
└─ insert List_Newsletter 'eve@example.com'
   POST /api/1/list/{list}/record"
    );
    let report = session.commit().await.unwrap();
    assert_eq!(report.calls(), 4);
    assert_eq!(calls(&emulator).len(), 4);
    let mut another = acton.session();
    let _ = another.add(subscriber("flo@example.com", None));
    assert_eq!(
        another.plan().unwrap().calls().at_most(),
        Some(2),
        "the client remembers"
    );
    another.commit().await.unwrap();
    assert_eq!(emails(&emulator, &list).len(), 6);
}

#[tokio::test]
async fn two_structs_of_one_row_cannot_both_be_changed() {
    let emulator = empty_account().await;
    emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    let mut session = client(&emulator).await.session();
    let picture = session.one(Picture::query()).await.unwrap();
    let filed = session.one(Filed::query()).await.unwrap();
    session[picture].name = "b.png".into();
    session[filed].folder_name = "Archive".into();
    let error = session.plan().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(
        error.to_string().contains("two structs of this session"),
        "{error}"
    );
    session.revert(filed);
    session.commit().await.unwrap();
    assert_eq!(
        session[filed].id, session[picture].id,
        "the new key reaches both"
    );
    session[filed].folder_name = "Archive".into();
    session.commit().await.unwrap();
    assert_eq!(pictures(&emulator), [("b.png".into(), "Archive".into())]);
}

#[tokio::test]
async fn a_report_reads_like_a_table() {
    let (emulator, list) = newsletter().await;
    let mut session = client(&emulator).await.session();
    let ada = session.load(Subscriber::query()).await.unwrap()[0];
    session[ada].city = None;
    let _ = session.add(subscriber("dee@example.com", None));
    emulator.fail(
        Fault::body(
            400,
            "application/json",
            r#"{"errorCode":10010,"message":"no"}"#,
        )
        .on("PUT", "/api/1/list"),
    );
    let report = report(session.commit().await.unwrap_err());
    let text = report.to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "2 changes: 1 applied, 1 rejected; 3 calls");
    assert_eq!(
        lines[1],
        format!("  insert  List_Newsletter  'dee@example.com' {list}:3  applied")
    );
    assert!(
        lines[2].starts_with(&format!("  update  List_Newsletter  {list}:0")),
        "{text}"
    );
    assert!(lines[2].contains("rejected: "), "{text}");
}

#[tokio::test]
async fn a_delete_in_a_batch_that_act_on_refuses_is_that_rows_alone() {
    let (emulator, list) = newsletter().await;
    let mut session = client(&emulator).await.session();
    let rows = session.load(Subscriber::query()).await.unwrap();
    for &row in &rows {
        session.delete(row);
    }
    let answer = format!(
        r#"{{"success_count":2,"fail_count":1,"failedList":[{{"id":"{list}:1","reason":"Locked"}}]}}"#
    );
    emulator.fail(Fault::body(200, "text/plain", answer).on("DELETE", "/api/1/list"));
    let report = report(session.commit().await.unwrap_err());
    assert_eq!((report.applied(), report.rejected()), (2, 1));
    let error = report.outcome(rows[1]).unwrap().error().unwrap();
    assert_eq!(error.api().unwrap().message, "Locked");
    assert_eq!(session.state(rows[1]), Some(RowState::Deleted));
    assert!(session.get(rows[0]).is_none());
}

#[tokio::test]
async fn a_row_to_delete_that_is_gone_is_as_good_as_deleted_and_a_row_to_update_is_not() {
    let (emulator, list) = newsletter().await;
    let acton = client(&emulator).await;
    let mut session = acton.session();
    let rows = session.load(Subscriber::query()).await.unwrap();
    acton_orm::delete(Subscriber::query().limit(2))
        .execute(&acton)
        .await
        .unwrap();
    session.delete(rows[0]);
    session[rows[1]].city = Some("BOS".into());
    let report = report(session.commit().keep_going().await.unwrap_err());
    let gone: Vec<_> = report.iter().filter_map(|entry| entry.note()).collect();
    assert_eq!(gone, ["it was gone already"]);
    let error = report.outcome(rows[1]).unwrap().error().unwrap();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.key(), Some(format!("{list}:1").as_str()));
    assert!(
        error.to_string().contains("`detach` takes it out"),
        "{error}"
    );
    assert!(session.get(rows[0]).is_none());
    assert_eq!(session.state(rows[1]), Some(RowState::Changed), "untouched");
}

#[tokio::test]
async fn a_read_only_client_commits_nothing() {
    let (emulator, _) = newsletter().await;
    let acton = acton_orm::Client::parse(&emulator.connection_string())
        .unwrap()
        .readonly(true)
        .connect()
        .await
        .unwrap();
    let mut session = acton.session();
    assert!(session.commit().await.unwrap().is_empty());
    let _ = session.add(NewOptOut {
        email: "ada@example.com".into(),
    });
    assert_eq!(
        session.commit().await.unwrap_err().kind(),
        ErrorKind::Invalid
    );
    assert!(calls(&emulator).is_empty());
}

#[tokio::test]
async fn dropping_a_session_writes_nothing() {
    let emulator = empty_account().await;
    let mut session = client(&emulator).await.session();
    let _ = session.add(picture("a.png", "New"));
    let filter = images::name.eq("a.png");
    assert!(
        session
            .first(Picture::query().filter(filter))
            .await
            .unwrap()
            .is_none(),
        "no autoflush"
    );
    drop(session.commit());
    drop(session);
    assert!(pictures(&emulator).is_empty());
}
