//! Attributes that contradict each other, or the table.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "Images", rename_all = "camelCase")]
struct Image {
    #[acton(key, email)]
    name: String,
    #[acton(skip, key, column = "Size")]
    size: i64,
}

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers", rename_all = "Snake_Case")]
struct Subscriber {
    #[acton(key, email, column = "Id")]
    id: RecordId,
    #[acton(column = "")]
    city: Option<String>,
    #[acton(column = "_contact_id_")]
    contact: RecordId,
    table: Option<String>,
}

fn main() {
    let _ = Image::query().filter(images::name.eq("a"));
    let _ = Subscriber::query().filter(subscribers::city.eq("PDX"));
}
