//! A second entity takes another module, or the first one's with `reuse`; its own columns need no
//! declaration then. One struct may be both entity and insertable.
#![deny(warnings)]

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "Images")]
struct Image {
    id: String,
    name: String,
}

#[derive(Entity)]
#[acton(table = "Images", reuse)]
struct ImageSize {
    id: String,
    size: i64,
}

#[derive(Entity)]
#[acton(table = "Images", module = "pictures")]
struct Picture {
    #[acton(column = name)]
    title: String,
}

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers", rename_all = "snake_case")]
struct Subscriber {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address")]
    email: String,
    city: Option<String>,
}

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "self::subscribers", reuse)]
struct Address {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address")]
    email: String,
}

#[derive(Entity, Insertable)]
#[acton(table = "Optout")]
struct OptedOut {
    email: String,
}

fn keyed<E: Keyed>(_: &E) {}

fn main() {
    let image = Image { id: String::new(), name: String::new() };
    let size = ImageSize { id: image.id.clone(), size: 0 };
    keyed(&image);
    keyed(&size);
    let _ = (image.name, size.size);
    let _ = ImageSize::query().filter(images::size.gt(1));
    let _ = Picture { title: String::new() }.title;
    let _ = Picture::query().filter(pictures::size.gt(1));
    let _ = Subscriber::query().filter(subscribers::city.eq("PDX"));
    let _ = Address::query().filter(subscribers::city.eq("PDX"));
    let _ = |row: Subscriber| (row.id, row.email, row.city);
    let _ = |row: Address| (row.id, row.email);
    let _ = OptedOut::query().filter(optout::email.eq("a@b.c"));
    let _ = OptedOut { email: String::new() }.email;
}
