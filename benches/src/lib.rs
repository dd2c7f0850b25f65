//! Shared by the benches: a generated list behind an emulator in a process of its own thread.

use acton_emulator::Emulator;
use acton_orm::prelude::*;

/// The generated list, as far as the benches read it.
#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_l-0001", module = "people")]
pub struct Person {
    /// The record id.
    #[acton(key)]
    pub id: RecordId,
    /// The address.
    #[acton(column = "E-mail Address")]
    pub email: String,
    /// The first name.
    #[acton(column = "First Name")]
    pub first_name: String,
    /// The last name.
    #[acton(column = "Last Name")]
    pub last_name: String,
    /// The company.
    #[acton(column = "Company")]
    pub company: String,
    /// The city.
    #[acton(column = "Business City")]
    pub city: Option<String>,
    /// The score.
    #[acton(column = "Score")]
    pub score: Option<i64>,
}

impl Person {
    /// The bytes of its text.
    pub fn text(&self) -> usize {
        self.id.as_str().len()
            + self.email.len()
            + self.first_name.len()
            + self.last_name.len()
            + self.company.len()
            + self.city.as_ref().map_or(0, String::len)
    }
}

/// An account with nothing but a generated list, without limits.
pub async fn account(rows: u64) -> std::io::Result<Emulator> {
    let emulator = Emulator::builder()
        .empty()
        .rate_limit(false)
        .daily_limit(false)
        .start()
        .await?;
    emulator.generate_list("People", rows);
    Ok(emulator)
}

/// A client that is not held back.
pub async fn client(emulator: &Emulator) -> acton_orm::Result<Client> {
    Client::parse(&emulator.connection_string())?
        .calls_per_second(1000)
        .calls_per_day(1_000_000)
        .connect()
        .await
}
