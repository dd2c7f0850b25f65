//! An account's own lists: tables whose columns are known from the user's struct.

use crate::codegen::{Slot, Text};

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

/// A column of a list. Generated code calls it.
#[doc(hidden)]
#[track_caller]
pub const fn list_field<F>(
    role: ListColumn,
    heading: &'static str,
    field: &'static str,
    wire: &'static [&'static str],
    slot: Slot<F>,
) -> ColumnMeta {
    if matches!(slot.kind, Kind::File) {
        not_a_file(field);
    }
    let (write, push): (Write, &'static [Push]) = match role {
        ListColumn::RecordId => (Write::Never, BY_ID),
        ListColumn::Email => (Write::Always, LOOKUP),
        ListColumn::Created => (Write::Never, CREATED),
        ListColumn::Modified => (Write::Never, MODIFIED),
        ListColumn::Plain => (Write::Always, &[]),
    };
    ColumnMeta {
        name: heading,
        field,
        wire,
        kind: slot.kind,
        nullable: slot.nullable,
        write,
        push,
    }
}

#[track_caller]
const fn not_a_file(field: &'static str) -> ! {
    Text::new()
        .and("`")
        .and(field)
        .and("` cannot be an `Upload`: a list has no files")
        .fail()
}

/// The list of a table name that the derive has checked. Generated code calls it.
#[doc(hidden)]
pub const fn list_ref(table: &'static str) -> ListRef {
    match ListRef::of(table) {
        Some(list) => list,
        None => ListRef::Name(table),
    }
}

/// A list as a table. Generated code calls it.
#[doc(hidden)]
pub const fn list_table(
    name: &'static str,
    list: ListRef,
    columns: &'static [ColumnMeta],
    key: Option<u16>,
) -> TableMeta {
    TableMeta {
        name,
        family: Family::Rows(list),
        columns,
        key,
        scan: Scan::Download,
        get: Some(&[]),
        required: &[],
    }
}
