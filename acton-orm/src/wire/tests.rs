//! Shapes of answers around object rows, on a made-up table.

use std::ops::ControlFlow;

use super::{Decoder, Wanted};
use crate::expr::ColumnRef;
use crate::plan::{Fetch, Request};
use crate::schema::{ColumnMeta, Endpoint, Kind, Reads, Shape, TableMeta, TableRef, Write};
use crate::{Cell, Result};

const SCAN: Endpoint = Endpoint::get("/things", Shape::AnyArray).with(&[("type", "A")]);

static THINGS: TableMeta = TableMeta {
    name: "Things",
    module: "things",
    columns: &[
        column("Id", &["id"], Kind::Text, false),
        column("FolderName", &["folder_name"], Kind::Text, true),
        column("Tags", &["tags"], Kind::Texts, false),
        ColumnMeta {
            wire: &[],
            parameter: Some("type"),
            ..column("Type", &["thing_type"], Kind::Text, false)
        },
    ],
    key: Some(0),
    reads: Reads::by(&[SCAN]),
    writes: None,
    can: &[],
    complete: true,
    required: &[],
    inputs: &[],
};

const fn column(
    name: &'static str,
    wire: &'static [&'static str; 1],
    kind: Kind,
    nullable: bool,
) -> ColumnMeta {
    ColumnMeta {
        name,
        field: wire[0],
        wire,
        kind,
        nullable,
        parameter: None,
        asked: None,
        unread: false,
        write: Write::Never,
        push: &[],
    }
}

/// The rows of an answer, each as its cells are printed.
fn rows(shape: Shape, body: &str) -> Result<Vec<String>> {
    first(usize::MAX, shape, body)
}

fn first(most: usize, shape: Shape, body: &str) -> Result<Vec<String>> {
    let table: &'static TableMeta = &THINGS;
    let columns = [0, 1, 2, 3].map(|index| ColumnRef { table, index });
    let mut decoder = Decoder::new(Wanted::new(&TableRef::from(table), &columns));
    let fetch = Fetch {
        request: Request::of(&SCAN),
        shape,
        all_headings: false,
    };
    let mut rows = Vec::new();
    decoder.answer(&fetch, body.as_bytes(), &mut |row| {
        let cells: Vec<String> = row.cells.iter().map(Cell::to_string).collect();
        rows.push(cells.join(" "));
        Ok(match rows.len() < most {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        })
    })?;
    Ok(rows)
}

const ONE: &str = r#"{"id":"1","tags":["a",7]}"#;
const ONE_READ: &str = "'1' null ['a', '7'] 'A'";

fn any(body: &str) -> Result<Vec<String>> {
    rows(Shape::AnyArray, body)
}

fn refused(answer: Result<Vec<String>>) -> String {
    answer.expect_err("an error").to_string()
}

#[test]
fn an_array_of_rows_is_found_wherever_it_stands() {
    for body in [
        format!("[{ONE}]"),
        format!(r#"{{"result":[{ONE}],"totalCount":1,"offset":0}}"#),
        format!(r#"{{"totalCount":-1,"result":[{ONE}]}}"#),
        format!(r#" {{ "things" : [ {ONE} ], "more": {{"a":[]}}, "none": null }} "#),
    ] {
        assert_eq!(any(&body).unwrap(), [ONE_READ], "{body}");
    }
    for body in ["[]", r#"{"things":[]}"#] {
        assert!(any(body).unwrap().is_empty(), "{body}");
    }
}

#[test]
fn an_answer_that_may_not_be_the_rows_is_none() {
    let two = refused(any(r#"{"things":[],"others":[]}"#));
    assert!(two.contains("several arrays"), "{two}");
    for body in ["{}", r#"{"things":null}"#, r#"{"things":{}}"#] {
        let none = refused(any(body));
        assert!(none.contains("no array of rows"), "{body}: {none}");
    }
    for body in ["7", "", "[1]", "[[]]", r#"{"things":["a"]}"#] {
        refused(any(body));
    }
}

#[test]
fn of_several_arrays_the_named_one_has_the_rows_and_nothing_is_no_rows() {
    let read = |body: &str| rows(Shape::AnyArrayOr("things"), body);
    for body in [
        format!("[{ONE}]"),
        format!(r#"{{"others":[{ONE}]}}"#),
        format!(r#"{{"things":null,"others":[{ONE}]}}"#),
        format!(r#"{{"a":[7],"things":[{ONE}],"b":[]}}"#),
        format!(r#"{{"things":[{ONE}],"totalCount":1}}"#),
    ] {
        assert_eq!(read(&body).unwrap(), [ONE_READ], "{body}");
    }
    for body in ["[]", "{}", r#"{"things":null}"#, r#"{"things":[]}"#] {
        assert!(read(body).unwrap().is_empty(), "{body}");
    }
    for body in [
        r#"{"a":[],"b":[]}"#,
        r#"{"a":1}"#,
        r#"{"things":null,"a":1}"#,
        r#"{"things":{}}"#,
        r#"{"things":[],"totalCount":1}"#,
        "7",
    ] {
        refused(read(body));
    }
}

#[test]
fn fewer_rows_than_their_total_are_an_error_unless_enough_were_read() {
    let body = format!(r#"{{"totalCount":3,"things":[{ONE},{ONE}]}}"#);
    let short = refused(any(&body));
    assert!(short.contains("it has 2 of 3 rows"), "{short}");
    assert_eq!(first(1, Shape::AnyArray, &body).unwrap().len(), 1);
}

#[test]
fn folders_may_stand_below_a_key_and_their_names_behind_their_entries() {
    let shape = Shape::Folders {
        at: Some("folders"),
        entries: "things",
        all: None,
    };
    let body = format!(
        r#"{{"any":false,"folders":[
            {{"id":-1,"name":"","things":[{ONE}]}},
            {{"things":[{ONE},{ONE}],"name":"Spring"}}
        ],"more":[]}}"#
    );
    let filed = "'1' 'Spring' ['a', '7'] 'A'";
    assert_eq!(rows(shape, &body).unwrap(), [ONE_READ, filed, filed]);
    assert!(rows(shape, r#"{"folders":[]}"#).unwrap().is_empty());
    let none = refused(rows(shape, r#"{"folder":[]}"#));
    assert!(none.contains("`folders`"), "{none}");
    let bare = refused(rows(shape, "[]"));
    assert!(bare.contains("an object with an array `folders`"), "{bare}");
}

#[test]
fn no_array_is_an_empty_one_and_no_text_is_an_array() {
    let read = any(r#"[{"id":"1","tags":null}]"#).unwrap();
    assert_eq!(read, ["'1' null [] 'A'"]);
    // What is no array stays what it is, for whoever needs the cell to refuse.
    let text = any(r#"[{"id":"1","tags":"a,b"}]"#).unwrap();
    assert_eq!(text, ["'1' null 'a,b' 'A'"]);
}
