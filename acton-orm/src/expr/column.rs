//! The operators of a column.

use super::assignment::{Assign, Assignment};
use super::filter::Filter;
use super::operand::{Literal, Operand};
use super::order::Order;
use super::tree::{ColumnRef, Comparison, Expr, Term, TextTest};
use crate::schema::access::SetByUpdate;
use crate::schema::{Column, Table};
use crate::value::{Comparable, Readable, Textual, Value};

impl<T: Table, V: Value, A> Column<T, V, A> {
    pub(crate) fn to_ref(self) -> ColumnRef {
        ColumnRef {
            table: T::META,
            index: self.index(),
        }
    }

    fn term(self) -> Term {
        Term::column(self.to_ref())
    }

    fn compare<R: Operand<V::Base>>(self, comparison: Comparison, other: R) -> Filter<R::Over<T>> {
        Filter::new(Expr::Compare(self.term(), comparison, other.into_term()))
    }

    fn text(self, test: TextTest, text: impl Into<String>) -> Filter<T> {
        Filter::new(Expr::Text(self.term(), test, text.into()))
    }

    /// Equal. Text compares exactly, upper and lower case included.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::name.eq("a.png").to_string(), "Name = 'a.png'");
    /// ```
    pub fn eq<R>(self, other: R) -> Filter<R::Over<T>>
    where
        V: Readable,
        V::Base: Comparable,
        R: Operand<V::Base>,
    {
        self.compare(Comparison::Eq, other)
    }

    /// Not equal. An empty cell is neither equal nor unequal to anything.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::name.ne("a.png").to_string(), "Name <> 'a.png'");
    /// ```
    pub fn ne<R>(self, other: R) -> Filter<R::Over<T>>
    where
        V: Readable,
        V::Base: Comparable,
        R: Operand<V::Base>,
    {
        self.compare(Comparison::Ne, other)
    }

    /// Less than. Text compares by code point.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::size.lt(10).to_string(), "Size < 10");
    /// ```
    pub fn lt<R>(self, other: R) -> Filter<R::Over<T>>
    where
        V: Readable,
        V::Base: Comparable,
        R: Operand<V::Base>,
    {
        self.compare(Comparison::Lt, other)
    }

    /// Less than or equal.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::size.le(10).to_string(), "Size <= 10");
    /// ```
    pub fn le<R>(self, other: R) -> Filter<R::Over<T>>
    where
        V: Readable,
        V::Base: Comparable,
        R: Operand<V::Base>,
    {
        self.compare(Comparison::Le, other)
    }

    /// Greater than.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::size.gt(10).to_string(), "Size > 10");
    /// ```
    pub fn gt<R>(self, other: R) -> Filter<R::Over<T>>
    where
        V: Readable,
        V::Base: Comparable,
        R: Operand<V::Base>,
    {
        self.compare(Comparison::Gt, other)
    }

    /// Greater than or equal.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::size.ge(10).to_string(), "Size >= 10");
    /// ```
    pub fn ge<R>(self, other: R) -> Filter<R::Over<T>>
    where
        V: Readable,
        V::Base: Comparable,
        R: Operand<V::Base>,
    {
        self.compare(Comparison::Ge, other)
    }

    /// From `low` to `high`, both included.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::size.between(1, 9).to_string(), "Size >= 1 and Size <= 9");
    /// ```
    pub fn between<L>(self, low: L, high: L) -> Filter<T>
    where
        V: Readable,
        V::Base: Comparable,
        L: Literal<V::Base>,
    {
        let bound = |comparison, value: L| {
            Expr::Compare(self.term(), comparison, Term::value(value.into_cell()))
        };
        Filter::new(bound(Comparison::Ge, low).and(bound(Comparison::Le, high)))
    }

    /// Equal to any of the values; to none of an empty set.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::id.eq_any(["f-1", "f-2"]).to_string(), "Id in ('f-1', 'f-2')");
    /// ```
    pub fn eq_any<I>(self, values: I) -> Filter<T>
    where
        V: Readable,
        V::Base: Comparable,
        I: IntoIterator,
        I::Item: Literal<V::Base>,
    {
        let values = values.into_iter().map(Literal::into_cell).collect();
        Filter::new(Expr::In(self.term(), values))
    }

    /// The cell is empty.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::width.is_null().to_string(), "Width is null");
    /// ```
    pub fn is_null(self) -> Filter<T>
    where
        V: Readable,
    {
        Filter::new(Expr::IsNull(self.term()))
    }

    /// The cell is not empty.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::width.is_not_null().to_string(), "Width is not null");
    /// ```
    pub fn is_not_null(self) -> Filter<T>
    where
        V: Readable,
    {
        self.is_null().not()
    }

    /// Matches a pattern: `%` is any run of characters, `_` any one, `\` takes the next character
    /// as it is. Upper and lower case differ.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::name.like("%.png").to_string(), "Name like '%.png'");
    /// ```
    pub fn like(self, pattern: impl Into<String>) -> Filter<T>
    where
        V: Readable,
        V::Base: Textual,
    {
        self.text(TextTest::Like, pattern)
    }

    /// Contains the text as it is; `%` and `_` are plain characters.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::name.contains("hero").to_string(), "Name contains 'hero'");
    /// ```
    pub fn contains(self, text: impl Into<String>) -> Filter<T>
    where
        V: Readable,
        V::Base: Textual,
    {
        self.text(TextTest::Contains, text)
    }

    /// Starts with the text.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::name.starts_with("a").to_string(), "Name starts with 'a'");
    /// ```
    pub fn starts_with(self, text: impl Into<String>) -> Filter<T>
    where
        V: Readable,
        V::Base: Textual,
    {
        self.text(TextTest::StartsWith, text)
    }

    /// Ends with the text.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::name.ends_with(".png").to_string(), "Name ends with '.png'");
    /// ```
    pub fn ends_with(self, text: impl Into<String>) -> Filter<T>
    where
        V: Readable,
        V::Base: Textual,
    {
        self.text(TextTest::EndsWith, text)
    }

    /// In ascending order, empty cells last.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::name.asc().to_string(), "Name asc nulls last");
    /// ```
    pub fn asc(self) -> Order<T>
    where
        V: Readable,
        V::Base: Comparable,
    {
        Order::new(self.to_ref(), false)
    }

    /// In descending order, empty cells first.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::name.desc().to_string(), "Name desc nulls first");
    /// ```
    pub fn desc(self) -> Order<T>
    where
        V: Readable,
        V::Base: Comparable,
    {
        Order::new(self.to_ref(), true)
    }

    /// The column's new value in an [`update`](crate::update). `None` empties the cell.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// let moved = images::folder_name.to("Archive");
    /// assert_eq!(moved.to_string(), "FolderName = 'Archive'");
    /// ```
    pub fn to<L>(self, value: L) -> Assignment<T>
    where
        A: SetByUpdate,
        L: Assign<V>,
    {
        Assignment::new(self.to_ref(), value.into_cell())
    }
}
