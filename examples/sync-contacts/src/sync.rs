//! The work itself: read the list, tell the session what it should be, commit.

use std::collections::HashMap;

use acton_orm::prelude::*;
use acton_orm::session::RowState;
use acton_orm::{Handle, Session, Terminal};
use anyhow::{Result, ensure};
use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{CellAlignment, Table};

use crate::contact::{Contact, NewContact, identity};
use crate::file::File;

/// What a run found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) created: usize,
    pub(crate) changed: usize,
    pub(crate) gone: usize,
    pub(crate) unchanged: usize,
    /// Rows without an address: nobody can tell who they are.
    left_alone: usize,
}

/// Brings the list in step with the file.
pub(crate) async fn run(acton: &Client, list: &str, file: &File, dry_run: bool) -> Result<Found> {
    let list = format!("List_{list}");
    let everybody = Contact::query().from(&list);
    let plan = everybody.explain_on(acton, Terminal::Load)?;
    if dry_run {
        println!("\n{plan}");
    }
    let mut session = acton.session();
    let rows = session.load(everybody).await?;
    println!("\nRead {} rows of the list: {}.", rows.len(), plan.calls());
    let mut wanted: HashMap<String, _> = file
        .contacts
        .iter()
        .map(|contact| (identity(&contact.email), contact))
        .collect();
    let mut found = Found::default();
    for row in rows {
        settle(&mut session, row, &mut wanted, &mut found);
    }
    // What is still wanted is not in the list yet. In the order of the file.
    for contact in &file.contacts {
        if wanted.contains_key(&identity(&contact.email)) {
            let _ = session.add_to(&list, contact.clone());
            found.created += 1;
        }
    }
    println!("\n{}", found.table());

    let plan = session.plan()?;
    if dry_run {
        println!("\n{plan}");
        return Ok(found);
    }
    if plan.changes() == 0 {
        println!("\nNothing to write.");
        return Ok(found);
    }
    // One refused row does not keep the others from being written.
    let report = session.commit().keep_going().await?;
    ensure!(
        plan.calls().at_most() == Some(report.calls()),
        "the plan told the calls"
    );
    println!(
        "\nCommitted {} changes: {} calls, as planned. At Act-On's 5 a second: {} s.",
        report.applied(),
        report.calls(),
        report.calls().div_ceil(5)
    );
    Ok(found)
}

/// One row of the list: the first with its address takes over what the file says, any other goes.
fn settle(
    session: &mut Session,
    row: Handle<Contact>,
    wanted: &mut HashMap<String, &NewContact>,
    found: &mut Found,
) {
    let address = identity(&session[row].email);
    if address.is_empty() {
        found.left_alone += 1;
        return;
    }
    let Some(contact) = wanted.remove(&address) else {
        session.delete(row);
        found.gone += 1;
        return;
    };
    session[row].take_over(contact.clone());
    match session.state(row) {
        Some(RowState::Changed) => found.changed += 1,
        _ => found.unchanged += 1,
    }
}

impl Found {
    fn table(&self) -> Table {
        let mut table = Table::new();
        table
            .load_style(UTF8_FULL_CONDENSED)
            .set_header(["", "Rows", "What is done"]);
        for (what, rows, done) in [
            ("new", self.created, "inserted"),
            ("changed", self.changed, "only the changed cells are sent"),
            ("gone", self.gone, "deleted, a hundred a call"),
            ("as it should be", self.unchanged, "nothing"),
            (
                "without address",
                self.left_alone,
                "nothing: nobody knows whose they are",
            ),
        ] {
            table.add_row([what, &rows.to_string(), done]);
        }
        if let Some(rows) = table.column_mut(1) {
            rows.set_cell_alignment(CellAlignment::Right);
        }
        table
    }
}
