//! Which tables an expression mentions, and which a query has.

use std::marker::PhantomData;

use super::Table;

/// The tables of two expressions, put together by `and`, `or` or a comparison of columns.
///
/// ```
/// use acton_orm::{Both, Filter, schema::images::{self, Images}};
///
/// let large: Filter<Both<Images, Images>> = images::size.gt(100_000).and(images::width.gt(960));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Both<A, B>(PhantomData<fn() -> (A, B)>);

/// A query source that has the table `T`.
///
/// ```
/// use acton_orm::{Contains, schema::images::Images};
///
/// fn reads_images<S: Contains<Images>>() {}
/// reads_images::<Images>();
/// ```
#[diagnostic::on_unimplemented(
    message = "table `{T}` is not part of this query: this expression uses a column of `{T}`",
    label = "uses a column of `{T}`",
    note = "this query selects from `{Self}`"
)]
pub trait Contains<T> {}

#[diagnostic::do_not_recommend]
impl<T: Table> Contains<T> for T {}

/// Tables that all belong to the query source `S`. Each table implements it for itself, so that an
/// error names the one table that is missing.
///
/// ```
/// use acton_orm::{Filter, Query, Within, models::Image, prelude::*, schema::images::Images};
///
/// fn ten<F: Within<Images>>(filter: Filter<F>) -> Query<Images, Image> {
///     Image::query().filter(filter).limit(10)
/// }
/// ```
pub trait Within<S> {}

impl<S, A: Within<S>, B: Within<S>> Within<S> for Both<A, B> {}
