//! `delete(query)`.

use std::fmt;
use std::marker::PhantomData;

use super::guard;
use crate::query::{Query, Spec};
use crate::schema::Deletable;
use crate::{Client, CommitReport, Result};

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
pub fn delete<T: Deletable, R>(query: Query<T, R>) -> Delete<T> {
    Delete {
        spec: query.spec,
        all_rows: false,
        keep_going: false,
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
    spec: Spec,
    all_rows: bool,
    keep_going: bool,
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
        self.all_rows = true;
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
        self.keep_going = true;
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
        guard(&self.spec, self.all_rows, "delete")?;
        let mut session = client.session();
        for row in session.load_untyped(self.spec, []).await? {
            session.doom(row);
        }
        session.commit().into_statement(self.keep_going).await
    }
}

impl<T> fmt::Debug for Delete<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delete")
            .field("rows", &self.spec)
            .finish_non_exhaustive()
    }
}
