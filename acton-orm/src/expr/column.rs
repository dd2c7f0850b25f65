//! The operators of a column.

use super::assignment::Assignment;
use super::filter::Filter;
use super::operand::{Assignable, Comparand, Operand};
use super::order::Order;
use super::tree::{ColumnRef, Comparison, Expr, Term, TermKind, TextTest};
use crate::Cell;
use crate::schema::access::SetByUpdate;
use crate::schema::{Column, Table};
use crate::value::{Comparable, MayBeEmpty, Readable, Textual, Value};

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

    fn comparing<R: Operand<V::Base>>(self, comparison: Comparison, other: &R) -> Expr {
        Expr::Compare(self.term(), comparison, other.part().into())
    }

    fn compare<R: Operand<V::Base>>(self, comparison: Comparison, other: &R) -> Filter<T> {
        Filter::new(self.comparing(comparison, other))
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
    pub fn eq<R>(self, other: R) -> Filter<T>
    where
        V: Readable,
        R: Comparand<V::Base, T>,
    {
        self.compare(Comparison::Eq, &other)
    }

    /// Not equal. An empty cell is neither equal nor unequal to anything.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::name.ne("a.png").to_string(), "Name <> 'a.png'");
    /// ```
    pub fn ne<R>(self, other: R) -> Filter<T>
    where
        V: Readable,
        R: Comparand<V::Base, T>,
    {
        self.compare(Comparison::Ne, &other)
    }

    /// Less than. Text compares by code point.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::size.lt(10).to_string(), "Size < 10");
    /// ```
    pub fn lt<R>(self, other: R) -> Filter<T>
    where
        V: Readable,
        R: Comparand<V::Base, T>,
    {
        self.compare(Comparison::Lt, &other)
    }

    /// Less than or equal.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::size.le(10).to_string(), "Size <= 10");
    /// ```
    pub fn le<R>(self, other: R) -> Filter<T>
    where
        V: Readable,
        R: Comparand<V::Base, T>,
    {
        self.compare(Comparison::Le, &other)
    }

    /// Greater than.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::size.gt(10).to_string(), "Size > 10");
    /// ```
    pub fn gt<R>(self, other: R) -> Filter<T>
    where
        V: Readable,
        R: Comparand<V::Base, T>,
    {
        self.compare(Comparison::Gt, &other)
    }

    /// Greater than or equal.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::size.ge(10).to_string(), "Size >= 10");
    /// ```
    pub fn ge<R>(self, other: R) -> Filter<T>
    where
        V: Readable,
        R: Comparand<V::Base, T>,
    {
        self.compare(Comparison::Ge, &other)
    }

    /// From `low` to `high`, both included.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// assert_eq!(images::size.between(1, 9).to_string(), "Size >= 1 and Size <= 9");
    /// ```
    pub fn between<R>(self, low: R, high: R) -> Filter<T>
    where
        V: Readable,
        R: Comparand<V::Base, T>,
    {
        let low = self.comparing(Comparison::Ge, &low);
        Filter::new(low.and(self.comparing(Comparison::Le, &high)))
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
        I: IntoIterator,
        I::Item: Comparand<V::Base, T>,
    {
        let mut cells = Vec::new();
        let mut columns = Vec::new();
        for value in values {
            let term: Term = value.part().into();
            match term.0 {
                TermKind::Value(cell) => cells.push(cell),
                TermKind::Column(_) => {
                    columns.push(Expr::Compare(self.term(), Comparison::Eq, term));
                }
            }
        }
        let of_cells = Expr::In(self.term(), cells);
        Filter::new(columns.into_iter().fold(of_cells, Expr::or))
    }

    /// Equal but for upper and lower case, in any alphabet. What differs in more than case, as `ß` and
    /// `SS`, differs here too.
    ///
    /// Act-On is not asked to compare so: rows are read and compared here.
    ///
    /// ```
    /// # use acton_orm::schema::optout;
    /// let ada = optout::email.eq_ignore_case("Ada@Example.com");
    /// assert_eq!(ada.to_string(), "Email = 'Ada@Example.com' in any case");
    /// ```
    pub fn eq_ignore_case(self, text: impl Into<String>) -> Filter<T>
    where
        V: Readable,
        V::Base: Textual,
    {
        self.text(TextTest::EqIgnoreCase, text)
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
        V::Stored: Comparable,
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
        V::Stored: Comparable,
    {
        Order::new(self.to_ref(), true)
    }

    /// The column's new value in an [`update`](crate::update): a value, or for a column that may be empty
    /// also an `Option` of one. [`clear`](Self::clear) is the short form of a typed `None`.
    ///
    /// ```
    /// # use acton_orm::schema::images;
    /// let moved = images::folder_name.to("Archive");
    /// assert_eq!(moved.to_string(), "FolderName = 'Archive'");
    /// ```
    pub fn to<R>(self, value: R) -> Assignment<T>
    where
        A: SetByUpdate,
        R: Assignable<V::Base, V::Empty>,
    {
        Assignment::new(self.to_ref(), value.part())
    }

    /// Empties the cell, in an [`update`](crate::update); for a column that may be empty.
    ///
    /// ```
    /// # use acton_orm::prelude::*;
    /// # #[derive(Entity)]
    /// # #[acton(table = "List_Newsletter", module = "subscribers")]
    /// # struct Subscriber { #[acton(key)] id: RecordId, city: Option<String> }
    /// assert_eq!(subscribers::city.clear().to_string(), "City = null");
    /// ```
    pub fn clear(self) -> Assignment<T>
    where
        A: SetByUpdate,
        V::Empty: MayBeEmpty,
    {
        Assignment::new(self.to_ref(), Cell::Null)
    }
}
