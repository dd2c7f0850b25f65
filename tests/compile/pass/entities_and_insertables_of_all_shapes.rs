//! What the derives are for.
#![deny(missing_docs, warnings)]

use acton_orm::prelude::*;

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "Images")]
struct Image {
    id: String,
    name: String,
    #[acton(column = "FolderName")]
    folder: String,
    #[acton(skip)]
    seen: bool,
}

#[derive(Insertable)]
#[acton(table = "Images")]
struct NewImage {
    name: String,
    folder_name: String,
    content: Upload,
}

/// A link has no content: a plain `String` gives a column that may be empty.
#[derive(Insertable)]
#[acton(table = "Media")]
struct NewLink {
    name: String,
    target_url: String,
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
    score: Option<i64>,
}

#[derive(Insertable)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct NewSubscriber {
    email: String,
    city: String,
}

fn main() {
    let _ = NewImage {
        name: "hero.png".into(),
        folder_name: "New".into(),
        content: Upload::path("hero.png"),
    };
    let _ = NewLink { name: "a".into(), target_url: "b".into() };
    let _ = NewSubscriber { email: "a".into(), city: "b".into() };
    let _ = Image::query()
        .filter(images::folder_name.eq("New Folder").and(images::size.gt(10_000)))
        .order_by(images::name.asc())
        .limit(20);
    let _ = images::table
        .select((images::id, images::name))
        .filter(images::folder_name.eq("New Folder"));
    let _ = Subscriber::query()
        .filter(subscribers::city.eq("PDX"))
        .order_by(subscribers::created_date.desc());
    let _ = subscribers::city.to("Portland");
}
