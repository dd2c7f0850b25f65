//! `None` alone does not say of what type: `clear()` is the word for it.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    #[acton(key)]
    id: RecordId,
    city: Option<String>,
}

fn main() {
    let _ = subscribers::city.clear();

    let _ = subscribers::city.to(None);
}
