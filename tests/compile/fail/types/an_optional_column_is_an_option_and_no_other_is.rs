//! Act-On leaves some cells empty: such a column is an `Option`, and only such a one.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "Images")]
struct Image {
    name: String,
    width: Option<i64>,
}

#[derive(Entity)]
#[acton(table = "Images", module = "never_empty")]
struct NeverEmpty {
    name: Option<String>,
}

#[derive(Entity)]
#[acton(table = "Images", module = "may_be_empty")]
struct MayBeEmpty {
    width: i64,
}

fn main() {
    let _ = Image::query();
}
