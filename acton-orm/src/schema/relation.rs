//! How the rows of one table lead to those of another.

use std::fmt;
use std::marker::PhantomData;

/// From a row of `From` to the rows of `To` that belong to it: [`One`] at most, or [`Many`]. Declared
/// as data beside the tables, as [`messages::report`](super::messages::report);
/// [`Query::with`](crate::Query::with) reads along it.
///
/// ```
/// use acton_orm::{models::{Message, MessageReport}, prelude::*, schema::messages};
///
/// let sent = Message::query()
///     .filter(messages::message_type.eq("SENT"))
///     .with(messages::report, MessageReport::query());
/// println!("{}", sent.explain());
/// ```
pub struct Relation<From, To, N> {
    pub(crate) link: &'static Link,
    /// What of the other table's inputs no column tells.
    pub(crate) said: Vec<(&'static str, String)>,
    types: Types<From, To, N>,
}

type Types<From, To, N> = PhantomData<fn() -> (From, To, N)>;

/// What a relation is made of.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// Its name, that of the constant.
    pub(crate) name: &'static str,
    /// What of the other table is filled with what of a row.
    pub(crate) fills: &'static [(Hole, Fill)],
}

/// What a row fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hole {
    /// What has to be said of the other table: a read of its own for each value.
    Input(&'static str),
    /// Which list the other table is.
    List,
    /// The other table's key: one read for all values.
    Key,
}

/// What of a row fills it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fill {
    /// The column in this field.
    Field(&'static str),
    /// The key.
    Key,
    /// The table itself: a list, by its name.
    Table,
}

impl<From, To, N> Relation<From, To, N> {
    pub(crate) const fn new(link: &'static Link) -> Self {
        Self {
            link,
            said: Vec::new(),
            types: PhantomData,
        }
    }

    pub(crate) fn saying(mut self, input: &'static str, value: impl Into<String>) -> Self {
        self.said.push((input, value.into()));
        self
    }
}

impl<From, To, N> fmt::Debug for Relation<From, To, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Relation").field(&self.link.name).finish()
    }
}

/// How many rows belong to one.
#[doc(hidden)]
pub trait Number: Send + Sync + 'static {
    /// Together.
    type Of<C: Send>: Send;
    /// There is one at most.
    const ONE: bool;

    fn of<C: Send>(rows: Vec<C>) -> Self::Of<C>;
}

/// To each row belongs one row, or none: `Option` of it is read.
///
/// ```
/// use acton_orm::schema::{Relation, One, messages::{self, Messages}, reports::Reports};
/// use acton_orm::bounds::Needs;
/// let report: Relation<Messages, Needs<Reports>, One> = messages::report;
/// # drop(report);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct One;

/// To each row belong any number of rows: a `Vec` of them is read.
///
/// ```
/// use acton_orm::schema::{Relation, Many, forms::{self, Forms}, form_reports::FormReports};
/// use acton_orm::bounds::Needs;
/// let report: Relation<Forms, Needs<FormReports>, Many> = forms::report;
/// # drop(report);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Many;

impl Number for One {
    type Of<C: Send> = Option<C>;
    const ONE: bool = true;

    fn of<C: Send>(rows: Vec<C>) -> Option<C> {
        rows.into_iter().next()
    }
}

impl Number for Many {
    type Of<C: Send> = Vec<C>;
    const ONE: bool = false;

    fn of<C: Send>(rows: Vec<C>) -> Vec<C> {
        rows
    }
}

/// Declares the relations that start at a table, beside its declaration.
macro_rules! relations {
    (
        $from:ident;
        $(
            $(#[$doc:meta])*
            $name:ident: $number:ident of $to:ty, $($hole:expr => $fill:expr),+;
        )+
    ) => {$(
        $(#[$doc])*
        ///
        /// ```
        #[doc = concat!("let relation = ", module_path!(), "::", stringify!($name), ";\n# drop(relation);")]
        /// ```
        pub const $name: $crate::schema::Relation<$from, $to, $crate::schema::$number> =
            $crate::schema::Relation::new(&$crate::schema::relation::Link {
                name: stringify!($name),
                fills: &[$(($hole, $fill)),+],
            });
    )+};
}

pub(crate) use relations;

/// Declares the relation that leads from a row of any list to a table that is of one record.
macro_rules! of_row {
    ($(#[$doc:meta])* $to:ident, $number:ident, $model:ident) => {
        $(#[$doc])*
        ///
        /// ```
        #[doc = concat!("use acton_orm::{models::", stringify!($model), ", prelude::*};\n")]
        /// #[derive(Entity)]
        /// #[acton(table = "List_Newsletter", module = "subscribers")]
        /// struct Subscriber { #[acton(key)] id: RecordId }
        ///
        #[doc = concat!(
            "let rows = Subscriber::query().limit(10).with(", module_path!(), "::of_row(), ",
            stringify!($model), "::query());"
        )]
        /// # drop(rows);
        /// ```
        pub fn of_row<T: $crate::schema::NamedTable>()
        -> $crate::schema::Relation<T, Needs<$to>, $number> {
            $crate::schema::Relation::new(&$crate::schema::relation::Link {
                name: "of_row",
                fills: &[
                    (Hole::Input("list"), Fill::Table),
                    (Hole::Input("record"), Fill::Key),
                ],
            })
        }
    };
}

pub(crate) use of_row;
