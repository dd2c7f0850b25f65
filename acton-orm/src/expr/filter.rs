//! A condition with the tables it mentions.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign};

use super::tree::Expr;
use crate::schema::scope::{Both, Within};

/// A condition on rows. `S` is the set of tables whose columns it uses; a query accepts it only if
/// it selects from all of them.
///
/// Conditions follow SQL's three-valued logic: a comparison with an empty cell is unknown, and a row
/// is kept only where the whole condition is true.
///
/// ```
/// use acton_orm::schema::images;
///
/// let large = images::folder_name.eq("New Folder").and(images::size.gt(10_000));
/// assert_eq!(large.to_string(), "FolderName = 'New Folder' and Size > 10000");
/// ```
#[must_use = "a filter does nothing until a query takes it"]
pub struct Filter<S> {
    expr: Expr,
    /// Levels of the tree, so that one too deep is never built: cloning and dropping it would recurse.
    depth: u16,
    tables: PhantomData<fn() -> S>,
}

/// Levels of a filter at most. What is alike joins in one level, so nobody writes as many by hand.
const DEEPEST: u16 = 200;

impl<S> Filter<S> {
    pub(crate) fn new(expr: Expr) -> Self {
        Self::of(expr, 1)
    }

    fn of(expr: Expr, depth: u16) -> Self {
        let expr = if depth > DEEPEST { Expr::TooDeep } else { expr };
        Self {
            depth: depth.min(DEEPEST + 1),
            expr,
            tables: PhantomData,
        }
    }

    pub(crate) fn into_expr(self) -> Expr {
        self.expr
    }

    fn conjoined(self, other: Expr, depth: u16) -> (Expr, u16) {
        let level = |expr: &Expr, depth: u16| match expr {
            Expr::And(_) => depth,
            _ => depth.saturating_add(1),
        };
        let depth = level(&self.expr, self.depth).max(level(&other, depth));
        (self.expr.and(other), depth)
    }

    fn disjoined(self, other: Expr, depth: u16) -> (Expr, u16) {
        let level = |expr: &Expr, depth: u16| match expr {
            Expr::Or(_) => depth,
            _ => depth.saturating_add(1),
        };
        let depth = level(&self.expr, self.depth).max(level(&other, depth));
        (self.expr.or(other), depth)
    }

    /// True where both are true. `&` is the same for two filters of one type; the type is that of the
    /// left side, so that filters can be put together step by step.
    ///
    /// ```
    /// use acton_orm::{Filter, schema::images::{self, Images}};
    ///
    /// let mut filter: Filter<Images> = images::size.gt(0);
    /// for word in ["summer", "hero"] {
    ///     filter = filter.and(images::name.contains(word));
    /// }
    /// assert_eq!(filter.to_string(), "Size > 0 and Name contains 'summer' and Name contains 'hero'");
    /// ```
    pub fn and<R: Within<S>>(self, other: Filter<R>) -> Self {
        let (expr, depth) = self.conjoined(other.expr, other.depth);
        Self::of(expr, depth)
    }

    /// True where either is true. `|` is the same for two filters of one type; the type is that of the
    /// left side.
    ///
    /// ```
    /// use acton_orm::{Filter, schema::images::{self, Images}};
    ///
    /// fn any_of(words: &[&str]) -> Filter<Images> {
    ///     let mut any = Filter::none();
    ///     for word in words {
    ///         any |= images::name.contains(*word);
    ///     }
    ///     any
    /// }
    /// assert_eq!(any_of(&["a", "b"]).to_string(), "Name contains 'a' or Name contains 'b'");
    /// ```
    pub fn or<R: Within<S>>(self, other: Filter<R>) -> Self {
        let (expr, depth) = self.disjoined(other.expr, other.depth);
        Self::of(expr, depth)
    }

    /// True where both are true, each over tables of its own: for a query over all of them.
    ///
    /// ```
    /// use acton_orm::{Filter, bounds::Both, schema::images::{self, Images}, schema::media::{self, Media}};
    ///
    /// let both: Filter<Both<Images, Media>> = images::size.gt(0).and_across(media::size.gt(0));
    /// # drop(both);
    /// ```
    pub fn and_across<R>(self, other: Filter<R>) -> Filter<Both<S, R>> {
        let (expr, depth) = self.conjoined(other.expr, other.depth);
        Filter::of(expr, depth)
    }

    /// True where either is true, each over tables of its own.
    ///
    /// ```
    /// use acton_orm::{Filter, bounds::Both, schema::images::{self, Images}, schema::media::{self, Media}};
    ///
    /// let either: Filter<Both<Images, Media>> = images::size.gt(0).or_across(media::size.gt(0));
    /// # drop(either);
    /// ```
    pub fn or_across<R>(self, other: Filter<R>) -> Filter<Both<S, R>> {
        let (expr, depth) = self.disjoined(other.expr, other.depth);
        Filter::of(expr, depth)
    }

    /// Matches nothing: where a chain of `|` starts.
    ///
    /// ```
    /// use acton_orm::{Filter, schema::images::{self, Images}};
    /// let words: [&str; 0] = [];
    /// let any = words.iter().fold(Filter::none(), |any, word| any | images::name.contains(*word));
    /// let any: Filter<Images> = any;
    /// assert_eq!(any.to_string(), "false");
    /// ```
    pub fn none() -> Self {
        Self::new(Expr::Or(Vec::new()))
    }

    /// True where this is false; unknown stays unknown. `!filter` is the same.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::name.eq("a").not().to_string(), "not (Name = 'a')");
    /// ```
    #[expect(clippy::should_implement_trait, reason = "`!filter` works as well")]
    pub fn not(self) -> Self {
        Self::of(Expr::Not(Box::new(self.expr)), self.depth.saturating_add(1))
    }

    /// True where all of them are; of none, always.
    ///
    /// ```
    /// use acton_orm::{Filter, schema::images};
    /// let words = ["summer", "hero"];
    /// let filter = Filter::all(words.map(|word| images::name.contains(word)));
    /// assert_eq!(filter.to_string(), "Name contains 'summer' and Name contains 'hero'");
    /// ```
    pub fn all(filters: impl IntoIterator<Item = Self>) -> Self {
        let (parts, depth) = parts(filters);
        Self::of(Expr::And(parts), depth)
    }

    /// True where any of them is; of none, never.
    ///
    /// ```
    /// use acton_orm::{Filter, schema::images};
    /// let filter = Filter::any(["a", "b"].map(|start| images::name.starts_with(start)));
    /// assert_eq!(filter.to_string(), "Name starts with 'a' or Name starts with 'b'");
    /// ```
    pub fn any(filters: impl IntoIterator<Item = Self>) -> Self {
        let (parts, depth) = parts(filters);
        Self::of(Expr::Or(parts), depth)
    }
}

fn parts<S>(filters: impl IntoIterator<Item = Filter<S>>) -> (Vec<Expr>, u16) {
    let mut deepest = 0;
    let parts = filters
        .into_iter()
        .map(|filter| {
            deepest = filter.depth.max(deepest);
            filter.expr
        })
        .collect();
    (parts, deepest.saturating_add(1))
}

// The operators take filters of one type only, for which loops and folds need no more; `and` and `or`
// take whatever the left side's tables contain.
impl<S> BitAnd for Filter<S> {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        let (expr, depth) = self.conjoined(other.expr, other.depth);
        Self::of(expr, depth)
    }
}

impl<S> BitOr for Filter<S> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        let (expr, depth) = self.disjoined(other.expr, other.depth);
        Self::of(expr, depth)
    }
}

impl<S> BitAndAssign for Filter<S> {
    fn bitand_assign(&mut self, other: Self) {
        let before = std::mem::replace(self, Self::none());
        *self = before & other;
    }
}

impl<S> BitOrAssign for Filter<S> {
    fn bitor_assign(&mut self, other: Self) {
        let before = std::mem::replace(self, Self::none());
        *self = before | other;
    }
}

impl<S> std::ops::Not for Filter<S> {
    type Output = Self;

    fn not(self) -> Self {
        Filter::not(self)
    }
}

impl<S> Clone for Filter<S> {
    fn clone(&self) -> Self {
        Self::of(self.expr.clone(), self.depth)
    }
}

impl<S> fmt::Debug for Filter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Filter({})", self.expr)
    }
}

impl<S> fmt::Display for Filter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expr.fmt(f)
    }
}
