//! A condition on one row, in three-valued logic, and what to do where a cell is not what it should be.

use std::cmp::Ordering;

use super::ignore_case::IgnoreCase;
use super::like::Like;
use super::set::Set;
use crate::expr::{ColumnRef, Comparison, Expr, Term, TermKind, TextTest};
use crate::schema::Kind;
use crate::{Cell, Error, ErrorKind, Result};

/// A condition whose columns are positions of a row's cells, made once per query.
#[derive(Debug)]
pub(crate) enum Residual {
    Compare(Side, Comparison, Side),
    In(Side, Box<Set>),
    IsNull(Side),
    Text(Side, Pattern),
    And(Vec<Residual>),
    Or(Vec<Residual>),
    Not(Box<Residual>),
}

/// One side of a comparison.
#[derive(Debug)]
pub(crate) enum Side {
    /// The cell at a position, and the kind that it has where it is not dirty.
    Cell(usize, Kind),
    Value(Cell<'static>),
}

/// What a text is held against.
#[derive(Debug)]
pub(crate) enum Pattern {
    Like(Like),
    Contains(String),
    StartsWith(String),
    EndsWith(String),
    IgnoreCase(IgnoreCase),
}

/// True, false or unknown (`None`); the position of a cell that decides it and cannot, since it is not
/// of its column's kind.
pub(crate) type Truth = std::result::Result<Option<bool>, usize>;

impl Residual {
    /// Resolves columns to positions in `columns`, which has every column of the filter.
    pub(crate) fn compile(expr: &Expr, columns: &[ColumnRef]) -> Result<Self> {
        let side = |term: &Term| match &term.0 {
            TermKind::Column(column) => {
                let position = cell_of(*column, columns)?;
                Ok(Side::Cell(position, column.meta().kind))
            }
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
            Expr::Text(left, test, text) => Self::Text(side(left)?, Pattern::new(*test, text)),
            Expr::And(parts) => Self::And(all(parts)?),
            Expr::Or(parts) => Self::Or(all(parts)?),
            Expr::Not(inner) => Self::Not(Box::new(Self::compile(inner, columns)?)),
            Expr::TooDeep => {
                return Err(Error::new(ErrorKind::Invalid, "the filter nests too deep"));
            }
        })
    }

    /// Whether a row of these cells is kept: where the condition is true. A conjunct that is not true
    /// decides that alone, whatever else cannot be told.
    pub(crate) fn keeps(&self, cells: &[Cell<'_>]) -> std::result::Result<bool, usize> {
        let Self::And(parts) = self else {
            return Ok(self.test(cells)? == Some(true));
        };
        let mut kept = Ok(true);
        for part in parts {
            match part.keeps(cells) {
                Ok(true) => {}
                Ok(false) => return Ok(false),
                dirty => kept = kept.and(dirty),
            }
        }
        kept
    }

    pub(crate) fn test(&self, cells: &[Cell<'_>]) -> Truth {
        match self {
            Self::Compare(left, comparison, right) => {
                let ordering = left.of(cells)?.compare(right.of(cells)?);
                Ok(ordering.map(|ordering| holds(*comparison, ordering)))
            }
            Self::In(_, values) if values.is_empty() => Ok(Some(false)),
            Self::In(left, values) => Ok(values.has(left.of(cells)?)),
            Self::IsNull(left) => Ok(Some(left.raw(cells).is_null())),
            Self::Text(left, pattern) => {
                Ok(left.of(cells)?.as_text().map(|text| pattern.fits(text)))
            }
            Self::And(parts) => all(parts.iter().map(|part| part.test(cells))),
            Self::Or(parts) => any(parts.iter().map(|part| part.test(cells))),
            Self::Not(inner) => Ok(inner.test(cells)?.map(|truth| !truth)),
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
    fn raw<'a, 'v>(&'a self, cells: &'a [Cell<'v>]) -> &'a Cell<'v> {
        match self {
            Side::Cell(position, _) => &cells[*position],
            Side::Value(value) => value,
        }
    }

    fn of<'a, 'v>(&'a self, cells: &'a [Cell<'v>]) -> std::result::Result<&'a Cell<'v>, usize> {
        let cell = self.raw(cells);
        match self {
            Side::Cell(position, kind) if cell.is_dirty(*kind) => Err(*position),
            _ => Ok(cell),
        }
    }
}

impl Pattern {
    fn new(test: TextTest, text: &str) -> Self {
        match test {
            TextTest::Like => Self::Like(Like::new(text)),
            TextTest::Contains => Self::Contains(text.to_owned()),
            TextTest::StartsWith => Self::StartsWith(text.to_owned()),
            TextTest::EndsWith => Self::EndsWith(text.to_owned()),
            TextTest::EqIgnoreCase => Self::IgnoreCase(IgnoreCase::new(text)),
        }
    }

    fn fits(&self, text: &str) -> bool {
        match self {
            Self::Like(like) => like.matches(text),
            Self::Contains(part) => text.contains(part.as_str()),
            Self::StartsWith(start) => text.starts_with(start.as_str()),
            Self::EndsWith(end) => text.ends_with(end.as_str()),
            Self::IgnoreCase(other) => other.matches(text),
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

/// False if one is false, else dirty if one is dirty, else unknown if one is unknown, else true.
fn all(parts: impl Iterator<Item = Truth>) -> Truth {
    decided(parts, false)
}

/// True if one is true, else dirty if one is dirty, else unknown if one is unknown, else false.
fn any(parts: impl Iterator<Item = Truth>) -> Truth {
    decided(parts, true)
}

fn decided(parts: impl Iterator<Item = Truth>, by: bool) -> Truth {
    let mut truth = Ok(Some(!by));
    for part in parts {
        match (&truth, part) {
            (_, Ok(Some(one))) if one == by => return Ok(Some(by)),
            (Ok(_), Err(dirty)) => truth = Err(dirty),
            (Ok(_), Ok(None)) => truth = Ok(None),
            _ => {}
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
            .unwrap()
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
        let unknown = || {
            let cell = Side::Cell(0, Kind::Int);
            Residual::Compare(cell, Comparison::Eq, Side::Value(Cell::Int(1)))
        };
        let constant = |truth| {
            if truth {
                Residual::And(vec![])
            } else {
                Residual::Or(vec![])
            }
        };
        let cells = [Cell::Null];
        let test = |residual: Residual| residual.test(&cells).unwrap();
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

    #[test]
    fn a_dirty_cell_matters_only_where_it_decides() {
        let columns = [images::width.to_ref(), images::name.to_ref()];
        let cells = [Cell::from("wide"), Cell::from("a.png")];
        let keeps = |filter: crate::Filter<images::Images>| {
            let residual = Residual::compile(&filter.into_expr(), &columns).unwrap();
            residual.keeps(&cells)
        };
        let name = |name: &str| images::name.eq(name);
        assert_eq!(keeps(images::width.gt(5)), Err(0));
        assert_eq!(keeps(!images::width.gt(5)), Err(0));
        assert_eq!(keeps(images::width.is_null()), Ok(false));
        let both = |name| crate::Filter::all([images::width.gt(5), name]);
        assert_eq!(keeps(both(name("b.png"))), Ok(false));
        assert_eq!(keeps(both(name("a.png"))), Err(0));
        let either = |name| crate::Filter::any([images::width.gt(5), name]);
        assert_eq!(keeps(either(name("a.png"))), Ok(true));
        assert_eq!(keeps(either(name("b.png"))), Err(0));
    }

    #[test]
    fn case_is_ignored_in_any_alphabet() {
        let columns = [images::name.to_ref()];
        let keeps = |wanted: &str, text: &'static str| {
            let filter = images::name.eq_ignore_case(wanted).into_expr();
            let residual = Residual::compile(&filter, &columns).unwrap();
            residual.keeps(&[Cell::from(text)]).unwrap()
        };
        assert!(keeps("ADA@example.com", "Ada@Example.COM"));
        assert!(keeps("ΣΊΣΥΦΟΣ", "σίσυφος"));
        assert!(keeps("ÄÖ", "äö"));
        assert!(!keeps("SS", "ß"));
        assert!(!keeps("ada", "adam"));
    }
}
