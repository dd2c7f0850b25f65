//! How far the export is, for somebody who watches.

use std::cell::Cell;
use std::io::IsTerminal;

use acton_orm::{Client, DynTable};
use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

/// A bar on a terminal; elsewhere it only counts.
pub(crate) struct Bar {
    bar: ProgressBar,
    rows: Cell<u64>,
}

/// A bar as long as the table, which is one call more; none where nobody watches.
pub(crate) async fn bar(acton: &Client, table: &DynTable) -> Result<Bar> {
    let rows = Cell::new(0);
    if !std::io::stderr().is_terminal() {
        let bar = ProgressBar::hidden();
        return Ok(Bar { bar, rows });
    }
    let bar = ProgressBar::new(table.query().count(acton).await?);
    bar.set_style(ProgressStyle::with_template(
        "{bar:40} {human_pos} of {human_len} rows, {per_sec}, {eta} to go",
    )?);
    Ok(Bar { bar, rows })
}

impl Bar {
    /// Waits for something, and takes the bar away where it failed, so that the error stands alone.
    pub(crate) async fn wrap<T, E>(
        &self,
        waiting: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let waited = waiting.await;
        if waited.is_err() {
            self.bar.abandon();
        }
        waited
    }

    pub(crate) fn row(&self) {
        self.rows.set(self.rows.get() + 1);
        self.bar.inc(1);
    }

    /// The rows counted.
    pub(crate) fn finish(self) -> u64 {
        self.bar.finish();
        self.rows.get()
    }
}
