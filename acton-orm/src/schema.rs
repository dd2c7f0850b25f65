//! The tables of Act-On: their columns, keys and what the server can do with each. Data, no code paths.
//!
//! Every built-in table has a module here with its marker type, `table` and a constant per column;
//! `#[derive(Entity)]` re-exports that module beside your struct. An account's own lists get theirs
//! from the struct itself.
//!
//! ```
//! use acton_orm::schema::{Table, images};
//!
//! assert_eq!(images::Images::META.name, "Images");
//! assert_eq!(images::folder_name.name(), "FolderName");
//! ```

pub mod access;
mod column;
mod declare;
mod endpoint;
pub(crate) mod list;
mod meta;
mod operation;
mod push;
pub(crate) mod scope;
pub(crate) mod source;
mod table_ref;
pub(crate) mod text;

pub mod account;
pub mod contact_list;
pub mod hardbounce;
pub mod images;
pub mod media;
pub mod optout;
pub mod spamcomplaint;

pub use column::Column;
pub use endpoint::{Effect, Method};
pub(crate) use list::RECORD_ID;
pub use list::{ListRef, RowsTable};
pub use meta::{ColumnMeta, Family, TableMeta, Write};
pub use operation::{Deletable, Insert, Table, Updatable};
pub use push::{Exactness, Push, Scan, Via};
pub use table_ref::TableRef;

pub use crate::value::Kind;

/// Every built-in table.
///
/// ```
/// assert!(acton_orm::schema::TABLES.iter().any(|table| table.name == "Images"));
/// ```
pub const TABLES: &[&TableMeta] = &[
    &account::META,
    &contact_list::META,
    &hardbounce::META,
    &images::META,
    &media::META,
    &optout::META,
    &spamcomplaint::META,
];
