//! Queries, filters and orders in signatures, structs and loops; code that is generic over entities.

use std::collections::HashMap;

use acton_emulator::tiny_png;
use acton_orm::models::{HardBounce, Image, images};
use acton_orm::prelude::*;
use acton_orm::session::{RowState, Tracked};
use acton_orm::{Client, Handle, Keyed, Query, Result, Session};
use acton_orm_tests::rows::{Picture, Subscriber, newsletter, picture, subscribers};
use acton_orm_tests::{NOON, calls, client, empty_account};

fn any_of(words: &[&str]) -> images::Filter {
    let mut any = images::Filter::none();
    for word in words {
        any |= images::name.contains(*word);
    }
    any
}

fn by_name(down: bool) -> images::Order {
    let order = images::name.asc();
    match down {
        true => order.desc(),
        false => order,
    }
}

async fn names(acton: &Client, query: Query<Image>) -> Vec<String> {
    let rows = query.load(acton).await.unwrap();
    rows.into_iter().map(|row| row.name).collect()
}

async fn three_images() -> (acton_emulator::Emulator, Client) {
    let emulator = empty_account().await;
    for name in ["ab.png", "b.png", "c.png"] {
        emulator.add_image(name, "New", tiny_png(1, 1, 1));
    }
    let acton = client(&emulator).await;
    (emulator, acton)
}

#[tokio::test]
async fn a_filter_is_put_together_in_a_loop_and_an_order_at_run_time() {
    let (_emulator, acton) = three_images().await;
    let found = Image::query()
        .filter(any_of(&["a", "c"]))
        .order_by(by_name(true));
    assert_eq!(names(&acton, found).await, ["c.png", "ab.png"]);
    let nothing = Image::query().filter(any_of(&[]));
    assert_eq!(names(&acton, nothing).await, [""; 0]);

    let mut rest = images::Filter::all([]);
    rest &= !images::name.eq("b.png");
    rest &= images::folder_name.eq("New");
    assert_eq!(
        names(&acton, Image::query().filter(rest).order_by(by_name(false))).await,
        ["ab.png", "c.png"]
    );
    let any = images::Filter::any(["b.png", "c.png"].map(|name| images::name.eq(name)));
    assert_eq!(names(&acton, Image::query().filter(any)).await.len(), 2);
}

/// A saved search, as a program keeps it.
#[derive(Clone)]
struct Search {
    query: images::Query<Image>,
    people: subscribers::Query<(String, Option<String>)>,
}

#[tokio::test]
async fn a_query_is_kept_in_a_struct_and_run_by_a_task() {
    let (_emulator, acton) = three_images().await;
    let search = Search {
        query: Image::query().filter(images::name.eq("b.png")),
        people: subscribers::table.select((subscribers::email, subscribers::city)),
    };
    assert!(
        search
            .people
            .explain()
            .to_string()
            .contains("E-mail Address")
    );
    let elsewhere = search.clone();
    let found = tokio::spawn(async move { elsewhere.query.load(&acton).await });
    assert_eq!(found.await.unwrap().unwrap()[0].name, "b.png");
}

/// The rows by their keys, whatever the entity.
async fn by_key<E: Entity + Keyed>(acton: &Client) -> Result<HashMap<E::Key, E>> {
    let rows = E::query().load(acton).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.key().clone(), row))
        .collect())
}

/// Whether there is a row of that key, whatever the entity.
async fn exists<E: Entity + Keyed>(acton: &Client, key: &E::Key) -> Result<bool> {
    Ok(E::find(key).first(acton).await?.is_some())
}

#[tokio::test]
async fn code_is_generic_over_entities_and_their_keys() {
    let (emulator, acton) = three_images().await;
    let images = by_key::<Picture>(&acton).await.unwrap();
    assert_eq!(images.len(), 3);
    let (id, image) = images.iter().next().unwrap();
    assert_eq!((id, id), (&image.id, image.key()));
    emulator.journal().clear();
    assert!(exists::<Picture>(&acton, id).await.unwrap());
    assert_eq!(calls(&emulator), [format!("GET /api/1/image/{id}")]);
    assert!(
        !exists::<Picture>(&acton, &"f-none".to_owned())
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn a_row_is_found_by_its_key_in_one_call() {
    let (emulator, _) = newsletter().await;
    let acton = client(&emulator).await;
    let all = Subscriber::query().load(&acton).await.unwrap();
    let ada = Subscriber::find(all[0].key()).one(&acton).await.unwrap();
    assert_eq!(ada, all[0]);
    // The list's headings are known by now.
    emulator.journal().clear();
    let bob = Subscriber::find(all[1].key()).one(&acton).await.unwrap();
    assert_eq!(bob, all[1]);
    assert_eq!(
        calls(&emulator),
        [format!("GET /api/1/list/l-0001/record/{}", bob.id)]
    );
    let none = Subscriber::find("l-0001:ffffff").first(&acton).await;
    assert_eq!(none.unwrap(), None);
}

#[tokio::test]
async fn a_session_gives_its_rows_and_several_of_them_to_change_at_once() {
    let (emulator, acton) = three_images().await;
    let mut session = acton.session();
    let images = session
        .load(Picture::query().order_by(images::name.asc()))
        .await
        .unwrap();
    let new = session.add(picture("d.png", "New"));
    let seen: Vec<_> = session.rows::<Picture>().map(|(row, _)| row).collect();
    assert_eq!(seen, images, "the rows of one struct, in their order");

    for (_, image) in session.rows_mut::<Picture>() {
        image.folder_name = "Archive".into();
    }
    let [a, b, _] = images[..] else { panic!() };
    let [left, right] = session.get_many_mut([a, b]).unwrap();
    std::mem::swap(&mut left.name, &mut right.name);
    assert_eq!(session[a].name, "b.png");
    assert_eq!(session[b].name, "ab.png");
    assert!(session.get_many_mut([a, a]).is_none(), "one row twice");
    assert!(
        session
            .get_many_mut::<acton_orm::Handle<Picture>, 0>([])
            .is_some()
    );
    session.detach(b);
    assert!(session.get_many_mut([a, b]).is_none(), "not in the session");
    let elsewhere = acton.session().rows::<Picture>().count();
    assert_eq!(elsewhere, 0);

    assert_eq!(session.state(new), Some(RowState::New));
    session.commit().await.unwrap();
    let mut filed: Vec<_> = emulator
        .images()
        .into_iter()
        .map(|image| (image.folder, image.name))
        .collect();
    filed.sort();
    let filed: Vec<_> = filed
        .iter()
        .map(|(f, n)| (f.as_str(), n.as_str()))
        .collect();
    assert_eq!(
        filed,
        [
            ("Archive", "b.png"),
            ("Archive", "c.png"),
            ("New", "b.png"),
            ("New", "d.png")
        ]
    );
}

mod with_names_of_ours {
    use super::*;

    /// Types of the user's that are called as ours are.
    #[derive(Debug, Clone, Copy, PartialEq)]
    pub struct Order(pub i64);

    impl Order {
        fn shown(self) -> String {
            self.0.to_string()
        }
    }

    #[derive(Entity, Debug)]
    #[acton(table = "List_Shop", module = "shop")]
    struct Shop {
        #[acton(key)]
        id: RecordId,
        city: Option<String>,
    }

    #[test]
    fn aliases_do_not_hide_the_users_own_types() {
        let order: shop::Order = shop::city.desc();
        let table: shop::Table = shop::List_Shop;
        let query: shop::Query<Shop> = Shop::query().order_by(order);
        let filter: shop::Filter = shop::city.eq("Graz");
        assert_eq!(Order(3).shown(), "3");
        assert!(
            query
                .filter(filter)
                .explain()
                .to_string()
                .contains("sort by City desc")
        );
        assert_eq!(format!("{table:?}"), "List_Shop");
    }
}

fn tracked<R: Tracked>(session: &Session, row: Handle<R>) -> Option<&R> {
    session.get(row)
}

/// That its fields cannot be written is a compile error, and one of the cases in `tests/compile`.
#[tokio::test]
async fn a_row_that_act_on_does_not_let_one_change_reads_as_its_struct() {
    let emulator = empty_account().await;
    emulator.add_hard_bounce("gone@example.com", 1_725_392_821_000);
    let acton = client(&emulator).await;
    let mut session = acton.session();
    let row = session.one(HardBounce::query()).await.unwrap();

    let bounce: &HardBounce = &session[row];
    assert_eq!(bounce.email, "gone@example.com");
    let kept: HardBounce = session[row].clone();
    assert_eq!(session[row], kept);
    assert_eq!(session[row], session[row]);
    assert_eq!(format!("{:?}", session[row]), format!("{kept:?}"));
    assert_eq!(
        tracked(&session, row),
        Some(&kept),
        "code that knows no table"
    );
    assert_eq!(session.rows().next(), Some((row, &kept)));
    assert_eq!(session.detach(row), Some(kept));
}

#[derive(Entity)]
#[acton(table = "Hardbounce", module = "bounced")]
struct Bounced {
    email: String,
}

impl std::fmt::Display for Bounced {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{}>", self.email)
    }
}

#[tokio::test]
async fn a_row_that_is_only_read_prints_as_its_struct_does() {
    let emulator = empty_account().await;
    emulator.add_hard_bounce("ada@example.com", NOON);
    let mut session = client(&emulator).await.session();
    let row = session.one(Bounced::query()).await.unwrap();
    assert_eq!(
        format!("{:>18}", session[row].email),
        format!("{:>18}", "ada@example.com")
    );
    assert_eq!(session[row].to_string(), "<ada@example.com>");
    assert_eq!(format!("{}", session[row]), "<ada@example.com>");
}
