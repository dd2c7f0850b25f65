//! The id of a list's row has no heading of its own, so the field says what it is.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    id: RecordId,
    #[acton(column = "Referred By")]
    referred_by: Option<RecordId>,
}

fn main() {
    let _ = Subscriber::query();
}
