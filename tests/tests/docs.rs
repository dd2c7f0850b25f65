//! The pages on tables say what `schema` says.

use std::collections::HashSet;
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

/// The names of all functions in the Rust files below a folder.
fn functions(folder: &Path, names: &mut HashSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            functions(&path, names);
        } else if path.extension().is_some_and(|is| is == "rs") {
            let text = fs::read_to_string(path).unwrap();
            let functions = text.split("fn ").skip(1).map(|rest| {
                let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
                rest[..end.unwrap_or(rest.len())].to_owned()
            });
            names.extend(functions);
        }
    }
}

#[test]
fn the_tests_that_pages_speak_of_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut names = HashSet::new();
    for folder in ["tests", "acton-orm/src", "acton-emulator/tests"] {
        functions(&root.join(folder), &mut names);
    }
    for page in ["reliability.md", "security.md"] {
        let text = fs::read_to_string(root.join("docs").join(page)).unwrap();
        let rows = text.lines().filter(|line| line.starts_with("| "));
        let cells = rows.filter_map(|row| row.trim_end_matches(" |").rsplit(" | ").next());
        let spoken: Vec<&str> = cells
            .flat_map(|cell| cell.split('`').skip(1).step_by(2))
            .collect();
        let tests = spoken
            .iter()
            .filter(|name| name.contains("::") && !name.contains(' '));
        let mut count = 0;
        for test in tests {
            let (_, name) = test.rsplit_once("::").unwrap();
            assert!(names.contains(name), "{page} speaks of {test}");
            count += 1;
        }
        for case in spoken
            .iter()
            .filter(|name| name.starts_with("tests/compile/"))
        {
            assert!(
                root.join(format!("{case}.rs")).exists(),
                "{page} speaks of {case}"
            );
        }
        assert!(count > 10, "{page} speaks of {count} tests");
    }
}
