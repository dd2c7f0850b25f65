//! The companion module has every column of the table, also those the struct leaves out, and no other.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "Images")]
struct Image {
    id: String,
}

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "Business City")]
    city: Option<String>,
}

fn main() {
    let _ = Image::query().filter(images::folder_name.eq("Archive"));
    let _ = Subscriber::query().filter(subscribers::city.eq("PDX"));

    let _ = Image::query().filter(images::foldername.eq("Archive"));
    let _ = Subscriber::query().filter(subscribers::town.eq("PDX"));
    let _ = Subscriber::query().filter(subscribers::citty.eq("PDX"));
}
