//! Nothing of a table can be forgotten: what cannot follow from `schema::TABLES` by itself is written
//! from it, and compared. `ACTON_UPDATE=1 cargo test -p acton-orm-registration` writes it.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use acton_orm::schema::{Operation, TABLES, TableMeta, Write as Written};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(name)
}

fn text(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The lines of a file between two others are these; or they become so.
fn holds(name: &str, first: &str, last: &str, lines: &str) {
    let whole = text(name);
    let (above, below) = whole.split_once(first).expect(first);
    let (found, below) = below.split_once(last).expect(last);
    if found == lines {
        return;
    }
    assert!(
        std::env::var_os("ACTON_UPDATE").is_some(),
        "{name} is out of step with schema/tables.rs. It has\n{found}and should have\n{lines}\
         `ACTON_UPDATE=1 cargo test -p acton-orm-registration` writes it."
    );
    let updated = format!("{above}{first}{lines}{last}{below}");
    fs::write(path(name), updated).unwrap_or_else(|error| panic!("{name}: {error}"));
}

/// A proc macro cannot import the crate that re-exports it, so it has a list of its own.
#[test]
fn the_derive_knows_every_table_its_module_and_its_key() {
    let mut lines = String::new();
    for table in TABLES {
        let key = table.key_column().map(|key| key.field());
        let (name, module) = (table.name(), table.module());
        let needs = !table.inputs().is_empty();
        writeln!(lines, "    table({name:?}, {module:?}, {key:?}, {needs}),").expect("text");
    }
    holds(
        "acton-orm-derive/src/tables.rs",
        "pub(crate) const TABLES: &[BuiltIn] = &[\n",
        "];\n",
        &lines,
    );
}

#[test]
fn the_readme_has_every_table_and_what_it_can_do() {
    let mut lines = String::new();
    for table in TABLES {
        let yes = |operation| match table.can(operation) {
            true => "yes",
            false => "",
        };
        let cells = [
            &format!("[{}](docs/tables/{}.md)", table.name(), table.module()),
            "yes",
            yes(Operation::Insert),
            &updated(table),
            yes(Operation::Delete),
        ];
        let cells = cells.map(|cell| match cell {
            "" => " |".to_owned(),
            cell => format!(" {cell} |"),
        });
        writeln!(lines, "|{}", cells.join("")).expect("text");
    }
    holds(
        "README.md",
        "| table | read | insert | update | delete |\n| --- | --- | --- | --- | --- |\n",
        "| [List_\\<name\\>](docs/tables/list.md) |",
        &lines,
    );
}

/// Whether a row's columns can be changed, or which of them where others stay as they were inserted.
fn updated(table: &TableMeta) -> String {
    if !table.can(Operation::Update) {
        return String::new();
    }
    let columns = table.columns().iter();
    if !columns
        .clone()
        .any(|column| column.write() == Written::OnInsert)
    {
        return "yes".to_owned();
    }
    let changed = columns.filter(|column| column.write() == Written::Always);
    let names: Vec<String> = changed
        .map(|column| format!("`{}`", column.name()))
        .collect();
    names.join(", ")
}

#[test]
fn a_table_that_is_declared_is_registered() {
    let modules: BTreeSet<String> = TABLES
        .iter()
        .map(|table| table.module().to_owned())
        .collect();
    let mut declared = BTreeSet::new();
    for file in fs::read_dir(path("acton-orm/src/schema")).expect("the modules of schema") {
        let file = file.expect("a file").path();
        let source = fs::read_to_string(&file).expect("source");
        if source.contains("\ndeclare! {") {
            let module = file.file_stem().expect("a name").to_string_lossy();
            declared.insert(module.into_owned());
        }
    }
    assert_eq!(modules, declared, "acton-orm/src/schema/tables.rs");
}

#[test]
fn tables_are_registered_once_and_in_order() {
    let names: Vec<&str> = TABLES.iter().map(|table| table.name()).collect();
    let unique: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(names, Vec::from_iter(unique), "by name");
}

#[test]
fn a_page_is_a_tables() {
    let mut pages: BTreeSet<String> = TABLES
        .iter()
        .map(|table| format!("{}.md", table.module()))
        .collect();
    pages.insert("list.md".to_owned());
    let found = fs::read_dir(path("docs/tables")).expect("the pages");
    let found: BTreeSet<String> = found
        .map(|page| {
            page.expect("a page")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(found, pages, "docs/tables has a page for each table");
}
