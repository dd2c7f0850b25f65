//! The content of a file is written and never read back.

use acton_orm::prelude::*;

#[derive(Insertable)]
#[acton(table = "Images")]
struct NewImage {
    name: String,
    content: Upload,
}

#[derive(Entity)]
#[acton(table = "Images")]
struct Image {
    name: String,
    content: Upload,
}

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    picture: Upload,
}

fn main() {
    let _ = images::table.select(images::content);
}
