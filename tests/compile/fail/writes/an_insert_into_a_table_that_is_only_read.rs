//! Some tables Act-On fills itself.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "Hardbounce")]
struct Bounce {
    email: String,
}

#[derive(Insertable)]
#[acton(table = "Hardbounce")]
struct NewBounce {
    email: String,
}

#[derive(Insertable)]
#[acton(table = "ContactList")]
struct NewList {
    name: String,
}

fn main() {
    let _ = Bounce::query();
}
