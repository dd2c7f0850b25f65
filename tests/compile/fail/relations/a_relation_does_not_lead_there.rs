//! A relation starts at one table and leads to another: the query it is given has to be of that one.

use acton_orm::models::{Form, FormReport, Message, MessageReport, PageReport};
use acton_orm::prelude::*;
use acton_orm::schema::{contact_list, forms, messages};

#[derive(Entity, Clone)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    #[acton(key)]
    id: RecordId,
}

fn main() {
    let _ = Message::query().with(messages::report, PageReport::query());
    let _ = Form::query().with(messages::report, MessageReport::query());
    let _ = Message::query().with(messages::report, MessageReport::query().of("s-0001"));
    let _ = acton_orm::models::List::query().with(contact_list::rows, Subscriber::query());
    let _ = Form::query().with(forms::report, FormReport::query()).with(messages::report, MessageReport::query());
}
