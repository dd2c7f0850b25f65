//! An account's own lists: tables whose columns are known from the user's struct.

use super::push::{by_key, superset};
use super::text::Text;
use super::{
    ColumnMeta, Endpoint, Kind, Operation, Projection, Push, Reads, Shape, Table, TableMeta, Via,
    Write,
};

/// Which list a `List_..` table is: by name, found through the listing, or by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ListRef<'a> {
    /// The list's name. One listing call finds its id; a client remembers it.
    Name(&'a str),
    /// The list's id, `l-` and what follows.
    Id(&'a str),
}

impl<'a> ListRef<'a> {
    /// Reads the table name `List_<name>` or `List_<id>`.
    pub(crate) const fn of(table: &'a str) -> Option<Self> {
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

/// The calls that read a list (A§7.2, A§8).
const READS: Reads = Reads {
    scan: &[Endpoint::get("/api/1/list/{list}", Shape::Page)
        .paged(true)
        .projects(Projection::LIST)],
    by_key: Some(Endpoint::get(
        "/api/1/list/{list}/record/{key}",
        Shape::Record,
    )),
    look_up: Some(Endpoint::get("/api/1/list/lookup/{list}", Shape::LookUp)),
    download: Some(
        Endpoint::get("/api/1/list/{list}", Shape::Csv)
            .with(&[("responseformat", "CSV")])
            .projects(Projection::LIST),
    ),
    each_row: false,
};

/// Of any list the ids of its rows, and nothing else.
pub(crate) static IDS: TableMeta = list_table(
    "List_*",
    &[column(&ListField(
        ListColumn::RecordId,
        RECORD_ID,
        "id",
        (Kind::Text, false),
    ))],
    Some(0),
);

/// What has to be sent for the date columns to be there.
const DATES: (&str, &str) = ("datequalifiers", "true");

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

/// A table whose shape fits several names: a list of the account.
///
/// ```
/// use acton_orm::{Query, prelude::*, schema::NamedTable};
///
/// /// The same rows of another list.
/// fn in_the_sandbox<T: NamedTable, E>(query: Query<E, T>) -> Query<E, T> {
///     query.from("List_Sandbox")
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is one table of Act-On: there is no other to read `from`",
    label = "only an account's own lists take a name"
)]
pub trait NamedTable: Table {}

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
    parameter: None,
    asked: None,
    unread: false,
    write: Write::Never,
    push: &[],
};

#[track_caller]
pub(super) const fn column(field: &'static ListField) -> ColumnMeta {
    let ListField(role, heading, name, (kind, nullable)) = field;
    if matches!(kind, Kind::Texts) {
        Text::new()
            .and("the field `")
            .and(name)
            .and("` cannot be a `Vec`: a cell of a list is one text")
            .fail()
    }
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
        parameter: None,
        asked: match role {
            ListColumn::Created | ListColumn::Modified => Some(DATES),
            _ => None,
        },
        unread: false,
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
        module: "list",
        columns,
        key,
        reads: READS,
        writes: Some("list rows"),
        can: &[Operation::Insert, Operation::Update, Operation::Delete],
        complete: false,
        required: &[],
        inputs: &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_named_or_given_by_its_id() {
        let named = ListRef::Name("Newsletter");
        assert_eq!(ListRef::of("List_Newsletter"), Some(named));
        assert_eq!(ListRef::of("List_l-0001"), Some(ListRef::Id("l-0001")));
        assert_eq!(ListRef::of("List_l-"), Some(ListRef::Name("l-")));
        assert_eq!(ListRef::of("List_"), None);
        assert_eq!(ListRef::of("Images"), None);
    }
}
