//! What must not grow with the square of the rows: `cargo run --release -p acton-orm-benches --bin growth`.
//!
//! `eq_any` of n values over n rows, and the outcome of every row of a commit of n rows, each for n and
//! for twice as many. Wall times on one machine: look at how the second follows from the first. That
//! the work itself does not grow is tested by counting in `acton-orm`.

use std::time::Instant;

use acton_orm::prelude::*;
use acton_orm_benches::{Person, account, client, people};
use anyhow::{Result, ensure};

#[derive(Insertable)]
#[acton(table = "Optout")]
struct NewOptout {
    email: String,
}

#[tokio::main]
async fn main() -> Result<()> {
    for rows in [10_000, 20_000] {
        eq_any(rows).await?;
    }
    for rows in [20_000, 40_000] {
        outcomes(rows).await?;
    }
    Ok(())
}

/// What the filter takes beside the read itself.
async fn eq_any(rows: u64) -> Result<()> {
    let emulator = account(rows).await?;
    let acton = client(&emulator).await?;
    let everybody = Person::query().load(&acton).await?;
    let emails = everybody.iter().map(|person| person.email.clone());
    let query = Person::query().filter(people::email.eq_any(emails));
    let start = Instant::now();
    Person::query().load(&acton).await?;
    let plain = start.elapsed();
    let start = Instant::now();
    let found = query.load(&acton).await?;
    let filtered = start.elapsed();
    ensure!(found.len() == everybody.len(), "{} found", found.len());
    println!("eq_any of {rows} values over {rows} rows: {filtered:.1?}, without it {plain:.1?}");
    Ok(())
}

async fn outcomes(rows: u64) -> Result<()> {
    let emulator = account(0).await?;
    let acton = client(&emulator).await?;
    let mut session = acton.session();
    let new = |row| NewOptout {
        email: format!("{row}@example.com"),
    };
    let handles: Vec<_> = (0..rows).map(|row| session.add(new(row))).collect();
    let report = session.commit().await?;
    let start = Instant::now();
    for &handle in &handles {
        let applied = report
            .outcome(handle)
            .is_some_and(|outcome| outcome.is_applied());
        ensure!(
            applied && report.key(handle).is_ok(),
            "a row was not applied"
        );
    }
    println!("outcome and key of {rows} rows: {:.1?}", start.elapsed());
    Ok(())
}
