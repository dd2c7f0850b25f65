//! An emulated account, whose list is what the file said some weeks ago.

use acton_emulator::{Emulator, ListSeed};
use acton_orm::prelude::*;
use anyhow::{Context, Result};

use crate::contact::{HEADINGS, NewContact};

/// Starts an emulator with the list as it was before: some contacts are not there yet, some have
/// moved since, some have left since, one is there twice, and one has no address.
pub(crate) async fn start(list: &str, contacts: &[NewContact]) -> Result<Emulator> {
    let mut rows = Vec::new();
    for (place, contact) in contacts.iter().enumerate() {
        let mut row = cells(contact);
        match place % 100 {
            7 | 41 | 73 => continue,
            11 | 29 | 83 => row[5] = "Seattle".to_owned(),
            57 => row[0] = row[0].to_uppercase(),
            _ => {}
        }
        rows.push(row);
    }
    if let Some(first) = contacts.first() {
        rows.push(cells(first));
    }
    for number in 0..14 {
        rows.push(HEADINGS.map(|heading| match heading {
            "E-mail Address" => format!("former{number}@example.com"),
            "Last Name" => "Former".to_owned(),
            _ => String::new(),
        }));
    }
    rows.push(HEADINGS.map(|heading| match heading {
        "Notes" => "left a card without an address".to_owned(),
        _ => String::new(),
    }));

    // The limits would stretch what is to be shown over half a minute.
    let emulator = Emulator::builder()
        .rate_limit(false)
        .start()
        .await
        .context("starting the emulator")?;
    emulator.create_list(
        ListSeed::new(list)
            .columns(HEADINGS.map(|heading| match heading {
                "E-mail Address" => (heading, Some("EMAIL")),
                _ => (heading, None),
            }))
            .rows(rows),
    );
    println!("\nAn emulator of Act-On, inside this program. Its limit of 5 calls a second is off.");
    Ok(emulator)
}

/// A client that does not hold itself back either.
pub(crate) async fn connect(emulator: &Emulator) -> Result<Client> {
    let builder = Client::parse(&emulator.connection_string())?;
    Ok(builder.calls_per_second(1000).connect().await?)
}

/// Requests so far that could change something, the login aside.
pub(crate) fn writes(emulator: &Emulator) -> usize {
    let calls = emulator.journal().api_calls();
    calls.iter().filter(|call| call.method != "GET").count()
}

/// The rows that the list has now, without their ids and those without an address; sorted.
pub(crate) fn rows(emulator: &Emulator, list: &str) -> Vec<Vec<String>> {
    let list = emulator.list_id(list).unwrap_or_default();
    let rows = emulator.list_rows(&list).into_iter();
    let mut rows: Vec<_> = rows
        .map(|row| row[1..].to_vec())
        .filter(|row| !row[0].is_empty())
        .collect();
    rows.sort();
    rows
}

/// The rows that it should have.
pub(crate) fn expected(contacts: &[NewContact]) -> Vec<Vec<String>> {
    let mut rows: Vec<_> = contacts
        .iter()
        .map(|contact| cells(contact).to_vec())
        .collect();
    rows.sort();
    rows
}

fn cells(contact: &NewContact) -> [String; 7] {
    let contact = contact.clone();
    [
        Some(contact.email),
        contact.first_name,
        contact.last_name,
        contact.company,
        contact.business_street,
        contact.business_city,
        contact.notes,
    ]
    .map(Option::unwrap_or_default)
}
