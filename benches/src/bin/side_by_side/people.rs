//! The generated list by its name: its size is known, so that reading by key can be chosen.

use acton_orm::prelude::*;

/// What the list is called.
pub(crate) const LIST: &str = "People";

/// A row of it, as far as it is read.
#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_People", module = "people")]
pub(crate) struct Person {
    #[acton(key)]
    pub(crate) id: RecordId,
    #[acton(column = "E-mail Address")]
    pub(crate) email: String,
    #[acton(column = "First Name")]
    pub(crate) first_name: String,
    #[acton(column = "Company")]
    pub(crate) company: String,
    #[acton(column = "Business City")]
    pub(crate) city: Option<String>,
    #[acton(column = "Score")]
    pub(crate) score: Option<i64>,
}

/// A row to add.
#[derive(Insertable, Debug, Clone)]
#[acton(table = "List_People", module = "people")]
pub(crate) struct NewPerson {
    pub(crate) email: String,
    pub(crate) city: String,
}

/// The id of a row of the only list there is.
pub(crate) fn id(row: u64) -> Result<RecordId, acton_orm::Mismatch> {
    format!("l-0001:{row:x}").parse()
}
