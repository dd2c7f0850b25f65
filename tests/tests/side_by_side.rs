//! Calls of a commit that need not wait for each other are under way at once. A gate, which lets calls
//! go only when enough of them are there, proves it without a clock.

use std::time::Duration;

use acton_emulator::{Emulator, Fault, tiny_png};
use acton_orm::prelude::*;
use acton_orm::session::RowState;
use acton_orm::{Client, Session, models};
use acton_orm_tests::rows::{
    NewOptOut, Picture, Subscriber, emails, images, impatient, newsletter_on, picture, pictures,
    report, subscriber,
};
use acton_orm_tests::{calls, client, empty_account};

/// An empty account but for a list of so many rows; its id.
async fn list_of(rows: usize) -> (Emulator, String) {
    let emulator = empty_account().await;
    let row = |n| [format!("s{n}@example.com"), "PDX".into(), String::new()];
    let list = newsletter_on(&emulator, (0..rows).map(row));
    (emulator, list)
}

/// An account of so many images, named by number, in one folder.
async fn library_of(many: u8) -> Emulator {
    let emulator = empty_account().await;
    for n in 0..many {
        emulator.add_image(&format!("{n}.png"), "New", tiny_png(2, 2, n));
    }
    emulator
}

/// A client with so many calls a second.
async fn paced(emulator: &Emulator, per_second: u32) -> Client {
    Client::parse(&emulator.connection_string())
        .unwrap()
        .calls_per_second(per_second)
        .max_retries(0)
        .connect()
        .await
        .unwrap()
}

/// Starts a commit and drops it once so many calls are under way.
async fn drop_at(emulator: &Emulator, session: &mut Session, in_flight: usize) {
    tokio::select! {
        done = session.commit().into_future() => panic!("it was to be dropped: {done:?}"),
        () = emulator.until_in_flight(in_flight) => {}
    }
    emulator.settled().await;
}

#[tokio::test]
async fn inserts_run_side_by_side_and_the_report_keeps_their_order() {
    let (emulator, list) = list_of(0).await;
    let mut session = client(&emulator).await.session();
    emulator.fail(Fault::gate(8).on("POST", "/api/1/image"));
    emulator.fail(Fault::gate(8).on("POST", "/api/1/list"));
    let mut wanted = Vec::new();
    for n in 0..8 {
        let _ = session.add(picture(&format!("{n}.png"), "New"));
        let _ = session.add(subscriber(&format!("{n}@example.com"), None));
        wanted.push(format!("'{n}.png'"));
        wanted.push(format!("'{n}@example.com'"));
    }
    let report = session.commit().await.unwrap();
    let labels: Vec<&str> = report.iter().map(|entry| entry.label()).collect();
    assert_eq!(labels, wanted);
    assert_eq!(report.calls(), 18, "one finds the list, one its columns");
    assert_eq!(emails(&emulator, &list).len(), 8);
    assert_eq!(pictures(&emulator).len(), 8);
}

#[tokio::test]
async fn no_more_than_the_window_are_under_way() {
    let emulator = empty_account().await;
    let mut session = client(&emulator).await.session();
    for n in 0..160 {
        let _ = session.add(picture(&format!("{n}.png"), "New"));
    }
    // As many as a high limit of calls a second allows.
    emulator.fail(Fault::gate(64).on("POST", "/api/1/image").times(2));
    session.commit().await.unwrap();
    assert_eq!(emulator.most_in_flight(), 64);
    assert_eq!(pictures(&emulator).len(), 160);
}

#[tokio::test]
async fn updates_and_inserts_run_together_and_deletes_after_them() {
    let (emulator, list) = list_of(250).await;
    let mut session = client(&emulator).await.session();
    let rows = session.load(Subscriber::query()).await.unwrap();
    for &row in &rows[..6] {
        session[row].city = Some("BOS".into());
    }
    for &row in &rows[6..] {
        session.delete(row);
    }
    let _ = session.add(subscriber("new@example.com", None));
    let _ = session.add(NewOptOut {
        email: "out@example.com".into(),
    });
    // Six updates, the record and the opt-out.
    emulator.fail(Fault::gate(8).on("*", "/api/1/list").skip(1));
    emulator.fail(Fault::gate(3).on("DELETE", "/api/1/list"));
    emulator.journal().clear();
    session.commit().await.unwrap();
    let made = calls(&emulator).split_off(1);
    assert_eq!(made.len(), 11);
    let deletes = |calls: &[String]| {
        calls
            .iter()
            .filter(|call| call.starts_with("DELETE"))
            .count()
    };
    assert_eq!((deletes(&made[..8]), deletes(&made[8..])), (0, 3));
    assert_eq!(emails(&emulator, &list).len(), 7);
}

#[tokio::test]
async fn every_call_of_an_image_move_runs_beside_those_of_others() {
    let emulator = library_of(5).await;
    let mut session = client(&emulator).await.session();
    for image in session.load(Picture::query()).await.unwrap() {
        session[image].folder_name = "Archive".into();
    }
    for (method, path) in [
        ("GET", "/api/1/image/"),
        ("GET", "/cdn/"),
        ("POST", "/api/1/image"),
        ("DELETE", "/api/1/image"),
    ] {
        emulator.fail(Fault::gate(5).on(method, path));
    }
    let report = session.commit().await.unwrap();
    assert_eq!((report.calls(), report.files()), (15, 5));
    let moved = pictures(&emulator);
    assert_eq!(moved.len(), 5);
    assert!(moved.iter().all(|(_, folder)| folder == "Archive"));
    for one in emulator.images() {
        let n: u8 = one.name.trim_end_matches(".png").parse().unwrap();
        assert_eq!(emulator.image_bytes(&one.id).unwrap(), tiny_png(2, 2, n));
    }
}

#[tokio::test]
async fn uploads_in_place_media_and_their_deletes_run_side_by_side() {
    let emulator = library_of(4).await;
    let mut session = client(&emulator).await.session();
    for image in session.load(Picture::query()).await.unwrap() {
        let new = Upload::bytes("a.png", tiny_png(9, 9, 9));
        session.set(image, images::content.to(new)).unwrap();
    }
    let media: Vec<_> = (0..4)
        .map(|n| {
            session.add(models::NewMediaFile {
                name: format!("{n}.txt"),
                folder_name: "Legal".into(),
                content: Upload::bytes("a.txt", "be nice"),
            })
        })
        .collect();
    for n in 0..4 {
        let _ = session.add(models::NewMediaLink {
            name: format!("home {n}"),
            folder_name: "Links".into(),
            target_url: Some("https://example.com/".into()),
        });
    }
    emulator.fail(Fault::gate(4).on("PUT", "/api/1/image"));
    emulator.fail(Fault::gate(4).on("POST", "/api/1/medialink"));
    session.commit().await.unwrap();
    assert_eq!(emulator.media().len(), 8);
    for row in media {
        session.delete(row);
    }
    emulator.fail(Fault::gate(4).on("DELETE", "/api/1/media"));
    session.commit().await.unwrap();
    assert_eq!(emulator.media().len(), 4);
}

#[tokio::test]
async fn opt_outs_go_out_beside_other_tables() {
    let (emulator, _) = list_of(0).await;
    let mut session = client(&emulator).await.session();
    emulator.fail(Fault::gate(2).on("*", "/api/1/"));
    let _ = session.add(picture("a.png", "New"));
    for n in 0..500 {
        let email = format!("{n}@example.com");
        let _ = session.add(NewOptOut { email });
    }
    let report = session.commit().await.unwrap();
    assert_eq!((report.applied(), report.calls()), (501, 2));
}

#[tokio::test]
async fn rows_of_one_name_are_never_under_way_together() {
    let emulator = empty_account().await;
    let mut session = client(&emulator).await.session();
    emulator.fail(
        Fault::latency(Duration::from_millis(20))
            .on("POST", "/")
            .always(),
    );
    for _ in 0..4 {
        let _ = session.add(picture("same.png", "New"));
    }
    session.commit().await.unwrap();
    assert_eq!(emulator.most_in_flight(), 1);
    assert_eq!(pictures(&emulator).len(), 4);
}

#[tokio::test]
async fn nothing_starts_after_a_failure_and_what_was_not_sent_is_in_no_doubt() {
    let emulator = empty_account().await;
    let mut session = paced(&emulator, 5).await.session();
    let rows: Vec<_> = (0..20)
        .map(|n| session.add(picture(&format!("{n}.png"), "New")))
        .collect();
    let refusal = r#"{"errorCode":10999,"message":"no"}"#;
    emulator.fail(Fault::body(400, "application/json", refusal).on("POST", "/"));
    let first = report(session.commit().await.unwrap_err());
    let made = calls(&emulator).len();
    assert!(made <= 5, "the others wait for their turn: {made}");
    assert_eq!(first.calls(), made as u64);
    assert_eq!((first.applied(), first.rejected()), (made - 1, 1));
    assert_eq!(first.skipped(), 20 - made);
    for row in rows {
        let state = session.state(row).unwrap();
        assert!(
            matches!(state, RowState::Clean | RowState::New),
            "{state:?}"
        );
    }
    emulator.clear_faults();
    let plan = session.plan().unwrap();
    assert_eq!(plan.calls().at_most(), Some(21 - made as u64), "{plan}");
}

#[tokio::test]
async fn those_under_way_are_settled_when_one_fails() {
    let emulator = empty_account().await;
    let mut session = impatient(&emulator).await.session();
    for n in 0..6 {
        let _ = session.add(picture(&format!("{n}.png"), "New"));
    }
    let old = Picture::query();
    assert!(session.first(old).await.unwrap().is_none());
    let refusal = r#"{"errorCode":10999,"message":"no"}"#;
    emulator.fail(Fault::body(400, "application/json", refusal).on("POST", "/"));
    emulator.fail(Fault::gate(5).on("POST", "/api/1/image"));
    let first = report(session.commit().await.unwrap_err());
    assert_eq!(
        (first.applied(), first.rejected(), first.skipped()),
        (5, 1, 0)
    );
    assert_eq!(pictures(&emulator).len(), 5);
    session.commit().await.unwrap();
    assert_eq!(pictures(&emulator).len(), 6);
}

#[tokio::test]
async fn a_commit_that_keeps_going_makes_all_the_rest() {
    let (emulator, list) = list_of(40).await;
    let mut session = impatient(&emulator).await.session();
    for row in session.load(Subscriber::query()).await.unwrap() {
        session[row].city = Some("BOS".into());
    }
    let refusal = r#"{"errorCode":10010,"message":"no"}"#;
    emulator.fail(
        Fault::body(400, "application/json", refusal)
            .on("PUT", "/")
            .times(3),
    );
    let report = report(session.commit().keep_going().await.unwrap_err());
    assert_eq!((report.applied(), report.rejected()), (37, 3));
    let moved = emulator
        .list_rows(&list)
        .into_iter()
        .filter(|row| row[2] == "BOS");
    assert_eq!(moved.count(), 37);
}

#[tokio::test]
async fn a_dropped_commit_leaves_every_insert_under_way_in_doubt_and_none_is_doubled() {
    for carried_out in [false, true] {
        let (emulator, list) = list_of(0).await;
        let mut session = impatient(&emulator).await.session();
        let mut rows = Vec::new();
        for n in 0..6 {
            let _ = session.add(picture(&format!("{n}.png"), "New"));
            rows.push(session.add(subscriber(&format!("{n}@example.com"), None)));
        }
        let gone = match carried_out {
            // Nobody is let through: the calls have no effect once their caller has gone.
            false => Fault::gate(99),
            true => Fault::held().always(),
        };
        emulator.fail(gone.on("POST", "/api/1/"));
        drop_at(&emulator, &mut session, 12).await;
        for &row in &rows {
            assert_eq!(session.state(row), Some(RowState::Unknown));
        }
        assert_eq!(emulator.release(), if carried_out { 12 } else { 0 });
        emulator.clear_faults();
        // The look-ups are side by side as well.
        emulator.fail(Fault::gate(6).on("GET", "/api/1/list/lookup/"));
        let report = session.commit().await.unwrap();
        assert_eq!(report.applied(), 12);
        assert_eq!(
            (pictures(&emulator).len(), emails(&emulator, &list).len()),
            (6, 6)
        );
        assert!(!session.has_changes());
    }
}

#[tokio::test]
async fn a_dropped_commit_leaves_no_doubt_about_rows_that_waited_for_their_turn() {
    let emulator = empty_account().await;
    let mut session = paced(&emulator, 4).await.session();
    let rows: Vec<_> = (0..20)
        .map(|n| session.add(picture(&format!("{n}.png"), "New")))
        .collect();
    emulator.fail(Fault::gate(99).on("POST", "/api/1/"));
    drop_at(&emulator, &mut session, 3).await;
    let sent = calls(&emulator).len();
    let states: Vec<_> = rows.iter().filter_map(|&row| session.state(row)).collect();
    let of = |wanted| states.iter().filter(|&&state| state == wanted).count();
    assert_eq!(
        (of(RowState::Unknown), of(RowState::New)),
        (sent, 20 - sent)
    );
    assert!(sent < 5, "{sent}");
}

#[tokio::test]
async fn a_dropped_commit_of_updates_deletes_and_opt_outs_is_made_again() {
    let (emulator, list) = list_of(6).await;
    let mut session = impatient(&emulator).await.session();
    let rows = session.load(Subscriber::query()).await.unwrap();
    for &row in &rows[..5] {
        session[row].city = Some("BOS".into());
    }
    session.delete(rows[5]);
    let out = session.add(NewOptOut {
        email: "out@example.com".into(),
    });
    emulator.fail(Fault::gate(99).on("PUT", "/api/1/"));
    drop_at(&emulator, &mut session, 6).await;
    emulator.clear_faults();
    for &row in &rows[..5] {
        assert_eq!(session.state(row), Some(RowState::Changed));
    }
    assert_eq!(session.state(out), Some(RowState::New));
    session.commit().await.unwrap();
    let cities: Vec<String> = emulator
        .list_rows(&list)
        .into_iter()
        .map(|row| row[2].clone())
        .collect();
    assert_eq!(cities, ["BOS"; 5]);
    assert_eq!(emulator.opt_outs().len(), 1);
}

#[tokio::test]
async fn a_commit_dropped_at_any_poll_loses_and_doubles_nothing() {
    for polls in 0.. {
        let (emulator, list) = list_of(3).await;
        for name in ["0.png", "1.png"] {
            emulator.add_image(name, "New", tiny_png(2, 2, 2));
        }
        let mut session = impatient(&emulator).await.session();
        let rows = session.load(Subscriber::query()).await.unwrap();
        let old = session.load(Picture::query()).await.unwrap();
        session[rows[0]].city = Some("BOS".into());
        session.delete(rows[1]);
        session[old[0]].folder_name = "Archive".into();
        session.delete(old[1]);
        for n in 0..2 {
            let _ = session.add(picture(&format!("new{n}.png"), "New"));
            let _ = session.add(subscriber(&format!("new{n}@example.com"), None));
        }
        let _ = session.add(NewOptOut {
            email: "out@example.com".into(),
        });
        let mut commit = session.commit().into_future();
        let mut done = false;
        for _ in 0..polls {
            done = futures::poll!(&mut commit).is_ready();
            if done {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(commit);
        // Nothing that was sent is carried out later than this.
        emulator.settled().await;
        let report = session.commit().await.unwrap();
        assert!(!done || report.is_empty());
        let images: Vec<(String, String)> = [
            ("0.png", "Archive"),
            ("new0.png", "New"),
            ("new1.png", "New"),
        ]
        .map(|(name, folder)| (name.to_owned(), folder.to_owned()))
        .into();
        assert_eq!(pictures(&emulator), images, "after {polls} polls");
        let mut addresses = emails(&emulator, &list);
        addresses.sort();
        assert_eq!(
            addresses,
            [
                "new0@example.com",
                "new1@example.com",
                "s0@example.com",
                "s2@example.com"
            ],
            "after {polls} polls"
        );
        assert_eq!(emulator.list_rows(&list)[0][2], "BOS");
        assert_eq!(emulator.opt_outs().len(), 1);
        assert!(!session.has_changes());
        if done {
            assert!(polls > 9, "it was dropped at each of its awaits");
            return;
        }
    }
}
