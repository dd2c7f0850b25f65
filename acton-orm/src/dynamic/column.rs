//! A column of a table found at run time.

use std::fmt;

use super::into_cell::IntoCell;
use crate::expr::{Assignment, ColumnRef, Comparison, Expr, Filter, Order, Term, TextTest};
use crate::schema::scope::AnyTable;
use crate::schema::{ColumnMeta, Kind};

/// A column of a [`DynTable`](crate::DynTable): `Copy`, with the comparisons of a typed
/// [`Column`](crate::schema::Column). What it is compared with is a value; one of another kind than the
/// column's is refused when the query is planned.
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let eu = acton.table("List_EU").await?;
/// let city = eu.column("Business City")?;
/// let rows = eu.query().filter(city.starts_with("Port")).order_by(city.asc()).load(&acton).await?;
/// # drop(rows); Ok(()) }
/// ```
#[derive(Clone, Copy, PartialEq)]
pub struct DynColumn(pub(super) ColumnRef);

macro_rules! comparisons {
    ($($name:ident $comparison:ident $words:literal;)+) => {$(
        #[doc = concat!("Rows whose cell is ", $words, " the value.")]
        ///
        /// ```no_run
        #[doc = concat!("# fn demo(column: acton_orm::DynColumn) {\nlet filter = column.", stringify!($name), "(\"PDX\");\n# drop(filter); }")]
        /// ```
        pub fn $name(self, value: impl IntoCell) -> Filter<AnyTable> {
            let value = Term::value(value.into_cell());
            Filter::new(Expr::Compare(self.term(), Comparison::$comparison, value))
        }
    )+};
}

macro_rules! texts {
    ($($name:ident $test:ident $words:literal;)+) => {$(
        #[doc = concat!("Rows whose text ", $words, ".")]
        ///
        /// ```no_run
        #[doc = concat!("# fn demo(column: acton_orm::DynColumn) {\nlet filter = column.", stringify!($name), "(\"Port\");\n# drop(filter); }")]
        /// ```
        pub fn $name(self, text: impl Into<String>) -> Filter<AnyTable> {
            Filter::new(Expr::Text(self.term(), TextTest::$test, text.into()))
        }
    )+};
}

impl DynColumn {
    fn term(self) -> Term {
        Term::column(self.0)
    }

    /// The column's name: the heading for a list.
    ///
    /// ```no_run
    /// # fn demo(column: acton_orm::DynColumn) {
    /// println!("{}", column.name());
    /// # }
    /// ```
    pub fn name(self) -> &'static str {
        self.0.meta().name
    }

    /// What its values are.
    ///
    /// ```no_run
    /// # fn demo(column: acton_orm::DynColumn) {
    /// assert_eq!(column.kind(), acton_orm::schema::Kind::Text);
    /// # }
    /// ```
    pub fn kind(self) -> Kind {
        self.0.meta().kind
    }

    /// All that is known of the column.
    ///
    /// ```no_run
    /// # fn demo(column: acton_orm::DynColumn) {
    /// assert!(column.meta().is_nullable());
    /// # }
    /// ```
    pub fn meta(self) -> &'static ColumnMeta {
        self.0.meta()
    }

    comparisons! {
        eq Eq "equal to";
        ne Ne "not";
        lt Lt "less than";
        le Le "at most";
        gt Gt "greater than";
        ge Ge "at least";
    }

    texts! {
        like Like "matches a pattern: `%` is any run of characters, `_` any one";
        contains Contains "has this in it";
        starts_with StartsWith "starts so";
        ends_with EndsWith "ends so";
        eq_ignore_case EqIgnoreCase "is this, but for upper and lower case";
    }

    /// Rows whose cell is one of the values.
    ///
    /// ```no_run
    /// # fn demo(column: acton_orm::DynColumn) {
    /// let filter = column.eq_any(["Portland", "PDX"]);
    /// # drop(filter); }
    /// ```
    pub fn eq_any<I>(self, values: I) -> Filter<AnyTable>
    where
        I: IntoIterator,
        I::Item: IntoCell,
    {
        let values = values.into_iter().map(IntoCell::into_cell).collect();
        Filter::new(Expr::In(self.term(), values))
    }

    /// Rows whose cell is empty.
    ///
    /// ```no_run
    /// # fn demo(column: acton_orm::DynColumn) {
    /// let filter = column.is_null();
    /// # drop(filter); }
    /// ```
    pub fn is_null(self) -> Filter<AnyTable> {
        Filter::new(Expr::IsNull(self.term()))
    }

    /// Rows whose cell is not empty.
    ///
    /// ```no_run
    /// # fn demo(column: acton_orm::DynColumn) {
    /// let filter = column.is_not_null();
    /// # drop(filter); }
    /// ```
    pub fn is_not_null(self) -> Filter<AnyTable> {
        self.is_null().not()
    }

    /// Smallest first.
    ///
    /// ```no_run
    /// # fn demo(column: acton_orm::DynColumn) {
    /// let order = column.asc();
    /// # drop(order); }
    /// ```
    pub fn asc(self) -> Order<AnyTable> {
        Order::new(self.0, false)
    }

    /// Largest first.
    ///
    /// ```no_run
    /// # fn demo(column: acton_orm::DynColumn) {
    /// let order = column.desc();
    /// # drop(order); }
    /// ```
    pub fn desc(self) -> Order<AnyTable> {
        Order::new(self.0, true)
    }

    /// Gives the column a value, for an update.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let eu = acton.table("List_EU").await?;
    /// let city = eu.column("Business City")?;
    /// acton_orm::update(eu.query().filter(city.eq("PDX"))).set(city.to("Portland")).execute(&acton).await?;
    /// # Ok(()) }
    /// ```
    pub fn to(self, value: impl IntoCell) -> Assignment<AnyTable> {
        Assignment::new(self.0, value.into_cell())
    }
}

impl fmt::Debug for DynColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DynColumn({})", self.name())
    }
}
