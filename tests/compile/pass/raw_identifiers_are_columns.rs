//! A column may be named like a keyword.
#![deny(warnings)]

use acton_orm::prelude::*;

#[derive(Entity, Insertable)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    r#type: Option<String>,
    #[acton(column = "match")]
    r#match: String,
}

fn main() {
    let _ = Subscriber { r#type: None, r#match: String::new() };
    let _ = Subscriber::query().filter(subscribers::r#type.eq("customer"));
    assert_eq!(subscribers::r#type.name(), "Type");
    assert_eq!(subscribers::r#match.name(), "match");
}
