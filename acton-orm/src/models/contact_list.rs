//! `ContactList`.

use chrono::{DateTime, Utc};

use crate::Entity;

/// A marketing list or segment of the account.
///
/// ```no_run
/// # use acton_orm::{models::List, prelude::*};
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let lists = List::query().load(&acton).await?;
/// # Ok(()) }
/// ```
#[derive(Entity, Debug, Clone, PartialEq, Eq)]
#[acton(table = "ContactList", crate = "crate")]
pub struct List {
    /// The list's id, as `l-0001`.
    pub id: String,
    /// The list's name.
    pub name: String,
    /// The folder that holds it.
    pub folder_name: Option<String>,
    /// Free text.
    pub description: Option<String>,
    /// Rows when Act-On last counted.
    pub size: Option<i64>,
    /// Modified at.
    pub last_modified: Option<DateTime<Utc>>,
    /// Counted at.
    pub last_counted: Option<DateTime<Utc>>,
    /// The list it was made from.
    pub source_id: Option<String>,
    /// The list at the root of it.
    pub base_id: Option<String>,
    /// The name of the source list.
    pub source_name: Option<String>,
    /// A list rather than a segment.
    pub is_list: Option<bool>,
}
