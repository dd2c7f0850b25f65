//! A comparison that Act-On would never find true is a mistake, not an empty answer.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "Images")]
struct Image {
    id: String,
}

fn main() {
    let since: DateTime<Utc> = Utc::now();
    let _ = Image::query().filter(images::size.gt(10_000));
    let _ = Image::query().filter(images::last_modified.gt(since));
    let _ = Image::query().filter(images::width.eq(images::height));

    let _ = Image::query().filter(images::size.gt("10000"));
    let _ = Image::query().filter(images::name.eq(7));
    let _ = Image::query().filter(images::last_modified.gt("2026-01-01"));
    let _ = Image::query().filter(images::name.eq(images::size));
    let _ = Image::query().filter(images::width.eq(None::<i64>));
    let _ = Image::query().filter(images::size.eq_any(["1", "2"]));
    let _ = Image::query().filter(images::size.between("1", "2"));
}
