//! What a person sees of it.

use acton_orm::{Client, CommitPlan, CommitReport, Event, Events, Plan};
use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{ContentArrangement, Table};
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
    pub(crate) fn commit_plan(&self, plan: &CommitPlan) -> u64 {
        paragraph(&plan.to_string());
        plan.calls()
    }

    /// What became of a commit.
    pub(crate) fn report(&self, report: &CommitReport) {
        paragraph(&report.to_string());
    }

    /// Rows as a table.
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
        paragraph(&table.to_string());
    }

    /// The calls made since this was last asked.
    pub(crate) fn calls(&mut self) -> u64 {
        let mut calls = Vec::new();
        while let Some(Some(event)) = self.events.next().now_or_never() {
            if let Event::CallEnded { call, .. } = event {
                calls.push(format!("made {call}"));
            }
        }
        paragraph(&calls.join("\n"));
        calls.len() as u64
    }

    /// All of it.
    pub(crate) fn total(&self) {
        let metrics = self.acton.metrics();
        println!(
            "\nDone: {} requests with the login, {} of them repeated, {} ms waiting for a turn.",
            metrics.calls,
            metrics.retries,
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
