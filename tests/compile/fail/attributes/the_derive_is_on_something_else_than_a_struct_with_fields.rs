//! A row is a struct with named fields and one shape.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "Images")]
enum Choice {
    Name(String),
}

#[derive(Entity)]
#[acton(table = "Images", module = "tuple")]
struct Tuple(String);

#[derive(Insertable)]
#[acton(table = "Optout")]
struct Unit;

#[derive(Entity)]
#[acton(table = "Images", module = "generic")]
struct Generic<T> {
    id: T,
}

#[derive(Entity)]
#[acton(table = "Images", module = "borrowed")]
struct Borrowed<'a> {
    id: &'a str,
}

#[derive(Entity)]
#[acton(table = "Images", module = "empty")]
struct Empty {
    #[acton(skip)]
    seen: bool,
}

fn main() {
    let _ = Choice::query().filter(images::name.eq("a"));
    let _ = Generic::<String>::query();
}
