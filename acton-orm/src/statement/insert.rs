//! `insert_into(table).values(..)`.

use std::fmt;
use std::marker::PhantomData;

use crate::query::{Insertable, NewRow};
use crate::schema::source::Source;
use crate::schema::{Addable, NamedTable, Table, TableRef};
use crate::{Client, CommitPlan, CommitReport, Result, Session};

/// Inserts rows into a table.
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// use acton_orm::{prelude::*, schema::images};
///
/// #[derive(Insertable)]
/// #[acton(table = "Images")]
/// struct NewImage { name: String, content: Upload }
///
/// let hero = NewImage { name: "hero.png".into(), content: Upload::path("hero.png") };
/// let report = acton_orm::insert_into(images::table).values(hero).execute(&acton).await?;
/// let keys: Vec<&str> = report.iter().filter_map(|entry| entry.key()).collect();
/// # Ok(()) }
/// ```
pub fn insert_into<T: Addable>(table: Source<T>) -> InsertInto<T> {
    InsertInto(table)
}

/// An insert that needs its values.
///
/// ```
/// use acton_orm::{schema::optout::{self, Optout}, statement::InsertInto};
///
/// let insert: InsertInto<Optout> = acton_orm::insert_into(optout::table);
/// ```
#[must_use = "an insert does nothing before `values` and `execute`"]
pub struct InsertInto<T>(Source<T>);

impl<T: Addable> InsertInto<T> {
    /// The rows: one value, or several as a `Vec`, an array or an iterator.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// use acton_orm::{prelude::*, schema::optout};
    ///
    /// #[derive(Insertable)]
    /// #[acton(table = "Optout")]
    /// struct NewOptout { email: String }
    ///
    /// let emails = ["ada@example.com", "bob@example.com"];
    /// acton_orm::insert_into(optout::table)
    ///     .values(emails.map(|email| NewOptout { email: email.into() }))
    ///     .execute(&acton)
    ///     .await?;
    /// # Ok(()) }
    /// ```
    pub fn values<M, V: Values<T, M, Row: Insertable>>(self, values: V) -> Inserts<V::Row> {
        Inserts::new(TableRef::from(T::META), values.into_rows())
    }

    /// Into another list than the struct's own, or into one at all where it is one of any list.
    ///
    /// ```no_run
    /// # use acton_orm::prelude::*;
    /// # #[derive(Entity)]
    /// # #[acton(table = "List_*", module = "person")]
    /// # struct Person { #[acton(key)] id: RecordId, city: Option<String> }
    /// # #[derive(Insertable)]
    /// # #[acton(table = "List_*", module = "person")]
    /// # struct NewPerson { city: String }
    /// # async fn demo(acton: acton_orm::Client, rows: Vec<NewPerson>) -> acton_orm::Result<()> {
    /// acton_orm::insert_into(person::table).to("List_EU").values(rows).execute(&acton).await?;
    /// # Ok(()) }
    /// ```
    pub fn to(self, list: impl AsRef<str>) -> InsertIntoList<T>
    where
        T: NamedTable,
    {
        InsertIntoList {
            table: TableRef::from(T::META).named(list.as_ref()),
            shape: PhantomData,
        }
    }
}

/// An insert into a list that was named, before it has rows. Made by [`InsertInto::to`].
///
/// ```
/// use acton_orm::prelude::*;
/// use acton_orm::statement::InsertIntoList;
///
/// #[derive(Entity)]
/// #[acton(table = "List_*", module = "person")]
/// struct Person { #[acton(key)] id: RecordId, city: Option<String> }
///
/// let into_eu: InsertIntoList<person::List> = acton_orm::insert_into(person::table).to("List_EU");
/// # drop(into_eu);
/// ```
#[must_use = "an insert does nothing before `values` and `execute`"]
pub struct InsertIntoList<T> {
    table: TableRef,
    shape: PhantomData<fn() -> T>,
}

impl<T: NamedTable + Addable> InsertIntoList<T> {
    /// The rows: one, a `Vec`, or any iterator.
    ///
    /// ```no_run
    /// # use acton_orm::prelude::*;
    /// # #[derive(Entity)]
    /// # #[acton(table = "List_*", module = "person")]
    /// # struct Person { #[acton(key)] id: RecordId, city: Option<String> }
    /// # #[derive(Insertable)]
    /// # #[acton(table = "List_*", module = "person")]
    /// # struct NewPerson { city: String }
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let ada = NewPerson { city: "Graz".into() };
    /// acton_orm::insert_into(person::table).to("List_EU").values(ada).execute(&acton).await?;
    /// # Ok(()) }
    /// ```
    pub fn values<M, V: Values<T, M>>(self, values: V) -> Inserts<V::Row> {
        Inserts::new(self.table, values.into_rows())
    }
}

impl<T> fmt::Debug for InsertIntoList<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("InsertIntoList").field(&self.table).finish()
    }
}

/// What [`values`](InsertInto::values) takes: an [`NewRow`] of the table `T`, or an iterator of
/// them. `M` tells the two apart and is never written.
///
/// ```
/// use acton_orm::{models::NewOptOut, schema::optout};
///
/// let ada = NewOptOut { email: "ada@example.com".into() };
/// let bob = NewOptOut { email: "bob@example.com".into() };
/// let one = acton_orm::insert_into(optout::table).values(ada);
/// let many = acton_orm::insert_into(optout::table).values(vec![bob]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be inserted into `{T}`",
    label = "not a row of `{T}`",
    note = "give a struct with `#[derive(Insertable)]` on this table, or a `Vec` or iterator of them"
)]
pub trait Values<T, M> {
    /// The struct of a row.
    ///
    /// ```
    /// use acton_orm::{Insertable, schema::optout::{self, Optout}, statement::{Inserts, Values}};
    ///
    /// fn insert<M, V: Values<Optout, M, Row: Insertable>>(rows: V) -> Inserts<V::Row> {
    ///     acton_orm::insert_into(optout::table).values(rows)
    /// }
    /// ```
    type Row: NewRow;

    /// The rows, in order.
    ///
    /// ```
    /// use acton_orm::{models::NewOptOut, statement::Values};
    ///
    /// let ada = NewOptOut { email: "ada@example.com".into() };
    /// assert_eq!(ada.into_rows().len(), 1);
    /// ```
    fn into_rows(self) -> Vec<Self::Row>;
}

/// One row.
#[doc(hidden)]
#[derive(Debug)]
pub enum One {}

/// Any number of rows.
#[doc(hidden)]
#[derive(Debug)]
pub enum Many {}

impl<I: NewRow> Values<I::Table, One> for I {
    type Row = I;

    fn into_rows(self) -> Vec<I> {
        vec![self]
    }
}

impl<T, V> Values<T, Many> for V
where
    V: IntoIterator,
    V::Item: NewRow<Table = T>,
{
    type Row = V::Item;

    fn into_rows(self) -> Vec<V::Item> {
        self.into_iter().collect()
    }
}

/// An insert that is made when it is executed.
///
/// ```
/// use acton_orm::{models::NewOptOut, schema::optout, statement::Inserts};
///
/// let ada = NewOptOut { email: "ada@example.com".into() };
/// let insert: Inserts<NewOptOut> = acton_orm::insert_into(optout::table).values(ada);
/// ```
#[must_use = "an insert does nothing until it is executed"]
pub struct Inserts<I> {
    table: TableRef,
    rows: Vec<I>,
    keep_going: bool,
}

impl<I: NewRow> Inserts<I> {
    fn new(table: TableRef, rows: Vec<I>) -> Self {
        Self {
            table,
            rows,
            keep_going: false,
        }
    }

    /// Goes on with the other rows when one is refused.
    ///
    /// ```no_run
    /// # use acton_orm::{prelude::*, schema::optout};
    /// # #[derive(Insertable)]
    /// # #[acton(table = "Optout")]
    /// # struct NewOptout { email: String }
    /// # async fn demo(acton: acton_orm::Client, rows: Vec<NewOptout>) -> acton_orm::Result<()> {
    /// acton_orm::insert_into(optout::table).values(rows).keep_going().execute(&acton).await?;
    /// # Ok(()) }
    /// ```
    pub fn keep_going(mut self) -> Self {
        self.keep_going = true;
        self
    }

    /// Makes the insert. The report's entries stand in the order of the values, each with its key.
    ///
    /// # Errors
    /// As [`Session::commit`](crate::Session::commit). A row of unknown outcome is not looked for:
    /// read the table before you execute the statement again, or use a session, which does.
    ///
    /// ```no_run
    /// # use acton_orm::{prelude::*, schema::optout};
    /// # #[derive(Insertable)]
    /// # #[acton(table = "Optout")]
    /// # struct NewOptout { email: String }
    /// # async fn demo(acton: acton_orm::Client, row: NewOptout) -> acton_orm::Result<()> {
    /// let report = acton_orm::insert_into(optout::table).values(row).execute(&acton).await?;
    /// println!("{report}");
    /// # Ok(()) }
    /// ```
    pub async fn execute(self, client: &Client) -> Result<CommitReport> {
        let (client, tally) = client.metered();
        let mut session = client.session();
        let keep_going = self.keep_going;
        self.add_to(&mut session);
        session
            .commit()
            .into_statement(keep_going, false, tally)
            .await
    }

    /// What [`execute`](Self::execute) would do. No I/O.
    ///
    /// # Errors
    /// As [`Session::plan`](crate::Session::plan).
    ///
    /// ```no_run
    /// # use acton_orm::{prelude::*, schema::optout};
    /// # #[derive(Insertable)]
    /// # #[acton(table = "Optout")]
    /// # struct NewOptout { email: String }
    /// # fn demo(acton: acton_orm::Client, row: NewOptout) -> acton_orm::Result<()> {
    /// println!("{}", acton_orm::insert_into(optout::table).values(row).plan(&acton)?);
    /// # Ok(()) }
    /// ```
    pub fn plan(self, client: &Client) -> Result<CommitPlan> {
        let mut session = client.session();
        self.add_to(&mut session);
        session.plan()
    }

    fn add_to(self, session: &mut Session) {
        for row in self.rows {
            let _ = session.add_row(&self.table, row);
        }
    }
}

impl<T: Table> fmt::Debug for InsertInto<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("InsertInto").field(&self.0).finish()
    }
}

impl<I: NewRow> fmt::Debug for Inserts<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inserts")
            .field("table", &self.table)
            .field("rows", &self.rows.len())
            .finish_non_exhaustive()
    }
}
