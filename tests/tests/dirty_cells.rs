//! A cell that is not of its column's kind or type is somebody's mistake in one row: it ends no read that
//! does not need it, and a session leaves it as it is.

use acton_emulator::{Emulator, Fault, ListSeed};
use acton_orm::models::Image;
use acton_orm::prelude::*;
use acton_orm::schema::{Kind, images};
use acton_orm::session::RowState;
use acton_orm::{Cell, Client, Downloads, Error, ErrorKind, Query, Rows, Value, bounds::Ready};
use acton_orm_tests::{builder, calls, client, client_reading, start};

#[derive(Value, Debug, Clone, Copy, PartialEq)]
enum Tier {
    Gold,
    Silver,
}

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_People", module = "people")]
struct Person {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address")]
    email: String,
    score: Option<i64>,
    tier: Tier,
}

/// The same, whatever the cells hold.
#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_People", module = "people", reuse)]
struct Tolerant {
    #[acton(key)]
    id: RecordId,
    email: String,
    score: Result<Option<i64>, Mismatch>,
    tier: Result<Tier, Mismatch>,
}

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_People", module = "people", reuse)]
struct Address {
    #[acton(key)]
    id: RecordId,
    email: String,
}

/// Row 1 has a score that is no number, row 2 a tier that is none.
async fn people() -> Emulator {
    let emulator = start(builder().empty()).await;
    emulator.create_list(
        ListSeed::new("People")
            .columns([
                ("E-mail Address", Some("EMAIL")),
                ("Score", None),
                ("Tier", None),
            ])
            .rows([
                ["a@example.com", "5", "Gold"],
                ["b@example.com", "many", "Silver"],
                ["c@example.com", "3", "golden"],
                ["d@example.com", "", "Gold"],
            ]),
    );
    emulator
}

fn decode_error(error: &Error, key: &str, column: &str, text: &str) {
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    assert_eq!(error.table(), Some("List_People"), "{error}");
    assert_eq!(error.key(), Some(key), "{error}");
    assert_eq!(error.column(), Some(column), "{error}");
    assert!(error.call().is_some(), "{error}");
    assert!(error.to_string().contains(text), "{error}");
}

const MANY: &str = "expected a whole number, found 'many'";
const GOLDEN: &str = "expected one of `Gold`, `Silver`, found 'golden'";

/// The addresses of the rows, and the errors between them.
async fn items<S: Ready<R>, R: Send + 'static>(
    query: Query<R, S>,
    acton: &Client,
    shown: fn(&R) -> String,
) -> Vec<String> {
    let mut rows: Rows<R> = query.stream(acton);
    let mut items = Vec::new();
    while let Some(row) = rows.next().await {
        items.push(match row {
            Ok(row) => shown(&row),
            Err(error) => error.column().unwrap_or("the read").to_owned(),
        });
    }
    items
}

fn email(person: &Person) -> String {
    person.email[..1].to_owned()
}

async fn both_ways(emulator: &Emulator) -> [Client; 2] {
    [
        client_reading(emulator, Downloads::Csv).await,
        client_reading(emulator, Downloads::Pages).await,
    ]
}

#[tokio::test]
async fn a_load_fails_with_the_first_of_them_in_words() {
    let emulator = people().await;
    for acton in both_ways(&emulator).await {
        let error = Person::query().load(&acton).await.unwrap_err();
        decode_error(&error, "l-0001:1", "Score", MANY);
        let tier = Person::query().filter(people::email.gt("b@example.com"));
        let error = tier.load(&acton).await.unwrap_err();
        decode_error(&error, "l-0001:2", "Tier", GOLDEN);
    }
}

#[tokio::test]
async fn a_stream_goes_on_after_each() {
    let emulator = people().await;
    for acton in both_ways(&emulator).await {
        let all = items(Person::query(), &acton, email).await;
        assert_eq!(all, ["a", "Score", "Tier", "d"]);
        let limited = items(Person::query().limit(2), &acton, email).await;
        assert_eq!(limited, ["a", "Score"]);
        let later = items(Person::query().offset(3), &acton, email).await;
        assert_eq!(later, ["d"], "what is skipped is not read");
    }
}

#[tokio::test]
async fn a_read_that_fails_ends_the_stream() {
    let emulator = people().await;
    let acton = client_reading(&emulator, Downloads::Pages).await;
    emulator.fault(Fault::body(200, "application/json", "{").on("GET", "/api/1/list/l-0001"));
    assert_eq!(
        items(Person::query(), &acton, email).await,
        ["the read"],
        "and nothing after it"
    );
}

#[tokio::test]
async fn only_rows_that_pass_are_decoded() {
    let emulator = people().await;
    for acton in both_ways(&emulator).await {
        for filter in [
            people::email.eq_any(["a@example.com", "d@example.com"]),
            people::tier.eq(Tier::Gold),
        ] {
            let shown = filter.to_string();
            let read = Person::query().filter(filter).load(&acton).await.unwrap();
            assert_eq!(read.len(), 2, "{shown}");
        }
        // The score decides of rows that the rest of the filter lets through, and of no other.
        let both = acton_orm::Filter::all([people::score.gt(4), people::tier.eq(Tier::Gold)]);
        assert_eq!(Person::query().filter(both).count(&acton).await.unwrap(), 1);
        let error = Address::query()
            .filter(people::score.gt(4))
            .load(&acton)
            .await;
        decode_error(&error.unwrap_err(), "l-0001:1", "Score", MANY);
        for terminal in [
            Address::query()
                .filter(people::score.gt(4))
                .count(&acton)
                .await
                .err(),
            Address::query()
                .filter(people::score.gt(9))
                .exists(&acton)
                .await
                .map(|_| 0)
                .err(),
        ] {
            decode_error(&terminal.unwrap(), "l-0001:1", "Score", MANY);
        }
        let filled = Address::query().filter(people::score.is_not_null());
        assert_eq!(filled.count(&acton).await.unwrap(), 3, "something is there");
    }
}

#[tokio::test]
async fn nobody_minds_who_does_not_read_the_column() {
    let emulator = people().await;
    for acton in both_ways(&emulator).await {
        assert_eq!(Address::query().load(&acton).await.unwrap().len(), 4);
        assert_eq!(Person::query().count(&acton).await.unwrap(), 4);
        let tiers = people::table
            .select(people::tier)
            .filter(people::email.lt("c"));
        assert_eq!(
            tiers.load(&acton).await.unwrap(),
            [Tier::Gold, Tier::Silver]
        );
    }
}

#[tokio::test]
async fn an_order_needs_its_cells() {
    let emulator = people().await;
    let acton = client(&emulator).await;
    let by_score = Person::query().order_by(people::score.asc());
    let error = by_score.load(&acton).await.unwrap_err();
    decode_error(&error, "l-0001:1", "Score", MANY);
    assert_eq!(
        items(by_score.clone(), &acton, email).await,
        ["Score", "Tier", "a", "d"],
        "a row without a place comes first, one with a place has it"
    );
    let first = by_score.limit(1);
    assert_eq!(items(first, &acton, email).await, ["Score", "Tier"]);
    let backwards = Person::query().order_by(people::email.desc());
    assert_eq!(
        items(backwards, &acton, email).await,
        ["d", "Tier", "Score", "a"]
    );
    let last = Person::query().order_by(people::email.desc()).limit(1);
    assert_eq!(
        last.load(&acton).await.unwrap().len(),
        1,
        "the others are not wanted"
    );
}

#[tokio::test]
async fn a_field_may_hold_whatever_there_is() {
    let emulator = people().await;
    for acton in both_ways(&emulator).await {
        let read = Tolerant::query().load(&acton).await.unwrap();
        let scores: Vec<_> = read.iter().map(|row| row.score.clone()).collect();
        assert_eq!(scores[0], Ok(Some(5)));
        assert_eq!(scores[1].as_ref().unwrap_err().to_string(), MANY);
        assert_eq!(scores[1].as_ref().unwrap_err().found(), &Cell::from("many"));
        assert_eq!(scores[3], Ok(None));
        assert_eq!(read[2].tier.as_ref().unwrap_err().to_string(), GOLDEN);
        let one = Tolerant::query().filter(people::id.eq(&read[1].id));
        assert_eq!(
            one.one(&acton).await.unwrap(),
            read[1],
            "a record has it too"
        );
        let looked_up = Tolerant::query().filter(people::email.eq("b@example.com"));
        assert_eq!(
            looked_up.first(&acton).await.unwrap().as_ref(),
            Some(&read[1])
        );
    }
}

#[tokio::test]
async fn json_of_another_kind_is_such_a_cell_too() {
    let emulator = people().await;
    let acton = client_reading(&emulator, Downloads::Pages).await;
    let page = |cells: &str| {
        format!(
            r#"{{"listId":"l-0001","offset":0,"count":1,"totalCount":1,"emailColumn":1,"headers":["_contact_id_","E-mail Address","Score","Tier"],"data":[["l-0001:0","a@b.c",{cells}]]}}"#
        )
    };
    for (cells, score, tier) in [
        ("1.5, 7", "found the number 1.5", "found the number 7"),
        ("true, false", "found the flag true", "found the flag false"),
        ("[1], [\"a\"]", "found ['1']", "found ['a']"),
        (
            r#"{"a":1}, {"a":1}"#,
            r#"found '{"a":1}'"#,
            r#"found ['{"a":1}']"#,
        ),
        ("null, null", "", "found an empty cell"),
    ] {
        let body = page(cells);
        emulator.fault(Fault::body(200, "application/json", body).on("GET", "/api/1/list/l-0001"));
        let read = Tolerant::query().load(&acton).await.unwrap().remove(0);
        let text =
            |mismatch: Option<Mismatch>| mismatch.map_or(String::new(), |one| one.to_string());
        assert!(text(read.score.err()).ends_with(score), "{cells}");
        assert!(text(read.tier.err()).ends_with(tier), "{cells}");
    }
    let body = r#"[{"name":"Folder","entries":[{"id":"f-1","name":"a","size":"big"},{"id":"f-2","name":"b","size":"7"}]}]"#;
    emulator.fault(Fault::body(200, "application/json", body).on("GET", "/api/1/image"));
    let mut sizes = images::table
        .select((images::name, images::size))
        .stream(&acton);
    let error = sizes.next().await.unwrap().unwrap_err();
    assert_eq!((error.key(), error.column()), (Some("f-1"), Some("Size")));
    assert_eq!(sizes.next().await.unwrap().unwrap(), ("b".to_owned(), 7));
    assert!(sizes.next().await.is_none());
    let _ = Image::query();
}

fn held(emulator: &Emulator) -> Vec<String> {
    emulator.list_rows("l-0001")[1][1..4].to_vec()
}

#[tokio::test]
async fn a_session_leaves_a_dirty_field_as_it_is_until_it_is_set() {
    let emulator = people().await;
    let acton = client(&emulator).await;
    let mut session = acton.session();
    let rows = session.load(Tolerant::query()).await.unwrap();
    let row = rows[1];
    assert!(
        rows.iter()
            .all(|&row| session.state(row) == Some(RowState::Clean))
    );
    session.commit().await.unwrap();

    session[row].email = "new@example.com".into();
    let plan = session.plan().unwrap().to_string();
    assert!(!plan.contains("many"), "only what changed is sent: {plan}");
    session.commit().await.unwrap();
    assert_eq!(held(&emulator), ["new@example.com", "many", "Silver"]);
    assert_eq!(session.state(row), Some(RowState::Clean));

    let before = session[row].score.clone();
    session[row].score = Ok(Some(7));
    assert_eq!(session.state(row), Some(RowState::Changed));
    session[row].score = before;
    assert_eq!(
        session.state(row),
        Some(RowState::Clean),
        "set back is no change"
    );
    session[row].score = Ok(Some(7));
    session.revert(row);
    assert_eq!(session[row].score.as_ref().unwrap_err().to_string(), MANY);
    session.refresh(row).await.unwrap();
    assert_eq!(session[row].score.as_ref().unwrap_err().to_string(), MANY);

    session[row].score = Ok(Some(7));
    session.commit().await.unwrap();
    assert_eq!(held(&emulator), ["new@example.com", "7", "Silver"]);
    let sent = calls(&emulator);
    let updates = sent.iter().filter(|call| call.starts_with("PUT")).count();
    assert_eq!(updates, 2, "{sent:?}");

    // Deleting asks what the row held: the dirty cell is what was loaded.
    session.delete(rows[2]);
    session.commit().await.unwrap();
    assert_eq!(emulator.list_rows("l-0001").len(), 3);
}

#[tokio::test]
async fn a_row_without_a_struct_keeps_it() {
    let emulator = people().await;
    let acton = client(&emulator).await;
    let list = acton.table("List_People").await.unwrap();
    let typed = list.with_kind("Score", Kind::Int).unwrap();
    let rows = typed.query().load(&acton).await.unwrap();
    assert_eq!(rows[0].get::<i64>("Score").unwrap(), 5);
    let error = rows[1].get::<i64>("Score").unwrap_err();
    assert_eq!(
        (error.key(), error.column()),
        (Some("l-0001:1"), Some("Score"))
    );
    assert!(error.to_string().contains(MANY), "{error}");
    assert_eq!(rows[1].get::<&str>("Score").unwrap(), "many");
    assert_eq!(rows[0].get::<Tier>("Tier").unwrap(), Tier::Gold);
    assert!(
        rows[2]
            .get::<Result<Tier, Mismatch>>("Tier")
            .unwrap()
            .is_err()
    );

    let mut session = acton.session();
    let row = session.load(typed.query()).await.unwrap()[1];
    session[row].set("Tier", Tier::Gold).unwrap();
    session.commit().await.unwrap();
    assert_eq!(held(&emulator), ["b@example.com", "many", "Gold"]);
}

#[tokio::test]
async fn a_statement_changes_rows_whose_other_cells_are_dirty() {
    let emulator = people().await;
    let acton = client(&emulator).await;
    acton_orm::update(people::table.filter(people::email.eq("b@example.com")))
        .set((people::tier.to(Tier::Gold), people::score.clear()))
        .execute(&acton)
        .await
        .unwrap();
    assert_eq!(held(&emulator), ["b@example.com", "", "Gold"]);
}
