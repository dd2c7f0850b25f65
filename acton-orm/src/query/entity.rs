//! What the derive macros implement for your structs.

use std::hash::Hash;

use super::builder::Query;
use super::row::Row;
use crate::expr::operand::{Literal, Operand};
use crate::schema::scope::Ready;
use crate::schema::{Addable, Table};
use crate::value::Value;
use crate::{Cell, Result};

/// How rows become a struct and a struct becomes cells: what `#[derive(Entity)]` implements first.
///
/// ```
/// use acton_orm::{bounds::Mapped, models::Image};
/// assert_eq!(Image::COLUMNS.len(), 8);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity",
    label = "not an entity",
    note = "put `#[derive(Entity)]` and `#[acton(table = \"..\")]` on the struct"
)]
pub trait Mapped: Sized + Send + Sync + 'static {
    /// The table it maps.
    ///
    /// ```
    /// use acton_orm::{bounds::Mapped, models::Image, schema::Table};
    /// assert_eq!(<Image as Mapped>::Table::META.name(), "Images");
    /// ```
    type Table: Table;
    /// What a query of it selects from: the table, or [`Unnamed`](crate::schema::scope::Unnamed) of it where the list
    /// is said with the query.
    ///
    /// ```
    /// use acton_orm::{bounds::Mapped, models::Image, schema::images::Images};
    /// fn from_images<E: Mapped<Source = Images>>() {}
    /// from_images::<Image>();
    /// ```
    type Source;
    /// The positions, among the table's columns, of the struct's fields in their order.
    ///
    /// ```
    /// use acton_orm::{bounds::Mapped, models::Image, schema::Table};
    ///
    /// let first = usize::from(Image::COLUMNS[0]);
    /// assert_eq!(<Image as Mapped>::Table::META.columns()[first].name(), "Id");
    /// ```
    const COLUMNS: &'static [u16];

    /// Builds the struct from a row whose cells stand in the order of [`COLUMNS`](Self::COLUMNS).
    ///
    /// # Errors
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) naming table, key, column and the offending text.
    ///
    /// ```
    /// use acton_orm::{Result, bounds::{Mapped, Row}};
    ///
    /// fn read<E: Mapped>(row: &mut Row<'_>) -> Result<E> {
    ///     E::from_row(row)
    /// }
    /// ```
    fn from_row(row: &mut Row<'_>) -> Result<Self>;

    /// The fields as cells, in the order of [`COLUMNS`](Self::COLUMNS).
    ///
    /// ```
    /// use acton_orm::{Cell, bounds::Mapped, prelude::*};
    ///
    /// #[derive(Entity)]
    /// #[acton(table = "Images")]
    /// struct Image { id: String, size: i64 }
    ///
    /// let image = Image { id: "f-1".into(), size: 300 };
    /// assert_eq!(image.to_values(), [Cell::from("f-1"), Cell::from(300_i64)]);
    /// ```
    fn to_values(&self) -> Vec<Cell<'static>>;
}

/// A struct that rows of a table are read into. `#[derive(Entity)]` implements it.
///
/// ```
/// use acton_orm::prelude::*;
///
/// #[derive(Entity)]
/// #[acton(table = "Images")]
/// struct Image { id: String, name: String }
///
/// let query = Image::query().filter(images::folder_name.eq("New Folder"));
/// println!("{}", query.explain());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity",
    label = "not an entity",
    note = "put `#[derive(Entity)]` and `#[acton(table = \"..\")]` on the struct; a struct of any list (`List_*`) is a `Shape`"
)]
pub trait Entity: Mapped<Source: Ready<Self>> {
    /// A query for all rows of the table.
    ///
    /// ```
    /// use acton_orm::prelude::*;
    /// use acton_orm::models::Image;
    /// let everything = Image::query();
    /// # drop(everything);
    /// ```
    fn query() -> Query<Self> {
        Query::of_entity()
    }

    /// A query for the row of that key; where a read by key is one call, it is one call.
    ///
    /// ```
    /// use acton_orm::prelude::*;
    /// use acton_orm::models::Image;
    ///
    /// let image = Image::find("f-1");
    /// assert!(image.explain().to_string().contains("GET /api/1/image/f-1"));
    /// ```
    fn find<K>(key: K) -> Query<Self>
    where
        Self: Keyed,
        K: Operand<<<Self as Keyed>::Key as Value>::Base, Side = Literal>,
    {
        Query::of_entity().keyed(key)
    }
}

/// A struct whose list is said with each query: what `#[derive(Entity)]` implements, in place of
/// [`Entity`], for `table = "List_*"`.
///
/// ```
/// use acton_orm::prelude::*;
///
/// #[derive(Entity)]
/// #[acton(table = "List_*", module = "person")]
/// struct Person { #[acton(key)] id: RecordId, city: Option<String> }
///
/// let eu = Person::query().from("List_EU").filter(person::city.eq("Graz"));
/// println!("{}", eu.explain());
/// ```
pub trait Shape: Mapped {
    /// A query that [`from`](Query::from) completes.
    ///
    /// ```
    /// # use acton_orm::prelude::*;
    /// # #[derive(Entity)]
    /// # #[acton(table = "List_*", module = "person")]
    /// # struct Person { #[acton(key)] id: RecordId }
    /// let us = Person::query().from("List_US");
    /// # drop(us);
    /// ```
    fn query() -> Query<Self> {
        Query::of_entity()
    }

    /// A query for the row of that key, which [`from`](Query::from) completes.
    ///
    /// ```
    /// # use acton_orm::prelude::*;
    /// # #[derive(Entity)]
    /// # #[acton(table = "List_*", module = "person")]
    /// # struct Person { #[acton(key)] id: RecordId }
    /// let ada = Person::find("L-0001:7").from("List_US");
    /// # drop(ada);
    /// ```
    fn find<K>(key: K) -> Query<Self>
    where
        Self: Keyed,
        K: Operand<<<Self as Keyed>::Key as Value>::Base, Side = Literal>,
    {
        Query::of_entity().keyed(key)
    }
}

/// An entity with a key, so that a session can tell its rows apart. `#[derive(Entity)]` implements
/// it for a struct that maps the table's key column.
///
/// ```
/// use acton_orm::{Entity, Handle, Keyed, Result, Session};
///
/// async fn everything<E: Entity + Keyed>(session: &mut Session) -> Result<Vec<Handle<E>>> {
///     session.load(E::query()).await
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not map its table's key, so a session cannot track it",
    label = "no key field",
    note = "add the table's key column to the struct; for a list, a field `#[acton(key)] id: RecordId`"
)]
pub trait Keyed: Mapped {
    /// The key's type, that of the field.
    ///
    /// ```
    /// use acton_orm::{Keyed, models::Image};
    /// let id: <Image as Keyed>::Key = String::from("f-1");
    /// # drop(id);
    /// ```
    type Key: Value + Operand<<Self::Key as Value>::Base, Side = Literal> + Clone + Eq + Hash;
    /// The position of the key among the struct's fields.
    ///
    /// ```
    /// use acton_orm::{Keyed, models::Image};
    /// assert_eq!(Image::KEY, 0);
    /// ```
    const KEY: usize;

    /// The key of this row.
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use acton_orm::Keyed;
    ///
    /// fn by_key<E: Keyed>(rows: Vec<E>) -> HashMap<E::Key, E> {
    ///     rows.into_iter().map(|row| (row.key().clone(), row)).collect()
    /// }
    /// # let _ = by_key::<acton_orm::models::Image>;
    /// ```
    fn key(&self) -> &Self::Key;
}

/// How a struct becomes the cells of a new row: what `#[derive(Insertable)]` implements first.
///
/// ```
/// use acton_orm::{bounds::NewRow, models::NewOptOut};
/// assert_eq!(NewOptOut::COLUMNS.len(), 1);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not insertable",
    label = "not insertable",
    note = "put `#[derive(Insertable)]` and `#[acton(table = \"..\")]` on the struct"
)]
pub trait NewRow: Sized + Send + Sync + 'static {
    /// The table that takes the row.
    ///
    /// ```
    /// use acton_orm::{bounds::NewRow, models::NewOptOut, schema::Table};
    /// assert_eq!(<NewOptOut as NewRow>::Table::META.name(), "Optout");
    /// ```
    type Table: Addable;
    /// The table, or [`Unnamed`](crate::schema::scope::Unnamed) of it where the list is said with each row.
    ///
    /// ```
    /// use acton_orm::{bounds::NewRow, models::NewOptOut, schema::optout::Optout};
    /// fn for_opt_outs<I: NewRow<Source = Optout>>() {}
    /// for_opt_outs::<NewOptOut>();
    /// ```
    type Source;
    /// The positions, among the table's columns, of the struct's fields in their order.
    ///
    /// ```
    /// use acton_orm::{bounds::NewRow, models::NewOptOut, schema::Table};
    ///
    /// let first = usize::from(NewOptOut::COLUMNS[0]);
    /// assert_eq!(<NewOptOut as NewRow>::Table::META.columns()[first].name(), "Email");
    /// ```
    const COLUMNS: &'static [u16];

    /// The fields as cells, in the order of [`COLUMNS`](Self::COLUMNS); a null is not sent.
    ///
    /// ```
    /// use acton_orm::{Cell, bounds::NewRow, models::NewOptOut};
    ///
    /// let ada = NewOptOut { email: "ada@example.com".into() };
    /// assert_eq!(ada.to_values(), [Cell::from("ada@example.com")]);
    /// ```
    fn to_values(&self) -> Vec<Cell<'static>>;
}

/// A struct that becomes a new row of its table. `#[derive(Insertable)]` implements it.
///
/// ```
/// use acton_orm::prelude::*;
///
/// #[derive(Insertable)]
/// #[acton(table = "Images")]
/// struct NewImage { name: String, folder_name: String, content: Upload }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not insertable as it is",
    label = "not insertable",
    note = "put `#[derive(Insertable)]` and `#[acton(table = \"..\")]` on the struct; one of any list (`List_*`) goes to a list with `session.add_to(\"List_..\", row)`"
)]
pub trait Insertable: NewRow<Source: Ready<Self>> {}
