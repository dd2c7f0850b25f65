//! The feature `blocking`: a program without async that reads, streams, commits and changes many rows.

use acton_emulator::{Emulator, tiny_png};
use acton_orm::blocking::{self, Wait};
use acton_orm::models::{Image, images};
use acton_orm::prelude::*;
use acton_orm::{Client, ErrorKind, Method, delete, insert_into, update};
use acton_orm_tests::rows::{
    Picture, Subscriber, newsletter_on, picture, pictures, subscriber, subscribers,
};
use acton_orm_tests::{builder, start};
use tokio::runtime::{Builder, Runtime};

/// An account on a runtime of its own, as in another process.
fn account() -> (Runtime, Emulator) {
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let emulator = runtime.block_on(start(builder().empty()));
    (runtime, emulator)
}

fn connect(emulator: &Emulator) -> Client {
    Client::parse(&emulator.connection_string())
        .unwrap()
        .calls_per_second(1000)
        .connect()
        .wait()
        .unwrap()
}

#[test]
fn a_program_without_async_reads_changes_and_commits() {
    let (_runtime, emulator) = account();
    emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    let acton = connect(&emulator);

    let all = Image::query().load(&acton).wait().unwrap();
    assert_eq!(all.len(), 1);
    let image = Image::find(&all[0].id).one(&acton).wait().unwrap();
    assert_eq!(image.name, "a.png");
    assert_eq!(Image::query().count(&acton).wait().unwrap(), 1);
    let page = Image::query().page(&acton, 0, 5).wait().unwrap();
    assert_eq!(page.total, Some(1));

    let mut session = acton.session();
    let row = session
        .one(Picture::query().filter(images::name.eq("a.png")))
        .wait()
        .unwrap();
    session[row].folder_name = "Archive".into();
    let new = session.add(picture("b.png", "New"));
    let report = session.commit().wait().unwrap();
    assert_eq!(report.applied(), 2);
    assert!(report.key(new).unwrap().starts_with("f-"));
    let report = session.commit().keep_going().wait().unwrap();
    assert!(report.is_empty(), "nothing has changed since");
    assert_eq!(
        pictures(&emulator),
        [("a.png", "Archive"), ("b.png", "New")].map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
}

#[test]
fn a_program_without_async_streams_a_long_list_and_sees_its_progress() {
    let (_runtime, emulator) = account();
    newsletter_on(
        &emulator,
        (0..3000).map(|n| [format!("s{n}@example.com"), "PDX".into(), String::new()]),
    );
    let acton = connect(&emulator);
    let mut seen = 0;
    for row in blocking::iter(Subscriber::query().stream(&acton)) {
        seen += usize::from(row.unwrap().city.as_deref() == Some("PDX"));
    }
    assert_eq!(seen, 3000);
}

#[test]
fn many_rows_are_inserted_from_an_iterator_updated_and_deleted_without_async() {
    let (_runtime, emulator) = account();
    newsletter_on(&emulator, []);
    let acton = connect(&emulator);
    let rows = (0..20).map(|n| subscriber(&format!("s{n}@example.com"), Some("PDX")));
    let report = insert_into(subscribers::table)
        .values(rows.collect::<Vec<_>>())
        .execute(&acton)
        .wait()
        .unwrap();
    assert_eq!(report.applied(), 20);
    let report = update(subscribers::table.filter(subscribers::email.eq("s7@example.com")))
        .set(subscribers::city.to("SEA"))
        .execute(&acton)
        .wait()
        .unwrap();
    assert_eq!(report.applied(), 1);
    let report = delete(subscribers::table.filter(subscribers::city.eq("PDX")))
        .execute(&acton)
        .wait()
        .unwrap();
    assert_eq!(report.applied(), 19);
    let left = Subscriber::query().one(&acton).wait().unwrap();
    assert_eq!(left.email, "s7@example.com");
}

#[test]
fn what_is_not_modelled_and_what_fails_is_waited_for_too() {
    let (_runtime, emulator) = account();
    let acton = connect(&emulator);
    let answer = acton.request(Method::GET, "/api/1/account").wait().unwrap();
    assert_eq!(answer.status(), 200);
    let error = Image::find("f-none").one(&acton).wait().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cardinality);
}
