//! A query filters, sorts and selects by the tables it reads from.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "Images")]
struct Image {
    id: String,
}

#[derive(Entity)]
#[acton(table = "Media")]
struct Medium {
    id: String,
}

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    #[acton(key)]
    id: RecordId,
    email: String,
}

fn main() {
    let _ = Image::query().filter(images::name.eq("a"));
    let _ = Medium::query().filter(media::name.eq("a"));
    let _ = Subscriber::query().filter(subscribers::email.eq("a@b.c"));

    let _ = Image::query().filter(media::name.eq("a"));
    let _ = Image::query().filter(images::name.eq("a").and(media::name.eq("a")));
    let _ = Image::query().filter(images::name.eq(media::name));
    let _ = Image::query().filter(subscribers::email.eq("a@b.c"));
    let _ = Subscriber::query().filter(images::name.eq("a"));
    let _ = Image::query().order_by(media::name.asc());
    let _ = Image::query().select(media::name);
}

fn in_a_tuple() {
    let _ = images::table.select((images::id, media::name));
}
