//! A table with a column of every kind, how answers of it are read, and how rows are written as answers.

use std::borrow::Cow;
use std::ops::ControlFlow;

use serde_json::{Map, Value as Json, json};

use crate::expr::ColumnRef;
use crate::plan::{Fetch, Request};
use crate::schema::{
    ColumnMeta, Endpoint, Kind, RECORD_ID, Reads, Shape, TableMeta, TableRef, Write,
};
use crate::wire::{Decoder, Told, Wanted, write};
use crate::{Cell, ErrorKind, Result};

const SCAN: Endpoint = Endpoint::get("/things", Shape::AnyArray);

static THINGS: TableMeta = TableMeta {
    name: "Things",
    module: "things",
    columns: &[
        thing("Id", &[RECORD_ID, "id"], Kind::Text, false),
        thing("FolderName", &["folder_name"], Kind::Text, true),
        thing("Note", &["note"], Kind::Text, false),
        thing("Count", &["count"], Kind::Int, true),
        thing("Ratio", &["ratio"], Kind::Float, true),
        thing("Active", &["active"], Kind::Bool, true),
        thing("At", &["at"], Kind::Time, true),
        thing("Tags", &["tags"], Kind::Texts, false),
    ],
    key: Some(0),
    reads: Reads::by(&[SCAN]),
    writes: None,
    can: &[],
    complete: true,
    required: &[],
    inputs: &[],
};

const fn thing(
    name: &'static str,
    wire: &'static [&'static str],
    kind: Kind,
    nullable: bool,
) -> ColumnMeta {
    ColumnMeta {
        name,
        field: name,
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

/// A column by its name; the first one if there is none.
pub(super) fn column(name: &str) -> &'static ColumnMeta {
    let columns = THINGS.columns;
    let found = columns.iter().find(|column| column.name == name);
    found.unwrap_or(&columns[0])
}

/// Columns that an answer of the shape has: a list's cells are texts, not several.
fn columns(shape: Shape) -> Vec<ColumnRef> {
    let of_list = matches!(shape, Shape::Csv | Shape::Page | Shape::Record);
    let count = THINGS.columns.len() - usize::from(of_list);
    let at = |index| ColumnRef {
        table: &THINGS,
        index,
    };
    // One column twice, as a selection may have it.
    (0..count).chain([1]).map(at).collect()
}

fn headings() -> Vec<String> {
    let columns = columns(Shape::Record);
    let wire = |column: &ColumnRef| column.meta().wire[0].to_owned();
    columns[..columns.len() - 1].iter().map(wire).collect()
}

/// What came of an answer.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) rows: Vec<Vec<Cell<'static>>>,
    /// As the answer says it; not of an error.
    pub(super) told: Option<usize>,
    pub(super) error: Option<String>,
    kind: Option<ErrorKind>,
    headings: Option<Vec<String>>,
}

impl Read {
    /// Whether the same came of both, but for the words of an error, and for headings before one.
    pub(super) fn is(&self, other: &Self) -> bool {
        let rows = format!("{:?}", self.rows) == format!("{:?}", other.rows);
        let headings = self.kind.is_some() || self.headings == other.headings;
        rows && headings && (self.told, self.kind) == (other.told, other.kind)
    }

    fn end(&mut self, told: Result<usize>) {
        match told {
            Ok(told) => self.told = Some(told),
            Err(error) => {
                self.kind = Some(error.kind());
                self.error = Some(error.to_string());
            }
        }
    }
}

/// Reads a whole answer, but no more rows than these.
pub(super) fn read(shape: Shape, body: &[u8], most: usize) -> Read {
    let mut decoder = Decoder::new(Wanted::new(&TableRef::from(&THINGS), &columns(shape)));
    let (mut read, mut rows) = (Read::default(), Vec::new());
    let headed = match shape {
        Shape::Record => decoder.by_headings(&headings()),
        _ => Ok(()),
    };
    let told = headed.and_then(|()| {
        let fetch = Fetch {
            request: Request::of(&SCAN),
            shape,
            all_headings: false,
        };
        decoder.answer(&fetch, body, &mut |row| {
            rows.push(row.cells.iter().cloned().map(Cell::into_owned).collect());
            Ok(go_on(rows.len() < most))
        })
    });
    read.rows = rows;
    let told = told.map(|told| counted(&mut read.headings, told));
    read.end(told);
    read
}

/// Reads a CSV body that comes in pieces.
pub(super) fn in_pieces(body: &[u8], length: usize) -> Read {
    let mut decoder = Decoder::new(Wanted::new(&TableRef::from(&THINGS), &columns(Shape::Csv)));
    let (mut read, mut rows, mut told) = (Read::default(), Vec::new(), Ok(0));
    // An empty piece is the end.
    for piece in body.chunks(length).chain([&[][..]]) {
        let came = decoder.csv(piece, &mut |row| {
            rows.push(row.cells.iter().cloned().map(Cell::into_owned).collect());
            Ok(ControlFlow::Continue(()))
        });
        told = told.and_then(|before| Ok(before + counted(&mut read.headings, came?)));
        if told.is_err() {
            break;
        }
    }
    read.rows = rows;
    read.end(told);
    read
}

fn go_on(more: bool) -> ControlFlow<()> {
    match more {
        true => ControlFlow::Continue(()),
        false => ControlFlow::Break(()),
    }
}

fn counted(headings: &mut Option<Vec<String>>, told: Told) -> usize {
    if told.headings.is_some() {
        *headings = told.headings;
    }
    usize::try_from(told.rows).unwrap_or(usize::MAX)
}

/// Whether each column can hold its cell. Others are kept as they came, and never written.
pub(super) fn is_clean(row: &[Cell<'static>]) -> bool {
    cells(row).all(|(column, cell)| match cell {
        Cell::Null => column.nullable,
        cell => !cell.is_dirty(column.kind),
    })
}

/// The columns and not the one that comes twice, each with its cell.
fn cells<'r>(
    row: &'r [Cell<'static>],
) -> impl Iterator<Item = (&'static ColumnMeta, &'r Cell<'static>)> {
    let once = &row[..row.len().saturating_sub(1)];
    THINGS.columns.iter().zip(once)
}

pub(super) fn written_as_csv(rows: &[Vec<Cell<'static>>]) -> Vec<u8> {
    let line = |cells: Vec<String>| {
        let quoted: Vec<String> = cells
            .iter()
            .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")))
            .collect();
        quoted.join(",") + "\r\n"
    };
    let rows = rows
        .iter()
        .map(|row| cells(row).map(|(_, cell)| write::as_text(cell)).collect());
    [headings()]
        .into_iter()
        .chain(rows)
        .map(line)
        .collect::<String>()
        .into_bytes()
}

pub(super) fn written_as_page(rows: &[Vec<Cell<'static>>]) -> Vec<u8> {
    let row = |row: &Vec<Cell<'static>>| -> Json {
        cells(row)
            .map(|(_, cell)| Json::from(write::as_text(cell)))
            .collect()
    };
    let data: Json = rows.iter().map(row).collect();
    json!({"headers": headings(), "data": data})
        .to_string()
        .into_bytes()
}

pub(super) fn written_as_objects(rows: &[Vec<Cell<'static>>]) -> Vec<u8> {
    let object = |row: &Vec<Cell<'static>>| -> Json {
        // A null is left out: where texts are due, one would be none of them.
        let members: Map<String, Json> = cells(row)
            .filter(|(_, cell)| !cell.is_null())
            .map(|(column, cell)| (column.wire[0].to_owned(), as_json(cell)))
            .collect();
        Json::Object(members)
    };
    let all: Json = rows.iter().map(object).collect();
    all.to_string().into_bytes()
}

fn as_json(cell: &Cell<'_>) -> Json {
    match cell {
        Cell::Null => Json::Null,
        Cell::Int(int) => Json::from(*int),
        Cell::Float(float) => Json::from(*float),
        Cell::Bool(truth) => Json::from(*truth),
        Cell::Texts(texts) => Json::from(texts.clone()),
        Cell::Text(text) => Json::String(Cow::to_string(text)),
        other => Json::String(write::as_text(other)),
    }
}
