//! Tables found at run time, met by lists that change meanwhile.

use acton_emulator::{Emulator, Fault, ListSeed};
use acton_orm::prelude::*;
use acton_orm::schema::Kind;
use acton_orm::session::RowState;
use acton_orm::{ErrorKind, update};
use acton_orm_tests::rows::{Subscriber, impatient, newsletter, report, subscribers};
use acton_orm_tests::{calls, client, empty_account};

/// A list `EU` of these headings with one row, each cell named by its heading; its id.
fn list(emulator: &Emulator, headings: &[&str]) -> String {
    let columns = headings.iter().map(|heading| {
        let field = (*heading == "E-mail Address").then_some("EMAIL");
        (*heading, field)
    });
    let row = headings.iter().map(|heading| heading.to_lowercase());
    emulator.create_list(ListSeed::new("EU").columns(columns).rows([row]))
}

#[tokio::test]
async fn a_row_read_by_two_shapes_of_its_table_is_written_under_the_headings_of_the_last() {
    let emulator = empty_account().await;
    let id = list(
        &emulator,
        &["E-mail Address", "created_date", "City", "Name"],
    );
    let acton = client(&emulator).await;
    let eu = acton.table("List_EU").await.unwrap();
    let dated = eu.with_kind("Name", Kind::Text).unwrap();
    let mut session = acton.session();
    session.load(eu.query()).await.unwrap();
    let [row] = session.load(dated.query()).await.unwrap()[..] else {
        panic!("one row")
    };
    session[row].set("City", "Graz").unwrap();
    session.commit().await.unwrap();
    let cells = &emulator.list_rows(&id)[0];
    assert!(
        cells.contains(&"Graz".to_owned()) && cells.contains(&"name".to_owned()),
        "{cells:?}"
    );
    assert!(!cells.contains(&"city".to_owned()), "{cells:?}");
}

#[tokio::test]
async fn a_new_row_of_one_table_added_to_another_is_written_under_its_own_headings() {
    let emulator = empty_account().await;
    let id = list(&emulator, &["E-mail Address", "Name", "City"]);
    let wide = ListSeed::new("US").columns([
        ("City", None),
        ("E-mail Address", Some("EMAIL")),
        ("Name", None),
        ("Phone", None),
        ("Fax", None),
        ("Zip", None),
    ]);
    emulator.create_list(wide);
    let acton = client(&emulator).await;
    let eu = acton.table("List_EU").await.unwrap();
    let us = acton.table("List_US").await.unwrap();
    let mut session = acton.session();
    let mut row = us.row();
    row.set("E-mail Address", "ada@example.com").unwrap();
    row.set("City", "Graz").unwrap();
    session.add_dyn(&eu, row);
    session.commit().await.unwrap();
    let rows = emulator.list_rows(&id);
    let cells = rows.last().unwrap();
    assert!(
        cells.ends_with(&["ada@example.com".into(), String::new(), "Graz".into()]),
        "{cells:?}"
    );
}

#[tokio::test]
async fn a_row_read_without_its_key_among_the_columns_is_still_that_row() {
    let emulator = empty_account().await;
    let id = list(&emulator, &["E-mail Address", "City"]);
    let acton = client(&emulator).await;
    let eu = acton.table("List_EU").await.unwrap();
    let mut session = acton.session();
    let city = eu.column("City").unwrap();
    let rows = session.load(eu.select([city])).await.unwrap();
    session.delete(rows[0]);
    session.commit().await.unwrap();
    assert!(emulator.list_rows(&id).is_empty());
}

#[tokio::test]
async fn a_key_that_reads_as_two_deletes_neither_row() {
    let (emulator, list) = newsletter().await;
    let mut session = client(&emulator).await.session();
    let two = format!("{list}:0,{list}:1");
    let row = session.track(Subscriber {
        id: two.parse().unwrap(),
        email: "ada@example.com".into(),
        city: None,
    });
    session.delete(row);
    let error = session.commit().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    assert_eq!(emulator.list_rows(&list).len(), 3);
}

#[tokio::test]
async fn aliases_that_lead_to_one_another_are_refused() {
    let emulator = empty_account().await;
    let connected = acton_orm::Client::parse(&emulator.connection_string())
        .unwrap()
        .table_alias("List_A", "List_B")
        .table_alias("List_B", "List_A")
        .connect()
        .await;
    assert_eq!(connected.unwrap_err().kind(), ErrorKind::Config);
}

#[tokio::test]
async fn a_read_by_key_heals_after_a_column_was_added() {
    let emulator = empty_account().await;
    let id = list(&emulator, &["E-mail Address", "City"]);
    let acton = client(&emulator).await;
    let eu = acton.table("List_EU").await.unwrap();
    let key = eu.key().unwrap();
    let by_key = eu.query().filter(key.eq(format!("{id}:0")));
    assert!(by_key.first(&acton).await.unwrap().is_some());
    emulator.reset();
    let again = list(&emulator, &["E-mail Address", "Name", "City"]);
    assert_eq!(
        again, id,
        "another list of the same id stands for the changed one"
    );
    let error = by_key.first(&acton).await.unwrap_err();
    assert!(error.to_string().contains("cells"), "{error}");
    let row = by_key.first(&acton).await.unwrap().unwrap();
    assert_eq!(row.get::<&str>("City").unwrap(), "city");
}

#[tokio::test]
async fn odd_headings_are_told_or_read_and_never_taken_for_another() {
    let emulator = empty_account().await;
    let many: Vec<String> = (0..200).map(|n| format!("Column {n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    list(&emulator, &many);
    let acton = client(&emulator).await;
    let wide = acton.table("List_EU").await.unwrap();
    let rows = wide.query().load(&acton).await.unwrap();
    assert_eq!(rows[0].get::<&str>("Column 199").unwrap(), "column 199");
    let one = wide.select([wide.column("Column 7").unwrap()]);
    assert_eq!(
        one.load(&acton).await.unwrap()[0]
            .get::<&str>("Column 7")
            .unwrap(),
        "column 7"
    );
    for headings in [["A;B", "C{list}"], ["", "x"], ["_contact_id_", "x"]] {
        let emulator = empty_account().await;
        list(&emulator, &headings);
        let acton = client(&emulator).await;
        let Ok(odd) = acton.table("List_EU").await else {
            continue;
        };
        for heading in headings {
            let Ok(column) = odd.column(heading) else {
                continue;
            };
            match odd.select([column]).load(&acton).await {
                Ok(rows) => assert_eq!(
                    rows[0]
                        .get::<Option<&str>>(heading)
                        .unwrap()
                        .unwrap_or_default(),
                    heading.to_lowercase(),
                    "{headings:?}"
                ),
                Err(error) => assert_eq!(error.kind(), ErrorKind::Decode, "{heading:?}: {error}"),
            }
        }
    }
}

/// A list whose column `City` has become `Town`, at a server that ignores columns it does not know.
fn renamed(emulator: &Emulator, id: &str) {
    emulator.reset();
    emulator.quirks(|quirks| quirks.unknown_column_fails_update = false);
    assert_eq!(list(emulator, &["E-mail Address", "Town", "Name"]), id);
    emulator.journal().clear();
}

fn writes(emulator: &Emulator) -> usize {
    let made = calls(emulator);
    made.iter().filter(|call| !call.starts_with("GET")).count()
}

#[tokio::test]
async fn nothing_is_written_to_a_column_that_has_gone() {
    let emulator = empty_account().await;
    let id = list(&emulator, &["E-mail Address", "City", "Name"]);
    let acton = client(&emulator).await;
    let eu = acton.table("List_EU").await.unwrap();
    let mut session = acton.session();
    let [row] = session.load(eu.query()).await.unwrap()[..] else {
        panic!("one row")
    };
    renamed(&emulator, &id);
    session[row].set("City", "Graz").unwrap();
    let plan = session.plan().unwrap();
    assert_eq!(plan.calls().at_most(), Some(2), "{plan}");
    let refusal = report(session.commit().await.unwrap_err());
    let error = refusal.outcome(row).unwrap().error().unwrap();
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    assert_eq!(error.column(), Some("City"), "{error}");
    assert!(error.to_string().contains("no column"), "{error}");
    assert_eq!(writes(&emulator), 0);
    assert_eq!(session.state(row), Some(RowState::Changed));

    // What is written to columns that are there goes on, if it is to.
    session.revert(row);
    session[row].set("Name", "Ada").unwrap();
    let mut new = eu.row();
    new.set("City", "Wien").unwrap();
    let new = session.add_dyn(&eu, new);
    let refusal = report(session.commit().keep_going().await.unwrap_err());
    assert!(refusal.outcome(row).unwrap().is_applied(), "{refusal}");
    assert!(refusal.outcome(new).unwrap().is_rejected(), "{refusal}");
    let rows = emulator.list_rows(&id);
    assert_eq!(rows[0][1..], ["e-mail address", "town", "Ada"]);
    assert_eq!((rows.len(), writes(&emulator)), (1, 1));
}

#[tokio::test]
async fn where_the_columns_cannot_be_read_nothing_is_written() {
    let (emulator, _) = newsletter().await;
    let mut session = impatient(&emulator).await.session();
    let rows = session.load(Subscriber::query()).await.unwrap();
    for row in &rows {
        session[*row].city = Some("Graz".into());
    }
    emulator.journal().clear();
    emulator.fail(Fault::status(403).on("GET", "/api/1/list/").times(2));
    for keep_going in [false, true] {
        let commit = session.commit();
        let refusal = match keep_going {
            true => commit.keep_going().await,
            false => commit.await,
        };
        let refusal = report(refusal.unwrap_err());
        assert_eq!((refusal.rejected(), refusal.skipped()), (1, 2), "{refusal}");
    }
    assert_eq!(writes(&emulator), 0);
    assert_eq!(session.commit().await.unwrap().applied(), 3);
}

/// A statement has just read the columns that it sets, unless it reads by key.
#[tokio::test]
async fn a_statement_asks_for_the_columns_only_where_its_read_does_not_tell_them() {
    let (emulator, id) = newsletter().await;
    let acton = client(&emulator).await;
    let by_city = Subscriber::query().filter(subscribers::city.eq("SEA"));
    let by_key = Subscriber::query().filter(subscribers::id.eq(format!("{id}:0")));
    by_key.load(&acton).await.unwrap();
    for (query, expected) in [(by_city, 2), (by_key, 3)] {
        let set = || update(query.clone()).set(subscribers::city.to("Graz"));
        let plan = set().plan(&acton).unwrap().to_string();
        assert_eq!(
            plan.contains("the columns it has now"),
            expected == 3,
            "{plan}"
        );
        let report = set().execute(&acton).await.unwrap();
        assert_eq!(report.calls(), expected, "{plan}");
    }
}
