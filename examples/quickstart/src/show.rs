//! What a person sees of it.

use acton_orm::{Calls, Client, CommitPlan, CommitReport, Event, Events, Plan};
use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{CellAlignment, ContentArrangement, Table};
use futures::{FutureExt, StreamExt};

/// Prints, and counts the calls by what the client tells of itself.
pub(crate) struct Show {
    acton: Client,
    events: Events,
    chapters: u32,
}

impl Show {
    pub(crate) fn new(acton: &Client) -> Self {
        Self {
            acton: acton.clone(),
            events: acton.events(),
            chapters: 0,
        }
    }

    /// Begins a part of the tour.
    pub(crate) fn chapter(&mut self, title: &str) {
        self.chapters += 1;
        println!("\n{}. {title}", self.chapters);
    }

    /// The plan of a query.
    pub(crate) fn plan(&self, plan: Plan) {
        paragraph(&plan.to_string());
    }

    /// The plan of a commit; returns its calls.
    pub(crate) fn commit_plan(&self, plan: &CommitPlan) -> Calls {
        paragraph(&plan.to_string());
        plan.calls()
    }

    /// What became of each change. `{report}` prints much the same in one line a change.
    pub(crate) fn report(&self, report: &CommitReport) {
        if report.is_empty() {
            return paragraph("nothing to do");
        }
        let changes = report.iter().map(|entry| {
            let row = match (entry.replaced(), entry.key()) {
                (Some(old), Some(new)) => format!("{old}\nis now {new}"),
                (None, Some(new)) if new != entry.label() => format!("{} is {new}", entry.label()),
                _ => entry.label().to_owned(),
            };
            [entry.kind().to_string(), row, entry.outcome().to_string()]
        });
        self.rows(["Change", "Image", "Outcome"], changes);
    }

    /// Rows as a table; a column of bytes is set to the right.
    pub(crate) fn rows<const N: usize, C: ToString>(
        &self,
        header: [&str; N],
        rows: impl IntoIterator<Item = [C; N]>,
    ) {
        let mut table = Table::new();
        table
            .load_style(UTF8_FULL_CONDENSED)
            .set_content_arrangement(ContentArrangement::Disabled)
            .set_header(header)
            .add_rows(rows.into_iter().map(|row| row.map(|cell| cell.to_string())));
        for (name, column) in header.iter().zip(table.column_iter_mut()) {
            if *name == "Bytes" {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        paragraph(&table.to_string());
    }

    /// The calls made since this was last asked, but for those that renew the login.
    pub(crate) fn calls(&mut self) -> u64 {
        let mut calls = Vec::new();
        while let Some(Some(event)) = self.events.next().now_or_never() {
            if let Event::CallEnded { call, .. } = event
                && !call.ends_with("/token")
            {
                calls.push(format!("called {call}"));
            }
        }
        paragraph(&calls.join("\n"));
        // A file is got from its public address, which is no call to the API.
        let of_the_api = calls.iter().filter(|call| call.contains(" /api/"));
        of_the_api.count() as u64
    }

    /// All of it.
    pub(crate) fn total(&self) {
        let metrics = self.acton.metrics();
        println!(
            "\nDone: {} calls in all, the login included; {} ms of waiting kept them to 5 a second.",
            metrics.calls,
            metrics.waited.as_millis()
        );
    }
}

/// An empty line, and the text set in.
fn paragraph(text: &str) {
    println!();
    for line in text.lines() {
        println!("   {line}");
    }
}
