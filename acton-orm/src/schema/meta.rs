//! What is known of a table and of a column, as plain data.

use super::{Kind, Operation, Push, Reads};

/// A table: its name, columns, key and what Act-On can do with it.
///
/// ```
/// let images = &acton_orm::schema::images::META;
/// assert_eq!(images.key_column().map(|column| column.name()), Some("Id"));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct TableMeta {
    /// The incumbent's name, or `List_<name>`.
    pub(crate) name: &'static str,
    /// Its module in [`schema`](crate::schema) and its page in `docs/tables`; a list of the account
    /// has none, and says `list`.
    pub(crate) module: &'static str,
    /// The columns, in the order of their constants.
    pub(crate) columns: &'static [ColumnMeta],
    /// The position of the key column.
    pub(crate) key: Option<u16>,
    /// The calls that read it.
    pub(crate) reads: Reads,
    /// The family that writes it; `None` where Act-On only lets you read it.
    pub(crate) writes: Option<&'static str>,
    /// What may be done with its rows beside reading them.
    pub(crate) can: &'static [Operation],
    /// Whether `columns` are all there are; a struct declares those of its list that it maps.
    pub(crate) complete: bool,
    /// Groups of columns of which an insert needs one each.
    pub(crate) required: &'static [&'static [u16]],
    /// What has to be said before it can be read: the holes of its calls.
    pub(crate) inputs: &'static [&'static str],
}

impl TableMeta {
    /// The incumbent's name of it, or `List_<name>`.
    ///
    /// ```
    /// assert_eq!(acton_orm::schema::optout::META.name(), "Optout");
    /// ```
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Its module in [`schema`](crate::schema), which is also the name of its page in `docs/tables`. A
    /// list of the account has no module, and says `list`.
    ///
    /// ```
    /// assert_eq!(acton_orm::schema::contact_list::META.module(), "contact_list");
    /// ```
    pub const fn module(&self) -> &'static str {
        self.module
    }

    /// The columns, in the order of their constants.
    ///
    /// ```
    /// let columns = acton_orm::schema::images::META.columns();
    /// assert_eq!(columns[0].name(), "Id");
    /// ```
    pub const fn columns(&self) -> &'static [ColumnMeta] {
        self.columns
    }

    /// Whether rows may be added, changed or removed.
    ///
    /// ```
    /// use acton_orm::schema::{Operation, optout};
    /// assert!(!optout::META.can(Operation::Update));
    /// ```
    pub fn can(&self, operation: Operation) -> bool {
        self.can.contains(&operation)
    }

    /// What an insert needs: groups of columns of which it has to give one each.
    ///
    /// ```
    /// let images = &acton_orm::schema::images::META;
    /// let needed = images.required().map(|mut group| group.next());
    /// let names: Vec<_> = needed.flatten().map(|column| column.name()).collect();
    /// assert_eq!(names, ["Name", "Content"]);
    /// ```
    pub fn required(&self) -> impl Iterator<Item = impl Iterator<Item = &'static ColumnMeta>> {
        let columns = self.columns;
        let group = move |group: &'static [u16]| group.iter().map(|at| &columns[usize::from(*at)]);
        self.required.iter().map(move |of| group(of))
    }

    /// What has to be said before it can be read, as the message that a report is of.
    ///
    /// ```
    /// use acton_orm::schema::{drilldown_reports, images};
    /// assert_eq!(drilldown_reports::META.inputs(), ["message", "verb"]);
    /// assert!(images::META.inputs().is_empty());
    /// ```
    pub const fn inputs(&self) -> &'static [&'static str] {
        self.inputs
    }

    /// The paths of the calls that together read every row; `{list}` stands for a list's id.
    ///
    /// ```
    /// let images = &acton_orm::schema::images::META;
    /// assert_eq!(images.paths().collect::<Vec<_>>(), ["/api/1/image"]);
    /// ```
    pub fn paths(&self) -> impl Iterator<Item = &'static str> {
        self.reads.scan.iter().map(|scan| scan.path)
    }

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
    /// assert_eq!(images.column("FolderName").map(|column| column.field()), Some("folder_name"));
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
/// assert_eq!(size.name(), "Size");
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct ColumnMeta {
    /// The incumbent's name, or the list's heading.
    pub(crate) name: &'static str,
    /// The name of the constant and of a field that maps it.
    pub(crate) field: &'static str,
    /// The keys under which the wire carries it; they differ between list and single reads.
    pub(crate) wire: &'static [&'static str],
    /// What its values are.
    pub(crate) kind: Kind,
    /// Whether it may be empty.
    pub(crate) nullable: bool,
    /// The parameter of the call that has its value, where no row carries it.
    pub(crate) parameter: Option<&'static str>,
    /// The parameter that must be sent for it to be there.
    pub(crate) asked: Option<(&'static str, &'static str)>,
    /// It is written, and in no answer.
    pub(crate) unread: bool,
    /// When it may be written.
    pub(crate) write: Write,
    /// The comparisons that Act-On can make itself.
    pub(crate) push: &'static [Push],
}

impl ColumnMeta {
    /// The incumbent's name of it, or the list's heading.
    ///
    /// ```
    /// assert_eq!(acton_orm::schema::images::folder_name.meta().name(), "FolderName");
    /// ```
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The name of its constant, and of a field that maps it.
    ///
    /// ```
    /// assert_eq!(acton_orm::schema::images::folder_name.meta().field(), "folder_name");
    /// ```
    pub const fn field(&self) -> &'static str {
        self.field
    }

    /// What its values are.
    ///
    /// ```
    /// use acton_orm::schema::{Kind, images};
    /// assert_eq!(images::size.meta().kind(), Kind::Int);
    /// ```
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether it may be empty.
    ///
    /// ```
    /// assert!(acton_orm::schema::images::width.meta().is_nullable());
    /// ```
    pub const fn is_nullable(&self) -> bool {
        self.nullable
    }

    /// When it may be written.
    ///
    /// ```
    /// use acton_orm::schema::{Write, images};
    /// assert_eq!(images::size.meta().write(), Write::Never);
    /// ```
    pub const fn write(&self) -> Write {
        self.write
    }

    /// Whether it can be read back; the content of a file, for one, is only written.
    ///
    /// ```
    /// use acton_orm::schema::images;
    /// assert!(images::name.meta().is_readable() && !images::content.meta().is_readable());
    /// ```
    pub const fn is_readable(&self) -> bool {
        !self.unread && !matches!(self.kind, Kind::File)
    }

    /// Whether Act-On makes some comparison of it itself (pushdown). Which, a plan shows.
    ///
    /// ```
    /// use acton_orm::schema::images;
    /// assert!(images::id.meta().is_pushed_down() && !images::size.meta().is_pushed_down());
    /// ```
    pub const fn is_pushed_down(&self) -> bool {
        !self.push.is_empty()
    }
}

/// When a column may be written.
///
/// ```
/// use acton_orm::schema::{Write, images};
/// assert_eq!(images::id.meta().write(), Write::Never);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Write {
    /// Act-On sets it.
    Never,
    /// Only with the insert.
    OnInsert,
    /// With the insert and by updates.
    Always,
}
