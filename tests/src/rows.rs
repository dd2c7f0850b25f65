//! Structs and accounts that the suites of the write side share.

use std::time::Duration;

use acton_emulator::{Emulator, ListSeed, tiny_png};
use acton_orm::prelude::*;
use acton_orm::{Client, Error};

use crate::{builder, start};

/// An image with the columns that can be changed.
#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "Images")]
pub struct Picture {
    /// The key.
    pub id: String,
    /// The file name.
    pub name: String,
    /// The folder.
    pub folder_name: String,
}

/// An image by its folder alone.
#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "Images", module = "filed")]
pub struct Filed {
    /// The key.
    pub id: String,
    /// The folder.
    pub folder_name: String,
}

/// An image to add.
#[derive(Insertable, Debug, Clone)]
#[acton(table = "Images")]
pub struct NewPicture {
    /// The file name.
    pub name: String,
    /// The folder.
    pub folder_name: String,
    /// The file.
    pub content: Upload,
}

/// A row of the list `Newsletter`.
#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_Newsletter", module = "subscribers")]
pub struct Subscriber {
    /// The key.
    #[acton(key)]
    pub id: RecordId,
    /// The address.
    #[acton(column = "E-mail Address")]
    pub email: String,
    /// The city, if known.
    #[acton(column = "Business City")]
    pub city: Option<String>,
}

/// A row to add to the list `Newsletter`.
#[derive(Insertable, Debug, Clone)]
#[acton(table = "List_Newsletter", module = "subscribers")]
pub struct NewSubscriber {
    /// The address.
    pub email: String,
    /// The city, if known.
    pub city: Option<String>,
}

/// An address to opt out.
#[derive(Insertable, Debug, Clone)]
#[acton(table = "Optout")]
pub struct NewOptOut {
    /// The address.
    pub email: String,
}

/// An address that has opted out.
#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "Optout")]
pub struct OptedOut {
    /// The address.
    pub email: String,
}

/// An image to add, of a size of its own for each shade.
pub fn picture(name: &str, folder: &str) -> NewPicture {
    NewPicture {
        name: name.to_owned(),
        folder_name: folder.to_owned(),
        content: Upload::bytes(name, tiny_png(3, 2, 7)),
    }
}

/// A row to add.
pub fn subscriber(email: &str, city: Option<&str>) -> NewSubscriber {
    NewSubscriber {
        email: email.to_owned(),
        city: city.map(str::to_owned),
    }
}

/// An empty account but for the list `Newsletter` with Ada, Bob and Cy, and the list's id.
pub async fn newsletter() -> (Emulator, String) {
    let emulator = start(builder().empty()).await;
    let rows = [
        ["ada@example.com", "PDX", "Ada"],
        ["bob@example.com", "", "Bob"],
        ["cy@example.com", "SEA", "Cy"],
    ];
    let list = newsletter_on(&emulator, rows.map(|row| row.map(str::to_owned)));
    (emulator, list)
}

/// Makes the list `Newsletter` of address, city and first name; its id.
pub fn newsletter_on(emulator: &Emulator, rows: impl IntoIterator<Item = [String; 3]>) -> String {
    emulator.create_list(
        ListSeed::new("Newsletter")
            .columns([
                ("E-mail Address", Some("EMAIL")),
                ("Business City", Some("BIZ_CITY")),
                ("First Name", Some("FIRSTNAME")),
            ])
            .rows(rows),
    )
}

/// A client that does not repeat a call, and is told that Act-On carries nothing out late.
pub async fn impatient(emulator: &Emulator) -> Client {
    Client::parse(&emulator.connection_string())
        .expect("the emulator's connection string")
        .calls_per_second(1000)
        .calls_per_day(1_000_000)
        .max_retries(0)
        .late_writes(Duration::ZERO)
        .connect()
        .await
        .expect("the emulator takes its own credentials")
}

/// Name and folder of each image, sorted.
pub fn pictures(emulator: &Emulator) -> Vec<(String, String)> {
    let mut all: Vec<_> = emulator
        .images()
        .into_iter()
        .map(|one| (one.name, one.folder))
        .collect();
    all.sort();
    all
}

/// The addresses in a list, in row order.
pub fn emails(emulator: &Emulator, list: &str) -> Vec<String> {
    emulator
        .list_rows(list)
        .into_iter()
        .map(|row| row[1].clone())
        .collect()
}

/// The report of a commit that failed.
pub fn report(error: Error) -> acton_orm::CommitReport {
    error
        .into_report()
        .expect("a commit's error has its report")
}
