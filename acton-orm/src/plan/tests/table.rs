//! Tables of the tests: one whose calls differ in a parameter, one in pages, one with a number for a key.

use chrono::{DateTime, Utc};

use crate::Cell;
use crate::expr::{ColumnRef, Comparison, Expr, OrderKey, Term};
use crate::plan::{Known, Plan, Terminal};
use crate::query::Spec;
use crate::schema::{ColumnMeta, Endpoint, Kind, Push, Reads, Shape, TableMeta, Via, Write};

const BY_KEY: &[Push] = &[Push {
    via: Via::Key,
    exactness: crate::schema::Exactness::Exact,
}];
const BY_KIND: &[Push] = &[Push {
    via: Via::Parameter("type"),
    exactness: crate::schema::Exactness::Exact,
}];
const BY_TIME: &[Push] = &[
    Push {
        via: Via::After("createdafter"),
        exactness: crate::schema::Exactness::Superset,
    },
    Push {
        via: Via::Before("createdbefore"),
        exactness: crate::schema::Exactness::Superset,
    },
];

const fn column(name: &'static str, kind: Kind, push: &'static [Push]) -> ColumnMeta {
    ColumnMeta {
        name,
        field: name,
        wire: &[],
        kind,
        nullable: true,
        parameter: None,
        asked: None,
        unread: false,
        write: Write::Never,
        push,
    }
}

const fn told_by(parameter: &'static str, column: ColumnMeta) -> ColumnMeta {
    ColumnMeta {
        parameter: Some(parameter),
        ..column
    }
}

const fn table(
    name: &'static str,
    columns: &'static [ColumnMeta],
    key: Option<u16>,
    reads: Reads,
) -> TableMeta {
    TableMeta {
        name,
        module: "",
        columns,
        key,
        reads,
        writes: None,
        can: &[],
        complete: true,
        required: &[],
        inputs: &[],
    }
}

pub(super) const ID: usize = 0;
pub(super) const NAME: usize = 1;
pub(super) const SIZE: usize = 2;
pub(super) const FLAG: usize = 4;
pub(super) const AT: usize = 5;
pub(super) const KIND: usize = 6;
/// Of `Mails`.
pub(super) const KIND_OF_MAIL: usize = 3;
/// What a single read lacks.
pub(super) const WIDTH: usize = 7;

/// Three calls, one of each type; single reads by key, which do not tell the type.
pub(super) static THINGS: TableMeta = table(
    "Things",
    &[
        column("Id", Kind::Text, BY_KEY),
        column("Name", Kind::Text, &[]),
        column("Size", Kind::Int, &[]),
        column("Ratio", Kind::Float, &[]),
        column("Flag", Kind::Bool, &[]),
        column("At", Kind::Time, &[]),
        told_by("type", column("Kind", Kind::Text, BY_KIND)),
        column("Width", Kind::Int, &[]),
    ],
    Some(0),
    Reads::by(&[
        Endpoint::get("/things", Shape::AnyArray).with(&[("type", "A")]),
        Endpoint::get("/things", Shape::AnyArray).with(&[("type", "B")]),
        Endpoint::get("/things", Shape::AnyArray).with(&[("type", "C")]),
    ])
    .one(Endpoint::get("/things/{key}", Shape::Object).without(&["Width"])),
);

const EVENTS_COLUMNS: &[ColumnMeta] = &[
    column("Id", Kind::Text, &[]),
    column("Name", Kind::Text, &[]),
    column("Size", Kind::Int, &[]),
    column("Ratio", Kind::Float, &[]),
    column("Flag", Kind::Bool, &[]),
    column("At", Kind::Time, BY_TIME),
];

/// Pages with a true total, within bounds of time.
pub(super) static EVENTS: TableMeta = table(
    "Events",
    EVENTS_COLUMNS,
    Some(0),
    Reads::by(&[Endpoint::get("/events", Shape::RESULT).paged(true)]),
);

/// The same without a total.
pub(super) static UNTOLD: TableMeta = table(
    "Untold",
    EVENTS_COLUMNS,
    Some(0),
    Reads::by(&[Endpoint::get("/untold", Shape::RESULT).paged(false)]),
);

/// Two types, each in pages.
pub(super) static MAILS: TableMeta = table(
    "Mails",
    &[
        column("Id", Kind::Text, &[]),
        column("Name", Kind::Text, &[]),
        column("Size", Kind::Int, &[]),
        told_by("type", column("Kind", Kind::Text, BY_KIND)),
    ],
    Some(0),
    Reads::by(&[
        Endpoint::get("/mails", Shape::RESULT)
            .with(&[("type", "A")])
            .paged(true),
        Endpoint::get("/mails", Shape::RESULT)
            .with(&[("type", "B")])
            .paged(true),
        Endpoint::get("/mails", Shape::RESULT)
            .with(&[("type", "C")])
            .paged(true),
    ]),
);

/// A number is the key.
pub(super) static NUMBERED: TableMeta = table(
    "Numbered",
    &[
        column("Number", Kind::Int, BY_KEY),
        column("Name", Kind::Text, &[]),
    ],
    Some(0),
    Reads::by(&[Endpoint::get("/numbered", Shape::AnyArray)])
        .one(Endpoint::get("/numbered/{key}", Shape::Object)),
);

pub(super) fn of(table: &'static TableMeta, index: usize) -> ColumnRef {
    ColumnRef { table, index }
}

pub(super) fn compare(
    column: ColumnRef,
    comparison: Comparison,
    value: impl Into<Cell<'static>>,
) -> Expr {
    Expr::Compare(Term::column(column), comparison, Term::value(value.into()))
}

pub(super) fn eq(column: ColumnRef, value: impl Into<Cell<'static>>) -> Expr {
    compare(column, Comparison::Eq, value)
}

pub(super) fn any_of<V: Into<Cell<'static>>>(
    column: ColumnRef,
    values: impl IntoIterator<Item = V>,
) -> Expr {
    let values = values.into_iter().map(Into::into).collect();
    Expr::In(Term::column(column), values)
}

pub(super) fn not(inner: Expr) -> Expr {
    Expr::Not(Box::new(inner))
}

pub(super) fn ascending(column: ColumnRef) -> OrderKey {
    OrderKey {
        column,
        descending: false,
        nulls_first: false,
    }
}

pub(super) fn time(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap()
}

/// A query of some columns.
pub(super) fn spec(table: &'static TableMeta, columns: &[usize], filter: Option<Expr>) -> Spec {
    let columns = columns.iter().map(|index| of(table, *index)).collect();
    Spec {
        filter,
        ..Spec::new(table, columns)
    }
}

pub(super) fn plan(spec: &Spec, terminal: Terminal) -> Plan {
    planned(spec, terminal, &Known::default())
}

pub(super) fn planned(spec: &Spec, terminal: Terminal, known: &Known) -> Plan {
    Plan::new(spec, terminal, known).unwrap()
}

/// The requests of a plan, as printed.
pub(super) fn requests(plan: &Plan) -> Vec<String> {
    plan.requests().iter().map(ToString::to_string).collect()
}

/// At least, at most.
pub(super) fn calls(plan: &Plan) -> (u64, Option<u64>) {
    (plan.calls().at_least(), plan.calls().at_most())
}
