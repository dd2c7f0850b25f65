//! The order of rows.

use std::fmt;
use std::marker::PhantomData;

use super::tree::{ColumnRef, OrderKey};
use crate::schema::scope::Within;

/// One key to order by, made by `column.asc()` or `column.desc()`.
///
/// ```
/// use acton_orm::schema::images;
/// let order = images::width.desc().nulls_last();
/// assert_eq!(order.to_string(), "Width desc nulls last");
/// ```
#[must_use = "an order does nothing until a query takes it"]
pub struct Order<T> {
    key: OrderKey,
    table: PhantomData<fn() -> T>,
}

impl<T> Order<T> {
    pub(crate) fn new(column: ColumnRef, descending: bool) -> Self {
        Self {
            key: OrderKey {
                column,
                descending,
                nulls_first: descending,
            },
            table: PhantomData,
        }
    }

    /// By the same column, from small to large, empty cells last.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::width.desc().asc().to_string(), "Width asc nulls last");
    /// ```
    pub fn asc(self) -> Self {
        Self::new(self.key.column, false)
    }

    /// By the same column, from large to small, empty cells first: for a direction that is known at run
    /// time only.
    ///
    /// ```
    /// use acton_orm::models::images;
    ///
    /// fn by_width(down: bool) -> images::Order {
    ///     let order = images::width.asc();
    ///     if down { order.desc() } else { order }
    /// }
    /// assert_eq!(by_width(true).to_string(), "Width desc nulls first");
    /// ```
    pub fn desc(self) -> Self {
        Self::new(self.key.column, true)
    }

    /// Empty cells before all others.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::width.asc().nulls_first().to_string(), "Width asc nulls first");
    /// ```
    pub fn nulls_first(self) -> Self {
        self.nulls(Nulls::First)
    }

    /// Empty cells after all others.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::width.desc().nulls_last().to_string(), "Width desc nulls last");
    /// ```
    pub fn nulls_last(self) -> Self {
        self.nulls(Nulls::Last)
    }

    /// Empty cells where told.
    ///
    /// ```
    /// # use acton_orm::{Nulls, schema::images};
    /// assert_eq!(images::width.asc().nulls(Nulls::First).to_string(), "Width asc nulls first");
    /// ```
    pub fn nulls(mut self, nulls: Nulls) -> Self {
        self.key.nulls_first = nulls == Nulls::First;
        self
    }
}

/// Where empty cells stand in an order.
///
/// ```
/// use acton_orm::{Nulls, schema::images};
/// assert_eq!(images::width.desc().nulls(Nulls::Last).to_string(), "Width desc nulls last");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nulls {
    /// Before all others.
    First,
    /// After all others.
    Last,
}

impl<T> Clone for Order<T> {
    fn clone(&self) -> Self {
        Self {
            key: self.key.clone(),
            table: PhantomData,
        }
    }
}

impl<T> fmt::Debug for Order<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Order({})", self.key)
    }
}

impl<T> fmt::Display for Order<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.key.fmt(f)
    }
}

/// What `order_by` takes: one [`Order`], or a tuple of them, the first being the most significant.
///
/// ```
/// use acton_orm::{bounds::Orders, models::Image, prelude::*, schema::images::{self, Images}};
///
/// fn newest_first() -> impl Orders<Images> {
///     (images::creation_time.desc(), images::name.asc())
/// }
/// let query = Image::query().order_by(newest_first());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an order",
    label = "not an order",
    note = "write `column.asc()` or `column.desc()`, or a tuple of these"
)]
pub trait Orders<S> {
    #[doc(hidden)]
    fn push_onto(self, keys: &mut Vec<OrderKeyOf>);
}

/// Hides the untyped key from the signature above.
#[doc(hidden)]
#[derive(Debug)]
pub struct OrderKeyOf(pub(crate) OrderKey);

impl<S, T: Within<S>> Orders<S> for Order<T> {
    fn push_onto(self, keys: &mut Vec<OrderKeyOf>) {
        keys.push(OrderKeyOf(self.key));
    }
}

impl<S, O: Orders<S>> Orders<S> for Vec<O> {
    fn push_onto(self, keys: &mut Vec<OrderKeyOf>) {
        for order in self {
            order.push_onto(keys);
        }
    }
}

macro_rules! orders_of_tuple {
    ($($name:ident)+) => {
        impl<S, $($name: Orders<S>),+> Orders<S> for ($($name,)+) {
            #[allow(non_snake_case)]
            fn push_onto(self, keys: &mut Vec<OrderKeyOf>) {
                let ($($name,)+) = self;
                $($name.push_onto(keys);)+
            }
        }
    };
}

orders_of_tuple!(A);
orders_of_tuple!(A B);
orders_of_tuple!(A B C);
orders_of_tuple!(A B C D);
orders_of_tuple!(A B C D E);
orders_of_tuple!(A B C D E F);
