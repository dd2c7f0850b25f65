//! Text operators are for text; a file is neither compared nor read.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "Images")]
struct Image {
    id: String,
}

fn main() {
    let _ = Image::query().filter(images::name.starts_with("hero"));
    let _ = Image::query().filter(images::thumb_url.contains("cdn"));

    let _ = Image::query().filter(images::size.starts_with("10"));
    let _ = Image::query().filter(images::last_modified.like("2026%"));
    let _ = Image::query().filter(images::content.is_null());
    let _ = Image::query().order_by(images::content.asc());
}
