//! What the planner asks a client about.

/// Settings of reads and writes, apart from how calls are made.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// Rows a page, 1 to 1000 (A§5.3).
    pub(crate) page_size: u32,
    /// Rows one read may return.
    pub(crate) max_rows: Option<u64>,
    /// Only reads are allowed.
    pub(crate) read_only: bool,
    pub(crate) downloads: Downloads,
    /// Calls one query or commit may cost.
    pub(crate) call_budget: Option<u64>,
    /// Other names for tables: what the program says, what the account has.
    pub(crate) aliases: Vec<(String, String)>,
}

impl Settings {
    /// Calls of one query or commit that may be under way at once.
    pub(crate) fn window(&self) -> usize {
        32
    }

    /// What a table is called in the account, if an alias says so.
    pub(crate) fn alias(&self, table: &str) -> Option<&str> {
        let mut aliases = self.aliases.iter();
        aliases
            .find(|(name, _)| name == table)
            .map(|(_, other)| other.as_str())
    }
}

/// How a whole list is read.
///
/// ```no_run
/// # async fn demo() -> acton_orm::Result<()> {
/// use acton_orm::{Client, Downloads};
///
/// let acton = Client::builder().downloads(Downloads::Pages).connect().await?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Downloads {
    /// One CSV download where that costs fewer calls: it has no row limit (A§5.3).
    #[default]
    Csv,
    /// Always pages of JSON.
    Pages,
}
