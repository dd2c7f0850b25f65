//! An account's own lists: tables whose columns are known from the user's struct.

use crate::codegen::Text;

use super::push::{by_key, superset};
use super::{ColumnMeta, Family, Kind, Push, Scan, Table, TableMeta, Via, Write};

/// Which list a `List_..` table is: by name, found through the listing, or by id.
///
/// ```
/// use acton_orm::schema::ListRef;
///
/// assert_eq!(ListRef::of("List_Newsletter"), Some(ListRef::Name("Newsletter")));
/// assert_eq!(ListRef::of("List_l-0001"), Some(ListRef::Id("l-0001")));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListRef {
    /// The list's name. One listing call finds its id; a client remembers it.
    Name(&'static str),
    /// The list's id, `l-` and what follows.
    Id(&'static str),
}

impl ListRef {
    /// Reads the table name `List_<name>` or `List_<id>`.
    ///
    /// ```
    /// assert_eq!(acton_orm::schema::ListRef::of("Images"), None);
    /// ```
    pub const fn of(table: &'static str) -> Option<Self> {
        let Some((prefix, list)) = table.split_at_checked("List_".len()) else {
            return None;
        };
        let (prefix, id) = (prefix.as_bytes(), list.as_bytes());
        if !matches!(prefix, b"List_") || id.is_empty() {
            return None;
        }
        if id.len() > 2 && id[0] == b'l' && id[1] == b'-' {
            Some(ListRef::Id(list))
        } else {
            Some(ListRef::Name(list))
        }
    }
}

/// The heading of the record id in a download.
pub(crate) const RECORD_ID: &str = "_contact_id_";

/// The date columns that every list has when they are asked for.
const CREATED: &[Push] = &[
    superset(Via::After("createdafter")),
    superset(Via::Before("createdbefore")),
];
const MODIFIED: &[Push] = &[
    superset(Via::After("modafter")),
    superset(Via::Before("modbefore")),
];
const LOOKUP: &[Push] = &[superset(Via::Lookup)];
const BY_ID: &[Push] = &[by_key()];

/// Marks the tables that a derive made for a list, so that look-ups of the list's shape are typed.
///
/// ```
/// use acton_orm::{prelude::*, schema::RowsTable};
///
/// #[derive(Entity)]
/// #[acton(table = "List_Friends", module = "friends")]
/// struct Friend { #[acton(key)] id: RecordId, city: Option<String> }
///
/// fn of_a_list<E: Entity<Table: RowsTable>>() {}
/// of_a_list::<Friend>();
/// ```
pub trait RowsTable: Table {}

/// The role that a column plays in a list.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListColumn {
    /// `_contact_id_`
    RecordId,
    /// The list's e-mail column.
    Email,
    /// `created_date`
    Created,
    /// `modified_date`
    Modified,
    /// Any other heading.
    Plain,
}

/// A column of a list: its role, heading and field, and what its values are.
#[doc(hidden)]
#[derive(Debug)]
pub struct ListField(
    pub ListColumn,
    pub &'static str,
    pub &'static str,
    pub (Kind, bool),
);

/// The columns of a list. Generated code calls it, once for all columns: a call for each is what a
/// compiler would spend its time on.
#[doc(hidden)]
#[track_caller]
pub const fn list_columns<const N: usize>(fields: &'static [ListField; N]) -> [ColumnMeta; N] {
    let mut columns = [EMPTY; N];
    let mut i = 0;
    while i < N {
        columns[i] = column(&fields[i]);
        i += 1;
    }
    columns
}

const EMPTY: ColumnMeta = ColumnMeta {
    name: "",
    field: "",
    wire: &[],
    kind: Kind::Text,
    nullable: false,
    write: Write::Never,
    push: &[],
};

#[track_caller]
const fn column(field: &'static ListField) -> ColumnMeta {
    let ListField(role, heading, name, (kind, nullable)) = field;
    if matches!(kind, Kind::File) {
        Text::new()
            .and("the field `")
            .and(name)
            .and("` cannot be an `Upload`: a list has no files")
            .fail()
    }
    let wire: &'static [&'static str] = std::slice::from_ref(heading);
    let (write, push, wire): (Write, &'static [Push], &'static [&'static str]) = match role {
        ListColumn::RecordId => (Write::Never, BY_ID, wire),
        ListColumn::Email => (Write::Always, LOOKUP, wire),
        ListColumn::Created => (Write::Never, CREATED, &["created_date", "__created_date"]),
        ListColumn::Modified => (
            Write::Never,
            MODIFIED,
            &["modified_date", "__modified_date"],
        ),
        ListColumn::Plain => (Write::Always, &[], wire),
    };
    ColumnMeta {
        name: heading,
        field: name,
        wire,
        kind: *kind,
        nullable: *nullable,
        write,
        push,
    }
}

/// A list as a table. Generated code calls it, with a name that the derive has checked.
#[doc(hidden)]
pub const fn list_table(
    name: &'static str,
    columns: &'static [ColumnMeta],
    key: Option<u16>,
) -> TableMeta {
    TableMeta {
        name,
        family: Family::Rows(match ListRef::of(name) {
            Some(list) => list,
            None => ListRef::Name(name),
        }),
        columns,
        key,
        scan: Scan::Download,
        get: Some(&[]),
        writes: Some("list rows"),
        required: &[],
    }
}
