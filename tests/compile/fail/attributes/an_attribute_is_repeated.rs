//! Of two values one would be ignored.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "Images", table = "Media")]
#[acton(module = "pictures")]
#[acton(module = "photos")]
struct Picture {
    #[acton(column = "Id", column = "Name")]
    id: String,
    #[acton(skip, skip)]
    seen: bool,
}

fn main() {
    let _ = Picture::query().filter(pictures::name.eq("a"));
}
