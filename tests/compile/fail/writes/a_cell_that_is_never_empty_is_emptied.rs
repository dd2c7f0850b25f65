//! Only a column that may be empty takes an `Option` or is cleared.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    #[acton(key)]
    id: RecordId,
    email: String,
    city: Option<String>,
}

fn main() {
    let city: Option<&str> = None;
    let _ = subscribers::city.to(city);
    let _ = subscribers::city.clear();

    let _ = subscribers::email.to(city);
    let _ = subscribers::email.clear();
    let _ = subscribers::city.to(7);
    let _ = subscribers::city.to(subscribers::email);
}
