//! A misspelt attribute that was ignored would change what the struct means.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers", rename_all = "snake_case")]
struct Subscriber {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address", email)]
    email: String,
    #[acton(skip)]
    seen: bool,
}

#[derive(Entity)]
#[acton(tabel = "Images", table = "Images", rename = "x")]
struct Image {
    #[acton(colunm = "Id")]
    id: String,
    #[acton(default)]
    name: String,
}

#[derive(Entity)]
#[acton(table = "Media", column = "Id")]
struct Medium {
    #[acton(table = "Media")]
    id: String,
}

#[derive(Insertable)]
#[acton(table = "Optout")]
struct Address {
    #[acton(keyy)]
    email: String,
}

fn main() {
    let _ = Subscriber::query().filter(subscribers::email.eq("a@b.c"));
    let _ = Image::query().filter(images::name.eq("a"));
    let _ = Medium::query().filter(media::name.eq("a"));
}
