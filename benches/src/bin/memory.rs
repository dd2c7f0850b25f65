//! Peak memory of reading a list with `stream`: `cargo run --release -p acton-orm-benches --bin memory`.
//!
//! Reads lists of 10,000 and 1,000,000 rows, each in a process of its own that holds the client
//! alone; the emulator runs in this one.

use std::process::{Command, ExitCode};

use acton_orm::Client;
use acton_orm::prelude::*;
use acton_orm_benches::Person;
use futures::TryStreamExt;

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<ExitCode, Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [connection] = arguments.as_slice() {
        let (rows, peak) = read(connection).await?;
        println!("{rows} {peak}");
        return Ok(ExitCode::SUCCESS);
    }
    println!("{:>12} {:>16}", "rows", "peak RSS (kB)");
    let mut peaks = Vec::new();
    for rows in [10_000, 1_000_000] {
        let emulator = acton_orm_benches::account(rows).await?;
        let connection = emulator.connection_string();
        let program = std::env::current_exe()?;
        let child =
            tokio::task::spawn_blocking(move || Command::new(program).arg(connection).output());
        let output = child.await??;
        let text = String::from_utf8(output.stdout)?;
        let Some((read, peak)) = text.trim().split_once(' ') else {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        };
        println!("{read:>12} {peak:>16}");
        if read.parse() != Ok(rows) {
            return Err(format!("{read} rows were read of {rows}").into());
        }
        peaks.push(peak.parse::<u64>()?);
    }
    // A hundred times the rows may cost buffers, not rows: 8 MB is a hundredth of what they weigh.
    let flat = matches!(peaks.as_slice(), [few, many] if *many < few + 8 * 1024);
    println!("memory is {}", if flat { "flat" } else { "NOT flat" });
    Ok(if flat {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Streams the list and counts.
async fn read(connection: &str) -> Result<(u64, u64), Failure> {
    let acton = Client::connect(connection).await?;
    let mut rows = 0;
    let mut people = std::pin::pin!(Person::query().stream(&acton));
    while let Some(person) = people.try_next().await? {
        rows += u64::from(!person.email.is_empty());
    }
    Ok((rows, peak_rss()?))
}

/// The most memory this process ever held, in kB, from Linux's own account of it.
fn peak_rss() -> Result<u64, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")
        .map_err(|_| "peak memory is read from /proc/self/status, which only Linux has")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
    Ok(kilobytes.ok_or("no VmHWM in /proc/self/status")?.parse()?)
}
