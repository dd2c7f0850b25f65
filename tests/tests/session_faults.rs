//! A commit that is interrupted: connections that break before and after the write, futures that are
//! dropped, answers that say nothing. Nothing is lost, and nothing is sent twice.

use std::future::Future;

use acton_emulator::{Emulator, Fault, tiny_png};
use acton_orm::prelude::*;
use acton_orm::session::{Outcome, RowState};
use acton_orm::{ErrorKind, Event, Session};
use acton_orm_tests::rows::{
    NewOptOut, Picture, Subscriber, emails, impatient, newsletter, picture, pictures, report,
    subscriber,
};
use acton_orm_tests::{calls, empty_account};
use futures::StreamExt;

/// An account with one image `a.png` in `New`, and a session that holds it.
async fn one_image() -> (Emulator, Session, acton_orm::Handle<Picture>) {
    let emulator = empty_account().await;
    emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    let mut session = impatient(&emulator).await.session();
    let image = session.one(Picture::query()).await.unwrap();
    (emulator, session, image)
}

#[tokio::test]
async fn an_insert_whose_answer_is_lost_is_unknown_and_found_by_the_next_commit() {
    let emulator = empty_account().await;
    let mut session = impatient(&emulator).await.session();
    let hero = session.add(picture("hero.png", "New"));
    emulator.fail(Fault::reset_after().on("POST", "/api/1/image"));
    let first = report(session.commit().await.unwrap_err());
    assert!(first.outcome(hero).unwrap().is_unknown(), "{first}");
    assert_eq!(
        first.key(hero).unwrap_err().kind(),
        ErrorKind::UnknownOutcome
    );
    assert_eq!(session.state(hero), Some(RowState::Unknown));

    let _next = session.add(picture("next.png", "New"));
    assert_eq!(
        session.plan().unwrap().to_string(),
        "\
commit: 2 changes, 2 to 3 calls
├─ look for Images 'hero.png', sent without an answer
│  GET /api/1/image
│  POST /api/1/image: if it is not there
└─ insert Images 'next.png'
   POST /api/1/image"
    );
    emulator.journal().clear();
    let second = session.commit().await.unwrap();
    assert_eq!(calls(&emulator), ["GET /api/1/image", "POST /api/1/image"]);
    let entry = second.iter().next().unwrap();
    assert_eq!(
        entry.note(),
        Some("found at Act-On with what was sent, not sent again")
    );
    let id = second.key(hero).unwrap();
    assert_eq!(pictures(&emulator).len(), 2);
    assert!(
        emulator
            .images()
            .iter()
            .any(|one| one.id == id && one.name == "hero.png")
    );
    assert_eq!(session.state(hero), Some(RowState::Clean));
}

#[tokio::test]
async fn an_insert_that_never_arrived_is_sent_again_once_that_is_known() {
    let emulator = empty_account().await;
    let mut session = impatient(&emulator).await.session();
    let hero = session.add(picture("hero.png", "New"));
    emulator.fail(Fault::reset_before().on("POST", "/api/1/image"));
    let first = report(session.commit().await.unwrap_err());
    assert!(first.outcome(hero).unwrap().is_unknown());
    emulator.journal().clear();
    let most = session.plan().unwrap().calls().at_most().unwrap();
    let second = session.commit().await.unwrap();
    assert_eq!(calls(&emulator), ["GET /api/1/image", "POST /api/1/image"]);
    assert!(second.calls() <= most, "{} and not {most}", second.calls());
    assert_eq!(second.applied(), 1);
    assert_eq!(pictures(&emulator).len(), 1);
}

#[tokio::test]
async fn a_list_row_of_unknown_outcome_is_looked_up_by_its_address() {
    for (fault, calls_after) in [(Fault::reset_before(), 3), (Fault::reset_after(), 1)] {
        let (emulator, list) = newsletter().await;
        let mut session = impatient(&emulator).await.session();
        session.load(Subscriber::query()).await.unwrap();
        let dee = session.add(subscriber("dee@example.com", Some("NYC")));
        emulator.fail(fault.on("POST", "/api/1/list"));
        assert!(
            report(session.commit().await.unwrap_err())
                .outcome(dee)
                .unwrap()
                .is_unknown()
        );
        emulator.journal().clear();
        let second = session.commit().await.unwrap();
        assert_eq!(
            calls(&emulator)[0],
            format!("GET /api/1/list/lookup/{list}?email=dee@example.com")
        );
        assert_eq!(calls(&emulator).len(), calls_after);
        assert_eq!(second.key(dee).unwrap(), format!("{list}:3"));
        assert_eq!(emails(&emulator, &list).len(), 4);
    }
}

#[tokio::test]
async fn a_row_that_cannot_be_told_apart_stays_unknown_until_the_user_decides() {
    for resend in [false, true] {
        let (emulator, list) = newsletter().await;
        let mut session = impatient(&emulator).await.session();
        session.load(Subscriber::query()).await.unwrap();
        // Ada is there already: the look-up finds her, whatever became of the second row.
        let twin = session.add(subscriber("ada@example.com", Some("NYC")));
        emulator.fail(Fault::reset_after().on("POST", "/api/1/list"));
        session.commit().await.unwrap_err();
        assert_eq!(emails(&emulator, &list).len(), 4);
        for _ in 0..2 {
            let report = report(session.commit().await.unwrap_err());
            let error = report.outcome(twin).unwrap().error().unwrap();
            assert_eq!(error.kind(), ErrorKind::UnknownOutcome);
            assert!(
                error.to_string().contains("`session.forget(handle)`"),
                "{error}"
            );
            assert_eq!(
                emails(&emulator, &list).len(),
                4,
                "never sent twice unasked"
            );
        }
        if resend {
            assert!(session.resend(twin));
            assert_eq!(session.commit().await.unwrap().applied(), 1);
            assert_eq!(emails(&emulator, &list).len(), 5);
        } else {
            assert!(session.forget(twin));
            assert!(session.get(twin).is_none());
            assert!(session.commit().await.unwrap().is_empty());
        }
        assert!(
            !session.forget(twin) && !session.resend(twin),
            "no longer in doubt"
        );
    }
}

#[tokio::test]
async fn a_row_changed_after_it_was_sent_is_found_and_then_updated() {
    let (emulator, list) = newsletter().await;
    let mut session = impatient(&emulator).await.session();
    let dee = session.add(subscriber("dee@example.com", None));
    emulator.fail(Fault::reset_after().on("POST", "/api/1/list"));
    session.commit().await.unwrap_err();
    session[dee].city = Some("NYC".into());
    let refusal = r#"{"errorCode":10010,"message":"no"}"#;
    emulator.fail(Fault::body(400, "application/json", refusal).on("PUT", "/api/1/list"));
    let found = report(session.commit().await.unwrap_err());
    assert_eq!(found.key(dee).unwrap(), format!("{list}:3"));
    assert!(found.outcome(dee).unwrap().is_rejected(), "its update was");
    session.commit().await.unwrap();
    let rows = emulator.list_rows(&list);
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[3][1..3], ["dee@example.com", "NYC"]);
}

#[tokio::test]
async fn a_row_deleted_after_it_was_sent_is_looked_for_and_deleted_where_it_is() {
    for (fault, changes) in [(Fault::reset_before(), 0), (Fault::reset_after(), 2)] {
        let emulator = empty_account().await;
        let mut session = impatient(&emulator).await.session();
        let hero = session.add(picture("hero.png", "New"));
        emulator.fail(fault.on("POST", "/api/1/image"));
        session.commit().await.unwrap_err();
        assert!(session.delete(hero));
        let report = session.commit().await.unwrap();
        assert_eq!(report.len(), changes, "{report}");
        assert!(pictures(&emulator).is_empty() && session.get(hero).is_none());
    }
}

#[tokio::test]
async fn an_update_whose_answer_is_lost_is_unknown_and_just_repeated() {
    for fault in [Fault::reset_before(), Fault::reset_after()] {
        let (emulator, list) = newsletter().await;
        let mut session = impatient(&emulator).await.session();
        let ada = session.load(Subscriber::query()).await.unwrap()[0];
        session[ada].city = Some("BOS".into());
        emulator.fail(fault.on("PUT", "/api/1/list"));
        let first = report(session.commit().await.unwrap_err());
        assert!(first.outcome(ada).unwrap().is_unknown());
        assert_eq!(session.state(ada), Some(RowState::Changed));
        session.commit().await.unwrap();
        assert_eq!(emulator.list_rows(&list)[0][2], "BOS");
        assert_eq!(session.state(ada), Some(RowState::Clean));
    }
}

#[tokio::test]
async fn a_delete_whose_answer_is_lost_is_repeated_and_finds_its_own_success() {
    for (fault, note) in [
        (Fault::reset_before(), None),
        (Fault::reset_after(), Some("it was gone already")),
    ] {
        let (emulator, mut session, image) = one_image().await;
        session.delete(image);
        emulator.fail(fault.on("DELETE", "/api/1/image"));
        let first = report(session.commit().await.unwrap_err());
        assert!(first.outcome(image).unwrap().is_unknown());
        let second = session.commit().await.unwrap();
        assert_eq!(second.iter().next().unwrap().note(), note);
        assert!(pictures(&emulator).is_empty() && session.get(image).is_none());
    }
}

#[tokio::test]
async fn a_move_is_not_uploaded_twice_whichever_of_its_calls_breaks() {
    let breaks = [
        ("GET", "/api/1/image/f-"),
        ("GET", "/cdn/"),
        ("POST", "/api/1/image"),
        ("DELETE", "/api/1/image"),
    ];
    for (method, path) in breaks {
        for fault in [Fault::reset_before(), Fault::reset_after()] {
            let (emulator, mut session, image) = one_image().await;
            session[image].folder_name = "Archive".into();
            emulator.fail(fault.clone().on(method, path));
            session.commit().await.unwrap_err();
            let most = session.plan().unwrap().calls().at_most().unwrap();
            assert!(session.commit().await.unwrap().calls() <= most);
            let found = pictures(&emulator);
            assert_eq!(
                found,
                [("a.png".into(), "Archive".into())],
                "{method} {path} {fault:?}"
            );
            assert_eq!(emulator.images()[0].id, session[image].id);
            assert!(!session.has_changes());
        }
    }
}

#[tokio::test]
async fn an_upload_of_a_move_that_is_in_doubt_can_be_given_up() {
    let (emulator, mut session, image) = one_image().await;
    session[image].folder_name = "Archive".into();
    emulator.fail(Fault::reset_before().on("POST", "/api/1/image"));
    session.commit().await.unwrap_err();
    assert_eq!(session.state(image), Some(RowState::Unknown));
    assert!(session.forget(image));
    assert_eq!(session[image].folder_name, "New");
    assert!(session.commit().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_answer_without_an_id_leaves_the_outcome_unknown_and_says_so() {
    for body in [
        r#"{"status":"success"}"#,
        r#"{"status":"queued","id":"f-1"}"#,
        "<html>",
    ] {
        let emulator = empty_account().await;
        let mut session = impatient(&emulator).await.session();
        let hero = session.add(picture("hero.png", "New"));
        emulator.fail(Fault::body(200, "application/json", body).on("POST", "/api/1/image"));
        let report = report(session.commit().await.unwrap_err());
        assert!(
            matches!(report.outcome(hero), Some(Outcome::Unknown(_))),
            "{report}"
        );
        assert!(report.to_string().contains("the answer"), "{report}");
        session.commit().await.unwrap();
        assert_eq!(pictures(&emulator).len(), 1);
    }
}

#[tokio::test]
async fn opt_outs_are_repeated_without_looking_for_them() {
    let emulator = empty_account().await;
    let mut session = impatient(&emulator).await.session();
    let ada = session.add(NewOptOut {
        email: "ada@example.com".into(),
    });
    emulator.fail(Fault::reset_after().on("PUT", "/api/1/list/optout"));
    let first = report(session.commit().await.unwrap_err());
    assert!(first.outcome(ada).unwrap().is_unknown());
    assert_eq!(session.plan().unwrap().calls().at_most(), Some(1));
    session.commit().await.unwrap();
    assert_eq!(emulator.opt_outs().len(), 1);
}

/// A call of the next commit waits for the test, and its caller will have gone by then.
fn hold(emulator: &Emulator, method: &str, path: &str) {
    emulator.fail(Fault::held().on(method, path));
}

/// Commits, and drops the future once all is `known` and the held call is there; that call is carried
/// out when its caller has gone, or not at all.
async fn cancel(
    emulator: &Emulator,
    session: &mut Session,
    known: impl Future<Output = ()>,
    carried_out: bool,
) {
    let before = emulator.late();
    let held = async {
        known.await;
        while emulator.late() == before {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        done = session.commit().into_future() => panic!("it was to be cancelled: {done:?}"),
        () = held => {}
    }
    emulator.settled().await;
    if carried_out {
        assert_eq!(emulator.release(), before + 1);
    }
}

#[tokio::test]
async fn a_cancelled_insert_is_looked_for_and_sent_once() {
    for carried_out in [false, true] {
        let (emulator, list) = newsletter().await;
        let acton = impatient(&emulator).await;
        let mut events = acton.events();
        let mut session = acton.session();
        session.load(Subscriber::query()).await.unwrap();
        let dee = session.add(subscriber("dee@example.com", None));
        let eve = session.add(subscriber("eve@example.com", None));
        emulator.fail(Fault::held().on("POST", "/api/1/list").skip(1));
        let answered =
            async { while !matches!(events.next().await, Some(Event::Changes { .. })) {} };
        cancel(&emulator, &mut session, answered, carried_out).await;
        assert_eq!(
            session.state(dee),
            Some(RowState::Clean),
            "what was answered is known"
        );
        assert_eq!(
            session.state(eve),
            Some(RowState::Unknown),
            "what was sent is not"
        );
        session.commit().await.unwrap();
        let mut all = emails(&emulator, &list);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 5);
        assert_eq!(emails(&emulator, &list).len(), 5);
    }
}

#[tokio::test]
async fn a_cancelled_move_goes_on_where_it_was() {
    for (method, path) in [
        ("GET", "/cdn/"),
        ("POST", "/api/1/image"),
        ("DELETE", "/api/1/image"),
    ] {
        for carried_out in [false, true] {
            let (emulator, mut session, image) = one_image().await;
            session[image].folder_name = "Archive".into();
            hold(&emulator, method, path);
            cancel(&emulator, &mut session, async {}, carried_out).await;
            session.commit().await.unwrap();
            assert_eq!(
                pictures(&emulator),
                [("a.png".into(), "Archive".into())],
                "{method} {path}"
            );
            assert_eq!(emulator.images()[0].id, session[image].id);
        }
    }
}

#[tokio::test]
async fn a_cancelled_update_or_delete_is_repeated() {
    for carried_out in [false, true] {
        let (emulator, list) = newsletter().await;
        let mut session = impatient(&emulator).await.session();
        let rows = session.load(Subscriber::query()).await.unwrap();
        session[rows[0]].city = Some("BOS".into());
        session.delete(rows[1]);
        for method in ["PUT", "DELETE"] {
            hold(&emulator, method, "/api/1/list");
            cancel(&emulator, &mut session, async {}, carried_out).await;
        }
        session.commit().await.unwrap();
        assert_eq!(emulator.list_rows(&list)[0][2], "BOS");
        assert_eq!(
            emails(&emulator, &list),
            ["ada@example.com", "cy@example.com"]
        );
    }
}
