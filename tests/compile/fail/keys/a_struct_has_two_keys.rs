//! A session tells rows apart by one key.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    #[acton(key)]
    id: RecordId,
    #[acton(key)]
    other: RecordId,
    #[acton(email)]
    email: String,
    #[acton(email)]
    second_email: Option<String>,
}

#[derive(Entity)]
#[acton(table = "Images")]
struct Image {
    id: String,
    #[acton(key)]
    name: String,
}

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers", reuse)]
struct Address {
    #[acton(key)]
    email: String,
}

fn main() {
    let _ = Subscriber::query().filter(subscribers::email.eq("a"));
}
