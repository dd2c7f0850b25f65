//! What the tasks read and write.

use acton_orm::prelude::*;

/// The list that is written to.
pub(crate) const LIST: &str = "Soak";
/// A list that nobody writes to: what is read of it is always the same.
pub(crate) const STEADY: &str = "Steady";

/// How the addresses end that tasks write.
pub(crate) const OURS: &str = "@soak.example";
/// Columns of both lists that nobody maps, and that may go.
pub(crate) const SPARE: usize = 8;

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_Soak", module = "contacts")]
pub(crate) struct Contact {
    #[acton(key)]
    pub(crate) id: RecordId,
    #[acton(column = "E-mail Address")]
    pub(crate) email: String,
    #[acton(column = "Business City")]
    pub(crate) city: Option<String>,
}

#[derive(Insertable, Debug, Clone)]
#[acton(table = "List_Soak", module = "contacts")]
pub(crate) struct NewContact {
    pub(crate) email: String,
    pub(crate) city: Option<String>,
}

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_Steady", module = "steady")]
pub(crate) struct Steady {
    #[acton(key)]
    pub(crate) id: RecordId,
    #[acton(column = "E-mail Address")]
    pub(crate) email: String,
}

#[derive(Insertable, Debug, Clone)]
#[acton(table = "Images")]
pub(crate) struct NewImage {
    pub(crate) name: String,
    pub(crate) folder_name: String,
    pub(crate) content: Upload,
}

#[derive(Insertable, Debug, Clone)]
#[acton(table = "Optout")]
pub(crate) struct NewOptOut {
    pub(crate) email: String,
}
