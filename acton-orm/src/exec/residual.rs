//! A condition on one row, in three-valued logic: `None` is unknown.

use std::cmp::Ordering;

use super::like::Like;
use super::set::Set;
use crate::expr::{ColumnRef, Comparison, Expr, Term, TermKind, TextTest};
use crate::{Cell, Error, ErrorKind, Result};

/// A condition whose columns are positions of a row's cells, made once per query.
#[derive(Debug)]
pub(crate) enum Residual {
    Compare(Side, Comparison, Side),
    In(Side, Box<Set>),
    IsNull(Side),
    Text(Side, TextTest, String),
    Like(Side, Like),
    And(Vec<Residual>),
    Or(Vec<Residual>),
    Not(Box<Residual>),
}

/// One side of a comparison.
#[derive(Debug)]
pub(crate) enum Side {
    Cell(usize),
    Value(Cell<'static>),
}

impl Residual {
    /// Resolves columns to positions in `columns`, which has every column of the filter.
    pub(crate) fn compile(expr: &Expr, columns: &[ColumnRef]) -> Result<Self> {
        let side = |term: &Term| match &term.0 {
            TermKind::Column(column) => cell_of(*column, columns).map(Side::Cell),
            TermKind::Value(value) => Ok(Side::Value(value.clone())),
        };
        let all = |parts: &[Expr]| {
            parts
                .iter()
                .map(|part| Self::compile(part, columns))
                .collect::<Result<_>>()
        };
        Ok(match expr {
            Expr::Compare(left, comparison, right) => {
                Self::Compare(side(left)?, *comparison, side(right)?)
            }
            Expr::In(left, values) => Self::In(side(left)?, Box::new(Set::new(values))),
            Expr::IsNull(left) => Self::IsNull(side(left)?),
            Expr::Text(left, TextTest::Like, pattern) => {
                Self::Like(side(left)?, Like::new(pattern))
            }
            Expr::Text(left, test, text) => Self::Text(side(left)?, *test, text.clone()),
            Expr::And(parts) => Self::And(all(parts)?),
            Expr::Or(parts) => Self::Or(all(parts)?),
            Expr::Not(inner) => Self::Not(Box::new(Self::compile(inner, columns)?)),
            Expr::TooDeep => {
                return Err(Error::new(ErrorKind::Invalid, "the filter nests too deep"));
            }
        })
    }

    /// True, false, or unknown for these cells.
    pub(crate) fn test(&self, cells: &[Cell<'_>]) -> Option<bool> {
        match self {
            Self::Compare(left, comparison, right) => {
                let ordering = left.of(cells).compare(right.of(cells))?;
                Some(holds(*comparison, ordering))
            }
            Self::In(left, values) => values.has(left.of(cells)),
            Self::IsNull(left) => Some(left.of(cells).is_null()),
            Self::Text(left, test, wanted) => left.of(cells).as_text().map(|text| match test {
                TextTest::StartsWith => text.starts_with(wanted.as_str()),
                TextTest::EndsWith => text.ends_with(wanted.as_str()),
                TextTest::Contains | TextTest::Like => text.contains(wanted.as_str()),
            }),
            Self::Like(left, like) => left.of(cells).as_text().map(|text| like.matches(text)),
            Self::And(parts) => all(parts.iter().map(|part| part.test(cells))),
            Self::Or(parts) => any(parts.iter().map(|part| part.test(cells))),
            Self::Not(inner) => inner.test(cells).map(|truth| !truth),
        }
    }
}

/// Where the cells of a column stand among those that the plan reads.
pub(super) fn cell_of(column: ColumnRef, columns: &[ColumnRef]) -> Result<usize> {
    columns
        .iter()
        .position(|known| *known == column)
        .ok_or_else(|| {
            Error::new(ErrorKind::Invalid, "the plan does not read the column")
                .in_table(column.table.name)
                .in_column(column.meta().name)
                .advise("this is a defect of acton-orm, please report it")
        })
}

impl Side {
    fn of<'a, 'v>(&'a self, cells: &'a [Cell<'v>]) -> &'a Cell<'v> {
        match self {
            Side::Cell(position) => &cells[*position],
            Side::Value(value) => value,
        }
    }
}

fn holds(comparison: Comparison, ordering: Ordering) -> bool {
    match comparison {
        Comparison::Eq => ordering.is_eq(),
        Comparison::Ne => ordering.is_ne(),
        Comparison::Lt => ordering.is_lt(),
        Comparison::Le => ordering.is_le(),
        Comparison::Gt => ordering.is_gt(),
        Comparison::Ge => ordering.is_ge(),
    }
}

/// False if one is false, else unknown if one is unknown, else true.
fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut truth = Some(true);
    for part in parts {
        match part {
            Some(false) => return Some(false),
            None => truth = None,
            Some(true) => {}
        }
    }
    truth
}

/// True if one is true, else unknown if one is unknown, else false.
fn any(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut truth = Some(false);
    for part in parts {
        match part {
            Some(true) => return Some(true),
            None => truth = None,
            Some(false) => {}
        }
    }
    truth
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::images;

    fn test(filter: crate::Filter<images::Images>, width: Cell<'static>) -> Option<bool> {
        let columns = [images::width.to_ref()];
        Residual::compile(&filter.into_expr(), &columns)
            .unwrap()
            .test(&[width])
    }

    #[test]
    fn comparing_with_an_empty_cell_is_unknown_and_so_is_its_negation() {
        assert_eq!(test(images::width.eq(5), Cell::Null), None);
        assert_eq!(test(!images::width.eq(5), Cell::Null), None);
        assert_eq!(test(images::width.eq_any([1, 5]), Cell::Null), None);
        assert_eq!(test(images::width.is_null(), Cell::Null), Some(true));
    }

    #[test]
    fn false_and_unknown_is_false_and_true_or_unknown_is_true() {
        let unknown =
            || Residual::Compare(Side::Cell(0), Comparison::Eq, Side::Value(Cell::Int(1)));
        let constant = |truth| {
            if truth {
                Residual::And(vec![])
            } else {
                Residual::Or(vec![])
            }
        };
        let cells = [Cell::Null];
        let test = |residual: Residual| residual.test(&cells);
        assert_eq!(
            test(Residual::And(vec![unknown(), constant(false)])),
            Some(false)
        );
        assert_eq!(test(Residual::And(vec![unknown(), constant(true)])), None);
        assert_eq!(
            test(Residual::Or(vec![unknown(), constant(true)])),
            Some(true)
        );
        assert_eq!(test(Residual::Or(vec![unknown(), constant(false)])), None);
    }
}
