//! A session finds a row again by its key, so only an entity that maps it is tracked.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "Images")]
struct Image {
    id: String,
    name: String,
}

#[derive(Entity)]
#[acton(table = "Images", reuse)]
struct Name {
    name: String,
}

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    email: String,
}

fn track<E: Keyed>() {}

fn main() {
    let _ = Name::query();
    track::<Image>();

    track::<Name>();
    track::<Subscriber>();
}
