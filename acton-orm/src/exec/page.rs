//! One page of rows.

/// What [`Query::page`](crate::Query::page) returns.
///
/// ```
/// fn pages_left(page: &acton_orm::Page<String>) -> Option<u64> {
///     let total = page.total?;
///     Some(total.div_ceil(page.size).saturating_sub(page.number + 1))
/// }
/// # let _ = pages_left;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<R> {
    /// The rows, at most `size` of them.
    pub rows: Vec<R>,
    /// Which page it is, from 0.
    pub number: u64,
    /// Rows a page.
    pub size: u64,
    /// Whether another page follows.
    pub has_next: bool,
    /// How many rows there are in all, where Act-On says so in the same answer, or where all of them came
    /// by: with an order, or from a table that is one answer.
    pub total: Option<u64>,
}
