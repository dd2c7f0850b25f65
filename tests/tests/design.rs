//! The program that the design promises, word for word, against an emulated account.

use acton_emulator::tiny_png;
use acton_orm::prelude::*;
use acton_orm_tests::client;
use acton_orm_tests::rows::{newsletter, pictures};

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "Images")]
struct Image {
    id: String,
    name: String,
    folder_name: String,
}

#[derive(Insertable)]
#[acton(table = "Images")]
struct NewImage {
    name: String,
    folder_name: String,
    content: Upload,
}

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address")]
    email: String,
    #[acton(column = "Business City")]
    city: Option<String>,
}

#[tokio::test]
async fn the_designs_program_compiles_and_does_what_it_says()
-> Result<(), Box<dyn std::error::Error>> {
    let (emulator, list) = newsletter().await;
    let directory = tempfile::tempdir()?;
    let hero_png = directory.path().join("hero.png");
    std::fs::write(&hero_png, tiny_png(2, 2, 2))?;
    for (name, folder) in [("old.png", "New Folder"), ("stale.png", "New Folder")] {
        emulator.add_image(name, folder, tiny_png(9, 9, 9));
    }
    let acton = client(&emulator).await;

    let images = Image::query()
        .filter(
            images::folder_name
                .eq("New Folder")
                .and(images::size.gt(10)),
        )
        .order_by(images::name.asc())
        .limit(20)
        .load(&acton)
        .await?;
    assert_eq!(images.len(), 2);

    let names: Vec<(String, String)> = images::table
        .select((images::id, images::name))
        .filter(images::folder_name.eq("New Folder"))
        .load(&acton)
        .await?;
    assert_eq!(names.len(), 2);

    let mut session = acton.session();
    let stale = session
        .one(Image::query().filter(images::name.eq("stale.png")))
        .await?;
    let new = session.add(NewImage {
        name: "hero.png".into(),
        folder_name: "New Folder".into(),
        content: Upload::path(hero_png),
    });
    let image = session
        .first(Image::query().filter(images::name.eq("old.png")))
        .await?
        .ok_or("no image")?;
    session[image].folder_name = "Archive".to_owned();
    session.delete(stale);
    println!("{}", session.plan()?);
    let report = session.commit().await?;
    let hero = report.key(new)?;
    assert!(hero.starts_with("f-"), "{hero}");
    assert_eq!(
        pictures(&emulator),
        [
            ("hero.png".to_owned(), "New Folder".to_owned()),
            ("old.png".to_owned(), "Archive".to_owned()),
        ]
    );

    acton_orm::update(Subscriber::query().filter(subscribers::city.eq("PDX")))
        .set(subscribers::city.to("Portland"))
        .execute(&acton)
        .await?;
    assert_eq!(emulator.list_rows(&list)[0][2], "Portland");
    Ok(())
}
