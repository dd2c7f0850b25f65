//! The struct is the shape, the name is a value.

use acton_orm::prelude::*;
use acton_orm::{Query, Result, Session};

#[derive(Entity, Debug, Clone, PartialEq)]
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

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    #[acton(key)]
    id: RecordId,
    city: Option<String>,
}

fn graz() -> Query<Person> {
    Person::query().filter(person::city.eq("Graz"))
}

async fn both(acton: &Client, lists: &[String]) -> Result<usize> {
    let mut rows = 0;
    for list in lists {
        rows += graz().from(list).order_by(person::city.asc()).load(acton).await?.len();
    }
    rows += Subscriber::query().load(acton).await?.len();
    rows += Subscriber::query().from("List_EU").limit(3).load(acton).await?.len();
    rows += usize::from(subscribers::table.filter(subscribers::city.is_null()).from("List_US").exists(acton).await?);
    Ok(rows)
}

async fn change(session: &mut Session) -> Result<()> {
    for row in session.load(graz().from("List_EU")).await? {
        session[row].city = Some("Wien".to_owned());
    }
    let _ = session.add_to("List_EU", NewPerson { city: "Linz".into() });
    Ok(())
}

fn main() {
    let _ = (both, change);
}
