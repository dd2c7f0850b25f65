//! A table is a value: one struct reads several lists, a list nobody knew of is read, changed and
//! committed, and a session keeps their rows apart.

use acton_emulator::{Emulator, ListSeed};
use acton_orm::prelude::*;
use acton_orm::schema::{Kind, Operation, images};
use acton_orm::session::RowState;
use acton_orm::{Cell, Client, ErrorKind, Terminal};
use acton_orm_tests::rows::{Subscriber, newsletter, subscribers};
use acton_orm_tests::{builder, calls, client, start};

/// A person on any list.
#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_*", module = "person")]
struct Person {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address")]
    email: String,
    #[acton(column = "Business City")]
    city: Option<String>,
}

/// A person to add to any list.
#[derive(Insertable, Debug, Clone)]
#[acton(table = "List_*", module = "person")]
struct NewPerson {
    email: String,
    city: String,
}

const COLUMNS: [(&str, Option<&str>); 2] =
    [("E-mail Address", Some("EMAIL")), ("Business City", None)];

/// Two lists of one shape, with equal record numbers, and one of another shape.
async fn three_lists() -> Emulator {
    let emulator = start(builder().empty()).await;
    for (name, city) in [("Newsletter", "Portland"), ("EU", "Graz")] {
        emulator.create_list(ListSeed::new(name).columns(COLUMNS).rows([
            [format!("a@{name}.example"), city.to_owned()],
            [format!("b@{name}.example"), city.to_owned()],
        ]));
    }
    emulator.create_list(
        ListSeed::new("Other")
            .columns([("Email", Some("EMAIL")), ("Town", None), ("Score", None)])
            .rows([
                ["x@example.com", "Linz", "7"],
                ["y@example.com", "Wien", ""],
            ]),
    );
    emulator
}

async fn cities(acton: &Client, list: &str) -> Vec<Option<String>> {
    let rows = Person::query().from(list).load(acton).await.unwrap();
    rows.into_iter().map(|row| row.city).collect()
}

#[tokio::test]
async fn one_struct_reads_two_lists_and_its_own_by_another_name() {
    let emulator = three_lists().await;
    let acton = client(&emulator).await;
    assert_eq!(
        cities(&acton, "List_Newsletter").await,
        [Some("Portland".into()), Some("Portland".into())]
    );
    assert_eq!(
        cities(&acton, "List_EU").await,
        [Some("Graz".into()), Some("Graz".into())]
    );
    let own = Subscriber::query().load(&acton).await.unwrap();
    let eu = Subscriber::query()
        .from("List_l-0002")
        .load(&acton)
        .await
        .unwrap();
    assert_eq!(own[0].email, "a@Newsletter.example");
    assert_eq!(eu[0].email, "a@EU.example");
    let plan = Subscriber::query()
        .from("List_l-0002")
        .explain_as(Terminal::Count);
    assert_eq!(
        plan.to_string(),
        "count List_l-0002: 1 call\n└─ GET /api/1/list/l-0002?count=1 (1 call, its totalCount)"
    );
}

#[tokio::test]
async fn a_list_that_lacks_a_column_of_the_struct_is_told_at_the_read() {
    let emulator = three_lists().await;
    let acton = client(&emulator).await;
    // Known headings name the column that is missing; Act-On alone only says that one is.
    acton.table("List_Other").await.unwrap();
    let error = Person::query()
        .from("List_Other")
        .load(&acton)
        .await
        .unwrap_err();
    assert_eq!(error.table(), Some("List_Other"));
    assert_eq!(error.column(), Some("E-mail Address"), "{error}");
}

#[tokio::test]
async fn a_name_that_is_no_lists_is_refused_before_any_call() {
    let emulator = three_lists().await;
    let acton = client(&emulator).await;
    for name in ["EU", "List_", "List_*"] {
        let error = Person::query().from(name).load(&acton).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
        assert!(error.to_string().contains("List_Newsletter"), "{error}");
    }
    let error = Person::query()
        .from("List_Newsleter")
        .load(&acton)
        .await
        .unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert!(
        error.to_string().contains("did you mean `Newsletter`?"),
        "{error}"
    );
    assert_eq!(calls(&emulator).len(), 1);
}

#[tokio::test]
async fn a_session_keeps_rows_of_two_lists_with_equal_record_numbers_apart() {
    let emulator = three_lists().await;
    let mut session = client(&emulator).await.session();
    let ours = session
        .load(Person::query().from("List_Newsletter"))
        .await
        .unwrap();
    let theirs = session.load(Person::query().from("List_EU")).await.unwrap();
    assert_eq!(session[ours[0]].id.to_string(), "l-0001:0");
    assert_eq!(session[theirs[0]].id.to_string(), "l-0002:0");
    session[theirs[0]].city = Some("Wien".into());
    session.delete(ours[1]);
    let new = session.add_to(
        "List_EU",
        NewPerson {
            email: "c@EU.example".into(),
            city: "Linz".into(),
        },
    );
    assert_eq!(session.state(ours[0]), Some(RowState::Clean));
    let plan = session.plan().unwrap().to_string();
    assert!(plan.contains("update List_EU l-0002:0"), "{plan}");
    assert!(plan.contains("delete List_Newsletter l-0001:1"), "{plan}");
    let report = session.commit().await.unwrap();
    assert_eq!(report.key(new).unwrap(), "l-0002:2");
    let tables: Vec<_> = report
        .iter()
        .map(|entry| entry.table().to_owned())
        .collect();
    assert_eq!(tables, ["List_EU", "List_EU", "List_Newsletter"]);
    let cell = |list: &str, row: usize| emulator.list_rows(list)[row][2].clone();
    assert_eq!(
        (cell("l-0001", 0), cell("l-0002", 0)),
        ("Portland".into(), "Wien".into())
    );
    assert_eq!(emulator.list_rows("l-0001").len(), 1);
}

#[tokio::test]
async fn a_list_read_by_its_name_and_by_its_id_is_one_table_to_a_session() {
    let emulator = three_lists().await;
    let mut session = client(&emulator).await.session();
    let by_name = session.load(Person::query().from("List_EU")).await.unwrap();
    let by_id = session
        .load(Person::query().from("List_l-0002"))
        .await
        .unwrap();
    assert_eq!(by_name, by_id);
}

#[tokio::test]
async fn statements_take_a_list_by_name() {
    let emulator = three_lists().await;
    let acton = client(&emulator).await;
    let new = NewPerson {
        email: "c@EU.example".into(),
        city: "Linz".into(),
    };
    acton_orm::insert_into(person::table)
        .to("List_EU")
        .values(new)
        .execute(&acton)
        .await
        .unwrap();
    acton_orm::update(
        Person::query()
            .from("List_EU")
            .filter(person::city.eq("Graz")),
    )
    .set(person::city.to("Wien"))
    .execute(&acton)
    .await
    .unwrap();
    acton_orm::delete(
        subscribers::table
            .filter(subscribers::city.eq("Linz"))
            .from("List_EU"),
    )
    .execute(&acton)
    .await
    .unwrap();
    assert_eq!(
        cities(&acton, "List_EU").await,
        [Some("Wien".into()), Some("Wien".into())]
    );
    assert_eq!(cities(&acton, "List_Newsletter").await.len(), 2);
}

#[tokio::test]
async fn a_list_that_no_struct_knows_is_read_changed_and_committed() {
    let emulator = three_lists().await;
    let acton = client(&emulator).await;
    let other = acton.table("List_Other").await.unwrap();
    assert_eq!(
        calls(&emulator),
        [
            "GET /api/1/list?listingtype=contact_list&count=1000&offset=0",
            "GET /api/1/list/l-0003?count=1"
        ]
    );
    let names: Vec<_> = other.columns().map(|column| column.name()).collect();
    assert_eq!(
        names,
        [
            "_contact_id_",
            "Email",
            "Town",
            "Score",
            "created_date",
            "modified_date"
        ]
    );
    assert_eq!(other.key().map(|key| key.name()), Some("_contact_id_"));
    assert!(other.can(Operation::Insert) && other.can(Operation::Delete));

    let town = other.column("Town").unwrap();
    let mut session = acton.session();
    let rows = session
        .load(other.query().filter(town.eq("Linz")))
        .await
        .unwrap();
    assert_eq!(rows.len(), 1);
    let email: &str = session[rows[0]].get("Email").unwrap();
    assert_eq!(email, "x@example.com");
    session[rows[0]].set("Town", "Steyr").unwrap();
    let mut new = other.row();
    new.set("Email", "z@example.com").unwrap();
    new.set("Score", "3").unwrap();
    let new = session.add_dyn(&other, new);
    let report = session.commit().await.unwrap();
    assert_eq!(report.key(new).unwrap(), "l-0003:2");
    assert_eq!(
        session[new].get::<String>("_contact_id_").unwrap(),
        "l-0003:2"
    );
    assert_eq!(emulator.list_rows("l-0003")[0][2], "Steyr");
    assert_eq!(emulator.list_rows("l-0003")[2][1], "z@example.com");

    // Known by now: a read by key is one call.
    emulator.journal().clear();
    let key = other.key().unwrap();
    let one = other
        .query()
        .filter(key.eq("l-0003:1"))
        .one(&acton)
        .await
        .unwrap();
    assert_eq!(one.get::<Option<&str>>("Score").unwrap(), None);
    assert_eq!(calls(&emulator), ["GET /api/1/list/l-0003/record/l-0003:1"]);

    session.delete(new);
    session.commit().await.unwrap();
    acton_orm::delete(other.query().filter(town.eq("Wien")))
        .execute(&acton)
        .await
        .unwrap();
    assert_eq!(emulator.list_rows("l-0003").len(), 1);
}

#[tokio::test]
async fn a_built_in_table_by_name_costs_no_call_and_a_wrong_name_is_told() {
    let emulator = start(builder()).await;
    let acton = client(&emulator).await;
    let table = acton.table("Images").await.unwrap();
    assert!(calls(&emulator).is_empty());
    let large = table
        .query()
        .filter(table.column("Size").unwrap().gt(0))
        .load(&acton)
        .await
        .unwrap();
    assert_eq!(
        large.len() as u64,
        acton_orm::models::Image::query()
            .count(&acton)
            .await
            .unwrap()
    );
    assert_eq!(large[0].value("Name").map(Cell::is_null), Some(false));
    let error = acton.table("Imagez").await.unwrap_err();
    assert!(
        error.to_string().contains("did you mean `Images`?"),
        "{error}"
    );
    let error = table.column("Sise").unwrap_err();
    assert!(
        error.to_string().contains("did you mean `Size`?"),
        "{error}"
    );
    assert!(
        table
            .columns()
            .any(|column| column.name() == images::size.name())
    );
}

#[tokio::test]
async fn what_the_compiler_cannot_check_of_a_run_time_table_is_checked_before_any_call() {
    let emulator = three_lists().await;
    let acton = client(&emulator).await;
    let other = acton.table("List_Other").await.unwrap();
    let eu = acton.table("List_EU").await.unwrap();
    let bounces = acton.table("Hardbounce").await.unwrap();
    emulator.journal().clear();

    let score = other.column("Score").unwrap();
    let wrong_kind = other.query().filter(score.gt(5));
    let wrong_table = eu.query().filter(score.eq("5"));
    for (query, words) in [
        (wrong_kind, "the column is text"),
        (wrong_table, "another table"),
    ] {
        let error = query.load(&acton).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert!(error.to_string().contains(words), "{error}");
    }
    let mut session = acton.session();
    session.add_dyn(&bounces, bounces.row());
    let error = session.commit().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    assert!(calls(&emulator).is_empty());

    let scored = other.with_kind("Score", Kind::Int).unwrap();
    let score = scored.column("Score").unwrap();
    let high = scored
        .query()
        .filter(score.gt(5))
        .load(&acton)
        .await
        .unwrap();
    assert_eq!(high.len(), 1);
    assert_eq!(high[0].get::<i64>("Score").unwrap(), 7);
    let error = other.with_kind("_contact_id_", Kind::Int).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
}

#[tokio::test]
async fn an_alias_leads_another_account_to_its_list() {
    let emulator = three_lists().await;
    let acton = Client::parse(&emulator.connection_string())
        .unwrap()
        .calls_per_second(1000)
        .table_alias("List_Newsletter", "l-0002")
        .connect()
        .await
        .unwrap();
    let rows = Subscriber::query().load(&acton).await.unwrap();
    assert_eq!(rows[0].email, "a@EU.example");
    let mut session = acton.session();
    let rows = session.load(Subscriber::query()).await.unwrap();
    session[rows[0]].city = Some("Wien".into());
    let plan = session.plan().unwrap().to_string();
    assert!(
        plan.contains("PUT /api/1/list/l-0002/record/l-0002:0"),
        "{plan}"
    );
    session.commit().await.unwrap();
    assert_eq!(emulator.list_rows("l-0002")[0][2], "Wien");
}

#[tokio::test]
async fn a_row_without_a_struct_is_a_map_to_serde() {
    let emulator = three_lists().await;
    let acton = client(&emulator).await;
    let other = acton.table("List_Other").await.unwrap();
    let row = other.query().first(&acton).await.unwrap().unwrap();
    assert_eq!(
        serde_json::to_string(&row).unwrap(),
        r#"{"_contact_id_":"l-0003:0","Email":"x@example.com","Town":"Linz","Score":"7"}"#
    );
}

/// A whole row may be put in the place of another, and its cells are those of its own columns.
#[tokio::test]
async fn a_row_put_in_the_place_of_another_is_written_under_its_own_headings() {
    let (emulator, list) = newsletter().await;
    let acton = client(&emulator).await;
    let table = acton.table("List_Newsletter").await.unwrap();
    let column = |name| table.column(name).unwrap();
    let (email, city, name) = (
        column("E-mail Address"),
        column("Business City"),
        column("First Name"),
    );
    let mut session = acton.session();
    let rows = session.load(table.select([city, email])).await.unwrap();
    let turned = table.select([email, city]).load(&acton).await.unwrap();
    session[rows[0]] = turned[0].clone();
    assert_eq!(session.state(rows[0]), Some(RowState::Clean));
    session[rows[0]].set("Business City", "Graz").unwrap();
    session.commit().await.unwrap();
    assert_eq!(
        emulator.list_rows(&list)[0][1..3],
        ["ada@example.com", "Graz"]
    );

    let others = table.select([email, name]).load(&acton).await.unwrap();
    session[rows[1]] = others[1].clone();
    emulator.journal().clear();
    let error = session.commit().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(error.to_string().contains("other columns"), "{error}");
    assert!(calls(&emulator).is_empty());
    assert!(session.revert(rows[1]));
    assert_eq!(
        session[rows[1]].get::<&str>("E-mail Address").unwrap(),
        "bob@example.com"
    );
    assert!(!session.has_changes());

    let new = session.add_dyn(&table, table.row());
    session[new] = others[2].clone();
    let error = session.commit().await.unwrap_err();
    assert!(error.to_string().contains("other columns"), "{error}");
    assert_eq!(emulator.list_rows(&list).len(), 3);
}
