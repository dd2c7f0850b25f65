//! What is checked when generated code compiles.

use crate::schema::scope::Ready;
use crate::schema::text::Text;
use crate::schema::{Addable, Deletable, Reads, Table, TableMeta, Updatable, Write};

/// An insert sets no column that Act-On sets. Of a table that is only read, this says nothing: that
/// it takes no rows at all is another message.
#[track_caller]
pub const fn check_settable(table: &TableMeta, column: u16) {
    let mut read_only = true;
    let mut i = 0;
    while i < table.columns.len() {
        read_only = read_only && matches!(table.columns[i].write, Write::Never);
        i += 1;
    }
    let column = &table.columns[column as usize];
    if !read_only && matches!(column.write, Write::Never) {
        Text::new()
            .and("the column `")
            .and(column.field)
            .and("` of `")
            .and(table.name)
            .and("` is read-only: Act-On sets it, so leave the field out of the insert")
            .fail()
    }
}

/// Fails to compile unless each group of required columns has one of those given; names all that lack.
#[track_caller]
pub const fn check_required(table: &TableMeta, given: &[u16]) {
    let mut text = Text::new()
        .and("an insert into `")
        .and(table.name)
        .and("` needs the column ");
    let mut missing = 0;
    let mut group = 0;
    while group < table.required.len() {
        let wanted = table.required[group];
        if !any_of(wanted, given) {
            text = text.and(if missing > 0 { " and " } else { "" });
            text = either(text, table, wanted);
            missing += 1;
        }
        group += 1;
    }
    if missing > 0 {
        text.and(": add ")
            .and(if missing > 1 { "these" } else { "the" })
            .and(if missing > 1 { " fields" } else { " field" })
            .and(" to the struct")
            .fail()
    }
}

const fn any_of(wanted: &[u16], given: &[u16]) -> bool {
    let mut i = 0;
    while i < wanted.len() {
        let mut j = 0;
        while j < given.len() {
            if wanted[i] == given[j] {
                return true;
            }
            j += 1;
        }
        i += 1;
    }
    false
}

/// Adds the columns of which one is needed.
const fn either(mut text: Text, table: &TableMeta, wanted: &[u16]) -> Text {
    let mut i = 0;
    while i < wanted.len() {
        let before = if i > 0 { " or `" } else { "`" };
        text = text
            .and(before)
            .and(table.columns[wanted[i] as usize].field)
            .and("`");
        i += 1;
    }
    text
}

/// The heading that a struct writes must be the one its entity declares.
#[track_caller]
pub const fn check_heading(table: &TableMeta, column: u16, written: &str) {
    let column = &table.columns[column as usize];
    if !same(column.name, written) {
        Text::new()
            .and("the column `")
            .and(column.field)
            .and("` of `")
            .and(table.name)
            .and("` has the heading `")
            .and(column.name)
            .and("`, not `")
            .and(written)
            .and("`")
            .fail()
    }
}

/// The field marked as key must be the key.
#[track_caller]
pub const fn check_key(table: &TableMeta, column: u16) {
    match table.key {
        Some(key) if key == column => {}
        Some(key) => Text::new()
            .and("the key of `")
            .and(table.name)
            .and("` is `")
            .and(table.columns[key as usize].field)
            .and("`")
            .fail(),
        None => Text::new()
            .and("`")
            .and(table.name)
            .and("` has no key: the entity that declares it marks no field with `#[acton(key)]`")
            .fail(),
    }
}

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// Stands for the table of a struct that names none that exists, so that the error is reported once.
#[derive(Debug, Clone, Copy)]
pub struct Unknown;

static UNKNOWN: TableMeta = TableMeta {
    name: "Unknown",
    module: "",
    columns: &[],
    key: None,
    reads: Reads::by(&[]),
    writes: None,
    can: &[],
    complete: true,
    required: &[],
    inputs: &[],
};

impl Table for Unknown {
    const META: &'static TableMeta = &UNKNOWN;
    type Held<R: Send + Sync + 'static> = R;
}

impl<R> Ready<R> for Unknown {}
impl Addable for Unknown {}
impl Updatable for Unknown {}
impl Deletable for Unknown {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::images;

    #[test]
    fn a_complete_insert_passes() {
        let given = [images::name.position(), images::content.position()];
        check_required(&images::META, &given);
    }

    #[test]
    #[should_panic(expected = "an insert into `Images` needs the column `content`: add the field")]
    fn a_missing_column_is_named() {
        check_required(&images::META, &[images::name.position()]);
    }

    #[test]
    #[should_panic(expected = "the column `name` of `Images` has the heading `Name`, not `Nam`")]
    fn another_heading_is_named() {
        check_heading(&images::META, images::name.position(), "Nam");
    }

    #[test]
    #[should_panic(expected = "the key of `Images` is `id`")]
    fn the_key_is_named() {
        check_key(&images::META, images::name.position());
    }
}
