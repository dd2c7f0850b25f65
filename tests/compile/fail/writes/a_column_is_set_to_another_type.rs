//! A new value has the column's type; `None` only where the cell may be empty.

use acton_orm::prelude::*;
use acton_orm::schema::images;

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    #[acton(key)]
    id: RecordId,
    email: String,
    score: Option<i64>,
}

fn main() {
    let _ = images::name.to("new.png");
    let _ = subscribers::score.to(7);
    let _ = subscribers::score.to(None);

    let _ = images::name.to(7);
    let _ = images::name.to(None::<String>);
    let _ = subscribers::score.to("seven");
}
