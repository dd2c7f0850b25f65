//! There is one image library, and no other to read from.

use acton_orm::prelude::*;

#[derive(Entity, Debug)]
#[acton(table = "Images")]
struct Image {
    id: String,
}

fn main() {
    let _ = Image::query().from("List_EU");
}
