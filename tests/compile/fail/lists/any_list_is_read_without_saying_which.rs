//! A struct of any list does not say which list: each query does.

use acton_orm::prelude::*;

#[derive(Entity, Debug)]
#[acton(table = "List_*", module = "person")]
struct Person {
    #[acton(key)]
    id: RecordId,
    city: Option<String>,
}

#[derive(Insertable)]
#[acton(table = "List_*", module = "person")]
struct NewPerson {
    city: String,
}

async fn read(acton: &Client) {
    let _ = Person::query().filter(person::city.eq("Graz")).load(acton).await;
    let _ = Person::query().count(acton).await;
}

fn add(session: &mut acton_orm::Session) {
    let _ = session.add(NewPerson { city: "Graz".into() });
}

fn everything<E: Entity>() -> acton_orm::Query<E> {
    E::query()
}

fn main() {
    let _ = everything::<Person>();
}
