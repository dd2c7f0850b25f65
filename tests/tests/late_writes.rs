//! Writes whose answer is lost and which Act-On carries out all the same, later: none is doubled, and none
//! undoes what was written after it.

use std::time::Duration;

use acton_emulator::{Emulator, Fault, tiny_png};
use acton_orm::prelude::*;
use acton_orm::session::{Outcome, RowState};
use acton_orm::{Client, CommitReport, ErrorKind, Handle, Session, insert_into};
use acton_orm_tests::rows::{
    NewOptOut, OptedOut, Picture, Subscriber, emails, newsletter, picture, pictures, report,
    subscriber, subscribers,
};
use acton_orm_tests::{calls, empty_account};

const HOUR: Duration = Duration::from_secs(3600);

/// A client who repeats a call so often, and gives Act-On so long for what it did not answer.
async fn patient(emulator: &Emulator, late_writes: Duration, retries: u32) -> Client {
    Client::parse(&emulator.connection_string())
        .unwrap()
        .calls_per_second(1000)
        .max_retries(retries)
        .late_writes(late_writes)
        .connect()
        .await
        .unwrap()
}

/// An hour passes for the client.
async fn an_hour_passes() {
    tokio::time::pause();
    tokio::time::advance(HOUR).await;
    tokio::time::resume();
}

/// The error of the one change of a commit.
fn told(report: &CommitReport) -> &acton_orm::Error {
    report.iter().next().unwrap().outcome().error().unwrap()
}

/// What is not there yet is in doubt until it can come no more.
#[tokio::test]
async fn a_new_row_that_comes_late_is_found_and_not_sent_again() {
    let (emulator, list) = newsletter().await;
    let mut session = patient(&emulator, HOUR, 0).await.session();
    let dan = session.add(subscriber("dan@example.com", Some("PDX")));
    emulator.fail(Fault::held().hang_up().on("POST", "/api/1/list/"));
    let sent = session.commit().await.unwrap_err();
    assert_eq!(
        sent.retry_after(),
        None,
        "whether it is there nobody knows yet"
    );

    emulator.journal().clear();
    let plan = session.plan().unwrap();
    assert!(
        plan.to_string().contains("it may still come for 3600 s"),
        "{plan}"
    );
    assert_eq!(plan.calls().at_most(), Some(1), "{plan}");
    let error = session.commit().await.unwrap_err();
    assert!(
        error.retry_after().is_some_and(|wait| wait <= HOUR),
        "{error}"
    );
    let second = report(error);
    assert!(second.outcome(dan).unwrap().is_unknown(), "{second}");
    let told = told(&second).to_string();
    assert!(told.contains("may still carry it out"), "{told}");
    assert!(told.contains("commit again in 3600 s"), "{told}");
    assert_eq!(session.state(dan), Some(RowState::Unknown));
    assert_eq!(
        calls(&emulator).len(),
        1,
        "it was looked for: {:?}",
        calls(&emulator)
    );

    assert_eq!(emulator.release(), 1);
    let third = session.commit().await.unwrap();
    assert!(third.outcome(dan).unwrap().is_applied(), "{third}");
    assert_eq!(emails(&emulator, &list).len(), 4);
    let there = Subscriber::query().filter(subscribers::email.eq("dan@example.com"));
    assert_eq!(
        there
            .count(&patient(&emulator, HOUR, 0).await)
            .await
            .unwrap(),
        1
    );
}

#[tokio::test]
async fn an_image_that_comes_late_is_not_doubled() {
    let emulator = empty_account().await;
    let mut session = patient(&emulator, HOUR, 4).await.session();
    let hero = session.add(picture("hero.png", "New"));
    emulator.fail(Fault::held().hang_up().on("POST", "/api/1/image"));
    for _ in 0..3 {
        let report = report(session.commit().await.unwrap_err());
        assert!(report.outcome(hero).unwrap().is_unknown(), "{report}");
    }
    assert_eq!(emulator.release(), 1);
    session.commit().await.unwrap();
    assert_eq!(pictures(&emulator).len(), 1);
}

/// What the doubt is for: who rules it out has the row twice.
#[tokio::test]
async fn who_says_that_nothing_comes_late_may_have_a_row_twice() {
    let (emulator, list) = newsletter().await;
    let mut session = patient(&emulator, Duration::ZERO, 0).await.session();
    let _dan = session.add(subscriber("dan@example.com", None));
    emulator.fail(Fault::held().hang_up().on("POST", "/api/1/list/"));
    session.commit().await.unwrap_err();
    session.commit().await.unwrap();
    emulator.release();
    assert_eq!(emails(&emulator, &list).len(), 5);
}

#[tokio::test]
async fn a_row_that_can_come_no_more_is_sent_again() {
    let (emulator, list) = newsletter().await;
    let mut session = patient(&emulator, HOUR, 0).await.session();
    let dan = session.add(subscriber("dan@example.com", None));
    emulator.fail(Fault::reset_before().on("POST", "/api/1/list/"));
    session.commit().await.unwrap_err();
    session.commit().await.unwrap_err();
    an_hour_passes().await;
    let report = session.commit().await.unwrap();
    assert!(report.outcome(dan).unwrap().is_applied());
    assert_eq!(emails(&emulator, &list).len(), 4);
}

#[tokio::test]
async fn a_commit_that_was_dropped_leaves_the_same_doubt() {
    let (emulator, list) = newsletter().await;
    let mut session = patient(&emulator, HOUR, 0).await.session();
    let dan = session.add(subscriber("dan@example.com", None));
    emulator.fail(Fault::held().on("POST", "/api/1/list/"));
    tokio::select! {
        biased;
        report = async { session.commit().await } => panic!("nobody answers: {report:?}"),
        () = emulator.until_in_flight(1) => {}
    }
    emulator.settled().await;
    let report = report(session.commit().await.unwrap_err());
    assert!(report.outcome(dan).unwrap().is_unknown(), "{report}");
    assert_eq!(emulator.release(), 1);
    session.commit().await.unwrap();
    assert_eq!(emails(&emulator, &list).len(), 4);
}

/// The list's row of Bob, in a session.
async fn bob(acton: &Client) -> (Session, Handle<Subscriber>) {
    let mut session = acton.session();
    let query = Subscriber::query().filter(subscribers::email.eq("bob@example.com"));
    let bob = session.one(query).await.unwrap();
    (session, bob)
}

fn city_of_bob(emulator: &Emulator, list: &str) -> String {
    let mut rows = emulator.list_rows(list).into_iter();
    rows.find(|row| row[1] == "bob@example.com").unwrap()[2].clone()
}

fn updates(emulator: &Emulator) -> usize {
    let calls = calls(emulator);
    calls.iter().filter(|call| call.starts_with("PUT ")).count()
}

/// An update stalls, its repetition succeeds; then the row is changed again.
#[tokio::test]
async fn a_later_change_of_a_row_waits_until_the_first_attempt_of_an_earlier_one_can_come_no_more()
{
    let (emulator, list) = newsletter().await;
    let acton = patient(&emulator, HOUR, 1).await;
    let (mut session, row) = bob(&acton).await;
    session[row].city = Some("A".to_owned());
    emulator.fail(Fault::held().hang_up().on("PUT", "/api/1/list/"));
    session.commit().await.unwrap();
    assert_eq!(
        (updates(&emulator), city_of_bob(&emulator, &list)),
        (2, "A".to_owned())
    );

    session[row].city = Some("B".to_owned());
    let plan = session.plan().unwrap().to_string();
    assert!(
        plan.contains("; waits 3600 s: an earlier write of it"),
        "{plan}"
    );
    // Another row of the list need not wait, and is through while this one does.
    let mut elsewhere = acton.session();
    let ada = Subscriber::query().filter(subscribers::email.eq("ada@example.com"));
    let ada = elsewhere.one(ada).await.unwrap();
    elsewhere[ada].city = Some("C".to_owned());
    let mut commit = Box::pin(async { session.commit().await });
    tokio::select! {
        biased;
        report = &mut commit => panic!("{report:?}"),
        report = async { elsewhere.commit().await } => drop(report.unwrap()),
    }
    emulator.settled().await;
    assert_eq!(updates(&emulator), 3, "the one of another row");

    assert_eq!(emulator.release(), 1, "the first attempt comes now");
    an_hour_passes().await;
    commit.await.unwrap();
    assert_eq!(city_of_bob(&emulator, &list), "B");
}

#[tokio::test]
async fn another_session_of_the_client_waits_too_and_the_same_change_again_does_not() {
    let (emulator, list) = newsletter().await;
    let acton = patient(&emulator, HOUR, 0).await;
    let (mut session, row) = bob(&acton).await;
    session[row].city = Some("A".to_owned());
    emulator.fail(Fault::held().hang_up().on("PUT", "/api/1/list/"));
    let error = session.commit().await.unwrap_err();
    assert_eq!(
        told(error.report().unwrap()).kind(),
        ErrorKind::UnknownOutcome
    );
    session.commit().await.unwrap();
    assert_eq!(city_of_bob(&emulator, &list), "A");

    let (mut other, row) = bob(&acton).await;
    other[row].city = Some("B".to_owned());
    let commit = async { other.commit().await };
    tokio::select! {
        biased;
        report = commit => panic!("{report:?}"),
        rows = async { Subscriber::query().load(&acton).await } => assert_eq!(rows.unwrap().len(), 3),
    }
    assert_eq!(updates(&emulator), 2);
    emulator.release();
    an_hour_passes().await;
    other.commit().await.unwrap();
    assert_eq!(city_of_bob(&emulator, &list), "B");
}

/// An opt-in that comes late would undo an opt-out, which is worse than any other write undone.
#[tokio::test]
async fn an_opt_in_is_sent_once_and_an_opt_out_after_it_waits() {
    let emulator = empty_account().await;
    emulator.add_opt_out("ada@example.com", 1_725_392_821_000);
    let acton = patient(&emulator, HOUR, 4).await;
    let mut session = acton.session();
    let ada = session.one(OptedOut::query()).await.unwrap();
    session.delete(ada);
    emulator.journal().clear();
    emulator.fail(Fault::held().hang_up().on("PUT", "/api/1/list/optin"));
    let error = session.commit().await.unwrap_err();
    assert_eq!(
        calls(&emulator),
        ["PUT /api/1/list/optin"],
        "it is not repeated"
    );
    let told = told(error.report().unwrap());
    assert_eq!(told.kind(), ErrorKind::UnknownOutcome);
    assert!(told.to_string().contains("it was not sent again"), "{told}");

    // In the other letter case the address is the same.
    let mut again = acton.session();
    let _ = again.add(NewOptOut {
        email: "Ada@example.com".to_owned(),
    });
    let mut commit = Box::pin(async { again.commit().await });
    tokio::select! {
        biased;
        report = &mut commit => panic!("{report:?}"),
        rows = async { OptedOut::query().load(&acton).await } => assert_eq!(rows.unwrap().len(), 1),
    }
    emulator.release();
    assert_eq!(
        emulator.opt_outs().len(),
        0,
        "late, and undone by the opt-out that waits"
    );
    an_hour_passes().await;
    commit.await.unwrap();
    assert_eq!(emulator.opt_outs().len(), 1);
}

/// An opt-in waits for an opt-out that was lost, and meanwhile the person opts out once more.
#[tokio::test]
async fn an_opt_in_that_waits_undoes_no_opt_out_that_was_sent_meanwhile() {
    let emulator = empty_account().await;
    let acton = patient(&emulator, HOUR, 0).await;
    let mut out = acton.session();
    let ada = out.add(NewOptOut {
        email: "ada@example.com".to_owned(),
    });
    emulator.fail(Fault::reset_after().on("PUT", "/api/1/list/optout"));
    out.commit().await.unwrap_err();

    let mut back = acton.session();
    let row = back.one(OptedOut::query()).await.unwrap();
    back.delete(row);
    let mut commit = Box::pin(async { back.commit().await });
    tokio::select! {
        biased;
        report = &mut commit => panic!("{report:?}"),
        report = async { out.commit().await } => assert!(report.unwrap().outcome(ada).unwrap().is_applied()),
    }
    an_hour_passes().await;
    let error = commit.await.unwrap_err();
    assert_eq!(
        told(error.report().unwrap()).kind(),
        ErrorKind::Conflict,
        "{error}"
    );
    assert_eq!(emulator.opt_outs().len(), 1, "the last word was to opt out");
    back.commit().await.unwrap();
    assert_eq!(
        emulator.opt_outs().len(),
        0,
        "unless somebody says so once more"
    );
}

/// An opt-out is repeated: coming twice or late, it errs on the side of the person.
#[tokio::test]
async fn an_opt_out_is_repeated() {
    let emulator = empty_account().await;
    let mut session = patient(&emulator, HOUR, 1).await.session();
    let ada = session.add(NewOptOut {
        email: "ada@example.com".to_owned(),
    });
    emulator.fail(Fault::reset_after().on("PUT", "/api/1/list/optout"));
    let report = session.commit().await.unwrap();
    assert!(matches!(report.outcome(ada), Some(Outcome::Applied)));
    assert_eq!(emulator.opt_outs().len(), 1);
}

/// The first attempt was carried out, and the second is refused: the address is opted out.
#[tokio::test]
async fn an_opt_out_whose_repetition_is_refused_is_taken_back_by_deleting_it() {
    let emulator = empty_account().await;
    let mut session = patient(&emulator, Duration::ZERO, 1).await.session();
    let ada = session.add(NewOptOut {
        email: "ada@example.com".to_owned(),
    });
    emulator.fail(Fault::reset_after().on("PUT", "/api/1/list/optout"));
    emulator.fail(Fault::echo(400).on("PUT", "/api/1/list/optout").skip(1));
    session.commit().await.unwrap_err();
    assert_eq!(emulator.opt_outs().len(), 1);
    assert!(session.delete(ada));
    session.commit().await.unwrap();
    assert_eq!(emulator.opt_outs().len(), 0);
}

/// An image's content, which is replaced under the same id.
#[tokio::test]
async fn a_new_content_of_an_image_is_not_undone_by_an_older_one() {
    let emulator = empty_account().await;
    emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    let mut session = patient(&emulator, HOUR, 1).await.session();
    let image = session.one(Picture::query()).await.unwrap();
    let content = acton_orm::schema::images::content;
    let set = |session: &mut Session, bytes: Vec<u8>| {
        let content = content.to(Upload::bytes("a.png", bytes));
        session.set(image, content).unwrap();
    };
    set(&mut session, tiny_png(2, 2, 2));
    emulator.fail(Fault::held().hang_up().on("PUT", "/api/1/image"));
    session.commit().await.unwrap();
    set(&mut session, tiny_png(3, 3, 3));
    emulator.release();
    an_hour_passes().await;
    session.commit().await.unwrap();
    assert_eq!(
        (emulator.images()[0].width, emulator.images().len()),
        (3, 1)
    );
}

/// Rows that wait take no place of those that need not, however few calls may be under way at once.
#[tokio::test]
async fn a_row_that_waits_keeps_no_other_row_waiting() {
    let (emulator, list) = newsletter().await;
    let acton = Client::parse(&emulator.connection_string())
        .unwrap()
        .calls_per_second(None)
        .calls_in_flight(1)
        .max_retries(0)
        .late_writes(HOUR)
        .connect()
        .await
        .unwrap();
    let (mut session, row) = bob(&acton).await;
    let cy = Subscriber::query().filter(subscribers::email.eq("cy@example.com"));
    let cy = session.one(cy).await.unwrap();
    session[row].city = Some("A".to_owned());
    emulator.fail(Fault::held().hang_up().on("PUT", "/api/1/list/"));
    session.commit().await.unwrap_err();
    session[row].city = Some("B".to_owned());
    session[cy].city = Some("C".to_owned());
    emulator.fail(Fault::held().on("PUT", "/api/1/list/"));
    let mut commit = Box::pin(async { session.commit().await });
    let cy_is_sent = async {
        while updates(&emulator) < 2 {
            tokio::task::yield_now().await;
        }
    };
    let until = tokio::time::timeout(Duration::from_secs(20), cy_is_sent);
    tokio::select! {
        report = &mut commit => panic!("{report:?}"),
        sent = until => sent.expect("the row that need not wait is sent"),
    }
    drop(commit);
    emulator.settled().await;
    assert_eq!(emulator.release(), 2);
    assert_eq!(
        city_of_bob(&emulator, &list),
        "A",
        "the one that waits was not sent"
    );
    assert_eq!(emulator.list_rows(&list)[2][2], "C");
}

/// What comes between the check and the write would be overwritten unseen.
#[tokio::test]
async fn conflicts_are_looked_for_when_no_earlier_write_can_come_any_more() {
    let (emulator, list) = newsletter().await;
    let acton = patient(&emulator, HOUR, 0).await;
    let (mut session, row) = bob(&acton).await;
    let (mut other, same) = bob(&acton).await;
    session[row].city = Some("A".to_owned());
    emulator.fail(Fault::held().hang_up().on("PUT", "/api/1/list/"));
    session.commit().await.unwrap_err();

    other[same].city = Some("B".to_owned());
    let mut commit = Box::pin(async { other.commit().check_conflicts().await });
    tokio::select! {
        biased;
        report = &mut commit => panic!("{report:?}"),
        rows = async { Subscriber::query().load(&acton).await } => drop(rows.unwrap()),
    }
    assert_eq!(emulator.release(), 1);
    an_hour_passes().await;
    let error = commit.await.unwrap_err();
    assert_eq!(told(error.report().unwrap()).kind(), ErrorKind::Conflict);
    assert_eq!(city_of_bob(&emulator, &list), "A");
}

/// A statement's row is looked for by nobody else.
#[tokio::test]
async fn a_statement_whose_answer_was_lost_says_from_when_on_its_row_can_be_looked_for() {
    let (emulator, _) = newsletter().await;
    let acton = patient(&emulator, HOUR, 0).await;
    emulator.fail(Fault::held().hang_up().on("POST", "/api/1/list/"));
    let insert = insert_into(subscribers::table).values(subscriber("dan@example.com", None));
    let error = insert.execute(&acton).await.unwrap_err();
    let told = told(error.report().unwrap());
    assert_eq!(told.kind(), ErrorKind::UnknownOutcome);
    let text = told.to_string();
    assert!(text.contains("read the table in 3600 s"), "{text}");
}
