//! A method that statements do not have is asked for: no trait of the inside is offered instead.

use acton_orm::insert_into;
use acton_orm::models::NewOptOut;
use acton_orm::schema::optout;

fn main() {
    let row = NewOptOut {
        email: "ada@example.com".to_owned(),
    };
    insert_into(optout::table).row(row);
}
