//! Which tables an expression mentions, and which a query has.

use std::marker::PhantomData;

use super::{Addable, Deletable, NamedTable, Reads, Table, TableMeta, Updatable};

/// The tables of two expressions, put together by `and_across`, `or_across` or a comparison of columns.
///
/// ```
/// use acton_orm::{Filter, bounds::Both, schema::images::{self, Images}};
///
/// let large: Filter<Both<Images, Images>> = images::size.gt(100_000).and_across(images::width.gt(960));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Both<A, B>(PhantomData<fn() -> (A, B)>);

/// A query source that has the table `T`.
///
/// ```
/// use acton_orm::{bounds::Contains, schema::images::Images};
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
/// use acton_orm::{Filter, Query, bounds::Within, models::Image, prelude::*, schema::images::Images};
///
/// fn ten<F: Within<Images>>(filter: Filter<F>) -> Query<Image> {
///     Image::query().filter(filter).limit(10)
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "table `{Self}` is not part of this query: this expression uses a column of `{Self}`",
    label = "uses a column of `{Self}`",
    note = "this query selects from `{S}`"
)]
pub trait Within<S> {}

impl<S, A: Within<S>, B: Within<S>> Within<S> for Both<A, B> {}

/// A table of one shape and many names, of which none is said yet: a struct of any list (`List_*`).
/// `from` says which one.
///
/// ```
/// use acton_orm::{Query, prelude::*};
///
/// #[derive(Entity)]
/// #[acton(table = "List_*", module = "person")]
/// struct Person { #[acton(key)] id: RecordId, city: Option<String> }
///
/// let anywhere: Query<Person> = Person::query();
/// let eu: person::Query<Person> = anywhere.from("List_EU");
/// # drop(eu);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Unnamed<T>(PhantomData<fn() -> T>);

#[diagnostic::do_not_recommend]
impl<T, S: Contains<T>> Contains<T> for Unnamed<S> {}

/// A table of which something has to be said before it can be read, as the message that a report is
/// of; `of` says it.
///
/// ```
/// use acton_orm::{Query, models::DrilldownRow, prelude::*, schema::drilldown_reports::Verb};
///
/// let any: Query<DrilldownRow> = DrilldownRow::query();
/// let clicks = any.of("s-0001", Verb::Clicked);
/// println!("{}", clicks.explain());
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Needs<T>(PhantomData<fn() -> T>);

#[diagnostic::do_not_recommend]
impl<T: Table> Contains<T> for Needs<T> {}

/// What a query may start at: a table, or one that [`Needs`] something said.
#[doc(hidden)]
pub trait Start {
    type Table: Table;
}

#[diagnostic::do_not_recommend]
impl<T: Table> Start for T {
    type Table = T;
}

#[diagnostic::do_not_recommend]
impl<T: Table> Start for Needs<T> {
    type Table = T;
}

/// A query source that can be read as it is. `R` is there for the message.
///
/// ```
/// use acton_orm::{Client, Query, Result, bounds::Ready, models::Image, schema::images::Images};
///
/// async fn some<S: Ready<Image>>(query: Query<Image, S>, acton: &Client) -> Result<Vec<Image>> {
///     query.limit(10).load(acton).await
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read yet",
    label = "cannot be read yet"
)]
pub trait Ready<R>: 'static {}

// Never met: it lends its message. (So no `do_not_recommend` here.)
impl<T: 'static, R: SaysWhichList<T>> Ready<R> for Unnamed<T> {}

/// Never implemented: its message says what an unnamed list lacks.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` can be any list: say which one with `.from(\"List_..\")`",
    label = "which list?",
    note = "a new row goes to one with `session.add_to(\"List_..\", row)`; or name one list in `#[acton(table = \"List_..\")]`"
)]
pub trait SaysWhichList<T> {}

/// A table found at run time: its columns are values, and which table they are of is checked when a
/// query is planned.
///
/// ```no_run
/// use acton_orm::{Client, DynRow, Filter, Result, bounds::AnyTable};
///
/// async fn in_portland(acton: &Client, list: &str) -> Result<Vec<DynRow>> {
///     let table = acton.table(list).await?;
///     let portland: Filter<AnyTable> = table.column("Business City")?.eq("Portland");
///     table.query().filter(portland).load(acton).await
/// }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct AnyTable;

// What may be done with it is known at run time: a commit refuses the rest.
impl Table for AnyTable {
    const META: &'static TableMeta = &TableMeta {
        name: "(a table found at run time)",
        module: "",
        columns: &[],
        key: None,
        reads: Reads::by(&[]),
        writes: None,
        can: &[],
        complete: false,
        required: &[],
        inputs: &[],
    };
    type Held<R: Send + Sync + 'static> = R;
}
/// Any list of the account: where a relation leads to whose list each row tells.
///
/// ```
/// use acton_orm::{bounds::AnyList, schema::{Many, Relation, contact_list::{self, ContactList}}};
/// let rows: Relation<ContactList, AnyList, Many> = contact_list::rows;
/// # drop(rows);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct AnyList;

/// Where a relation leads to, which a query that selects from `S` can read.
#[doc(hidden)]
pub trait LeadsTo<S> {}

#[diagnostic::do_not_recommend]
impl<S: Start> LeadsTo<S> for S {}

#[diagnostic::do_not_recommend]
impl<T: NamedTable> LeadsTo<Unnamed<T>> for AnyList {}

#[diagnostic::do_not_recommend]
impl Addable for AnyTable {}
#[diagnostic::do_not_recommend]
impl Updatable for AnyTable {}
#[diagnostic::do_not_recommend]
impl Deletable for AnyTable {}

#[diagnostic::do_not_recommend]
impl<S: Contains<AnyTable>> Within<S> for AnyTable {}

#[diagnostic::do_not_recommend]
impl<R> Ready<R> for AnyTable {}
