//! What is known of a table and of a column, as plain data.

use super::{Kind, Operation, Push, Reads};

/// A table: its name, columns, key and what Act-On can do with it.
///
/// ```
/// let images = &acton_orm::schema::images::META;
/// assert_eq!(images.key_column().map(|column| column.name), Some("Id"));
/// ```
#[derive(Debug)]
pub struct TableMeta {
    /// The incumbent's name, or `List_<name>`.
    pub name: &'static str,
    /// Its module in [`schema`](crate::schema) and its page in `docs/tables`; a list of the account
    /// has none, and says `list`.
    pub module: &'static str,
    /// The columns, in the order of their constants.
    pub columns: &'static [ColumnMeta],
    /// The position of the key column.
    pub key: Option<u16>,
    /// The calls that read it.
    pub reads: Reads,
    /// The family that writes it; `None` where Act-On only lets you read it.
    pub writes: Option<&'static str>,
    /// What may be done with its rows beside reading them.
    pub can: &'static [Operation],
    /// Whether `columns` are all there are; a struct declares those of its list that it maps.
    pub complete: bool,
    /// Groups of columns of which an insert needs one each.
    pub required: &'static [&'static [u16]],
}

impl TableMeta {
    /// The key column, where the table has one.
    ///
    /// ```
    /// assert!(acton_orm::schema::account::META.key_column().is_some());
    /// ```
    pub fn key_column(&self) -> Option<&'static ColumnMeta> {
        self.key.map(|key| &self.columns[usize::from(key)])
    }

    /// The column of that field name or name.
    ///
    /// ```
    /// let images = &acton_orm::schema::images::META;
    /// assert_eq!(images.column("FolderName").map(|column| column.field), Some("folder_name"));
    /// ```
    pub fn column(&self, name: &str) -> Option<&'static ColumnMeta> {
        self.columns
            .iter()
            .find(|column| column.field == name || column.name == name)
    }
}

/// One column of a table.
///
/// ```
/// let size = acton_orm::schema::images::size.meta();
/// assert_eq!(size.wire, ["size"]);
/// ```
#[derive(Debug)]
pub struct ColumnMeta {
    /// The incumbent's name, or the list's heading.
    pub name: &'static str,
    /// The name of the constant and of a field that maps it.
    pub field: &'static str,
    /// The keys under which the wire carries it; they differ between list and single reads.
    pub wire: &'static [&'static str],
    /// What its values are.
    pub kind: Kind,
    /// Whether it may be empty.
    pub nullable: bool,
    /// The parameter of the call that has its value, where no row carries it.
    pub parameter: Option<&'static str>,
    /// The parameter that must be sent for it to be there.
    pub asked: Option<(&'static str, &'static str)>,
    /// When it may be written.
    pub write: Write,
    /// The comparisons that Act-On can make itself.
    pub push: &'static [Push],
}

/// When a column may be written.
///
/// ```
/// use acton_orm::schema::{Write, images};
/// assert_eq!(images::id.meta().write, Write::Never);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Write {
    /// Act-On sets it.
    Never,
    /// Only with the insert.
    OnInsert,
    /// With the insert and by updates.
    Always,
}
