//! The kinds of rows that are written, each told by a natural key and one value.

use std::future::Future;

use acton_emulator::tiny_png;
use acton_orm::models::{Image, OptOut};
use acton_orm::prelude::*;
use acton_orm::schema::{Deletable, images, optout};
use acton_orm::session::Pending;
use acton_orm::{Client, Result, Session};

use crate::ledger::Held;
use crate::tables::{Contact, NewContact, NewImage, NewOptOut, contacts};

/// A kind of row that a session adds, changes where that is possible, and deletes.
pub(crate) trait Kind: Insertable<Table: Deletable> + Clone + Send + Sync + 'static {
    /// What its keys begin with.
    const NAME: &'static str;
    /// Whether Act-On changes it by a new upload.
    const CHANGED_ANEW: bool = false;

    /// Whether an add may be repeated, and so is not looked for.
    const REPEATABLE: bool = false;

    /// The key of the row of this number.
    fn key(worker: u64, number: u64) -> String;
    fn new(key: &str, value: &str) -> Self;
    fn value(&self) -> String;
    /// Changes the row, if rows of this kind can be.
    fn change(_session: &mut Session, _row: Pending<Self>, _value: &str) {}
    /// The rows that Act-On has of this key.
    fn look(client: &Client, key: &str) -> impl Future<Output = Result<Vec<Held>>> + Send;
}

impl Kind for NewContact {
    const NAME: &'static str = "contacts";

    fn key(worker: u64, number: u64) -> String {
        format!("c{worker}-{number}@soak.example")
    }

    fn new(key: &str, value: &str) -> Self {
        Self {
            email: key.to_owned(),
            city: Some(value.to_owned()),
        }
    }

    fn value(&self) -> String {
        self.city.clone().unwrap_or_default()
    }

    fn change(session: &mut Session, row: Pending<Self>, value: &str) {
        session[row].city = Some(value.to_owned());
    }

    async fn look(client: &Client, key: &str) -> Result<Vec<Held>> {
        let query = Contact::query().filter(contacts::email.eq(key.to_owned()));
        let rows = query.load(client).await?;
        Ok(rows
            .into_iter()
            .map(|row| Some(row.city.unwrap_or_default()))
            .collect())
    }
}

impl Kind for NewImage {
    const NAME: &'static str = "images";
    const CHANGED_ANEW: bool = true;

    fn key(worker: u64, number: u64) -> String {
        format!("i{worker}-{number}.png")
    }

    fn new(key: &str, value: &str) -> Self {
        Self {
            name: key.to_owned(),
            folder_name: value.to_owned(),
            content: Upload::bytes(key, tiny_png(2, 2, 7)),
        }
    }

    fn value(&self) -> String {
        self.folder_name.clone()
    }

    fn change(session: &mut Session, row: Pending<Self>, value: &str) {
        session[row].folder_name = value.to_owned();
    }

    async fn look(client: &Client, key: &str) -> Result<Vec<Held>> {
        let query = Image::query().filter(images::name.eq(key.to_owned()));
        let rows = query.load(client).await?;
        Ok(rows.into_iter().map(|row| Some(row.folder_name)).collect())
    }
}

impl Kind for NewOptOut {
    const NAME: &'static str = "opt-outs";
    const REPEATABLE: bool = true;

    fn key(worker: u64, number: u64) -> String {
        format!("o{worker}-{number}@soak.example")
    }

    fn new(key: &str, _value: &str) -> Self {
        Self {
            email: key.to_owned(),
        }
    }

    fn value(&self) -> String {
        String::new()
    }

    async fn look(client: &Client, key: &str) -> Result<Vec<Held>> {
        let query = OptOut::query().filter(optout::email.eq(key.to_owned()));
        let rows = query.load(client).await?;
        Ok(rows.into_iter().map(|_| Some(String::new())).collect())
    }
}
