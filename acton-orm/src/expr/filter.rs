//! A condition with the tables it mentions.

use std::fmt;
use std::marker::PhantomData;

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
    tables: PhantomData<fn() -> S>,
}

impl<S> Filter<S> {
    pub(crate) fn new(expr: Expr) -> Self {
        Self {
            expr,
            tables: PhantomData,
        }
    }

    pub(crate) fn into_expr(self) -> Expr {
        self.expr
    }

    /// True where both are true.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// let both = images::name.eq("a.png").and(images::size.lt(10));
    /// # drop(both);
    /// ```
    pub fn and<R>(self, other: Filter<R>) -> Filter<Both<S, R>> {
        Filter::new(self.expr.and(other.expr))
    }

    /// True where either is true.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// let either = images::name.eq("a.png").or(images::name.eq("b.png"));
    /// # drop(either);
    /// ```
    pub fn or<R>(self, other: Filter<R>) -> Filter<Both<S, R>> {
        Filter::new(self.expr.or(other.expr))
    }

    /// True where this is false; unknown stays unknown. `!filter` is the same.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::name.eq("a").not().to_string(), "not (Name = 'a')");
    /// ```
    #[expect(clippy::should_implement_trait, reason = "`!filter` works as well")]
    pub fn not(self) -> Self {
        Self::new(Expr::Not(Box::new(self.expr)))
    }

    /// The same condition, as one over all of the query source `Q`: filters over different tables, or
    /// put together step by step, become one type.
    ///
    /// ```
    /// use acton_orm::{Filter, schema::images::{self, Images}};
    ///
    /// let mut filter: Filter<Images> = images::size.gt(0);
    /// for word in ["summer", "hero"] {
    ///     filter = filter.and(images::name.contains(word)).over();
    /// }
    /// ```
    pub fn over<Q>(self) -> Filter<Q>
    where
        S: Within<Q>,
    {
        Filter::new(self.expr)
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
        Self::new(Expr::And(
            filters.into_iter().map(Self::into_expr).collect(),
        ))
    }

    /// True where any of them is; of none, never.
    ///
    /// ```
    /// use acton_orm::{Filter, schema::images};
    /// let filter = Filter::any(["a", "b"].map(|start| images::name.starts_with(start)));
    /// assert_eq!(filter.to_string(), "Name starts with 'a' or Name starts with 'b'");
    /// ```
    pub fn any(filters: impl IntoIterator<Item = Self>) -> Self {
        Self::new(Expr::Or(filters.into_iter().map(Self::into_expr).collect()))
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
        Self::new(self.expr.clone())
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
