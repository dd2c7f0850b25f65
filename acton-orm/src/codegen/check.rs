//! What is checked when generated code compiles.

use crate::schema::access::SetByInsert;
use crate::schema::{Column, Deletable, Family, Insert, Scan, Table, TableMeta, Updatable};

/// Only a column that an insert may set.
pub const fn insertable<T: Table, V, A: SetByInsert>(_: Column<T, V, A>) {}

/// Fails to compile unless each group of required columns has one of those given.
#[track_caller]
pub const fn check_required(table: &TableMeta, given: &[u16]) {
    let mut group = 0;
    while group < table.required.len() {
        let wanted = table.required[group];
        let mut found = false;
        let mut i = 0;
        while i < wanted.len() {
            let mut j = 0;
            while j < given.len() {
                if wanted[i] == given[j] {
                    found = true;
                }
                j += 1;
            }
            i += 1;
        }
        if !found {
            missing(table, wanted);
        }
        group += 1;
    }
}

#[track_caller]
const fn missing(table: &TableMeta, wanted: &[u16]) -> ! {
    let mut text = Text::new()
        .and("an insert into `")
        .and(table.name)
        .and("` needs the column `");
    let mut i = 0;
    while i < wanted.len() {
        if i > 0 {
            text = text.and("` or `");
        }
        text = text.and(table.columns[wanted[i] as usize].field);
        i += 1;
    }
    text.and("`: add the field to the struct").fail()
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

/// A message put together when the program is compiled.
struct Text {
    bytes: [u8; 512],
    length: usize,
}

impl Text {
    const fn new() -> Self {
        Self {
            bytes: [0; 512],
            length: 0,
        }
    }

    const fn and(mut self, part: &str) -> Self {
        let part = part.as_bytes();
        let mut i = 0;
        while i < part.len() && self.length < self.bytes.len() {
            self.bytes[self.length] = part[i];
            self.length += 1;
            i += 1;
        }
        self
    }

    #[track_caller]
    #[expect(clippy::panic, reason = "a compile error: this runs in constants only")]
    const fn fail(self) -> ! {
        match core::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => panic!("{}", text),
            Err(_) => panic!("the struct does not fit its table"),
        }
    }
}

/// Stands for the table of a struct that names none that exists, so that the error is reported once.
#[derive(Debug, Clone, Copy)]
pub struct Unknown;

static UNKNOWN: TableMeta = TableMeta {
    name: "Unknown",
    family: Family::CurrentAccount,
    columns: &[],
    key: None,
    scan: Scan::Whole,
    get: None,
    required: &[],
};

impl Table for Unknown {
    const META: &'static TableMeta = &UNKNOWN;
}

impl Insert for Unknown {}
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
