//! Images and media: insert with upload, new content in place, moves by a new upload, deletes.

use acton_emulator::{Fault, tiny_png};
use acton_orm::prelude::*;
use acton_orm::schema::media;
use acton_orm::session::RowState;
use acton_orm::{ErrorKind, models};
use acton_orm_tests::rows::{Filed, Picture, filed, images, picture, pictures, report};
use acton_orm_tests::{calls, client, empty_account};

#[tokio::test]
async fn an_insert_uploads_the_file_under_its_name_and_into_its_folder() {
    let emulator = empty_account().await;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("hero.png");
    std::fs::write(&path, tiny_png(4, 4, 9)).unwrap();
    let mut session = client(&emulator).await.session();
    let mut hero = picture("Hero", "New Folder");
    hero.content = Upload::path(&path);
    let hero = session.add(hero);
    let report = session.commit().await.unwrap();
    let id = report.key(hero).unwrap();
    let stored = emulator.images().remove(0);
    assert_eq!((stored.id.as_str(), stored.name.as_str()), (id, "Hero"));
    assert_eq!(stored.folder, "New Folder");
    assert_eq!(emulator.image_bytes(id).unwrap(), tiny_png(4, 4, 9));
}

#[tokio::test]
async fn a_missing_file_is_that_rows_error_and_leaves_no_doubt() {
    let emulator = empty_account().await;
    let mut session = client(&emulator).await.session();
    let mut hero = picture("hero.png", "New");
    hero.content = Upload::path("no/such/file.png");
    let hero = session.add(hero);
    let other = session.add(picture("other.png", "New"));
    let report = report(session.commit().keep_going().await.unwrap_err());
    assert_eq!(
        report.outcome(hero).unwrap().error().unwrap().kind(),
        ErrorKind::Io
    );
    assert!(report.outcome(other).unwrap().is_applied());
    assert_eq!(session.state(hero), Some(RowState::New));
    session[hero].content = Upload::bytes("hero.png", tiny_png(1, 1, 1));
    session.commit().await.unwrap();
    assert_eq!(pictures(&emulator).len(), 2);
}

#[tokio::test]
async fn changing_the_folder_uploads_the_image_anew_and_deletes_the_old_one() {
    let emulator = empty_account().await;
    let old = emulator.add_image("a.png", "New", tiny_png(5, 6, 7));
    let mut session = client(&emulator).await.session();
    let image = session.one(Picture::query()).await.unwrap();
    session[image].folder_name = "Archive".to_owned();
    let plan = session.plan().unwrap();
    assert_eq!(
        plan.to_string(),
        format!(
            "\
commit: 1 change, 3 calls
└─ update Images {old}: FolderName = 'Archive'
   GET /api/1/image/{old}: where the image is
   GET {{image_url}} (a file, no call): its content
   POST /api/1/image: no call moves an image
   DELETE /api/1/image/{old}: the old one"
        )
    );
    emulator.journal().clear();
    let report = session.commit().await.unwrap();
    let new = session[image].id.clone();
    let made: Vec<String> = emulator.journal().lines();
    assert_eq!(made.len() as u64, report.calls() + report.files());
    assert_eq!((report.calls(), report.files()), (3, 1));
    assert_eq!(made[0], format!("GET /api/1/image/{old} -> 200"));
    assert!(made[1].starts_with("GET /cdn/"), "{made:?}");
    assert_eq!(
        made[2..],
        [
            "POST /api/1/image -> 200".to_owned(),
            format!("DELETE /api/1/image/{old} -> 200")
        ]
    );
    let stored = emulator.images();
    assert_eq!(stored.len(), 1);
    assert_eq!(
        (
            stored[0].id.as_str(),
            stored[0].folder.as_str(),
            stored[0].name.as_str()
        ),
        (new.as_str(), "Archive", "a.png")
    );
    assert_eq!(emulator.image_bytes(&new).unwrap(), tiny_png(5, 6, 7));
    let entry = report.iter().next().unwrap();
    assert_eq!(
        (entry.replaced(), entry.key()),
        (Some(old.as_str()), Some(new.as_str()))
    );
    assert!(
        report.to_string().contains(&format!("{old} -> {new}")),
        "{report}"
    );
    assert_eq!(session.state(image), Some(RowState::Clean));

    session[image].name = "b.png".into();
    session.commit().await.unwrap();
    assert_eq!(
        pictures(&emulator),
        [("b.png".into(), "Archive".into())],
        "and again from its new id"
    );
}

#[tokio::test]
async fn a_row_that_knows_the_images_address_saves_a_call() {
    let emulator = empty_account().await;
    emulator.add_image("a.png", "New", tiny_png(5, 6, 7));
    let mut session = client(&emulator).await.session();
    let image = session.one(models::Image::query()).await.unwrap();
    session[image].folder_name = "Archive".to_owned();
    assert_eq!(session.plan().unwrap().calls().at_most(), Some(2));
    assert_eq!(session.commit().await.unwrap().calls(), 2);
    session[image].folder_name = "Attic".to_owned();
    assert_eq!(
        session.plan().unwrap().calls().at_most(),
        Some(3),
        "the address known is the old one's"
    );
    session.commit().await.unwrap();
    session[image].folder_name = "Cellar".to_owned();
    session.refresh(image).await.unwrap();
    session[image].folder_name = "Cellar".to_owned();
    assert_eq!(session.plan().unwrap().calls().at_most(), Some(2));
    session.commit().await.unwrap();
    assert_eq!(pictures(&emulator), [("a.png".into(), "Cellar".into())]);
}

#[tokio::test]
async fn a_struct_with_the_folder_alone_moves_as_well() {
    let emulator = empty_account().await;
    emulator.add_image("a.png", "New", tiny_png(5, 6, 7));
    let mut session = client(&emulator).await.session();
    let image = session.one(Filed::query()).await.unwrap();
    session[image].folder_name = "Archive".to_owned();
    session.commit().await.unwrap();
    assert_eq!(pictures(&emulator), [("a.png".into(), "Archive".into())]);
}

#[tokio::test]
async fn new_content_alone_keeps_the_id() {
    let emulator = empty_account().await;
    let id = emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    let mut session = client(&emulator).await.session();
    let image = session.one(Picture::query()).await.unwrap();
    session
        .set(
            image,
            images::content.to(Upload::bytes("a.png", tiny_png(8, 8, 8))),
        )
        .unwrap();
    assert_eq!(session.state(image), Some(RowState::Changed));
    emulator.journal().clear();
    session.commit().await.unwrap();
    assert_eq!(calls(&emulator), [format!("PUT /api/1/image/{id}")]);
    assert_eq!(emulator.image_bytes(&id).unwrap(), tiny_png(8, 8, 8));
    assert_eq!(session.state(image), Some(RowState::Clean));
}

#[tokio::test]
async fn new_content_and_a_new_folder_need_no_download() {
    let emulator = empty_account().await;
    let old = emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    let mut session = client(&emulator).await.session();
    let image = session.one(Picture::query()).await.unwrap();
    session
        .set(
            image,
            (
                images::folder_name.to("Archive"),
                images::content.to(Upload::bytes("a.png", tiny_png(8, 8, 8))),
            ),
        )
        .unwrap();
    assert_eq!(
        session[image].folder_name, "Archive",
        "a mapped column is set in the struct"
    );
    emulator.journal().clear();
    session.commit().await.unwrap();
    assert_eq!(
        calls(&emulator),
        [
            "POST /api/1/image".to_owned(),
            format!("DELETE /api/1/image/{old}")
        ]
    );
    assert_eq!(
        emulator.image_bytes(&session[image].id).unwrap(),
        tiny_png(8, 8, 8)
    );
}

#[tokio::test]
async fn an_old_image_that_cannot_be_deleted_is_left_to_the_next_commit_and_not_uploaded_twice() {
    let emulator = empty_account().await;
    let old = emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    let mut session = client(&emulator).await.session();
    let image = session.one(Picture::query()).await.unwrap();
    session[image].folder_name = "Attic".to_owned();
    emulator.fail(
        Fault::body(
            400,
            "application/json",
            r#"{"errorCode":10999,"message":"in use"}"#,
        )
        .on("DELETE", "/api/1/image"),
    );
    let report = report(session.commit().await.unwrap_err());
    assert!(
        report.outcome(image).unwrap().is_applied(),
        "the new image is the row"
    );
    assert_eq!((report.applied(), report.rejected()), (1, 1));
    let left = report.iter().last().unwrap();
    assert_eq!(
        (left.key(), left.note().is_some()),
        (Some(old.as_str()), true)
    );
    assert_ne!(session[image].id, old);
    assert_eq!(session.state(image), Some(RowState::Clean));
    assert!(session.has_changes());
    assert_eq!(
        session.plan().unwrap().to_string(),
        format!(
            "\
commit: 1 change, 1 call
└─ delete Images {old}, left behind by its replacement
   DELETE /api/1/image/{old}"
        )
    );
    emulator.journal().clear();
    session.commit().await.unwrap();
    assert_eq!(calls(&emulator), [format!("DELETE /api/1/image/{old}")]);
    assert_eq!(pictures(&emulator), [("a.png".into(), "Attic".into())]);
    assert!(!session.has_changes());
}

#[tokio::test]
async fn an_image_that_is_gone_cannot_be_moved() {
    let emulator = empty_account().await;
    emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    let acton = client(&emulator).await;
    let mut session = acton.session();
    let image = session.one(Picture::query()).await.unwrap();
    acton_orm::delete(filed::table.query())
        .all_rows()
        .execute(&acton)
        .await
        .unwrap();
    session[image].folder_name = "Archive".to_owned();
    let report = report(session.commit().await.unwrap_err());
    assert_eq!(
        report.outcome(image).unwrap().error().unwrap().kind(),
        ErrorKind::NotFound
    );
    assert!(pictures(&emulator).is_empty());
}

#[tokio::test]
async fn media_are_files_or_links() {
    let emulator = empty_account().await;
    let mut session = client(&emulator).await.session();
    let file = session.add(models::NewMediaFile {
        name: "terms.txt".into(),
        folder_name: "Legal".into(),
        content: Upload::bytes("terms.txt", "be nice"),
    });
    let link = session.add(models::NewMediaLink {
        name: "home".into(),
        folder_name: "Links".into(),
        target_url: Some("https://example.com/".into()),
    });
    let report = session.commit().await.unwrap();
    assert_eq!(
        calls(&emulator),
        ["POST /api/1/media", "POST /api/1/medialink"]
    );
    let file = report.key(file).unwrap().to_owned();
    assert!(file.starts_with("f-") && report.key(link).unwrap().starts_with("u-"));
    let media = emulator.media();
    assert_eq!(
        (media[1].name.as_str(), media[1].folder.as_str()),
        ("home", "Links")
    );
    assert_eq!(media[1].target_url.as_deref(), Some("https://example.com/"));

    let terms = session
        .one(models::MediaItem::query().filter(media::size.is_not_null()))
        .await
        .unwrap();
    session
        .set(
            terms,
            media::content.to(Upload::bytes("terms.txt", "be kind")),
        )
        .unwrap();
    session.commit().await.unwrap();
    assert_eq!(emulator.media_bytes(&file).unwrap(), "be kind");
    session[terms].name = "other.txt".into();
    let error = session.plan().unwrap_err();
    assert_eq!(
        (error.kind(), error.column()),
        (ErrorKind::Invalid, Some("Name"))
    );
    session.revert(terms);
    session.delete(terms);
    session.commit().await.unwrap();
    assert_eq!(emulator.media().len(), 1);
}
