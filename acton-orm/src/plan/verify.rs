//! What the compiler cannot see.

use crate::expr::{ColumnRef, Expr};
use crate::query::Spec;
use crate::schema::Kind;
use crate::{Error, ErrorKind, Result};

/// Refuses a query that cannot be right.
pub(super) fn verify(spec: &Spec) -> Result<()> {
    let mut seen = spec.columns.clone();
    if let Some(filter) = &spec.filter {
        depth(filter, 0).map_err(|error| error.in_table(spec.table.name()))?;
        filter.visit_columns(&mut |column| seen.push(column));
    }
    seen.into_iter().try_for_each(readable)
}

fn readable(column: ColumnRef) -> Result<()> {
    if column.meta().kind == Kind::File {
        return Err(
            Error::new(ErrorKind::Invalid, "the column can be written but not read")
                .in_table(column.table.name)
                .in_column(column.meta().name)
                .advise("leave it out of the query"),
        );
    }
    Ok(())
}

/// Conditions nest as deep as a stack allows; a filter built in a loop must not end the program.
fn depth(expr: &Expr, above: usize) -> Result<()> {
    const DEEPEST: usize = 200;
    if above > DEEPEST {
        return Err(Error::new(
            ErrorKind::Invalid,
            format!("the filter nests more than {DEEPEST} levels deep"),
        )
        .advise("join the conditions with `Filter::all` or `Filter::any`"));
    }
    match expr {
        Expr::And(parts) | Expr::Or(parts) => {
            parts.iter().try_for_each(|part| depth(part, above + 1))
        }
        Expr::Not(inner) => depth(inner, above + 1),
        _ => Ok(()),
    }
}
