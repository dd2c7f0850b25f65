//! What the compiler cannot see.

use crate::expr::{ColumnRef, Expr, Term, TermKind};
use crate::query::Spec;
use crate::schema::{Kind, ListRef};
use crate::{Cell, Error, ErrorKind, Result};

/// Refuses a query that cannot be right.
pub(super) fn verify(spec: &Spec) -> Result<()> {
    let table = &spec.table;
    if table.meta().reads.of_a_list()
        && table.meta().inputs.is_empty()
        && (ListRef::of(table.name()).is_none() || table.name() == ANY)
    {
        return Err(Error::new(
            ErrorKind::Invalid,
            "the name of a list starts with `List_`, as `List_Newsletter` or `List_l-0001`",
        )
        .in_table(table.name()));
    }
    let needed = table.meta().inputs.iter();
    let missing: Vec<&str> = needed
        .copied()
        .filter(|name| table.input(name).is_none())
        .collect();
    if !missing.is_empty() {
        return Err(Error::new(
            ErrorKind::Invalid,
            format!(
                "the table needs `{}` said before it can be read",
                missing.join("` and `")
            ),
        )
        .in_table(table.name())
        .advise("`DynTable::of` says it"));
    }
    let mut seen = spec.columns.clone();
    if let Some(filter) = &spec.filter {
        filter.visit_columns(&mut |column| seen.push(column));
        fits(filter).map_err(|error| error.in_table(spec.table.name()))?;
    }
    seen.extend(spec.order.iter().map(|key| key.column));
    seen.into_iter().try_for_each(|column| {
        of_table(column, spec)?;
        readable(column)
    })
}

/// Columns of run-time tables know their table, and the compiler does not.
fn of_table(column: ColumnRef, spec: &Spec) -> Result<()> {
    if std::ptr::eq(column.table, spec.table.meta()) {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Invalid,
        "the column is another table's, or of the same one with other columns",
    )
    .in_table(spec.table.name())
    .in_column(column.meta().name)
    .advise("take it from the table that the query is made of"))
}

/// A comparison of a column with a value of another kind would be unknown for every row.
fn fits(expr: &Expr) -> Result<()> {
    let value_of = |term: &Term, value: &Cell<'_>| match &term.0 {
        TermKind::Column(column) if !value.is_null() => kinds(*column, value.kind(), value),
        _ => Ok(()),
    };
    match expr {
        Expr::Compare(left, _, Term(TermKind::Value(value))) => value_of(left, value),
        Expr::Compare(Term(TermKind::Value(value)), _, right) => value_of(right, value),
        Expr::Compare(..) | Expr::IsNull(_) => Ok(()),
        Expr::In(left, values) => values.iter().try_for_each(|value| value_of(left, value)),
        Expr::Text(Term(TermKind::Column(column)), _, text) => {
            kinds(*column, Kind::Text, &Cell::from(text.as_str()))
        }
        Expr::Text(..) => Ok(()),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().try_for_each(fits),
        Expr::Not(inner) => fits(inner),
        Expr::TooDeep => Err(Error::new(
            ErrorKind::Invalid,
            "the filter nests more than 200 levels deep",
        )
        .advise("join the conditions with `Filter::all` or `Filter::any`")),
    }
}

fn kinds(column: ColumnRef, kind: Kind, value: &Cell<'_>) -> Result<()> {
    let own = column.meta().kind;
    let numbers = |kind| matches!(kind, Kind::Int | Kind::Float);
    if own == kind || (numbers(own) && numbers(kind)) {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Invalid,
        format!("the column is {own}, and {value} is {kind}"),
    )
    .in_column(column.meta().name)
    .advise(
        "compare with a value of the column's kind; `with_kind` reads a list's column as another",
    ))
}

/// The name of a struct of any list, which is no list's.
const ANY: &str = "List_*";

fn readable(column: ColumnRef) -> Result<()> {
    if !column.meta().is_readable() {
        return Err(
            Error::new(ErrorKind::Invalid, "the column can be written but not read")
                .in_table(column.table.name)
                .in_column(column.meta().name)
                .advise("leave it out of the query"),
        );
    }
    Ok(())
}
