//! What it costs and what it brings that processes share the allowance of a second.
//!
//! `cargo run --release -p acton-orm-benches --bin shared_limit`
//!
//! The cost: calls one after the other, fewer than a window has, so that none waits, with the shared
//! window and without. What it brings: processes that make 70 calls each at 5 a second, of one settings
//! file, against an emulator that enforces 5 a second.

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use acton_emulator::Emulator;
use acton_orm::{Client, Method};
use clap::Parser;
use tokio::process::Command;
use tokio::task::JoinSet;

const A_SECOND: f64 = 5.0;
/// Less than the 1000 of a window.
const CALLS: u32 = 900;
const TASKS: u32 = 4;

#[derive(Parser)]
struct Arguments {
    /// Calls of each process.
    #[arg(long, default_value_t = 70)]
    calls: u32,
    /// Turns of measuring the cost.
    #[arg(long, default_value_t = 9)]
    turns: usize,
    /// Fails where a call costs more microseconds.
    #[arg(long)]
    at_most: Option<f64>,
    /// Makes its calls with that connection string, as one of several processes.
    #[arg(long, hide = true)]
    connection: Option<String>,
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    if let Some(text) = &arguments.connection {
        let acton = Client::connect(text).await?;
        println!("{}", push(&acton, arguments.calls).await?);
        return Ok(ExitCode::SUCCESS);
    }
    let folder = tempfile::tempdir()?;
    let cost = cost(folder.path(), arguments.turns).await?;
    println!();
    println!(
        "processes | shared | calls | failed | refused | seconds | calls a second | of the allowance"
    );
    for processes in [2, 4] {
        for shared in [true, false] {
            pace(folder.path(), processes, arguments.calls, shared).await?;
        }
    }
    let kept = arguments.at_most.is_none_or(|most| cost <= most);
    Ok(if kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn text(emulator: &Emulator, folder: &Path, shared: bool, more: &str) -> String {
    let file = folder.join(format!("{shared}.json"));
    format!(
        "{}&ShareCallsPerSecond={shared}&CallsPerDay=-1&OAuthSettingsLocation={}{more}",
        emulator.connection_string(),
        file.display()
    )
}

async fn call(acton: &Client) -> acton_orm::Result<()> {
    acton.request(Method::GET, "/api/1/account").await.map(drop)
}

/// Microseconds that sharing adds to a call: the median of turns, each of both.
async fn cost(folder: &Path, turns: usize) -> anyhow::Result<f64> {
    let emulator = acton_orm_benches::account(1).await?;
    let mut taken = [Vec::new(), Vec::new()];
    for _ in 0..turns {
        for (taken, shared) in taken.iter_mut().zip([true, false]) {
            let text = text(&emulator, folder, shared, "&CallsPerSecond=1000");
            let acton = Client::connect(&text).await?;
            call(&acton).await?;
            let begun = Instant::now();
            for _ in 0..CALLS {
                call(&acton).await?;
            }
            taken.push(begun.elapsed().as_secs_f64() / f64::from(CALLS) * 1e6);
            // The next turn finds its window empty.
            tokio::time::sleep(Duration::from_millis(1100)).await;
        }
    }
    for taken in &mut taken {
        taken.sort_by(f64::total_cmp);
    }
    let median = |taken: &[f64]| taken.get(taken.len() / 2).copied().unwrap_or_default();
    let (shared, alone) = (median(&taken[0]), median(&taken[1]));
    println!(
        "a call: {shared:.0} us shared, {alone:.0} us not; sharing adds {:.0} us, {:.2} times; {:.0} calls a second where {:.0} are made without",
        shared - alone,
        shared / alone,
        1e6 / shared,
        1e6 / alone
    );
    Ok(shared - alone)
}

/// Answers how many of the calls failed for coming too fast, however often they were made again.
async fn push(acton: &Client, calls: u32) -> anyhow::Result<u32> {
    let mut tasks = JoinSet::new();
    for task in 0..TASKS {
        let acton = acton.clone();
        tasks.spawn(async move {
            let mut failed = 0;
            for _ in (task..calls).step_by(TASKS as usize) {
                match call(&acton).await {
                    Err(error) if error.is_rate_limited() => failed += 1,
                    answer => answer?,
                }
            }
            Ok::<_, acton_orm::Error>(failed)
        });
    }
    let mut failed = 0;
    while let Some(task) = tasks.join_next().await {
        failed += task??;
    }
    Ok(failed)
}

async fn pace(folder: &Path, processes: u32, calls: u32, shared: bool) -> anyhow::Result<()> {
    let emulator = Emulator::builder()
        .empty()
        .daily_limit(false)
        .start()
        .await?;
    let folder = tempfile::tempdir_in(folder)?;
    // Calls that are refused are made again until they are not.
    let text = text(
        &emulator,
        folder.path(),
        shared,
        "&MaxRetries=20&MaxRetryTime=0",
    );
    Client::connect(&text).await?;
    let begun = Instant::now();
    let mut children = JoinSet::new();
    for _ in 0..processes {
        let mut child = Command::new(std::env::current_exe()?);
        child.args(["--calls", &calls.to_string(), "--connection", &text]);
        children.spawn(async move { child.output().await });
    }
    let mut failed = 0;
    while let Some(child) = children.join_next().await {
        let child = child??;
        anyhow::ensure!(child.status.success(), "a process failed");
        failed += String::from_utf8(child.stdout)?.trim().parse::<u32>()?;
    }
    let took = begun.elapsed().as_secs_f64();
    let entries = emulator.journal().api_calls();
    let refused = entries.iter().filter(|entry| entry.status == 429).count();
    let made = processes * calls;
    let rate = f64::from(made - failed) / took;
    println!(
        "{processes} | {shared} | {made} | {failed} | {refused} | {took:.1} | {rate:.2} | {:.0} %",
        rate / A_SECOND * 100.0
    );
    Ok(())
}
