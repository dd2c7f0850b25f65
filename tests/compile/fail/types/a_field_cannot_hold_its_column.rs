//! A field has its column's type: a number does not become text behind your back.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "Images")]
struct Image {
    id: String,
    size: i64,
    width: Option<i64>,
}

#[derive(Entity)]
#[acton(table = "Images", module = "texts")]
struct Texts {
    id: String,
    size: String,
    creation_time: Option<String>,
}

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    #[acton(key)]
    id: String,
    tags: Vec<String>,
}

fn main() {
    let _ = Image::query();
}
