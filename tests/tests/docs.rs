//! The pages on tables say what `schema` says.

use std::fs;
use std::path::Path;

use acton_orm::prelude::*;
use acton_orm::schema::{ColumnMeta, Kind, TABLES, Table, TableMeta, Write};

/// A list with no heading of its own: what it has left is what every list has.
#[derive(Entity)]
#[expect(dead_code, reason = "only its table is looked at")]
#[acton(table = "List_Any", module = "any")]
struct Any {
    #[acton(key)]
    _id: RecordId,
}

fn page(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../docs/tables")
        .join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn page_of(table: &TableMeta) -> String {
    page(&format!("{}.md", table.module()))
}

/// The cells of the table below the heading `Columns`, without the last one, the meaning.
fn columns_on(page: &str) -> Vec<Vec<String>> {
    let (_, below) = page
        .split_once("\n## Columns\n")
        .expect("a heading `Columns`");
    let lines = below.lines().skip_while(|line| !line.starts_with('|'));
    let rows = lines.take_while(|line| line.starts_with('|')).skip(2);
    rows.map(|row| {
        let cells = row.trim_matches('|').split(" | ");
        let cells: Vec<String> = cells.map(|cell| cell.trim().replace('`', "")).collect();
        assert_eq!(cells.len(), 5, "{row}");
        assert!(!cells[4].is_empty(), "a meaning: {row}");
        cells[..4].to_vec()
    })
    .collect()
}

fn columns_of(table: &TableMeta) -> Vec<Vec<String>> {
    table.columns().iter().map(row).collect()
}

fn row(column: &ColumnMeta) -> Vec<String> {
    let kind = match column.kind() {
        Kind::Text => "String",
        Kind::Int => "i64",
        Kind::Float => "f64",
        Kind::Bool => "bool",
        Kind::Time => "DateTime<Utc>",
        Kind::Texts => "Vec<String>",
        Kind::File => "Upload",
        other => panic!("a name for {other:?}"),
    };
    let kind = match column.is_nullable() {
        true => format!("Option<{kind}>"),
        false => kind.to_owned(),
    };
    let written = match column.write() {
        Write::Never => "never",
        Write::OnInsert => "insert",
        Write::Always => "insert, update",
        other => panic!("no page says when {other:?} is"),
    };
    [column.name(), column.field(), &kind, written]
        .map(str::to_owned)
        .to_vec()
}

#[test]
fn every_built_in_table_has_a_page_with_its_columns() {
    for table in TABLES {
        assert_eq!(
            columns_on(&page_of(table)),
            columns_of(table),
            "{}",
            table.name()
        );
    }
}

#[test]
fn every_page_names_the_path_and_the_key() {
    for table in TABLES {
        let page = page_of(table);
        assert!(
            page.starts_with(&format!("# {}\n", table.name())),
            "{}",
            table.name()
        );
        assert!(
            page.contains(&format!("`{}`", table.paths().next().expect("a path"))),
            "{}",
            table.name()
        );
        let key = match table.key_column() {
            Some(key) => format!("Key `{}`", key.name()),
            None => "No key".to_owned(),
        };
        assert!(page.contains(&key), "{}", table.name());
        let needs = page.contains("\n**Needs** ");
        assert_eq!(needs, !table.inputs().is_empty(), "{}", table.name());
    }
}

#[test]
fn the_page_on_lists_has_the_columns_of_every_list() {
    let mut columns = columns_of(any::List_Any::META);
    // A list's key is a field of the user's own name and of a type of its own.
    assert_eq!(columns[0][0], "_contact_id_");
    columns[0][1] = "the field with #[acton(key)]".to_owned();
    columns[0][2] = "RecordId".to_owned();
    assert_eq!(columns_on(&page("list.md")), columns);
}
