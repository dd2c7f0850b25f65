//! Each type that a column can have, through reading (CSV, pages, one record, a look-up), comparing,
//! ordering, null and writing; types of one's own in lists and built-in tables.

use std::borrow::Cow;
use std::sync::Arc;

use acton_emulator::{Emulator, ListSeed, tiny_png};
use acton_orm::models::Image;
use acton_orm::prelude::*;
use acton_orm::schema::images;
use acton_orm::{Downloads, Filter, Terminal, Value, update};
use acton_orm_tests::{builder, calls, client, client_reading, start};
use chrono::NaiveDate;

#[derive(Value, Debug, Clone, PartialEq, Eq, Hash)]
struct Email(String);

#[derive(Value, Debug, Clone, PartialEq)]
struct WorkEmail(Email);

#[derive(Value, Debug, Clone, PartialEq)]
struct Score(u32);

/// In the order of its texts.
#[derive(Value, Debug, Clone, Copy, PartialEq)]
#[acton(rename_all = "lowercase")]
enum Tier {
    Gold,
    #[acton("no tier")]
    None,
    Silver,
}

#[derive(Value, Debug, Clone, PartialEq)]
enum Folder {
    Archive,
    #[acton(other)]
    Other(String),
}

/// Two rows: each text in `Cell` and in `Maybe`; and one whose `Maybe` is empty.
async fn values(texts: &[&str]) -> Emulator {
    let emulator = start(builder().empty()).await;
    let row = |at: usize, cell: &str, maybe: &str| {
        [
            format!("{at}@example.com"),
            cell.to_owned(),
            maybe.to_owned(),
        ]
    };
    let rows = texts
        .iter()
        .enumerate()
        .map(|(at, text)| row(at, text, text));
    let empty = [row(texts.len(), texts[0], "")];
    emulator.create_list(
        ListSeed::new("Values")
            .columns([
                ("E-mail Address", Some("EMAIL")),
                ("Cell", None),
                ("Maybe", None),
            ])
            .rows(rows.chain(empty)),
    );
    emulator
}

/// The texts of a column at Act-On.
fn held(emulator: &Emulator, column: usize) -> Vec<String> {
    let rows = emulator.list_rows("l-0001");
    rows.into_iter().map(|row| row[column].clone()).collect()
}

/// The texts are in ascending order, and as the type writes them.
macro_rules! value {
    ($test:ident: $type:ty, [$($text:literal => $value:expr),+ $(,)?]) => {
        mod $test {
            use super::*;

            #[derive(Entity, Debug, Clone, PartialEq)]
            #[acton(table = "List_Values", module = "rows")]
            struct Row {
                #[acton(key)]
                id: RecordId,
                #[acton(column = "E-mail Address")]
                email: String,
                cell: $type,
                maybe: Option<$type>,
                #[acton(skip)]
                seen: bool,
            }

            #[derive(Insertable, Debug, Clone)]
            #[acton(table = "List_Values", module = "rows")]
            struct NewRow {
                email: String,
                cell: $type,
                maybe: $type,
            }

            const TEXTS: &[&str] = &[$($text),+];

            fn given() -> Vec<$type> {
                vec![$($value),+]
            }

            #[tokio::test]
            async fn is_read_from_every_shape_of_answer() {
                let emulator = values(TEXTS).await;
                let (mut cells, mut perhaps) = (given(), given().into_iter().map(Some).collect::<Vec<_>>());
                cells.push(cells[0].clone());
                perhaps.push(None);
                for downloads in [Downloads::Csv, Downloads::Pages] {
                    let acton = client_reading(&emulator, downloads).await;
                    let read = Row::query().load(&acton).await.unwrap();
                    assert_eq!(read.iter().map(|row| row.cell.clone()).collect::<Vec<_>>(), cells);
                    assert_eq!(read.iter().map(|row| row.maybe.clone()).collect::<Vec<_>>(), perhaps);

                    let by_key = Row::query().filter(rows::id.eq(&read[1].id)).one(&acton).await.unwrap();
                    assert_eq!(by_key, read[1]);
                    let looked_up = Row::query().filter(rows::email.eq("1@example.com")).first(&acton).await.unwrap();
                    assert_eq!(looked_up.as_ref(), Some(&read[1]));
                }
                let made = calls(&emulator).join("\n");
                assert!(made.contains("/record/") && made.contains("/lookup/"), "{made}");
            }

            #[tokio::test]
            async fn is_compared_by_value_and_by_reference() {
                let emulator = values(TEXTS).await;
                let acton = client(&emulator).await;
                for value in given() {
                    let equal = [
                        rows::maybe.eq(value.clone()),
                        rows::maybe.eq(&value),
                        rows::maybe.eq_any([&value]),
                        rows::maybe.between(&value, &value),
                        Filter::all([rows::cell.eq(rows::maybe), rows::cell.eq(&value)]),
                    ];
                    for filter in equal {
                        let shown = filter.to_string();
                        let found = Row::query().filter(filter).load(&acton).await.unwrap();
                        assert_eq!(found.len(), 1, "{shown}");
                        assert_eq!(found[0].cell, value, "{shown}");
                    }
                }
                let largest = given().pop().unwrap();
                let less = Row::query().filter(rows::maybe.lt(&largest)).count(&acton).await.unwrap();
                assert_eq!(less as usize, TEXTS.len() - 1);
                let empty = Row::query().filter(rows::maybe.is_null()).one(&acton).await.unwrap();
                assert_eq!(empty.maybe, None);
            }

            #[tokio::test]
            async fn is_ordered() {
                let emulator = values(TEXTS).await;
                let acton = client(&emulator).await;
                let ascending = Row::query().order_by(rows::maybe.asc()).load(&acton).await.unwrap();
                let mut expected: Vec<_> = given().into_iter().map(Some).collect();
                expected.push(None);
                assert_eq!(ascending.iter().map(|row| row.maybe.clone()).collect::<Vec<_>>(), expected);
                let descending = Row::query().order_by(rows::maybe.desc()).load(&acton).await.unwrap();
                expected.reverse();
                assert_eq!(descending.iter().map(|row| row.maybe.clone()).collect::<Vec<_>>(), expected);
            }

            #[tokio::test]
            async fn is_written() {
                let emulator = values(TEXTS).await;
                let acton = client(&emulator).await;
                let last = given().pop().unwrap();
                let text = TEXTS[TEXTS.len() - 1].to_owned();

                let mut session = acton.session();
                let row = session.first(Row::query().filter(rows::email.eq("0@example.com"))).await.unwrap().unwrap();
                session[row].cell = last.clone();
                session.add(NewRow {
                    email: "new@example.com".into(),
                    cell: last.clone(),
                    maybe: last.clone(),
                });
                session.commit().await.unwrap();
                assert_eq!(held(&emulator, 2)[0], text);
                assert_eq!(held(&emulator, 3)[0], TEXTS[0], "not changed");
                assert_eq!(held(&emulator, 3).last(), Some(&text));

                let all = || update(Row::query());
                all().set((rows::cell.to(&last), rows::maybe.clear())).all_rows().execute(&acton).await.unwrap();
                assert!(held(&emulator, 2).iter().all(|held| *held == text));
                assert!(held(&emulator, 3).iter().all(String::is_empty));
                all().set(rows::maybe.to(Some(last))).all_rows().execute(&acton).await.unwrap();
                assert!(held(&emulator, 3).iter().all(|held| *held == text));
            }
        }
    };
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

value!(text: String, ["a" => "a".into(), "b, \"c\"" => "b, \"c\"".into()]);
value!(boxed: Box<str>, ["a" => "a".into(), "b" => "b".into()]);
value!(shared: Arc<str>, ["a" => "a".into(), "b" => "b".into()]);
value!(cow: Cow<'static, str>, ["a" => "a".into(), "b" => "b".into()]);
value!(whole: i64, ["-9223372036854775808" => i64::MIN, "7" => 7, "9223372036854775807" => i64::MAX]);
value!(narrow: i32, ["-2147483648" => i32::MIN, "2147483647" => i32::MAX]);
value!(unsigned: u32, ["0" => 0, "4294967295" => u32::MAX]);
value!(small: i16, ["-32768" => i16::MIN, "9" => 9]);
value!(wide: u64, ["0" => 0, "9223372036854775807" => i64::MAX as u64]);
value!(float: f64, ["-0.5" => -0.5, "0.1" => 0.1, "1000" => 1e3]);
value!(single: f32, ["-0.5" => -0.5, "0.1" => 0.1, "16777216" => 16_777_216.0]);
value!(flag: bool, ["false" => false, "true" => true]);
value!(day: NaiveDate, ["0999-12-31" => date("0999-12-31"), "2024-02-29" => date("2024-02-29")]);
value!(moment: DateTime<Utc>, [
    "2024-09-03T12:00:00Z" => time("2024-09-03T12:00:00Z"),
    "2024-09-03T12:00:00.250Z" => time("2024-09-03T12:00:00.250Z"),
]);
value!(jiff_moment: jiff::Timestamp, [
    "1969-12-31T23:59:59.999Z" => jiff::Timestamp::from_millisecond(-1).unwrap(),
    "2024-09-03T12:00:00Z" => "2024-09-03T12:00:00Z".parse().unwrap(),
]);
value!(time_moment: ::time::OffsetDateTime, [
    "1969-12-31T23:59:59.999Z" => ::time::OffsetDateTime::UNIX_EPOCH - ::time::Duration::MILLISECOND,
    "2024-09-03T12:00:00Z" => ::time::OffsetDateTime::from_unix_timestamp(1_725_364_800).unwrap(),
]);
value!(record: RecordId, ["l-0001:0" => "l-0001:0".parse().unwrap(), "l-0002:1a" => "l-0002:1a".parse().unwrap()]);
value!(newtype: Email, ["a@b.c" => Email("a@b.c".into()), "d@e.f" => Email("d@e.f".into())]);
value!(nested: WorkEmail, ["a" => WorkEmail(Email("a".into())), "b" => WorkEmail(Email("b".into()))]);
value!(number: Score, ["3" => Score(3), "20" => Score(20)]);
value!(word: Tier, ["gold" => Tier::Gold, "no tier" => Tier::None, "silver" => Tier::Silver]);
value!(open: Folder, ["Archive" => Folder::Archive, "Elsewhere" => Folder::Other("Elsewhere".into())]);

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "Images", module = "own")]
struct Picture {
    id: Email,
    name: Result<Tier, Mismatch>,
    folder_name: Folder,
    size: Pixels,
    creation_time: jiff::Timestamp,
}

/// A whole number of a built-in table, in a type of one's own.
#[derive(Value, Debug, Clone, Copy, PartialEq, PartialOrd)]
struct Pixels(u64);

#[tokio::test]
async fn own_types_stand_in_a_built_in_table() {
    let emulator = start(builder().empty()).await;
    emulator.add_image("gold", "Archive", tiny_png(1, 2, 3));
    emulator.add_image("b.png", "New Folder", tiny_png(1, 2, 3));
    let acton = client(&emulator).await;
    let all = Picture::query()
        .order_by(images::folder_name.asc())
        .load(&acton)
        .await
        .unwrap();
    assert_eq!(all[0].name, Ok(Tier::Gold));
    assert_eq!(all[0].folder_name, Folder::Archive);
    assert!(all[1].name.is_err());
    assert_eq!(all[1].folder_name, Folder::Other("New Folder".into()));
    assert!(all[1].size > Pixels(0));

    let archive = [
        images::folder_name.eq(Folder::Archive),
        images::folder_name.eq(&Folder::Archive),
        images::name.eq(Tier::Gold),
        Filter::all([images::size.le(all[0].size), images::id.eq(&all[0].id)]),
        Filter::all([
            images::creation_time.le(all[0].creation_time),
            images::name.eq_ignore_case("GOLD"),
        ]),
    ];
    for filter in archive {
        let shown = filter.to_string();
        let found = Picture::query().filter(filter).load(&acton).await.unwrap();
        assert_eq!(found, all[..1], "{shown}");
    }

    let mut session = acton.session();
    let second = session
        .one(Picture::query().filter(images::folder_name.ne("Archive")))
        .await
        .unwrap();
    session[second].folder_name = Folder::Archive;
    session.commit().await.unwrap();
    let moved = Image::query()
        .filter(images::folder_name.eq("Archive"))
        .count(&acton)
        .await
        .unwrap();
    assert_eq!(moved, 2);
}

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_Values", module = "wide_rows")]
struct Wide {
    #[acton(key)]
    id: RecordId,
    cell: u64,
}

#[tokio::test]
async fn what_is_beyond_a_cell_is_read_and_written_and_compared_where_the_answer_is_known() {
    let emulator = values(&["1", "9223372036854775807"]).await;
    let acton = client(&emulator).await;
    let count = |filter| {
        let acton = acton.clone();
        async move { Wide::query().filter(filter).count(&acton).await.unwrap() }
    };
    let above = i64::MAX as u64 + 1;
    assert_eq!(count(wide_rows::cell.lt(above)).await, 3);
    assert_eq!(count(wide_rows::cell.lt(u64::MAX)).await, 3);
    assert_eq!(count(wide_rows::cell.eq(above)).await, 0);
    assert_eq!(count(wide_rows::cell.lt(i64::MAX)).await, 2);
    assert_eq!(count(wide_rows::cell.gt(-1)).await, 3);

    let one = update(Wide::query())
        .set(wide_rows::cell.to(u64::MAX))
        .all_rows();
    assert!(
        one.execute(&acton)
            .await
            .unwrap_err()
            .to_string()
            .contains("a whole number")
    );

    let mut session = acton.session();
    let row = session.first(Wide::query()).await.unwrap().unwrap();
    session[row].cell = u64::MAX;
    session.commit().await.unwrap();
    assert_eq!(held(&emulator, 2)[0], u64::MAX.to_string());
    let read = Wide::query().first(&acton).await.unwrap().unwrap();
    assert_eq!(read.cell, u64::MAX);
}

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_Values", module = "people")]
struct Person {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address")]
    email: Email,
    cell: String,
}

#[tokio::test]
async fn an_address_is_found_in_any_case_by_reading_the_list() {
    let emulator = values(&["Grüße", "x"]).await;
    let acton = client(&emulator).await;
    let query = Person::query().filter(people::email.eq_ignore_case("1@EXAMPLE.com"));
    let plan = query.explain_as(Terminal::First).to_string();
    assert!(plan.contains("'1@EXAMPLE.com' in any case"), "{plan}");
    assert!(!plan.contains("lookup"), "{plan}");
    let found = query.one(&acton).await.unwrap();
    assert_eq!(found.email, Email("1@example.com".into()));
    let word = Person::query().filter(people::cell.eq_ignore_case("GRÜßE"));
    assert_eq!(word.count(&acton).await.unwrap(), 2);

    let list = acton.table("List_Values").await.unwrap();
    let email = list.column("E-mail Address").unwrap();
    let rows = list
        .query()
        .filter(email.eq_ignore_case("1@Example.Com"))
        .load(&acton)
        .await
        .unwrap();
    assert_eq!(rows.len(), 1);
}
