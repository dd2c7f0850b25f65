//! Handles, the identity map, and what a re-read does to local changes.

use acton_emulator::tiny_png;
use acton_orm::models::Image;
use acton_orm::prelude::*;
use acton_orm::session::RowState;
use acton_orm::{ErrorKind, Handle, Pending, Session};
use acton_orm_tests::rows::{
    Filed, NewPicture, Picture, Subscriber, images, newsletter, picture, pictures, subscriber,
    subscribers,
};
use acton_orm_tests::{calls, client, empty_account};

fn is_copy<T: Copy + Send + Sync>() {}

#[test]
fn handles_are_copies_whatever_the_struct_is() {
    is_copy::<Handle<Picture>>();
    is_copy::<Pending<NewPicture>>();
}

#[tokio::test]
async fn the_same_row_has_the_same_handle_however_often_it_is_read() {
    let emulator = empty_account().await;
    emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    emulator.add_image("b.png", "New", tiny_png(1, 1, 1));
    let mut session = client(&emulator).await.session();
    let all = session.load(Picture::query()).await.unwrap();
    let a = session
        .one(Picture::query().filter(images::name.eq("a.png")))
        .await
        .unwrap();
    let b = session
        .first(Picture::query().filter(images::name.eq("b.png")))
        .await
        .unwrap();
    assert_eq!(all, [a, b.unwrap()]);
    assert_ne!(all[0], all[1]);
}

#[tokio::test]
async fn a_re_read_brings_news_to_a_clean_row_and_spares_local_changes() {
    let (emulator, list) = newsletter().await;
    let mut session = client(&emulator).await.session();
    let rows = session.load(Subscriber::query()).await.unwrap();
    let (ada, cy) = (rows[0], rows[2]);
    session[cy].city = Some("here".into());

    let elsewhere = client(&emulator).await;
    for id in [0, 2] {
        let key: RecordId = format!("{list}:{id}").parse().unwrap();
        acton_orm::update(Subscriber::query().filter(subscribers::id.eq(key)))
            .set(subscribers::city.to("there"))
            .execute(&elsewhere)
            .await
            .unwrap();
    }
    session.load(Subscriber::query()).await.unwrap();
    assert_eq!(session[ada].city.as_deref(), Some("there"));
    assert_eq!(
        session[cy].city.as_deref(),
        Some("here"),
        "a local change is not clobbered"
    );
    assert_eq!(session.state(cy), Some(RowState::Changed));

    session.refresh(cy).await.unwrap();
    assert_eq!(session[cy].city.as_deref(), Some("there"), "unless asked");
    assert_eq!(session.state(cy), Some(RowState::Clean));
}

#[tokio::test]
async fn setting_a_value_and_setting_it_back_is_no_change() {
    let (emulator, _) = newsletter().await;
    let mut session = client(&emulator).await.session();
    let ada = session.load(Subscriber::query()).await.unwrap()[0];
    session[ada].city = None;
    assert!(session.has_changes());
    session[ada].city = Some("PDX".into());
    assert!(!session.has_changes());
    let before = calls(&emulator).len();
    let report = session.commit().await.unwrap();
    assert!(report.is_empty());
    assert_eq!(calls(&emulator).len(), before, "no call");
}

#[tokio::test]
async fn revert_gives_up_changes_and_a_pending_delete_without_a_call() {
    let (emulator, _) = newsletter().await;
    let mut session = client(&emulator).await.session();
    let rows = session.load(Subscriber::query()).await.unwrap();
    session[rows[0]].email.clear();
    session.delete(rows[1]);
    let before = calls(&emulator).len();
    for &row in &rows {
        assert!(session.revert(row));
    }
    assert!(!session.has_changes());
    assert_eq!(session[rows[0]].email, "ada@example.com");
    assert_eq!(calls(&emulator).len(), before);
}

#[tokio::test]
async fn refresh_of_a_row_that_is_gone_says_so_and_keeps_the_row() {
    let emulator = empty_account().await;
    emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    let acton = client(&emulator).await;
    let mut session = acton.session();
    let image = session.one(Picture::query()).await.unwrap();
    acton_orm::delete(images::table.query())
        .all_rows()
        .execute(&acton)
        .await
        .unwrap();
    let error = session.refresh(image).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(
        (error.table(), error.key()),
        (Some("Images"), Some(session[image].id.as_str()))
    );
}

#[tokio::test]
async fn merge_makes_values_from_elsewhere_local_changes() {
    let emulator = empty_account().await;
    let id = emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    let mut session = client(&emulator).await.session();
    let edited = Picture {
        id: id.clone(),
        name: "a.png".into(),
        folder_name: "Archive".into(),
    };
    let image = session.merge(edited).await.unwrap();
    assert_eq!(session.state(image), Some(RowState::Changed));
    assert!(
        session
            .plan()
            .unwrap()
            .to_string()
            .contains("FolderName = 'Archive'")
    );
    assert!(
        !session
            .plan()
            .unwrap()
            .to_string()
            .contains("Name = 'a.png'")
    );

    let again = Picture {
        id,
        name: "a.png".into(),
        folder_name: "New".into(),
    };
    assert_eq!(session.merge(again).await.unwrap(), image);
    assert_eq!(session.state(image), Some(RowState::Clean));

    let unknown = Picture {
        id: "f-none".into(),
        name: String::new(),
        folder_name: String::new(),
    };
    assert!(session.merge(unknown).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_detached_row_leaves_the_session_with_its_changes() {
    let emulator = empty_account().await;
    emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    let mut session = client(&emulator).await.session();
    let image = session.one(Picture::query()).await.unwrap();
    session[image].name = "b.png".into();
    let value = session.detach(image).unwrap();
    assert_eq!(value.name, "b.png");
    assert!(session.get(image).is_none() && session.get_mut(image).is_none());
    assert!(session.state(image).is_none() && session.detach(image).is_none());
    assert!(!session.delete(image) && !session.revert(image));
    assert_eq!(
        session.refresh(image).await.unwrap_err().kind(),
        ErrorKind::Invalid
    );
    assert!(!session.has_changes());
    let fresh = session.one(Picture::query()).await.unwrap();
    assert_ne!(fresh, image, "a handle is never given twice");
    assert_eq!(session[fresh].name, "a.png");
}

#[tokio::test]
#[should_panic(expected = "is not in this session")]
async fn indexing_with_the_handle_of_another_session_panics() {
    let emulator = empty_account().await;
    let acton = client(&emulator).await;
    let (mut here, mut there): (Session, Session) = (acton.session(), acton.session());
    let _ = there.add(picture("b.png", "New"));
    let handle = here.add(picture("a.png", "New"));
    assert!(there.get(handle).is_none());
    let _ = &there[handle];
}

#[tokio::test]
async fn several_rows_are_held_at_once_and_the_session_moves_between_tasks() {
    let (emulator, _) = newsletter().await;
    let mut session = client(&emulator).await.session();
    let rows = session.load(Subscriber::query()).await.unwrap();
    let city = session[rows[0]].city.clone();
    session[rows[1]].city = city;
    let report = tokio::spawn(async move { session.commit().await })
        .await
        .unwrap()
        .unwrap();
    assert_eq!(report.applied(), 1);
}

#[tokio::test]
async fn a_row_held_as_two_structs_is_the_same_row_after_one_of_them_is_committed() {
    let emulator = empty_account().await;
    emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    let mut session = client(&emulator).await.session();
    let picture = session.one(Picture::query()).await.unwrap();
    let filed = session.one(Filed::query()).await.unwrap();
    session[picture].folder_name = "Archive".into();
    session.commit().await.unwrap();
    assert_eq!(session[filed].folder_name, "Archive");
    assert!(!session.has_changes());

    session[filed].folder_name = "New".into();
    assert_eq!(session.state(filed), Some(RowState::Changed));
    session.commit().await.unwrap();
    assert_eq!(pictures(&emulator), [("a.png".into(), "New".into())]);
    assert_eq!(session[picture].folder_name, "New");
}

#[tokio::test]
async fn a_local_change_of_another_struct_is_not_clobbered_by_a_commit() {
    let (emulator, list) = newsletter().await;
    let mut session = client(&emulator).await.session();
    let new = session.add(subscriber("dan@example.com", Some("PDX")));
    session.commit().await.unwrap();
    let dan = session
        .one(Subscriber::query().filter(subscribers::email.eq("dan@example.com")))
        .await
        .unwrap();
    session[new].city = Some("SEA".into());
    session.commit().await.unwrap();
    assert_eq!(session[dan].city.as_deref(), Some("SEA"));
    session[dan].city = Some("PDX".into());
    session.commit().await.unwrap();
    assert_eq!(emulator.list_rows(&list)[3][2], "PDX");
}

#[tokio::test]
async fn merge_takes_a_pending_delete_back() {
    let (emulator, list) = newsletter().await;
    let mut session = client(&emulator).await.session();
    let ada = session.load(Subscriber::query()).await.unwrap()[0];
    let mut edited = session[ada].clone();
    edited.city = Some("SEA".into());
    session.delete(ada);
    session.merge(edited).await.unwrap();
    session.commit().await.unwrap();
    assert_eq!(emulator.list_rows(&list)[0][2], "SEA");
}

#[tokio::test]
async fn merge_takes_no_change_from_columns_that_act_on_sets() {
    let emulator = empty_account().await;
    emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    let mut session = client(&emulator).await.session();
    let image = session.first(Image::query()).await.unwrap().unwrap();
    let mut edited = session[image].clone();
    edited.size += 1;
    edited.folder_name = "Archive".into();
    session.merge(edited).await.unwrap();
    let plan = session.plan().unwrap().to_string();
    assert!(plan.contains("FolderName = 'Archive'"), "{plan}");
    assert!(!plan.contains("Size"), "{plan}");
    assert_eq!(
        session[image].size,
        i64::try_from(tiny_png(1, 1, 1).len()).unwrap()
    );
}

/// The same list as `Subscriber`'s, by its id.
#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_l-0001", module = "by_id")]
struct ById {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "Business City")]
    city: Option<String>,
}

/// Another list, whose record numbers are the same.
#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_Others", module = "others")]
struct Other {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "Business City")]
    city: Option<String>,
}

#[tokio::test]
async fn one_list_by_name_and_by_id_is_one() {
    let (emulator, _) = newsletter().await;
    let mut session = client(&emulator).await.session();
    let by_name = session.load(Subscriber::query()).await.unwrap();
    let by_id = session.load(ById::query()).await.unwrap();
    session[by_name[0]].city = Some("BOS".into());
    session[by_id[0]].city = Some("NYC".into());
    let error = session.plan().unwrap_err();
    assert!(
        error.to_string().contains("two structs of this session"),
        "{error}"
    );
    session.revert(by_id[0]);
    session.commit().await.unwrap();
    assert_eq!(
        session[by_id[0]].city.as_deref(),
        Some("BOS"),
        "it hears of it"
    );
    session.delete(by_id[1]);
    session.commit().await.unwrap();
    assert!(session.get(by_name[1]).is_none(), "the row is gone");
}

#[tokio::test]
async fn rows_of_two_lists_with_equal_record_numbers_are_two() {
    let (emulator, list) = newsletter().await;
    let other = emulator.create_list(
        acton_emulator::ListSeed::new("Others")
            .columns([("E-mail Address", Some("EMAIL")), ("Business City", None)])
            .rows([["zoe@example.com", "PDX"]]),
    );
    let mut session = client(&emulator).await.session();
    let first = session.load(Subscriber::query()).await.unwrap()[0];
    let second = session.load(Other::query()).await.unwrap()[0];
    assert_eq!(session[second].id.to_string(), format!("{other}:0"));
    session[first].city = Some("BOS".into());
    session[second].city = Some("NYC".into());
    assert_eq!(session.commit().await.unwrap().applied(), 2);
    assert_eq!(emulator.list_rows(&list)[0][2], "BOS");
    assert_eq!(emulator.list_rows(&other)[0][2], "NYC");
    session.delete(first);
    session.commit().await.unwrap();
    assert!(session.get(second).is_some());
}
