//! The columns of a list are declared by its entity; an insert finds them in the entity's module.

use acton_orm::prelude::*;

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    #[acton(key)]
    id: RecordId,
    #[acton(column = "E-mail Address")]
    email: String,
}

#[derive(Insertable)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct NewSubscriber {
    #[acton(column = "E-mail Address")]
    email: String,
}

#[derive(Insertable)]
#[acton(table = "List_Newsletter")]
struct WithoutModule {
    email: String,
}

#[derive(Insertable)]
#[acton(table = "List_Customers", module = "subscribers")]
struct OfAnotherList {
    email: String,
}

#[derive(Insertable)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct OfAnotherColumn {
    mail: String,
}

#[derive(Insertable)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct OfAnotherHeading {
    #[acton(column = "E-Mail")]
    email: String,
}

fn main() {}
