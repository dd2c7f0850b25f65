//! The terminals of a query: each says how many rows it gives.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::page::Page;
use super::rows::Rows;
use super::run::{Run, plan};
use crate::plan::{Known, Plan, Read, Terminal};
use crate::query::{Query, Selects};
use crate::schema::scope::Ready;
use crate::{Client, Error, ErrorKind, Result};

/// A read under way: `.await` it.
///
/// ```no_run
/// # use acton_orm::{prelude::*, models::Image};
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let query = Image::query();
/// let reading: acton_orm::Reading<'_, u64> = query.count(&acton);
/// println!("{} images", reading.await?);
/// # Ok(()) }
/// ```
#[must_use = "nothing is read before this is awaited"]
pub struct Reading<'q, T>(Pin<Box<dyn Future<Output = Result<T>> + Send + 'q>>);

impl<'q, T> Reading<'q, T> {
    pub(crate) fn new(reading: impl Future<Output = Result<T>> + Send + 'q) -> Self {
        Self(Box::pin(reading))
    }
}

impl<T> Future for Reading<'_, T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T>> {
        self.0.as_mut().poll(context)
    }
}

impl<T> fmt::Debug for Reading<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reading").finish_non_exhaustive()
    }
}

impl<R, S, G> Query<R, S, G> {
    /// What [`load`](Self::load) would do, without asking Act-On anything.
    ///
    /// A query that cannot be planned at all (a filter nested hundreds of levels deep) shows here
    /// as reading the whole table; the terminal refuses it.
    ///
    /// ```
    /// # use acton_orm::{prelude::*, models::Image, schema::images};
    /// let plan = Image::query().filter(images::name.like("%.png")).explain();
    /// assert_eq!(plan.calls().at_most(), Some(1));
    /// ```
    pub fn explain(&self) -> Plan {
        self.explain_as(Terminal::Load)
    }

    /// What another terminal would do.
    ///
    /// ```
    /// # use acton_orm::{prelude::*, models::Image, Terminal};
    /// println!("{}", Image::query().explain_as(Terminal::First));
    /// ```
    pub fn explain_as(&self, terminal: Terminal) -> Plan {
        Plan::unverified(&self.spec, terminal, &Known::default())
    }

    /// What a terminal would do on this client, which may know the account's lists already and have
    /// settings of its own. Makes no call.
    ///
    /// ```no_run
    /// # use acton_orm::{prelude::*, models::Image, Terminal};
    /// # fn demo(acton: &acton_orm::Client) -> acton_orm::Result<()> {
    /// println!("{}", Image::query().explain_on(acton, Terminal::Load)?);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] for a query that cannot be planned.
    pub fn explain_on(&self, client: &Client, terminal: Terminal) -> Result<Plan> {
        plan(client, &self.spec, terminal)
    }

    /// A terminal as a future with a name: of an `async fn` an unmet bound would be told three times.
    fn reading<'q, T: 'q>(reading: impl Future<Output = Result<T>> + Send + 'q) -> Reading<'q, T> {
        Reading::new(reading)
    }

    fn run(&self, client: &Client, terminal: Terminal) -> Result<Run<R>> {
        Run::start(client, plan(client, &self.spec, terminal)?, self.decode)
    }

    /// All rows.
    ///
    /// ```no_run
    /// # use acton_orm::{prelude::*, models::Image, schema::images};
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let images: Vec<Image> = Image::query().filter(images::size.gt(10_000)).load(&acton).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Of any [`kind`](ErrorKind): the calls may fail, a cell may not decode, the budget may not do.
    pub fn load<'q>(&'q self, client: &'q Client) -> Reading<'q, Vec<R>>
    where
        S: Ready<R>,
        G: Selects,
        R: Send + 'static,
    {
        Self::reading(async move { self.run(client, Terminal::Load)?.all().await })
    }

    /// The first row, or `None` where there is none. Reads no further than it must.
    ///
    /// ```no_run
    /// # use acton_orm::{prelude::*, models::Image, schema::images};
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let image: Option<Image> = Image::query().filter(images::name.eq("old.png")).first(&acton).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn first<'q>(&'q self, client: &'q Client) -> Reading<'q, Option<R>>
    where
        S: Ready<R>,
        G: Selects,
        R: Send + 'static,
    {
        Self::reading(async move {
            let rows = self.run(client, Terminal::First)?.all().await?;
            Ok(rows.into_iter().next())
        })
    }

    /// The one row there is.
    ///
    /// ```no_run
    /// # use acton_orm::{prelude::*, models::AccountInfo};
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let account: AccountInfo = AccountInfo::query().one(&acton).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Cardinality`] where there is none or more than one; else as [`load`](Self::load).
    pub fn one<'q>(&'q self, client: &'q Client) -> Reading<'q, R>
    where
        S: Ready<R>,
        G: Selects,
        R: Send + 'static,
    {
        Self::reading(async move {
            let mut rows = self.run(client, Terminal::One)?.all().await?.into_iter();
            let found = match (rows.next(), rows.next()) {
                (Some(row), None) => return Ok(row),
                (None, _) => "no row",
                (Some(_), Some(_)) => "more than one row",
            };
            let mut message = format!("exactly one row is wanted, and {found} matches");
            if let Some(filter) = &self.spec.filter {
                message.push_str(&format!(" {filter}"));
            }
            Err(Error::new(ErrorKind::Cardinality, message)
                .in_table(self.spec.table.name())
                .advise("use `first` for none or one, `load` for any number"))
        })
    }

    /// How many rows. One call where Act-On counts itself.
    ///
    /// ```no_run
    /// # use acton_orm::{prelude::*, models::Image};
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let images: u64 = Image::query().count(&acton).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn count<'q>(&'q self, client: &'q Client) -> Reading<'q, u64>
    where
        S: Ready<R>,
        R: Send + 'static,
    {
        Self::reading(async move {
            let plan = plan(client, &self.spec, Terminal::Count)?;
            let counts = matches!(plan.read, Read::Total(_));
            let (rows, total, _) = Run::start(client, plan, |_| Ok(()))?
                .all_and_totals()
                .await?;
            if !counts {
                return Ok(rows.len() as u64);
            }
            let total = total.ok_or_else(|| {
                Error::new(ErrorKind::Decode, "the answer has no totalCount")
                    .in_table(self.spec.table.name())
                    .advise("read the rows with `stream` and count them")
            })?;
            let rows = total.saturating_sub(self.spec.offset);
            Ok(self.spec.limit.map_or(rows, |limit| rows.min(limit)))
        })
    }

    /// Whether there is a row. Stops at the first.
    ///
    /// ```no_run
    /// # use acton_orm::{prelude::*, models::OptOut, schema::optout};
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let opted_out: bool = OptOut::query().filter(optout::email.eq("a@example.com")).exists(&acton).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn exists<'q>(&'q self, client: &'q Client) -> Reading<'q, bool>
    where
        S: Ready<R>,
        R: Send + 'static,
    {
        Self::reading(async move {
            let plan = plan(client, &self.spec, Terminal::Exists)?;
            Ok(!Run::start(client, plan, |_| Ok(()))?
                .all()
                .await?
                .is_empty())
        })
    }

    /// All rows one after the other, as they arrive: memory stays flat however many there are,
    /// unless they have to be sorted. Nothing is sent before the stream is polled.
    ///
    /// ```no_run
    /// # use acton_orm::{prelude::*, models::Image};
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let mut images = Image::query().stream(&acton);
    /// while let Some(image) = images.try_next().await? {
    ///     println!("{}", image.name);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`load`](Self::load), as an item: a row that cannot be decoded is followed by the next row, any
    /// other error is the last item.
    pub fn stream(&self, client: &Client) -> Rows<R>
    where
        S: Ready<R>,
        G: Selects,
        R: Send + 'static,
    {
        Rows::new(self.run(client, Terminal::Stream))
    }

    /// One page of rows; pages count from 0. Act-On promises no order of rows, so pages read one
    /// after the other from a list that changes meanwhile may skip or repeat some: to see every row
    /// use [`stream`](Self::stream).
    ///
    /// The total is told where Act-On tells it, and where every row comes by anyway: a table that is one
    /// answer, or an order, which has to see all rows first. Of a list with a filter or an order each page
    /// reads the list anew, as [`explain_as`](Self::explain_as) says: to show page after page of one,
    /// [`load`](Self::load) it once.
    ///
    /// ```no_run
    /// # use acton_orm::{prelude::*, models::Image, schema::images};
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let second = Image::query().order_by(images::name.asc()).page(&acton, 1, 20).await?;
    /// println!("{} rows, more: {}", second.rows.len(), second.has_next);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn page<'q>(&'q self, client: &'q Client, number: u64, size: u64) -> Reading<'q, Page<R>>
    where
        S: Ready<R>,
        G: Selects,
        R: Send + 'static,
    {
        Self::reading(async move {
            let offset = number.saturating_mul(size);
            let terminal = Terminal::Page { offset, size };
            let plan = plan(client, &self.spec, terminal)?;
            let told = matches!(&plan.read, Read::Pages(pages) if pages.most.is_some())
                && plan.limit <= Some(size);
            let (mut rows, total, counted) = Run::start(client, plan, self.decode)?
                .all_and_totals()
                .await?;
            let of_query = |total: u64| {
                let rows = total.saturating_sub(self.spec.offset);
                self.spec.limit.map_or(rows, |limit| rows.min(limit))
            };
            let total = total.filter(|_| told).map(of_query);
            // The query's own limit ends it, whatever follows at Act-On.
            let end = offset.saturating_add(size);
            let has_next = match total {
                _ if self.spec.limit.is_some_and(|limit| limit <= end) => false,
                Some(total) => offset.saturating_add(rows.len() as u64) < total,
                // Where the total was due, no row more was asked for.
                None if told => rows.len() as u64 >= size,
                None => rows.len() as u64 > size,
            };
            rows.truncate(usize::try_from(size).unwrap_or(usize::MAX));
            Ok(Page {
                rows,
                number,
                size,
                has_next,
                total: total.or(counted.map(of_query)),
            })
        })
    }
}
