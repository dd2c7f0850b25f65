//! What a list's columns are called and what they are to Act-On.
#![deny(warnings)]
#![allow(dead_code)]

use acton_orm::bounds::Mapped;
use acton_orm::prelude::*;
use acton_orm::schema::{Table, Write};

/// The date columns are there though no field maps them.
#[derive(Entity)]
#[acton(table = "List_l-0001", module = "by_id")]
struct ById {
    #[acton(key)]
    id: RecordId,
    #[acton(email)]
    contact: String,
    e_mail: Option<String>,
}

#[derive(Entity)]
#[acton(table = "List_Dated & Ünique", module = "dated", rename_all = "camelCase")]
struct Dated {
    created_date: DateTime<Utc>,
    #[acton(column = "modified_date")]
    changed: Option<DateTime<Utc>>,
    first_name: Option<String>,
}

macro_rules! list {
    ($struct:ident, $table:literal, $ty:ty) => {
        #[derive(Entity)]
        #[acton(table = $table)]
        struct $struct {
            name: $ty,
        }
    };
}

list!(Generated, "List_Generated", Option<String>);

fn main() {
    assert_eq!(by_id::contact.name(), "Contact");
    assert_eq!(by_id::id.name(), "_contact_id_");
    assert_eq!(by_id::created_date.meta().write(), Write::Never);
    assert_eq!(<<ById as Mapped>::Table as Table>::META.columns().len(), 5);
    assert_eq!(<<Dated as Mapped>::Table as Table>::META.columns().len(), 3);
    assert_eq!(dated::first_name.name(), "firstName");
    assert_eq!(dated::changed.meta().name(), "modified_date");
    let _ = Generated::query().filter(list_generated::name.is_null());
}
