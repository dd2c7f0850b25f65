//! A struct is read once it derives `Entity`.

use acton_orm::prelude::*;

struct Image {
    id: String,
}

fn main() {
    let _ = Image::query();
}
