//! An update would have to choose between them.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "Images")]
struct Image {
    name: String,
    #[acton(column = "Name")]
    file_name: String,
}

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    #[acton(column = "Business City")]
    city: Option<String>,
    business_city: Option<String>,
    email: String,
    #[acton(column = "E-mail Address")]
    address: String,
}

fn main() {
    let _ = Subscriber::query();
}
