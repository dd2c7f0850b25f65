//! A table found at run time.

use std::fmt;

use super::column::DynColumn;
use super::row::{DynRow, unknown_column};
use crate::expr::ColumnRef;
use crate::query::{Query, Spec};
use crate::schema::list_scores::ListScores;
use crate::schema::scope::AnyTable;
use crate::schema::{
    ColumnMeta, Kind, ListRef, Operation, RECORD_ID, TABLES, Table, TableMeta, TableRef, shapes,
};
use crate::{Client, Error, ErrorKind, Result, catalog, nearest, plan};

/// A query of a table found at run time: the same as any other, with the same planner.
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let query: acton_orm::DynQuery = acton.table("Images").await?.query().limit(10);
/// println!("{}", query.explain());
/// # Ok(()) }
/// ```
pub type DynQuery = Query<DynRow, AnyTable>;

/// A table without a struct, from [`Client::table`]: its columns, its key and what may be done with it.
///
/// ```no_run
/// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
/// let eu = acton.table("List_EU").await?;
/// for column in eu.columns() {
///     println!("{} is {}", column.name(), column.kind());
/// }
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct DynTable {
    table: TableRef,
}

impl Client {
    /// A table by its name: a built-in one, as `Images`, without a call; a list of the account, as
    /// `List_Newsletter` or `List_l-0001`, by its headings: a call, and another to find a list by its
    /// name. Both are remembered. `List_Newsletter_Score` is `ListScores` of the list `Newsletter`, unless
    /// there is a list named `Newsletter_Score`.
    ///
    /// Every cell of a list is text; [`DynTable::with_kind`] reads a column as something else.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let newsletter = acton.table("List_Newsletter").await?;
    /// println!("{} rows", newsletter.query().count(&acton).await?);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] naming the nearest where there is no such table or list,
    /// [`ErrorKind::Decode`] where two columns of the list have one heading.
    pub async fn table(&self, name: &str) -> Result<DynTable> {
        if ListRef::of(name).is_some() {
            let found = list(self, name).await;
            return match (found, name.strip_suffix("_Score")) {
                (Err(error), Some(of)) if error.is_not_found() && ListRef::of(of).is_some() => {
                    scores(self, of).await
                }
                (found, _) => found,
            };
        }
        let built_in = TABLES.iter().find(|table| table.name == name);
        match built_in {
            Some(table) => Ok(DynTable {
                table: TableRef::from(*table),
            }),
            None => Err(unknown_table(name)),
        }
    }
}

/// The scores of a list, once it is found.
async fn scores(client: &Client, list: &str) -> Result<DynTable> {
    let scores = TableRef::from(ListScores::META).of(vec![("list", list.to_owned())]);
    catalog::find(client, &scores).await?;
    Ok(DynTable { table: scores })
}

async fn list(client: &Client, name: &str) -> Result<DynTable> {
    let any = shapes::of_list(&[]).ok_or_else(too_many)?;
    let table = catalog::aliased(client, &TableRef::from(any).named(name));
    let found = catalog::find(client, &table).await?;
    let request = plan::headings().with("list", &found.id);
    let headings = catalog::headings(client, &found.id, request)
        .await
        .map_err(|error| error.in_table(name))?;
    let columns: Vec<(String, Kind)> = headings
        .iter()
        .filter(|heading| *heading != RECORD_ID)
        .map(|heading| (heading.clone(), Kind::Text))
        .collect();
    for (at, (heading, _)) in columns.iter().enumerate() {
        if columns[..at].iter().any(|(known, _)| known == heading) {
            return Err(Error::new(
                ErrorKind::Decode,
                "the list has two columns with this heading, so its cells cannot be told apart",
            )
            .in_table(name)
            .in_column(heading)
            .advise("rename one of the columns in Act-On"));
        }
    }
    let shape = shapes::of_list(&columns).ok_or_else(too_many)?;
    Ok(DynTable {
        table: TableRef::from(shape).named(table.name()),
    })
}

fn too_many() -> Error {
    Error::new(
        ErrorKind::Invalid,
        "this program has met too many lists of different columns",
    )
    .advise("start it anew")
}

fn unknown_table(name: &str) -> Error {
    let error = Error::new(ErrorKind::NotFound, "there is no such table").in_table(name);
    match nearest::nearest(name, TABLES.iter().map(|table| table.name)) {
        Some(near) => error.advise(format!("did you mean `{near}`?")),
        None => error.advise("a list of the account is `List_<name>` or `List_<id>`"),
    }
}

impl DynTable {
    /// The table's name.
    ///
    /// ```no_run
    /// # fn demo(table: acton_orm::DynTable) {
    /// println!("{}", table.name());
    /// # }
    /// ```
    pub fn name(&self) -> &str {
        self.table.name()
    }

    pub(crate) fn table_ref(&self) -> &TableRef {
        &self.table
    }

    /// A new row, every cell empty, to be filled and added to a session.
    ///
    /// ```no_run
    /// # fn demo(table: acton_orm::DynTable) -> acton_orm::Result<()> {
    /// let mut row = table.row();
    /// row.set("E-mail Address", "ada@example.com")?;
    /// # Ok(()) }
    /// ```
    pub fn row(&self) -> DynRow {
        let asked = |column: &DynColumn| column.meta().asked.is_none();
        let columns: std::sync::Arc<[ColumnRef]> = self
            .columns()
            .filter(asked)
            .map(|column| column.0)
            .collect();
        DynRow {
            cells: vec![crate::Cell::Null; columns.len()],
            columns,
            key: None,
        }
    }

    fn meta(&self) -> &'static TableMeta {
        self.table.meta()
    }

    fn at(&self, index: usize) -> DynColumn {
        DynColumn(ColumnRef {
            table: self.meta(),
            index,
        })
    }

    /// The columns, in the table's order; for a list its record id first, its two dates last.
    ///
    /// ```no_run
    /// # fn demo(table: acton_orm::DynTable) {
    /// let names: Vec<_> = table.columns().map(|column| column.name()).collect();
    /// # }
    /// ```
    pub fn columns(&self) -> impl Iterator<Item = DynColumn> + '_ {
        (0..self.meta().columns.len()).map(|index| self.at(index))
    }

    /// A column by its name, or by the name of its constant.
    ///
    /// ```no_run
    /// # fn demo(table: acton_orm::DynTable) -> acton_orm::Result<()> {
    /// let city = table.column("Business City")?;
    /// # drop(city); Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] naming the nearest column.
    pub fn column(&self, name: &str) -> Result<DynColumn> {
        let is = |column: &ColumnMeta| column.name == name || column.field == name;
        match self.meta().columns.iter().position(is) {
            Some(index) => Ok(self.at(index)),
            None => {
                let names = self.meta().columns.iter().map(|column| column.name);
                Err(unknown_column(name, names).in_table(self.name()))
            }
        }
    }

    /// Says what the table needs before it can be read (`TableMeta::inputs`): which message a report is
    /// of, and the like.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let clicks = acton.table("DrilldownReports").await?.of([("message", "s-0001"), ("verb", "CLICKED")])?;
    /// println!("{} clicks", clicks.query().count(&acton).await?);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] for what the table does not ask for, for what it asks for and is not said,
    /// and for nothing in its place.
    pub fn of<'i>(&self, inputs: impl IntoIterator<Item = (&'i str, &'i str)>) -> Result<Self> {
        let refused = |why: String| Err(Error::new(ErrorKind::Invalid, why).in_table(self.name()));
        let known = self.meta().inputs;
        let mut said = Vec::new();
        for (name, value) in inputs {
            let Some(input) = known.iter().find(|input| **input == name) else {
                return refused(format!("`{name}` is nothing that the table asks for"));
            };
            if value.is_empty() {
                return refused(format!("`{name}` is empty"));
            }
            said.push((*input, value.to_owned()));
        }
        let is_said = |input: &&&str| said.iter().any(|(name, _)| name == *input);
        match known.iter().find(|input| !is_said(input)) {
            Some(missing) => refused(format!("`{missing}` is not said")),
            None => Ok(Self {
                table: self.table.of(said),
            }),
        }
    }

    /// The key column, where the table has one.
    ///
    /// ```no_run
    /// # fn demo(table: acton_orm::DynTable) {
    /// assert!(table.key().is_some());
    /// # }
    /// ```
    pub fn key(&self) -> Option<DynColumn> {
        self.meta().key.map(|key| self.at(usize::from(key)))
    }

    /// Whether its rows may be added, changed or removed; they can always be read.
    ///
    /// ```no_run
    /// # fn demo(table: acton_orm::DynTable) {
    /// use acton_orm::schema::Operation;
    /// if table.can(Operation::Update) { /* .. */ }
    /// # }
    /// ```
    pub fn can(&self, operation: Operation) -> bool {
        self.meta().can.contains(&operation)
    }

    /// The same list, with a column read as another kind: a number, a flag, a time.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// use acton_orm::schema::Kind;
    /// let scored = acton.table("List_EU").await?.with_kind("Score", Kind::Int)?;
    /// let high = scored.query().filter(scored.column("Score")?.gt(10)).count(&acton).await?;
    /// # drop(high); Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] for a column that is not there, a table that is no list, the record id,
    /// and a kind that no cell of a list can have.
    pub fn with_kind(&self, column: &str, kind: Kind) -> Result<Self> {
        let column = self.column(column)?;
        let refused = |why: &str| {
            Err(Error::new(ErrorKind::Invalid, why)
                .in_table(self.name())
                .in_column(column.name()))
        };
        if !self.meta().reads.of_a_list() || !self.meta().inputs.is_empty() {
            return refused("the kinds of a built-in table's columns are known");
        }
        if Some(column) == self.key() {
            return refused("the record id is text");
        }
        if matches!(kind, Kind::File | Kind::Texts) {
            return refused("a cell of a list holds one value");
        }
        let columns: Vec<(String, Kind)> = self
            .columns()
            .filter(|known| Some(*known) != self.key())
            .filter(|known| known.meta().asked.is_none() || *known == column)
            .map(|known| {
                let kind = if known == column { kind } else { known.kind() };
                (known.name().to_owned(), kind)
            })
            .collect();
        let shape = shapes::of_list(&columns).ok_or_else(too_many)?;
        Ok(Self {
            table: TableRef::from(shape).named(self.name()),
        })
    }

    /// A query of all columns, but for those that can only be written and the two dates of a list,
    /// which exclude asking for columns.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let rows = acton.table("List_EU").await?.query().limit(5).load(&acton).await?;
    /// # drop(rows); Ok(()) }
    /// ```
    pub fn query(&self) -> DynQuery {
        let readable =
            |column: &DynColumn| column.meta().is_readable() && column.meta().asked.is_none();
        self.reading(self.columns().filter(readable).collect())
    }

    /// A query of these columns.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// let eu = acton.table("List_EU").await?;
    /// let rows = eu.select([eu.column("E-mail Address")?]).load(&acton).await?;
    /// # drop(rows); Ok(()) }
    /// ```
    pub fn select(&self, columns: impl IntoIterator<Item = DynColumn>) -> DynQuery {
        self.reading(columns.into_iter().collect())
    }

    fn reading(&self, columns: Vec<DynColumn>) -> DynQuery {
        let columns = columns.into_iter().map(|column| column.0).collect();
        Query::untyped(Spec::new(self.table.clone(), columns), DynRow::decode)
    }
}

impl fmt::Debug for DynTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynTable")
            .field("name", &self.name())
            .field("columns", &self.meta().columns.len())
            .finish()
    }
}
