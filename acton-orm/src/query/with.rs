//! A query whose rows bring along those that belong to them.

use std::fmt;
use std::marker::PhantomData;

use super::builder::Query;
use super::row::Row;
use super::selection::Selects;
use super::spec::Spec;
use crate::Result;
use crate::schema::relation::{Link, Number};
use crate::schema::scope::LeadsTo;
use crate::schema::{Relation, Table};

/// A query with the rows that belong to its rows, from [`Query::with`]: each comes as a tuple of the row
/// and what belongs to it, along each relation.
///
/// ```no_run
/// use acton_orm::{models::{Message, MessageReport}, prelude::*, schema::messages};
///
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let sent = Message::query()
///     .filter(messages::message_type.eq("SENT"))
///     .with(messages::report, MessageReport::query());
/// for (message, report) in sent.load(&acton).await? {
///     println!("{:?}: {:?}", message.title, report.map(|report| report.sent));
/// }
/// # Ok(()) }
/// ```
#[must_use = "a query does nothing until a terminal such as `load` is awaited"]
pub struct WithRelated<R, S, K> {
    pub(crate) query: Query<R, S>,
    pub(crate) kin: K,
}

/// A relation to read along, and what is read of the rows that it leads to.
#[doc(hidden)]
#[derive(Debug, Clone)]
pub struct Along {
    pub(crate) link: &'static Link,
    /// What of the other table's inputs no column tells.
    pub(crate) said: Vec<(&'static str, String)>,
    pub(crate) spec: Spec,
}

/// One relation to read along: `C` is what a row becomes, `N` says how many belong to one.
#[doc(hidden)]
pub struct Kin<C, N> {
    pub(crate) along: Along,
    pub(crate) decode: fn(&mut Row<'_>) -> Result<C>,
    number: PhantomData<fn() -> N>,
}

impl<C, N: Number> Kin<C, N> {
    fn new<From, To, CS, CG>(relation: Relation<From, To, N>, related: Query<C, CS, CG>) -> Self {
        Self {
            along: Along {
                link: relation.link,
                said: relation.said,
                spec: related.spec,
            },
            decode: related.decode,
            number: PhantomData,
        }
    }
}

impl<R, T: Table, G: Selects> Query<R, T, G> {
    /// With the rows that belong to each row, along a relation: read after the rows themselves, in as few
    /// calls as it takes, side by side. What several rows lead to is read once. The second query says what
    /// becomes of them; its filter, order and limit are those of the rows that belong to one.
    ///
    /// A read for each row is a call for each at least, which [`explain`](WithRelated::explain) shows. More
    /// than 1,000 are refused before the first of them, unless [`max_calls`](WithRelated::max_calls) or the
    /// client's budget says how many may be made.
    ///
    /// ```
    /// use acton_orm::{models::{Message, MessageReport}, prelude::*, schema::messages};
    ///
    /// let newest = Message::query()
    ///     .filter(messages::message_type.eq("SENT"))
    ///     .order_by(messages::timestamp.desc())
    ///     .limit(10)
    ///     .with(messages::report, MessageReport::query());
    /// assert!(newest.explain().to_string().contains("report from Reports, for each Id: 1 call"));
    /// ```
    pub fn with<To, N, C, CS, CG>(
        self,
        relation: Relation<T, To, N>,
        related: Query<C, CS, CG>,
    ) -> WithRelated<R, T, (Kin<C, N>,)>
    where
        To: LeadsTo<CS>,
        N: Number,
        CG: Selects,
        C: Clone + Send + Sync + 'static,
    {
        let (spec, decode) = (self.spec, self.decode);
        WithRelated {
            query: Query::new(spec, decode),
            kin: (Kin::new(relation, related),),
        }
    }
}

impl<R, S, K> WithRelated<R, S, K> {
    /// Refuses, before the first call, what costs more calls than this; where only the rows can tell, it
    /// is refused when they have come.
    ///
    /// ```
    /// # use acton_orm::{models::{Message, MessageReport}, prelude::*, schema::messages};
    /// let sent = Message::query().with(messages::report, MessageReport::query()).max_calls(5_000);
    /// # drop(sent);
    /// ```
    pub fn max_calls(mut self, calls: u64) -> Self {
        self.query = self.query.max_calls(calls);
        self
    }
}

macro_rules! one_more {
    ($($kin:ident)+) => {
        impl<R, T: Table, $($kin),+> WithRelated<R, T, ($($kin,)+)> {
            /// Along one more relation.
            ///
            /// ```
            /// use acton_orm::models::{LandingPage, PageReport, PageSource};
            /// use acton_orm::{prelude::*, schema::landing_pages};
            ///
            /// let pages = LandingPage::query()
            ///     .with(landing_pages::report, PageReport::query())
            ///     .with(landing_pages::traffic, PageSource::query());
            /// # drop(pages);
            /// ```
            #[allow(non_snake_case)]
            pub fn with<To, N, C, CS, CG>(
                self,
                relation: Relation<T, To, N>,
                related: Query<C, CS, CG>,
            ) -> WithRelated<R, T, ($($kin,)+ Kin<C, N>)>
            where
                To: LeadsTo<CS>,
                N: Number,
                CG: Selects,
                C: Clone + Send + Sync + 'static,
            {
                let ($($kin,)+) = self.kin;
                WithRelated {
                    query: self.query,
                    kin: ($($kin,)+ Kin::new(relation, related)),
                }
            }
        }
    };
}

one_more!(K1);
one_more!(K1 K2);
one_more!(K1 K2 K3);

impl<R, S, K: Clone> Clone for WithRelated<R, S, K> {
    fn clone(&self) -> Self {
        Self {
            query: self.query.clone(),
            kin: self.kin.clone(),
        }
    }
}

impl<C, N> Clone for Kin<C, N> {
    fn clone(&self) -> Self {
        Self {
            along: self.along.clone(),
            decode: self.decode,
            number: PhantomData,
        }
    }
}

impl<R, S, K: fmt::Debug> fmt::Debug for WithRelated<R, S, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WithRelated")
            .field("query", &self.query)
            .field("with", &self.kin)
            .finish()
    }
}

impl<C, N> fmt::Debug for Kin<C, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} from {}", self.along.link.name, self.along.spec.table)
    }
}
