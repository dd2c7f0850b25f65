//! `delete(query)`.

use std::fmt;
use std::marker::PhantomData;

use super::StatementPlan;
use super::rows::Rows;
use crate::plan::What;
use crate::query::Query;
use crate::schema::Deletable;
use crate::{Client, CommitReport, Result, Session};

/// As errors say it.
const VERB: &str = "delete";

/// Deletes the rows of a query.
///
/// The rows' keys are read first, since Act-On deletes by key only.
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// use acton_orm::{prelude::*, schema::images};
///
/// acton_orm::delete(images::table.filter(images::folder_name.eq("Old"))).execute(&acton).await?;
/// # Ok(()) }
/// ```
pub fn delete<R, T: Deletable, G>(query: Query<R, T, G>) -> Delete<T> {
    Delete {
        rows: Rows::of(query.spec),
        table: PhantomData,
    }
}

/// A delete that is made when it is executed.
///
/// ```
/// use acton_orm::{schema::images::{self, Images}, statement::Delete};
///
/// let old: Delete<Images> = acton_orm::delete(images::table.filter(images::folder_name.eq("Old")));
/// ```
#[must_use = "a delete does nothing until it is executed"]
pub struct Delete<T> {
    rows: Rows,
    table: PhantomData<fn() -> T>,
}

impl<T: Deletable> Delete<T> {
    /// Every row of the table is meant: without it, a query with neither filter nor limit is refused.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// # use acton_orm::schema::media;
    /// acton_orm::delete(media::table.query()).all_rows().execute(&acton).await?;
    /// # Ok(()) }
    /// ```
    pub fn all_rows(mut self) -> Self {
        self.rows.all_rows = true;
        self
    }

    /// Goes on with the other rows when one is refused.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// # use acton_orm::schema::media;
    /// acton_orm::delete(media::table.filter(media::size.gt(9))).keep_going().execute(&acton).await?;
    /// # Ok(()) }
    /// ```
    pub fn keep_going(mut self) -> Self {
        self.rows.keep_going = true;
        self
    }

    /// Reads the keys of the rows and deletes them. A row that is gone by then is as good as deleted.
    ///
    /// # Errors
    /// As [`Query::load`] and [`Session::commit`](crate::Session::commit);
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid) for a query with neither filter nor limit.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// # use acton_orm::schema::optout;
    /// let report = acton_orm::delete(optout::table.filter(optout::email.eq("ada@example.com")))
    ///     .execute(&acton)
    ///     .await?;
    /// println!("{} opted in again", report.applied());
    /// # Ok(()) }
    /// ```
    pub async fn execute(self, client: &Client) -> Result<CommitReport> {
        let doom = |session: &mut Session, row| {
            session.doom(row);
            Ok(())
        };
        self.rows.execute(client, VERB, Vec::new(), doom).await
    }

    /// What [`execute`](Self::execute) would do. No I/O.
    ///
    /// # Errors
    /// As [`execute`](Self::execute), before its first call.
    ///
    /// ```no_run
    /// # fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// # use acton_orm::schema::media;
    /// println!("{}", acton_orm::delete(media::table.filter(media::size.gt(9))).plan(&acton)?);
    /// # Ok(()) }
    /// ```
    pub fn plan(self, client: &Client) -> Result<StatementPlan> {
        let (key, leftover) = ("{id}".to_owned(), false);
        let what = What::Delete { key, leftover };
        self.rows.plan(client, VERB, Vec::new(), what)
    }
}

impl<T> fmt::Debug for Delete<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delete")
            .field("rows", &self.rows.spec)
            .finish_non_exhaustive()
    }
}
