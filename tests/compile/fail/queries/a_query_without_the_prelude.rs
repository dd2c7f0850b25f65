//! `query` and `find` are methods of traits, which the prelude brings.

use acton_orm::models::Image;

fn demo() {
    let _ = Image::query();
    let _ = Image::find("f-1");
}

fn main() {
    demo();
}
