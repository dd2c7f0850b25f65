//! Reads the rows that belong to the rows of a query: the terminals of [`WithRelated`].

use std::future::Future;
use std::pin::Pin;

use futures_util::stream::{self, StreamExt, TryStreamExt};

use super::allowance::Allowance;
use super::run::{Run, budget, plan};
use super::terminal::Reading;
use crate::expr::ColumnRef;
use crate::plan::related::{Belongs, MOST, RelatedRead};
use crate::plan::{Known, Plan, Terminal};
use crate::query::{Along, Kin, Row, Spec, WithRelated};
use crate::schema::relation::Number;
use crate::schema::scope::Ready;
use crate::schema::{Table, TableRef};
use crate::{Cell, Client, Error, ErrorKind, Result, catalog};

/// A row that is decoded later: its cells, and its key for errors.
struct Held {
    cells: Vec<Cell<'static>>,
    key: Option<String>,
}

impl Held {
    fn of(row: &mut Row<'_>) -> Result<Self> {
        let take = |cell: &mut Cell<'_>| std::mem::replace(cell, Cell::Null).into_owned();
        Ok(Self {
            cells: row.cells.iter_mut().map(take).collect(),
            key: row.key.as_deref().map(str::to_owned),
        })
    }

    /// Cells that were asked for beside those of the query.
    fn beside(&mut self, of: &Spec) -> Vec<Cell<'static>> {
        self.cells.split_off(of.columns.len().min(self.cells.len()))
    }

    fn decode<R>(
        self,
        spec: &Spec,
        table: &TableRef,
        decode: fn(&mut Row<'_>) -> Result<R>,
    ) -> Result<R> {
        let mut row = Row::of(self.cells, spec.columns.clone().into(), self.key.as_deref());
        decode(&mut row).map_err(|error| error.in_table(table.name()))
    }
}

/// A read of related rows that is planned.
#[doc(hidden)]
#[derive(Debug)]
pub struct Prepared {
    plan: Plan,
    rows: Belongs,
    window: (u64, Option<u64>),
}

/// Where rows are read for others.
#[doc(hidden)]
#[derive(Debug)]
pub struct Place<'q> {
    client: &'q Client,
    allowed: Allowance,
    /// How many rows they are read for.
    rows: usize,
}

type Gathering<'q, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'q>>;

/// The relations of a query.
#[doc(hidden)]
pub trait AllKin: Send + Sync {
    /// A row of the query with all that belongs to it.
    type Row<R: Send>: Send;

    fn alongs(&self) -> Vec<&Along>;

    /// Reads what belongs to rows, in their order.
    fn gather<'q, R: Send + 'q>(
        &'q self,
        place: &'q Place<'q>,
        rows: Vec<R>,
        prepared: Vec<Vec<Prepared>>,
    ) -> Gathering<'q, Vec<Self::Row<R>>>;
}

impl<C: Clone + Send + Sync + 'static, N: Number> Kin<C, N> {
    /// What belongs to each row.
    async fn gathered(&self, place: &Place<'_>, reads: Vec<Prepared>) -> Result<Vec<N::Of<C>>> {
        let window = place.client.settings().window().max(1);
        let reads = reads.into_iter().map(|read| self.read(place, read));
        let parts: Vec<Vec<(usize, C)>> =
            stream::iter(reads).buffered(window).try_collect().await?;
        let mut all: Vec<Vec<C>> = (0..place.rows).map(|_| Vec::new()).collect();
        for (row, related) in parts.into_iter().flatten() {
            if let Some(of_row) = all.get_mut(row) {
                of_row.push(related);
            }
        }
        if N::ONE && all.iter().any(|of_row| of_row.len() > 1) {
            let why = format!(
                "`{}` leads to one row, and there are several",
                self.along.link.name
            );
            return Err(Error::new(ErrorKind::Cardinality, why)
                .in_table(self.along.spec.table.name())
                .advise("give the related rows a filter, or `limit(1)`"));
        }
        Ok(all.into_iter().map(N::of).collect())
    }

    /// One read: each of its rows, and the row that it belongs to.
    async fn read(&self, place: &Place<'_>, read: Prepared) -> Result<Vec<(usize, C)>> {
        let Prepared { plan, rows, window } = read;
        let table = plan.table.clone();
        let run = Run::within(place.client, plan, Held::of, place.allowed.clone())?;
        let found = match (run.all().await, &rows) {
            // What the row leads to is not there: a message that was never sent has no report.
            (Err(error), Belongs::To(_)) if error.is_gone() => Vec::new(),
            (found, _) => found?,
        };
        let (skip, most) = window;
        let mut given = vec![0_u64; place.rows];
        let mut all = Vec::new();
        for mut held in found {
            let beside = held.beside(&self.along.spec);
            let related = held.decode(&self.along.spec, &table, self.decode)?;
            let belongs: &[usize] = match &rows {
                Belongs::To(rows) => rows,
                Belongs::By(by) => match beside.first().and_then(Cell::as_text) {
                    Some(key) => by.get(key).map_or(&[], Vec::as_slice),
                    None => &[],
                },
            };
            for &row in belongs {
                let at = given[row];
                given[row] += 1;
                if at >= skip && most.is_none_or(|most| at - skip < most) {
                    all.push((row, related.clone()));
                }
            }
        }
        Ok(all)
    }
}

macro_rules! all_kin {
    ($($kin:ident $row:ident $number:ident $part:ident)+) => {
        impl<$($row, $number),+> AllKin for ($(Kin<$row, $number>,)+)
        where
            $($row: Clone + Send + Sync + 'static, $number: Number),+
        {
            type Row<R: Send> = (R, $($number::Of<$row>),+);

            #[allow(non_snake_case)]
            fn alongs(&self) -> Vec<&Along> {
                let ($($kin,)+) = self;
                vec![$(&$kin.along),+]
            }

            #[allow(non_snake_case)]
            fn gather<'q, R: Send + 'q>(
                &'q self,
                place: &'q Place<'q>,
                rows: Vec<R>,
                prepared: Vec<Vec<Prepared>>,
            ) -> Gathering<'q, Vec<Self::Row<R>>> {
                Box::pin(async move {
                    let ($($kin,)+) = self;
                    let mut prepared = prepared.into_iter();
                    $(let $part = $kin.gathered(place, prepared.next().unwrap_or_default());)+
                    let ($($part,)+) = tokio::try_join!($($part),+)?;
                    $(let mut $part = $part.into_iter();)+
                    let with = rows.into_iter().map_while(|row| Some((row, $($part.next()?),+)));
                    Ok(with.collect())
                })
            }
        }
    };
}

all_kin!(A CA NA a);
all_kin!(A CA NA a B CB NB b);
all_kin!(A CA NA a B CB NB b C CC NC c);
all_kin!(A CA NA a B CB NB b C CC NC c D CD ND d);

impl<R: Send + 'static, T: Table, K: AllKin> WithRelated<R, T, K> {
    /// What [`load`](Self::load) would do, without asking Act-On anything: the calls for the rows
    /// themselves, then for each relation those that give what belongs to them. What only the rows tell
    /// is a hole in braces.
    ///
    /// ```
    /// use acton_orm::{models::{Message, MessageReport}, prelude::*, schema::messages};
    ///
    /// let report = messages::table
    ///     .select(messages::title)
    ///     .filter(messages::message_type.eq("SENT"))
    ///     .with(messages::report, MessageReport::query());
    /// let plan = report.explain();
    /// assert_eq!(plan.requests()[1].to_string(), "GET /api/1/message/{message}/report");
    /// ```
    pub fn explain(&self) -> Plan {
        let known = Known::default();
        let spec = match self.start() {
            Ok((spec, _)) => spec,
            // What cannot be read at all the terminal refuses.
            Err(_) => self.query.spec.clone(),
        };
        let plan = Plan::unverified(&spec, Terminal::Load, &known);
        self.shown(plan, |_| known.clone())
    }

    /// As [`explain`](Self::explain), on this client, which may know the account's lists already and has
    /// settings of its own. Makes no call.
    ///
    /// ```no_run
    /// # use acton_orm::{models::{Message, MessageReport}, prelude::*, schema::messages};
    /// # fn demo(acton: &acton_orm::Client) -> acton_orm::Result<()> {
    /// println!("{}", Message::query().with(messages::report, MessageReport::query()).explain_on(acton)?);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] for a query that cannot be planned.
    pub fn explain_on(&self, client: &Client) -> Result<Plan> {
        let plan = plan(client, &self.start()?.0, Terminal::Load)?;
        Ok(self.shown(plan, |table| catalog::known(client, table)))
    }

    /// The query with the columns that its relations start at, and how many each of them has.
    fn start(&self) -> Result<(Spec, Vec<usize>)> {
        let mut spec = self.query.spec.clone();
        let mut starts = Vec::new();
        for along in self.kin.alongs() {
            let columns = along.starts_at(&spec.table)?;
            let lacks = |column: &&ColumnRef| !self.query.spec.columns.contains(column);
            if let Some(column) = columns.iter().find(lacks).filter(|_| spec.distinct) {
                let why = "rows that are told apart by what is selected lead nowhere else";
                return Err(Error::new(ErrorKind::Invalid, why)
                    .in_table(spec.table.name())
                    .in_column(column.meta().name)
                    .advise("select the column too, or leave `distinct` out"));
            }
            starts.push(columns.len());
            spec.columns.extend(columns);
        }
        Ok((spec, starts))
    }

    fn shown(&self, plan: Plan, known: impl Fn(&TableRef) -> Known) -> Plan {
        let from = plan.table.clone();
        let alongs = self.kin.alongs();
        let related = alongs
            .iter()
            .map(|along| along.shown(&from, &known(&along.spec.table)));
        plan.with(related.collect())
    }

    /// All rows, each with what belongs to it.
    ///
    /// ```no_run
    /// # use acton_orm::{models::{PageReport, LandingPage}, prelude::*, schema::landing_pages};
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let pages: Vec<(LandingPage, Option<PageReport>)> = LandingPage::query()
    ///     .with(landing_pages::report, PageReport::query())
    ///     .load(&acton)
    ///     .await?;
    /// # drop(pages); Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`Query::load`](crate::Query::load), of the rows and of what belongs to them: either all of it
    /// is there, or it is an error. [`ErrorKind::Budget`] where it would cost more calls than it may.
    pub fn load<'q>(&'q self, client: &'q Client) -> Reading<'q, Vec<K::Row<R>>>
    where
        T: Ready<R>,
    {
        Reading::new(self.read(client, Terminal::Load))
    }

    /// The first row with what belongs to it, or `None` where there is none.
    ///
    /// ```no_run
    /// # use acton_orm::{models::{MessageReport, Message}, prelude::*, schema::messages};
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let newest = Message::query()
    ///     .order_by(messages::timestamp.desc())
    ///     .with(messages::report, MessageReport::query())
    ///     .first(&acton)
    ///     .await?;
    /// # drop(newest); Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn first<'q>(&'q self, client: &'q Client) -> Reading<'q, Option<K::Row<R>>>
    where
        T: Ready<R>,
    {
        Reading::new(async move {
            let rows = self.read(client, Terminal::First).await?;
            Ok(rows.into_iter().next())
        })
    }

    /// The rows, then what belongs to them.
    async fn read(&self, client: &Client, terminal: Terminal) -> Result<Vec<K::Row<R>>> {
        let (spec, starts) = self.start()?;
        let alongs = self.kin.alongs();
        let planned = plan(client, &spec, terminal)?;
        let from = planned.table.clone();
        let most = budget(client, &planned);
        let allowed = Allowance::of(most);
        let held = Run::within(client, planned, Held::of, allowed.clone())?
            .all()
            .await?;
        let mut rows = Vec::with_capacity(held.len());
        let mut cells: Vec<Vec<Vec<Cell<'static>>>> = alongs.iter().map(|_| Vec::new()).collect();
        for mut row in held {
            let mut beside = row.beside(&self.query.spec).into_iter();
            for (cells, columns) in cells.iter_mut().zip(&starts) {
                cells.push(beside.by_ref().take(*columns).collect());
            }
            rows.push(row.decode(&self.query.spec, &from, self.query.decode)?);
        }
        let place = Place {
            client,
            allowed: match most {
                Some(_) => allowed,
                None => Allowance::of(Some(MOST)),
            },
            rows: rows.len(),
        };
        let prepared = place.prepare(&from, &alongs, cells, most)?;
        self.kin.gather(&place, rows, prepared).await
    }
}

impl Place<'_> {
    /// Plans what is to be read along each relation, and refuses what costs too much before it is read.
    fn prepare(
        &self,
        from: &TableRef,
        alongs: &[&Along],
        cells: Vec<Vec<Vec<Cell<'static>>>>,
        most: Option<u64>,
    ) -> Result<Vec<Vec<Prepared>>> {
        let mut prepared = Vec::new();
        let mut least = 0_u64;
        for (along, cells) in alongs.iter().zip(cells) {
            let mut reads = Vec::new();
            for read in along.reads(from, &cells)? {
                let RelatedRead {
                    mut spec,
                    rows,
                    window,
                } = read;
                let together = most.unwrap_or(MOST);
                spec.max_calls = Some(spec.max_calls.map_or(together, |own| own.min(together)));
                let plan = plan(self.client, &spec, Terminal::Load)?;
                least = least.saturating_add(plan.calls().at_least());
                reads.push(Prepared { plan, rows, window });
            }
            prepared.push(reads);
        }
        let left = self.allowed.left().unwrap_or(u64::MAX);
        if least <= left {
            return Ok(prepared);
        }
        let names: Vec<String> = alongs
            .iter()
            .map(|along| format!("`{}`", along.link.name))
            .collect();
        let (rows, names) = (self.rows, names.join(" and "));
        let message = match most {
            Some(most) => format!(
                "{names} of {rows} rows costs at least {least} calls, and {left} are left of the budget of {most}"
            ),
            None => format!(
                "{names} of {rows} rows costs at least {least} calls, and more than {MOST} are made only where that is said"
            ),
        };
        Err(Error::new(ErrorKind::Budget, message)
            .in_table(from.name())
            .advise(
                "nothing of it was read: say `max_calls`, or give the query a filter or a limit",
            ))
    }
}
