//! The untyped tree: what the planner works on.

use std::fmt;

use crate::Cell;
use crate::schema::{ColumnMeta, TableMeta};

/// A column of a table, without its types.
#[derive(Clone, Copy)]
pub(crate) struct ColumnRef {
    pub(crate) table: &'static TableMeta,
    pub(crate) index: usize,
}

impl ColumnRef {
    pub(crate) fn meta(self) -> &'static ColumnMeta {
        &self.table.columns[self.index]
    }
}

impl PartialEq for ColumnRef {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.table, other.table) && self.index == other.index
    }
}

impl fmt::Debug for ColumnRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.table.name, self.meta().name)
    }
}

/// One side of a comparison: a column or a value.
///
/// ```
/// use acton_orm::{bounds::Operand, schema::images};
/// assert_eq!(images::width.part().to_string(), "Width");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Term(pub(crate) TermKind);

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TermKind {
    Column(ColumnRef),
    Value(Cell<'static>),
}

impl Term {
    pub(crate) fn column(column: ColumnRef) -> Self {
        Self(TermKind::Column(column))
    }

    pub(crate) fn value(value: Cell<'static>) -> Self {
        Self(TermKind::Value(value))
    }
}

impl From<Cell<'static>> for Term {
    fn from(cell: Cell<'static>) -> Self {
        Self::value(cell)
    }
}

/// The comparisons of two terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl Comparison {
    fn symbol(self) -> &'static str {
        match self {
            Self::Eq => "=",
            Self::Ne => "<>",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
        }
    }
}

/// The tests of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextTest {
    /// `%` is any run of characters, `_` any one, `\` takes the next literally.
    Like,
    Contains,
    StartsWith,
    EndsWith,
    /// Equal but for upper and lower case.
    EqIgnoreCase,
}

/// A condition: true, false or unknown for a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expr {
    Compare(Term, Comparison, Term),
    In(Term, Vec<Cell<'static>>),
    IsNull(Term),
    Text(Term, TextTest, String),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
    /// More levels than anybody writes: kept as this, for recursion over it would overflow the stack.
    TooDeep,
}

impl Expr {
    /// `self AND other`, kept flat.
    pub(crate) fn and(self, other: Self) -> Self {
        let mut all = match self {
            Self::And(all) => all,
            one => vec![one],
        };
        match other {
            Self::And(more) => all.extend(more),
            one => all.push(one),
        }
        Self::And(all)
    }

    /// `self OR other`, kept flat.
    pub(crate) fn or(self, other: Self) -> Self {
        let mut any = match self {
            Self::Or(any) => any,
            one => vec![one],
        };
        match other {
            Self::Or(more) => any.extend(more),
            one => any.push(one),
        }
        Self::Or(any)
    }

    /// Calls `visit` with every column mentioned.
    pub(crate) fn visit_columns(&self, visit: &mut impl FnMut(ColumnRef)) {
        let mut term = |term: &Term| {
            if let TermKind::Column(column) = term.0 {
                visit(column);
            }
        };
        match self {
            Self::Compare(left, _, right) => {
                term(left);
                term(right);
            }
            Self::In(left, _) | Self::IsNull(left) | Self::Text(left, _, _) => term(left),
            Self::And(parts) | Self::Or(parts) => {
                for part in parts {
                    part.visit_columns(visit);
                }
            }
            Self::Not(inner) => inner.visit_columns(visit),
            Self::TooDeep => {}
        }
    }
}

/// One key of an order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OrderKey {
    pub(crate) column: ColumnRef,
    pub(crate) descending: bool,
    pub(crate) nulls_first: bool,
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            TermKind::Column(column) => f.write_str(&quoted(column.meta().name)),
            TermKind::Value(value) => value.fmt(f),
        }
    }
}

/// A name as plans print it: in brackets where it is not a plain word.
pub(crate) fn quoted(name: &str) -> String {
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if plain {
        name.to_owned()
    } else {
        format!("[{name}]")
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Compare(left, comparison, right) => {
                write!(f, "{left} {} {right}", comparison.symbol())
            }
            Self::In(left, values) => {
                let shown: Vec<String> = values.iter().take(5).map(ToString::to_string).collect();
                let more = values.len().saturating_sub(shown.len());
                write!(f, "{left} in ({}", shown.join(", "))?;
                if more > 0 {
                    write!(f, ", {more} more")?;
                }
                f.write_str(")")
            }
            Self::IsNull(left) => write!(f, "{left} is null"),
            Self::Text(left, test, text) => {
                let (test, after) = match test {
                    TextTest::Like => ("like", ""),
                    TextTest::Contains => ("contains", ""),
                    TextTest::StartsWith => ("starts with", ""),
                    TextTest::EndsWith => ("ends with", ""),
                    TextTest::EqIgnoreCase => ("=", " in any case"),
                };
                write!(f, "{left} {test} {}{after}", Cell::from(text.as_str()))
            }
            Self::And(parts) => join(f, parts, " and ", "true"),
            Self::Or(parts) => join(f, parts, " or ", "false"),
            Self::TooDeep => f.write_str("(nested too deep)"),
            Self::Not(inner) => match inner.as_ref() {
                Self::IsNull(term) => write!(f, "{term} is not null"),
                inner => write!(f, "not ({inner})"),
            },
        }
    }
}

fn join(f: &mut fmt::Formatter<'_>, parts: &[Expr], between: &str, empty: &str) -> fmt::Result {
    if parts.is_empty() {
        return f.write_str(empty);
    }
    for (position, part) in parts.iter().enumerate() {
        if position > 0 {
            f.write_str(between)?;
        }
        match part {
            Expr::And(_) | Expr::Or(_) => write!(f, "({part})")?,
            _ => write!(f, "{part}")?,
        }
    }
    Ok(())
}

impl fmt::Display for OrderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let direction = if self.descending { "desc" } else { "asc" };
        let nulls = if self.nulls_first { "first" } else { "last" };
        write!(
            f,
            "{} {direction} nulls {nulls}",
            quoted(self.column.meta().name)
        )
    }
}
