//! The pages on tables say what `schema` says.

use std::fs;
use std::path::Path;

use acton_orm::prelude::*;
use acton_orm::schema::{ColumnMeta, Kind, Operation, TABLES, Table, TableMeta, Write};
use acton_orm::{DynColumn, DynTable, Terminal};
use acton_orm_tests::reading::ready;
use acton_orm_tests::{client, sample_account};

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

/// Between these lines a page is written from the schema.
const BEGIN: &str =
    "<!-- From the schema, by `ACTON_UPDATE=1 cargo test -p acton-orm-tests --test docs`: -->";
const END: &str = "<!-- Written by hand again: -->";

/// What each column is, from the words in front of it in the table's declaration.
fn meanings(table: &TableMeta) -> Vec<(String, String)> {
    let path = format!("../acton-orm/src/schema/{}.rs", table.module());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let source = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    let (_, columns) = source.split_once("    columns {").expect("columns");
    let mut meanings = Vec::new();
    let mut words = String::new();
    for line in columns.lines().map(str::trim) {
        if line == "}" {
            break;
        }
        if let Some(more) = line.strip_prefix("///") {
            words = format!("{words} {}", more.trim());
        } else if let Some((field, _)) = line.split_once(':')
            && !words.is_empty()
        {
            let meaning = words.trim().trim_end_matches('.');
            let mut letters = meaning.chars();
            let first = letters.next().map(|first| first.to_lowercase().to_string());
            let meaning = first.unwrap_or_default() + letters.as_str();
            meanings.push((field.to_owned(), meaning.replace('|', "\\|")));
            words.clear();
        }
    }
    meanings
}

/// Which comparisons of a column Act-On takes over.
fn pushed(column: DynColumn, table: &DynTable) -> &'static str {
    if !column.meta().is_pushed_down() {
        return "";
    }
    let is = |filter| {
        let plan = table.query().filter(filter).explain();
        match (plan.pushed().is_empty(), plan.residual()) {
            (true, _) => None,
            (false, None) => Some(true),
            (false, Some(_)) => Some(false),
        }
    };
    match column.kind() {
        Kind::Time => "range (`Superset`)",
        Kind::Text => match is(column.eq("x")) {
            Some(true) => "`=` (`Exact`)",
            Some(false) => "`=` (`Superset`)",
            // No call is asked with such a value: those that are, are.
            None => "`=` (`Exact`)",
        },
        other => panic!("what of {other:?} is pushed?"),
    }
}

fn block(table: &TableMeta, ready: &DynTable) -> String {
    let mut text = format!("{BEGIN}\n\n| | |\n| --- | --- |\n");
    let mut row = |name: &str, value: String| text.push_str(&format!("| {name} | {value} |\n"));
    let names = |columns: Vec<&ColumnMeta>| {
        let names: Vec<_> = columns
            .iter()
            .map(|one| format!("`{}`", one.name()))
            .collect();
        names.join(" or ")
    };
    let mut paths: Vec<_> = table.paths().map(|path| format!("`{path}`")).collect();
    paths.dedup();
    row("read from", paths.join(", "));
    if !table.inputs().is_empty() {
        row("needs", format!("`.of({})`", table.inputs().join(", ")));
    }
    row(
        "key",
        table
            .key_column()
            .map_or("none".to_owned(), |key| format!("`{}`", key.name())),
    );
    let required: Vec<_> = table.required().map(|any| names(any.collect())).collect();
    for (name, operation) in [
        ("insert", Operation::Insert),
        ("update", Operation::Update),
        ("delete", Operation::Delete),
    ] {
        let can = table.can(operation);
        let with = match (operation, required.is_empty()) {
            (Operation::Insert, false) if can => format!(", with {}", required.join(", ")),
            _ => String::new(),
        };
        row(name, format!("{}{with}", if can { "yes" } else { "no" }));
    }
    for (name, terminal) in [
        ("`load`", Terminal::Load),
        ("`count`", Terminal::Count),
        ("`first`", Terminal::First),
    ] {
        row(name, ready.query().explain_as(terminal).calls().to_string());
    }
    if let Some(key) = ready
        .key()
        .filter(|key| key.meta().is_pushed_down() && key.kind() == Kind::Text)
    {
        row(
            "`find`",
            ready
                .query()
                .filter(key.eq("x"))
                .explain()
                .calls()
                .to_string(),
        );
    }
    let meanings = meanings(table);
    text.push_str("\n## Columns\n\n| column | field | type | written | pushed | meaning |\n| --- | --- | --- | --- | --- | --- |\n");
    for column in ready.columns() {
        let [name, field, kind, written] = cells(column.meta());
        let meaning = meanings.iter().find(|(known, _)| *known == field);
        let (_, meaning) =
            meaning.unwrap_or_else(|| panic!("{}: no words of {field}", table.name()));
        let pushed = pushed(column, ready);
        text.push_str(&format!(
            "| `{name}` | `{field}` | `{kind}` | {written} | {pushed} | {meaning} |\n"
        ));
    }
    text + "\n" + END
}

#[tokio::test]
async fn every_page_is_written_from_the_schema_as_far_as_it_can_be() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    for table in TABLES {
        let found = page_of(table);
        let (before, rest) = found
            .split_once(BEGIN)
            .unwrap_or_else(|| panic!("{}: no mark", table.name()));
        let (_, after) = rest.split_once(END).expect("a second mark");
        let needed = table.inputs();
        let ready = ready(acton.table(table.name()).await.unwrap(), needed, &emulator);
        let wanted = format!("{before}{}{after}", block(table, &ready));
        if std::env::var_os("ACTON_UPDATE").is_some() {
            let path = format!("../docs/tables/{}.md", table.module());
            fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(path), wanted).unwrap();
        } else {
            assert!(
                found == wanted,
                "{} is out of step: `ACTON_UPDATE=1 cargo test -p acton-orm-tests --test docs` writes it",
                table.name()
            );
        }
    }
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
    table
        .columns()
        .iter()
        .map(|column| cells(column).to_vec())
        .collect()
}

/// Name, field, type, and when it is written.
fn cells(column: &ColumnMeta) -> [String; 4] {
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
    [column.name(), column.field(), &kind, written].map(str::to_owned)
}

#[test]
fn every_page_says_what_the_table_needs() {
    for table in TABLES {
        let page = page_of(table);
        assert!(
            page.starts_with(&format!("# {}\n", table.name())),
            "{}",
            table.name()
        );
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

/// Whoever moves finds every table of this crate that has the other driver's name.
#[test]
fn the_page_for_those_who_move_leads_to_pages_that_are_there() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let text = fs::read_to_string(folder.join("moving.md")).unwrap();
    let links = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', '#']).next());
    let mut count = 0;
    for link in links {
        assert!(folder.join(link).exists(), "{link}");
        count += 1;
    }
    assert!(count > 25, "{count} links");
    for name in [
        "Images",
        "Messages",
        "Reports",
        "ScoreDetails",
        "Pages",
        "OtherLists",
        "Users",
    ] {
        assert!(TABLES.iter().any(|table| table.name() == name), "{name}");
        assert!(text.contains(&format!("`{name}`")), "{name}");
    }
}
