//! What is known of a table and of a column, as plain data.

use super::{ListRef, Push, Scan};

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
    /// Which part of the API it is.
    pub family: Family,
    /// The columns, in the order of their constants.
    pub columns: &'static [ColumnMeta],
    /// The position of the key column.
    pub key: Option<u16>,
    /// How all rows are read.
    pub scan: Scan,
    /// The call that reads one row by key, where there is one: columns it does not return.
    pub get: Option<&'static [u16]>,
    /// The name of the family of calls that writes its rows; `None` where Act-On only lets you read.
    pub writes: Option<&'static str>,
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
    /// When it may be written.
    pub write: Write,
    /// The comparisons that Act-On can make itself.
    pub push: &'static [Push],
}

/// What a column's values are, whatever the wire wrote them as.
///
/// ```
/// use acton_orm::schema::{Kind, images};
/// assert_eq!(images::creation_time.meta().kind, Kind::Time);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Int,
    /// A number with a fraction.
    Float,
    /// A flag.
    Bool,
    /// A point in time.
    Time,
    /// The content of a file: written, never read.
    File,
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

/// The part of the API that speaks for a table.
///
/// ```
/// use acton_orm::schema::{Family, images};
/// assert_eq!(images::META.family, Family::ImageLibrary);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Family {
    /// `/api/1/account`
    CurrentAccount,
    /// `/api/1/image`
    ImageLibrary,
    /// `/api/1/media` and `/api/1/medialink`
    MediaLibrary,
    /// `/api/1/list`
    Lists,
    /// `/api/1/list/{id}` and its records
    Rows(ListRef),
    /// `/api/1/list/optout` and `/optin`
    OptOuts,
    /// `/api/1/list/hardbounce`
    HardBounces,
    /// `/api/1/list/spamcomplaint`
    SpamComplaints,
}

impl Family {
    /// The path its rows are read from; `{list}` stands for the list's id.
    ///
    /// ```
    /// assert_eq!(acton_orm::schema::images::META.family.path(), "/api/1/image");
    /// ```
    pub const fn path(self) -> &'static str {
        match self {
            Self::CurrentAccount => "/api/1/account",
            Self::ImageLibrary => "/api/1/image",
            Self::MediaLibrary => "/api/1/media",
            Self::Lists => "/api/1/list",
            Self::Rows(_) => "/api/1/list/{list}",
            Self::OptOuts => "/api/1/list/optout",
            Self::HardBounces => "/api/1/list/hardbounce",
            Self::SpamComplaints => "/api/1/list/spamcomplaint",
        }
    }
}
