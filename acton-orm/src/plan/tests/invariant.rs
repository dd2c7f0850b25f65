//! `pushed AND residual` is the filter, in three-valued logic; and what a server that does just what is
//! asked of it gives, filtered by the residual, are the rows of the whole filter.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::lists;
use super::table::*;
use crate::Cell;
use crate::exec::Residual;
use crate::expr::{ColumnRef, Comparison, Expr, Term, TextTest};
use crate::plan::pushdown::push_down;
use crate::plan::{Fetch, Known, Plan, Read, Request, Terminal};
use crate::query::Spec;
use crate::schema::{Kind, TableMeta};

/// A row: a cell for each column of the table, and when it was made, which its cell may say to the
/// minute only.
#[derive(Debug, Clone)]
struct Made {
    cells: Vec<Cell<'static>>,
    at: i64,
}

const MINUTE: i64 = 60_000;

fn texts() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "a", "A", "b", "ab", "b%", "a_"])
}

fn keys() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["f-0", "f-1", "f-2", "f-3", "F-1", "f-9", "", "f-\t1"])
}

fn kinds() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["A", "B", "C", "Z", ""])
}

/// Some minutes in steps of a quarter, and beside them.
fn times() -> impl Strategy<Value = i64> {
    (0..24_i64, -1..2_i64).prop_map(|(step, beside)| 10 * MINUTE + step * 15_000 + beside)
}

/// What a column is compared with: of its kind, now and then null.
fn value(kind: Kind, name: &'static str) -> BoxedStrategy<Cell<'static>> {
    let some = match (kind, name) {
        (Kind::Text, "Id" | "_contact_id_") => keys().prop_map(Cell::from).boxed(),
        (Kind::Text, "Kind") => kinds().prop_map(Cell::from).boxed(),
        (Kind::Int, _) => prop_oneof![
            3 => (-2..3_i64).prop_map(Cell::Int),
            1 => (-4..5_i32).prop_map(|halves| Cell::Float(f64::from(halves) / 2.0)),
        ]
        .boxed(),
        (Kind::Float, _) => (-4..5_i32)
            .prop_map(|halves| Cell::Float(f64::from(halves) / 2.0))
            .boxed(),
        (Kind::Bool, _) => any::<bool>().prop_map(Cell::Bool).boxed(),
        (Kind::Time, _) => times().prop_map(|at| Cell::Time(time(at))).boxed(),
        _ => texts().prop_map(Cell::from).boxed(),
    };
    prop_oneof![12 => some, 1 => Just(Cell::Null)].boxed()
}

fn comparison() -> impl Strategy<Value = Comparison> {
    use Comparison::{Eq, Ge, Gt, Le, Lt, Ne};
    prop::sample::select(vec![Eq, Eq, Eq, Ne, Lt, Le, Gt, Ge])
}

fn condition(column: ColumnRef) -> BoxedStrategy<Expr> {
    let meta = column.meta();
    let values = value(meta.kind, meta.name);
    let term = move || Term::column(column);
    let compared = (comparison(), values.clone())
        .prop_map(move |(comparison, value)| Expr::Compare(term(), comparison, Term::value(value)));
    let listed =
        prop::collection::vec(values, 0..4).prop_map(move |values| Expr::In(term(), values));
    let null = Just(Expr::IsNull(term()));
    if meta.kind != Kind::Text {
        return prop_oneof![6 => compared, 5 => listed, 1 => null].boxed();
    }
    let test = prop::sample::select(vec![
        TextTest::Like,
        TextTest::Contains,
        TextTest::StartsWith,
        TextTest::EndsWith,
    ]);
    let tested =
        (test, texts()).prop_map(move |(test, text)| Expr::Text(term(), test, text.to_owned()));
    prop_oneof![6 => compared, 5 => listed, 1 => null, 1 => tested].boxed()
}

/// Any filter over a table, nested.
fn filter(table: &'static TableMeta) -> BoxedStrategy<Expr> {
    let columns: Vec<BoxedStrategy<Expr>> = (0..table.columns.len())
        .map(|index| condition(of(table, index)))
        .collect();
    // Those that are pushed are met more often.
    let pushed: Vec<BoxedStrategy<Expr>> = (0..table.columns.len())
        .filter(|index| !table.columns[*index].push.is_empty())
        .map(|index| condition(of(table, index)))
        .collect();
    let pushed = prop::strategy::Union::new(pushed);
    let together = prop::collection::vec(pushed.clone(), 2..5).prop_map(Expr::And);
    let two = Just(Expr::Compare(
        Term::column(of(table, 0)),
        Comparison::Eq,
        Term::column(of(table, 1)),
    ));
    let leaf = prop_oneof![
        4 => prop::strategy::Union::new(columns),
        4 => pushed,
        1 => two,
    ];
    let nested = leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            5 => prop::collection::vec(inner.clone(), 0..4).prop_map(Expr::And),
            2 => prop::collection::vec(inner.clone(), 0..4).prop_map(Expr::Or),
            2 => inner.prop_map(not),
        ]
    });
    prop_oneof![1 => nested, 1 => together].boxed()
}

/// Rows of a table whose keys are all different, as a server has them: no key is empty, every type is
/// one that a call asks for.
fn rows(table: &'static TableMeta) -> BoxedStrategy<Vec<Made>> {
    let cells: Vec<BoxedStrategy<Cell<'static>>> = table
        .columns
        .iter()
        .map(|column| match (column.kind, column.name) {
            (Kind::Text, "Kind") => prop::sample::select(vec!["A", "B", "C"])
                .prop_map(Cell::from)
                .boxed(),
            (Kind::Int, _) => {
                prop_oneof![3 => (-2..3_i64).prop_map(Cell::Int), 1 => Just(Cell::Null)].boxed()
            }
            (kind, name) => value(kind, name),
        })
        .collect();
    prop::collection::vec((cells, times(), any::<bool>()), 0..7)
        .prop_map(|rows| {
            let finished =
                |(number, (mut cells, at, cut)): (usize, (Vec<Cell<'static>>, i64, bool))| {
                    cells[0] = Cell::from(format!("f-{number}"));
                    let told = if cut { at - at % MINUTE } else { at };
                    for cell in &mut cells {
                        if matches!(cell, Cell::Time(_)) {
                            *cell = Cell::Time(time(told));
                        }
                    }
                    Made { cells, at }
                };
            rows.into_iter().enumerate().map(finished).collect()
        })
        .boxed()
}

fn all_columns(table: &'static TableMeta) -> Vec<ColumnRef> {
    (0..table.columns.len())
        .map(|index| of(table, index))
        .collect()
}

/// The truth of a condition for a row.
fn truth(expr: &Expr, table: &'static TableMeta, row: &Made) -> Option<bool> {
    Residual::compile(expr, &all_columns(table))
        .unwrap()
        .test(&row.cells)
        .unwrap()
}

/// A server that knows no more than the request: exact in what it is asked, whether or not it includes
/// its bounds.
struct Server<'r> {
    rows: &'r [Made],
    includes: bool,
}

impl<'r> Server<'r> {
    fn answer(&self, table: &'static TableMeta, request: &Request) -> Vec<&'r Made> {
        let path = request.path();
        let by_key = path
            .strip_prefix("/things/")
            .or_else(|| path.split("/record/").nth(1));
        let kind = table
            .columns
            .iter()
            .position(|column| column.name == "Kind");
        let slack = i64::from(self.includes);
        self.rows
            .iter()
            .filter(|row| by_key.is_none_or(|key| row.cells[0].as_text() == Some(key)))
            .filter(|row| {
                request.query().all(|(name, value)| match name.as_str() {
                    "type" => {
                        kind.is_some_and(|at| row.cells[at].as_text() == Some(value.as_str()))
                    }
                    "createdafter" => row.at + slack > value.parse::<i64>().unwrap(),
                    "createdbefore" => row.at - slack < value.parse::<i64>().unwrap(),
                    _ => true,
                })
            })
            .collect()
    }

    fn read(&self, plan: &Plan, read: &Read) -> Vec<&'r Made> {
        let table = plan.table.meta();
        let all = |calls: &[Fetch]| {
            let answers = calls
                .iter()
                .flat_map(|call| self.answer(table, &call.request));
            answers.collect::<Vec<_>>()
        };
        match read {
            Read::Nothing => Vec::new(),
            Read::Calls(calls) | Read::Keys { calls, .. } => all(calls),
            Read::Pages(pages) => self.answer(table, &pages.call.request),
            Read::Runs(runs) => {
                let calls: Vec<Fetch> = runs.iter().map(|pages| pages.call.clone()).collect();
                all(&calls)
            }
            Read::Download(call) => self.answer(table, &call.request),
            Read::Each { call, .. } => self.answer(table, &call.request),
            Read::Total(_) => panic!("rows are wanted"),
            Read::LookUp { call, otherwise } => {
                let (_, address) = call
                    .request
                    .query()
                    .find(|(name, _)| name == "email")
                    .unwrap();
                let is = |row: &&Made| {
                    let cell = row.cells[1].as_text();
                    cell.is_some_and(|cell| cell.eq_ignore_ascii_case(&address))
                };
                match self.rows.iter().find(is) {
                    None => Vec::new(),
                    Some(row) if passes(plan, row) => vec![row],
                    Some(_) => self.read(plan, otherwise),
                }
            }
        }
    }
}

/// Whether a row passes the residual, by the cells that the plan reads.
fn passes(plan: &Plan, row: &Made) -> bool {
    let cells: Vec<_> = plan
        .columns
        .iter()
        .map(|column| row.cells[column.index].clone())
        .collect();
    plan.residual.as_ref().is_none_or(|residual| {
        let residual = Residual::compile(residual, &plan.columns).unwrap();
        residual.test(&cells).unwrap() == Some(true)
    })
}

/// The same truth, whatever it is, from what was pushed and what is left.
fn same_truth(
    table: &'static TableMeta,
    filter: &Expr,
    rows: &[Made],
) -> Result<(), TestCaseError> {
    let pushdown = push_down(Some(filter.clone()));
    let mut both = pushdown.rest.clone();
    both.extend(pushdown.bounded.clone());
    both.extend(pushdown.keys.iter().map(|keys| keys.conjunct.clone()));
    let both = Expr::And(both);
    for row in rows {
        let whole = truth(filter, table, row);
        if pushdown.never {
            prop_assert_ne!(whole, Some(true), "{}", filter);
        } else {
            prop_assert_eq!(
                whole,
                truth(&both, table, row),
                "{} is not {}",
                filter,
                &both
            );
        }
    }
    Ok(())
}

/// The rows of the plan are the rows of the filter.
fn same_rows(plan: &Plan, filter: &Expr, server: &Server<'_>) -> Result<(), TestCaseError> {
    let table = plan.table.meta();
    let key = |row: &Made| row.cells[0].to_string();
    let mut found: Vec<_> = server
        .read(plan, &plan.read)
        .into_iter()
        .filter(|row| passes(plan, row))
        .map(key)
        .collect();
    let expected: Vec<_> = server
        .rows
        .iter()
        .filter(|row| truth(filter, table, row) == Some(true))
        .map(key)
        .collect();
    if plan.terminal == Terminal::First {
        found.truncate(1);
        let one: BTreeSet<_> = expected.iter().collect();
        // The first of keys or of several calls is the first of another order.
        let first = match plan.read {
            Read::Keys { .. } | Read::Calls(_) | Read::Runs(_) => {
                found.first().is_none_or(|row| one.contains(row))
            }
            _ => found.first() == expected.first(),
        };
        prop_assert!(
            first,
            "{:?} is not the first of {:?}\n{}",
            &found,
            &expected,
            plan
        );
        prop_assert_eq!(found.is_empty(), expected.is_empty(), "{}", plan);
        return Ok(());
    }
    prop_assert_eq!(found.len(), expected.len(), "{}", plan);
    let (found, expected): (BTreeSet<_>, BTreeSet<_>) =
        (found.into_iter().collect(), expected.into_iter().collect());
    prop_assert_eq!(found, expected, "{}", plan);
    Ok(())
}

/// A table, a filter over it, its rows.
fn case(table: &'static TableMeta) -> impl Strategy<Value = (&'static TableMeta, Expr, Vec<Made>)> {
    (Just(table), filter(table), rows(table))
}

fn any_case() -> impl Strategy<Value = (&'static TableMeta, Expr, Vec<Made>)> {
    prop_oneof![
        2 => case(&THINGS),
        2 => case(&EVENTS),
        1 => case(&UNTOLD),
        1 => case(&MAILS),
        1 => case(lists::shape()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 6_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn pushed_and_residual_are_the_filter((table, filter, rows) in any_case()) {
        same_truth(table, &filter, &rows)?;
    }

    #[test]
    fn what_is_read_and_passes_the_residual_are_the_rows_of_the_filter(
        (table, filter, rows) in any_case(),
        narrow in any::<bool>(),
        first in any::<bool>(),
        includes in any::<bool>(),
        downloads in any::<bool>(),
    ) {
        let columns = if narrow { &[0][..] } else { &[0, 1, 2] };
        let mut spec: Spec = spec(table, columns, Some(filter.clone()));
        if std::ptr::eq(table, lists::shape()) {
            spec.table = spec.table.named("List_l-1");
        }
        let known = Known { downloads, list_size: Some(40), page_size: 10, ..Known::default() };
        let terminal = if first { Terminal::First } else { Terminal::Load };
        let plan = planned(&spec, terminal, &known);
        let server = Server { rows: &rows, includes };
        same_rows(&plan, &filter, &server)?;
    }
}
