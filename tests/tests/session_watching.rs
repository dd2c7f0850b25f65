//! What those who watch a client see of a commit.

use acton_emulator::{Fault, tiny_png};
use acton_orm::Event;
use acton_orm::prelude::*;
use acton_orm_tests::rows::{
    Picture, Subscriber, impatient, newsletter, picture, report, subscriber,
};
use acton_orm_tests::traces::traced;
use acton_orm_tests::{client, empty_account};
use futures::{FutureExt, StreamExt};
use tracing_subscriber::fmt::format::FmtSpan;

/// The changes told so far, as `done/of`.
fn told(events: &mut acton_orm::Events) -> Vec<String> {
    let mut told = Vec::new();
    while let Some(Some(event)) = events.next().now_or_never() {
        if let Event::Changes { done, of } = event {
            told.push(format!("{done}/{of}"));
        }
    }
    told
}

#[tokio::test]
async fn a_commit_tells_after_each_call_how_many_of_its_changes_are_settled() {
    let (emulator, _list) = newsletter().await;
    let acton = client(&emulator).await;
    let mut events = acton.events();
    let mut session = acton.session();
    let rows = session.load(Subscriber::query()).await.unwrap();
    let _ = session.add(subscriber("dee@example.com", None));
    session[rows[0]].city = Some("NYC".into());
    session.delete(rows[1]);
    session.delete(rows[2]);
    session.commit().await.unwrap();
    assert_eq!(
        told(&mut events),
        ["1/4", "2/4", "4/4"],
        "two deletes are one call"
    );
}

#[tokio::test]
async fn a_commit_that_stops_tells_no_more_than_it_settled() {
    let emulator = empty_account().await;
    emulator.add_image("c.png", "New", tiny_png(1, 1, 1));
    let acton = impatient(&emulator).await;
    let mut events = acton.events();
    let mut session = acton.session();
    let old = session.one(Picture::query()).await.unwrap();
    let _ = session.add(picture("a.png", "New"));
    let _ = session.add(picture("b.png", "New"));
    session.delete(old);
    emulator.fail(Fault::reset_after().on("POST", "/api/1/image").skip(1));
    let first = report(session.commit().await.unwrap_err());
    assert_eq!(
        (first.applied(), first.unknown(), first.skipped()),
        (1, 1, 1)
    );
    assert_eq!(told(&mut events), ["1/3", "2/3"]);
    session.commit().await.unwrap();
    assert_eq!(
        told(&mut events),
        ["1/2", "2/2"],
        "the one in doubt is found"
    );
}

#[tokio::test]
async fn the_calls_of_a_commit_lie_within_its_span() {
    let emulator = empty_account().await;
    let acton = client(&emulator).await;
    let work = async {
        let mut session = acton.session();
        let _ = session.add(picture("a.png", "New"));
        session.commit().await.unwrap();
        session.commit().await.unwrap();
    };
    let ((), seen) = traced(FmtSpan::CLOSE, work).await;
    let commit = "acton.commit{acton.plan.changes=1 acton.plan.calls=1";
    assert!(
        seen.lines()
            .any(|line| line.contains(&format!("{commit}}}:acton.call{{"))),
        "{seen}"
    );
    assert!(
        seen.lines()
            .any(|line| line.contains(&format!("{commit} acton.changes.applied=1}}: "))),
        "{seen}"
    );
    let told = "committed applied=1 rejected=0 skipped=0 unknown=0 calls=1";
    let at_info: Vec<_> = seen
        .lines()
        .filter(|line| line.contains("INFO") && line.contains("committed"))
        .collect();
    assert!(
        matches!(at_info[..], [line] if line.contains(told)),
        "{seen}"
    );
    assert_eq!(
        seen.matches("acton.commit").count(),
        seen.matches(commit).count(),
        "{seen}"
    );
}
