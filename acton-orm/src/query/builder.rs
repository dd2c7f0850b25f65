//! The one query type.

use std::fmt;
use std::marker::PhantomData;

use super::entity::{Keyed, Mapped};
use super::row::Row;
use super::selection::{Nothing, Selection};
use super::spec::Spec;
use crate::Result;
use crate::expr::operand::{Literal, Operand};
use crate::expr::{ColumnRef, Comparison, Expr, Filter, Orders, Term};
use crate::schema::scope::Within;
use crate::schema::scope::{AnyTable, Start, Unnamed};
use crate::schema::{NamedTable, Table};
use crate::value::Value;

/// What to read: `R` is what a row becomes, `S` what it selects from, `G` how it is grouped. Of a
/// struct's own table it is `Query<Image>`. A plain value: store it, clone
/// it, pass it on. Nothing happens before a terminal (`load`, `first`, `one`, `count`, `exists`,
/// `stream`, `page`) is awaited.
///
/// ```
/// use acton_orm::prelude::*;
/// use acton_orm::models::Image;
/// use acton_orm::schema::images;
///
/// let newest = Image::query()
///     .filter(images::folder_name.eq("New Folder").and(images::size.gt(10_000)))
///     .order_by(images::creation_time.desc())
///     .limit(20);
/// println!("{}", newest.explain());
/// ```
#[must_use = "a query does nothing until a terminal such as `load` is awaited"]
pub struct Query<R, S = <R as Mapped>::Source, G = ()> {
    pub(crate) spec: Spec,
    pub(crate) decode: fn(&mut Row<'_>) -> Result<R>,
    types: PhantomData<fn() -> (S, G)>,
}

impl<S: Start> Query<(), S, Nothing> {
    /// All rows of a table, nothing selected.
    pub(crate) fn bare() -> Self {
        Self::new(Spec::new(S::Table::META, Vec::new()), |_| Ok(()))
    }
}

impl<E: Mapped> Query<E> {
    pub(crate) fn of_entity() -> Self {
        let table = E::Table::META;
        let columns = E::COLUMNS
            .iter()
            .map(|&index| ColumnRef {
                table,
                index: usize::from(index),
            })
            .collect();
        Self::new(Spec::new(table, columns), E::from_row)
    }
}

impl<E: Keyed> Query<E> {
    /// The row of that key.
    pub(crate) fn keyed<K>(mut self, key: K) -> Self
    where
        K: Operand<<E::Key as Value>::Base, Side = Literal>,
    {
        let column = self.spec.columns.get(E::KEY).copied();
        self.spec.filter = column
            .map(|column| Expr::Compare(Term::column(column), Comparison::Eq, key.part().into()));
        self
    }
}

impl<R> Query<R, AnyTable> {
    /// A query that is not checked by types.
    pub(crate) fn untyped(spec: Spec, decode: fn(&mut Row<'_>) -> Result<R>) -> Self {
        Self::new(spec, decode)
    }
}

impl<R, T: Table, G> Query<R, T, G> {
    /// Reads another list with the same struct: `List_EU`, or `List_l-0042` by its id. The headings are
    /// checked against the struct when it is read.
    ///
    /// ```
    /// use acton_orm::prelude::*;
    ///
    /// #[derive(Entity)]
    /// #[acton(table = "List_Newsletter", module = "subscribers")]
    /// struct Subscriber { #[acton(key)] id: RecordId, city: Option<String> }
    ///
    /// let eu = Subscriber::query().from("List_EU").filter(subscribers::city.eq("Graz"));
    /// assert!(eu.explain().to_string().starts_with("load from List_EU"));
    /// ```
    pub fn from(mut self, list: impl AsRef<str>) -> Self
    where
        T: NamedTable,
    {
        self.spec.table = self.spec.table.named(list.as_ref());
        self
    }
}

impl<R, T: NamedTable, G> Query<R, Unnamed<T>, G> {
    /// Says which list: `List_EU`, or `List_l-0042` by its id.
    ///
    /// ```
    /// use acton_orm::prelude::*;
    ///
    /// #[derive(Entity)]
    /// #[acton(table = "List_*", module = "person")]
    /// struct Person { #[acton(key)] id: RecordId, city: Option<String> }
    ///
    /// let eu = Person::query().filter(person::city.is_not_null()).from("List_EU");
    /// # drop(eu);
    /// ```
    pub fn from(self, list: impl AsRef<str>) -> Query<R, T, G> {
        let mut spec = self.spec;
        spec.table = spec.table.named(list.as_ref());
        Query::new(spec, self.decode)
    }
}

impl<R, S, G> Query<R, S, G> {
    /// With what has to be said of its table.
    pub(super) fn given<T>(mut self, inputs: Vec<(&'static str, String)>) -> Query<R, T, G> {
        self.spec.table = self.spec.table.of(inputs);
        Query::new(self.spec, self.decode)
    }

    pub(super) fn new(spec: Spec, decode: fn(&mut Row<'_>) -> Result<R>) -> Self {
        Self {
            spec,
            decode,
            types: PhantomData,
        }
    }

    /// Keeps the rows where the condition is true. Several calls are joined by `and`.
    ///
    /// ```
    /// # use acton_orm::{prelude::*, models::Image, schema::images};
    /// let query = Image::query().filter(images::name.ends_with(".png"));
    /// # drop(query);
    /// ```
    pub fn filter<F: Within<S>>(mut self, filter: Filter<F>) -> Self {
        let expr = filter.into_expr();
        self.spec.filter = Some(match self.spec.filter.take() {
            Some(before) => before.and(expr),
            None => expr,
        });
        self
    }

    /// As [`filter`](Self::filter), where there is one: for conditions that a user may leave out.
    ///
    /// ```
    /// # use acton_orm::{prelude::*, models::Image, schema::images};
    /// let folder: Option<&str> = None;
    /// let query = Image::query().filter_opt(folder.map(|folder| images::folder_name.eq(folder)));
    /// # drop(query);
    /// ```
    pub fn filter_opt<F: Within<S>>(self, filter: Option<Filter<F>>) -> Self {
        match filter {
            Some(filter) => self.filter(filter),
            None => self,
        }
    }

    /// Reads these columns instead of the struct.
    ///
    /// ```
    /// # use acton_orm::{prelude::*, models::Image, schema::images};
    /// let names = Image::query().select((images::id, images::name));
    /// # drop(names);
    /// ```
    pub fn select<C: Selection<S>>(mut self, columns: C) -> Query<C::Row, S> {
        let mut selected = Vec::new();
        columns.columns(&mut selected);
        self.spec.columns = selected.into_iter().map(|column| column.0).collect();
        Query::new(self.spec, |row| C::from_row(row, &mut 0))
    }

    /// Sorts by one key or, with a tuple, by several. Replaces an earlier order. Without it rows
    /// come as Act-On sends them, which it does not promise to keep.
    ///
    /// ```
    /// # use acton_orm::{prelude::*, models::Image, schema::images};
    /// let query = Image::query().order_by((images::folder_name.asc(), images::size.desc()));
    /// # drop(query);
    /// ```
    pub fn order_by<O: Orders<S>>(mut self, orders: O) -> Self {
        let mut keys = Vec::new();
        orders.push_onto(&mut keys);
        self.spec.order = keys.into_iter().map(|key| key.0).collect();
        self
    }

    /// At most so many rows.
    ///
    /// ```
    /// # use acton_orm::{prelude::*, models::Image};
    /// let query = Image::query().limit(20);
    /// # drop(query);
    /// ```
    pub fn limit(mut self, rows: u64) -> Self {
        self.spec.limit = Some(rows);
        self
    }

    /// Leaves out the first rows.
    ///
    /// ```
    /// # use acton_orm::{prelude::*, models::Image};
    /// let query = Image::query().offset(20).limit(20);
    /// # drop(query);
    /// ```
    pub fn offset(mut self, rows: u64) -> Self {
        self.spec.offset = rows;
        self
    }

    /// Each row once, as far as the columns read tell rows apart; empty cells are equal here.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// let folders = images::table.select(images::folder_name).distinct();
    /// # drop(folders);
    /// ```
    pub fn distinct(mut self) -> Self {
        self.spec.distinct = true;
        self
    }

    /// Refuses, before the first call, a plan that costs more calls than this; a read whose length
    /// is not known beforehand stops there.
    ///
    /// ```
    /// # use acton_orm::{prelude::*, models::Image};
    /// let query = Image::query().max_calls(1);
    /// # drop(query);
    /// ```
    pub fn max_calls(mut self, calls: u64) -> Self {
        self.spec.max_calls = Some(calls);
        self
    }
}

impl<R, S, G> Clone for Query<R, S, G> {
    fn clone(&self) -> Self {
        Self::new(self.spec.clone(), self.decode)
    }
}

impl<R, S, G> fmt::Debug for Query<R, S, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query")
            .field("table", &self.spec.table.name())
            .field("columns", &self.spec.columns)
            .field("filter", &self.spec.filter)
            .field("order", &self.spec.order)
            .field("limit", &self.spec.limit)
            .field("offset", &self.spec.offset)
            .field("distinct", &self.spec.distinct)
            .finish()
    }
}
