//! A contact, as the list has it and as the file has it.

use acton_orm::prelude::*;
use serde::Deserialize;

/// The list's headings, in the order of the file's columns.
pub(crate) const HEADINGS: [&str; 7] = [
    "E-mail Address",
    "First Name",
    "Last Name",
    "Company",
    "Business Street",
    "Business City",
    "Notes",
];

/// A row of the list. Which list that is, is an argument of the program.
#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_*", module = "contacts")]
pub(crate) struct Contact {
    #[acton(key)]
    pub(crate) id: RecordId,
    #[acton(column = "E-mail Address")]
    pub(crate) email: String,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) company: Option<String>,
    pub(crate) business_street: Option<String>,
    pub(crate) business_city: Option<String>,
    pub(crate) notes: Option<String>,
}

/// A row of the file, which is also a row to add to the list. An empty cell is `None`.
#[derive(Insertable, Deserialize, Debug, Clone, PartialEq)]
#[acton(table = "List_*", module = "contacts")]
pub(crate) struct NewContact {
    #[serde(rename = "E-mail Address")]
    pub(crate) email: String,
    #[serde(rename = "First Name")]
    pub(crate) first_name: Option<String>,
    #[serde(rename = "Last Name")]
    pub(crate) last_name: Option<String>,
    #[serde(rename = "Company")]
    pub(crate) company: Option<String>,
    #[serde(rename = "Business Street")]
    pub(crate) business_street: Option<String>,
    #[serde(rename = "Business City")]
    pub(crate) business_city: Option<String>,
    #[serde(rename = "Notes")]
    pub(crate) notes: Option<String>,
}

impl Contact {
    /// Makes the row say what the file says. The session finds out by itself what that changes.
    pub(crate) fn take_over(&mut self, file: NewContact) {
        let NewContact {
            email,
            first_name,
            last_name,
            company,
            business_street,
            business_city,
            notes,
        } = file;
        *self = Self {
            id: self.id.clone(),
            email,
            first_name,
            last_name,
            company,
            business_street,
            business_city,
            notes,
        };
    }
}

/// What tells people apart: the address without regard to case.
pub(crate) fn identity(email: &str) -> String {
    email.trim().to_lowercase()
}
