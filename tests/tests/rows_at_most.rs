//! `MaxRows`: a read that finds more rows says so, and never passes for the whole.

use acton_emulator::Emulator;
use acton_orm::prelude::*;
use acton_orm::{Downloads, Error, ErrorKind, Terminal, delete, update};
use acton_orm_tests::rows::{Subscriber, newsletter_on, subscribers};
use acton_orm_tests::{calls, empty_account};
use futures::TryStreamExt;

/// A list of so many rows, and clients that read three at most, by download and by pages.
async fn of(rows: u64) -> (Emulator, [Client; 2]) {
    let emulator = empty_account().await;
    newsletter_on(
        &emulator,
        (0..rows).map(|row| [format!("{row}@example.com"), "Graz".into(), String::new()]),
    );
    let client = |downloads| {
        let builder = Client::parse(&emulator.connection_string()).unwrap();
        builder
            .downloads(downloads)
            .calls_per_second(None)
            .max_rows(3)
            .connect()
    };
    let clients = [
        client(Downloads::Csv).await.unwrap(),
        client(Downloads::Pages).await.unwrap(),
    ];
    emulator.journal().clear();
    (emulator, clients)
}

fn too_many(error: &Error) {
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    let text = error.to_string();
    assert!(text.contains("3 rows at most"), "{text}");
    assert!(text.contains("`MaxRows`"), "{text}");
}

#[tokio::test]
async fn who_decides_on_the_rows_of_a_longer_list_gets_an_error_and_no_short_list() {
    let (emulator, clients) = of(4).await;
    for acton in &clients {
        let everybody = Subscriber::query();
        too_many(&everybody.load(acton).await.unwrap_err());
        let sorted = Subscriber::query().order_by(subscribers::email.desc());
        too_many(&sorted.load(acton).await.unwrap_err());
        let mut session = acton.session();
        too_many(&session.load(Subscriber::query()).await.unwrap_err());
        assert!(!session.has_changes());
        let graz = || Subscriber::query().filter(subscribers::city.eq("Graz"));
        let moved = update(graz()).set(subscribers::city.to("Wien"));
        too_many(&moved.execute(acton).await.unwrap_err());
        too_many(&delete(graz()).execute(acton).await.unwrap_err());
        let more = Subscriber::query().limit(5);
        too_many(&more.load(acton).await.unwrap_err());
        too_many(&more.page(acton, 0, 5).await.unwrap_err());
    }
    assert!(calls(&emulator).iter().all(|call| call.starts_with("GET")));
}

#[tokio::test]
async fn a_stream_hands_out_as_many_and_ends_with_the_error() {
    let (_emulator, clients) = of(4).await;
    for acton in &clients {
        let query = Subscriber::query();
        let mut rows = query.stream(acton);
        for _ in 0..3 {
            assert!(rows.try_next().await.unwrap().is_some());
        }
        too_many(&rows.try_next().await.unwrap_err());
        assert!(rows.try_next().await.unwrap().is_none());
        let all: Result<Vec<Subscriber>, Error> = query.stream(acton).try_collect().await;
        too_many(&all.unwrap_err());
    }
}

#[tokio::test]
async fn as_many_rows_as_that_are_read_as_ever() {
    let (_emulator, clients) = of(3).await;
    for acton in &clients {
        assert_eq!(Subscriber::query().load(acton).await.unwrap().len(), 3);
        let mut session = acton.session();
        assert_eq!(session.load(Subscriber::query()).await.unwrap().len(), 3);
        assert_eq!(
            Subscriber::query()
                .page(acton, 0, 5)
                .await
                .unwrap()
                .rows
                .len(),
            3
        );
    }
    let (_emulator, clients) = of(9).await;
    for acton in &clients {
        let few = Subscriber::query().limit(2);
        assert_eq!(few.load(acton).await.unwrap().len(), 2);
        assert_eq!(Subscriber::query().count(acton).await.unwrap(), 9);
        assert!(Subscriber::query().first(acton).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn the_plan_says_so() {
    let (_emulator, clients) = of(1).await;
    for acton in &clients {
        let says = |query: &acton_orm::Query<Subscriber>, terminal| {
            let plan = query.explain_on(acton, terminal).unwrap().to_string();
            plan.contains("more than 3 rows are an error: MaxRows")
        };
        let everybody = Subscriber::query();
        assert!(says(&everybody, Terminal::Load));
        assert!(says(&everybody, Terminal::Stream));
        assert!(says(&everybody.clone().limit(5), Terminal::Load));
        assert!(!says(&everybody.clone().limit(3), Terminal::Load));
        assert!(!says(&everybody, Terminal::Count));
        let plan = delete(everybody)
            .all_rows()
            .plan(acton)
            .unwrap()
            .to_string();
        assert!(plan.contains("MaxRows"), "{plan}");
    }
}

/// What a commit reads for itself are rows that the session holds already.
#[tokio::test]
async fn a_commit_may_read_again_whatever_the_session_holds() {
    let (_emulator, clients) = of(9).await;
    for acton in &clients {
        let mut session = acton.session();
        for offset in [0, 3] {
            let some = Subscriber::query().offset(offset).limit(3);
            for row in session.load(some).await.unwrap() {
                session[row].city.get_or_insert_default().push('!');
            }
        }
        let report = session.commit().check_conflicts().await.unwrap();
        assert_eq!(report.applied(), 6);
    }
}
