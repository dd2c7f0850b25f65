//! `update(query).set(..)`.

use std::fmt;

use super::StatementPlan;
use super::rows::Rows;
use crate::expr::{Assignment, Assignments};
use crate::plan::{What, Written};
use crate::query::{Query, Spec};
use crate::schema::{Kind, TableMeta, Updatable};
use crate::session::families::family;
use crate::{Cell, Client, CommitReport, Result, Session};

/// As errors say it.
const VERB: &str = "change";

/// Changes the rows of a query.
///
/// The rows are read first, since Act-On changes rows by key only; a row that holds the new values
/// already makes no further call.
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// use acton_orm::{models::Image, prelude::*, schema::images};
///
/// acton_orm::update(Image::query().filter(images::folder_name.eq("Old")))
///     .set(images::folder_name.to("New"))
///     .execute(&acton)
///     .await?;
/// # Ok(()) }
/// ```
pub fn update<R, T: Updatable, G>(query: Query<R, T, G>) -> Update<T> {
    Update {
        spec: query.spec,
        assignments: Vec::new(),
    }
}

/// An update that needs to know what to set.
///
/// ```
/// use acton_orm::{schema::images::{self, Images}, statement::Update};
///
/// let update: Update<Images> = acton_orm::update(images::table.filter(images::id.eq("f-1")));
/// ```
#[must_use = "an update does nothing before `set` and `execute`"]
pub struct Update<T> {
    spec: Spec,
    assignments: Vec<Assignment<T>>,
}

impl<T: Updatable> Update<T> {
    /// The new values: one `column.to(value)`, or a tuple or a `Vec` of them.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// # use acton_orm::{prelude::*, schema::images};
    /// acton_orm::update(images::table.filter(images::id.eq("f-1")))
    ///     .set((images::name.to("hero.png"), images::folder_name.to("New")))
    ///     .execute(&acton)
    ///     .await?;
    /// # Ok(()) }
    /// ```
    pub fn set(mut self, assignments: impl Assignments<T>) -> UpdateSet<T> {
        self.assignments.extend(assignments.into_assignments());
        UpdateSet {
            rows: Rows::of(self.spec),
            assignments: self.assignments,
        }
    }
}

/// An update that is made when it is executed.
///
/// ```
/// use acton_orm::{schema::images::{self, Images}, statement::UpdateSet};
///
/// let rename: UpdateSet<Images> =
///     acton_orm::update(images::table.filter(images::id.eq("f-1"))).set(images::name.to("new.png"));
/// ```
#[must_use = "an update does nothing until it is executed"]
pub struct UpdateSet<T> {
    rows: Rows,
    assignments: Vec<Assignment<T>>,
}

impl<T: Updatable> UpdateSet<T> {
    /// Every row of the table is meant: without it, a query with neither filter nor limit is refused.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// # use acton_orm::{prelude::*, schema::images};
    /// acton_orm::update(images::table.query())
    ///     .set(images::folder_name.to("All"))
    ///     .all_rows()
    ///     .execute(&acton)
    ///     .await?;
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
    /// # use acton_orm::{prelude::*, schema::images};
    /// acton_orm::update(images::table.filter(images::size.gt(9)))
    ///     .set(images::folder_name.to("Large"))
    ///     .keep_going()
    ///     .execute(&acton)
    ///     .await?;
    /// # Ok(()) }
    /// ```
    pub fn keep_going(mut self) -> Self {
        self.rows.keep_going = true;
        self
    }

    /// Reads the rows and changes them. The report has the rows that needed a change, and counts all
    /// calls, those of the read as well.
    ///
    /// # Errors
    /// As [`Query::load`] and [`Session::commit`](crate::Session::commit);
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid) for a query with neither filter nor limit.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// # use acton_orm::{prelude::*, schema::images};
    /// let report = acton_orm::update(images::table.filter(images::name.like("old%")))
    ///     .set(images::folder_name.to("Archive"))
    ///     .execute(&acton)
    ///     .await?;
    /// println!("{report}");
    /// # Ok(()) }
    /// ```
    pub async fn execute(self, client: &Client) -> Result<CommitReport> {
        let columns = self.columns();
        let assignments = self.assignments;
        let set = |session: &mut Session, row| {
            for assignment in &assignments {
                session.set_untyped(row, assignment.column, assignment.value.clone())?;
            }
            Ok(())
        };
        self.rows.execute(client, VERB, columns, set).await
    }

    /// What [`execute`](Self::execute) would do. No I/O.
    ///
    /// # Errors
    /// As [`execute`](Self::execute), before its first call.
    ///
    /// ```no_run
    /// # fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// # use acton_orm::{prelude::*, schema::images};
    /// let move_all = acton_orm::update(images::table.filter(images::name.like("old%")))
    ///     .set(images::folder_name.to("Archive"));
    /// println!("{}", move_all.plan(&acton)?);
    /// # Ok(()) }
    /// ```
    pub fn plan(self, client: &Client) -> Result<StatementPlan> {
        let columns = self.columns();
        let set = self
            .assignments
            .iter()
            .map(|assignment| Written::new(assignment.column.meta(), assignment.value.clone()));
        // What is read with each row is known when it is written.
        let all = self.rows.spec.table.columns();
        let read = columns
            .iter()
            .filter_map(|&index| all.get(usize::from(index)));
        let known = read.filter_map(|column| {
            let cell = match column.kind {
                Kind::Text => Cell::from(format!("{{{}}}", column.field)),
                Kind::Int => Cell::Int(0),
                _ => return None,
            };
            Some(Written::new(column, cell))
        });
        let what = What::Update {
            key: "{id}".to_owned(),
            set: set.collect(),
            known: known.collect(),
        };
        self.rows.plan(client, VERB, columns, what)
    }

    /// What is read of each row: the columns to set, and what a replacement carries over.
    fn columns(&self) -> Vec<u16> {
        let set = self
            .assignments
            .iter()
            .map(|assignment| assignment.column.index);
        let table = &self.rows.spec.table;
        let carried = family(table).map(|family| family.carries_over());
        let carried = carried
            .unwrap_or_default()
            .iter()
            .filter_map(|field| position(table.meta(), field));
        set.chain(carried)
            .filter_map(|index| u16::try_from(index).ok())
            .collect()
    }
}

fn position(table: &TableMeta, field: &str) -> Option<usize> {
    table
        .columns
        .iter()
        .position(|column| column.field == field)
}

impl<T> fmt::Debug for Update<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Update")
            .field("rows", &self.spec)
            .finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for UpdateSet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateSet")
            .field("rows", &self.rows.spec)
            .field("set", &self.assignments)
            .finish_non_exhaustive()
    }
}
