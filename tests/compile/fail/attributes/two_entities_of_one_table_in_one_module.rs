//! Each entity makes a companion module; a second one of the same table takes another name, or uses
//! the first one's.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "Images")]
struct Image {
    id: String,
}

#[derive(Entity)]
#[acton(table = "Images", reuse)]
struct Name {
    name: String,
}

#[derive(Entity)]
#[acton(table = "Images")]
struct Size {
    size: i64,
}

fn main() {}
