//! A list to put into the account.

use crate::world::{Column, DEFAULT_FOLDER};

/// Name, folder, columns and rows of a list for
/// [`Emulator::create_list`](crate::Emulator::create_list).
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// use acton_emulator::ListSeed;
///
/// let id = emulator.create_list(
///     ListSeed::new("Friends")
///         .columns([("E-mail Address", Some("EMAIL")), ("City", None)])
///         .rows([["ada@example.com", "Graz"], ["bob@example.com", "Linz"]]),
/// );
/// assert_eq!(emulator.list_rows(&id).len(), 2);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ListSeed {
    pub(crate) name: String,
    pub(crate) folder: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl ListSeed {
    /// A list without columns and rows in the default folder.
    ///
    /// ```
    /// let seed = acton_emulator::ListSeed::new("Friends");
    /// ```
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            folder: DEFAULT_FOLDER.to_owned(),
            columns: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// The folder.
    ///
    /// ```
    /// let seed = acton_emulator::ListSeed::new("Friends").folder("Marketing");
    /// ```
    pub fn folder(mut self, folder: impl Into<String>) -> Self {
        self.folder = folder.into();
        self
    }

    /// The columns: heading and, where it has one, system usage such as `EMAIL`.
    ///
    /// ```
    /// let seed = acton_emulator::ListSeed::new("Friends")
    ///     .columns([("E-mail Address", Some("EMAIL")), ("City", None)]);
    /// ```
    pub fn columns<'u, H: Into<String>>(
        mut self,
        columns: impl IntoIterator<Item = (H, Option<&'u str>)>,
    ) -> Self {
        self.columns = columns
            .into_iter()
            .map(|(heading, usage)| Column::new(heading, usage))
            .collect();
        self
    }

    /// The rows, in column order; a short row is filled up with empty cells.
    ///
    /// ```
    /// let seed = acton_emulator::ListSeed::new("Friends")
    ///     .columns([("E-mail Address", Some("EMAIL")), ("City", None)])
    ///     .rows([["ada@example.com", "Graz"]]);
    /// ```
    pub fn rows<R>(mut self, rows: impl IntoIterator<Item = R>) -> Self
    where
        R: IntoIterator,
        R::Item: Into<String>,
    {
        self.rows = rows
            .into_iter()
            .map(|row| row.into_iter().map(Into::into).collect())
            .collect();
        self
    }
}
