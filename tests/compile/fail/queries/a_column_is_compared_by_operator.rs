//! `==` and `<` give a `bool` in Rust, so a condition is made by methods.

use acton_orm::schema::images;

fn main() {
    let _ = images::table.filter(images::name.eq("a.png"));

    let _ = images::name == "a.png";
    let _ = images::size > 10_000;
    let _ = images::table.filter(images::name == "a.png" && images::size > 10_000);
}
