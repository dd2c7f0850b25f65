//! Memory of reading a list: `cargo run --release -p acton-orm-benches --bin memory`.
//!
//! Streams lists of 10,000 and 1,000,000 rows, each in a process of its own that holds the client
//! alone; the emulator runs in this one. With `--kept` it measures what is kept instead: 1,000,000 rows
//! loaded, and loaded in an order; 200,000 rows loaded, and tracked by a session.

use std::process::{Command, ExitCode};

use acton_orm::Client;
use acton_orm::prelude::*;
use acton_orm_benches::{Person, people};
use futures::TryStreamExt;

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<ExitCode, Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [] => streamed().await,
        ["--kept"] => kept().await,
        [how, connection] => {
            println!("{}", read(how, connection).await?);
            Ok(ExitCode::SUCCESS)
        }
        _ => Err("either nothing or `--kept` is said".into()),
    }
}

/// A stream holds no rows.
async fn streamed() -> Result<ExitCode, Failure> {
    println!("{:>12} {:>16}", "rows", "peak RSS (kB)");
    let few = measured("stream", 10_000).await?;
    let many = measured("stream", 1_000_000).await?;
    for one in [&few, &many] {
        println!("{:>12} {:>16}", one.rows, one.peak);
    }
    // A hundred times the rows may cost buffers, not rows: 8 MB is a hundredth of what they weigh.
    let flat = many.peak < few.peak + 8 * 1024;
    println!("memory is {}", if flat { "flat" } else { "NOT flat" });
    Ok(good(flat))
}

/// An order needs little more than the rows; a session a place for each.
async fn kept() -> Result<ExitCode, Failure> {
    const MOST_FOR_ORDER: f64 = 1.3;
    const MOST_FOR_SESSION: f64 = 3.0;
    let load = measured("load", 1_000_000).await?;
    let order = measured("order", 1_000_000).await?;
    let ratio = order.peak as f64 / load.peak as f64;
    println!(
        "1,000,000 rows: {} kB to load, {} kB in an order, ratio {ratio:.2}",
        load.peak, order.peak
    );
    let rows = 200_000;
    let load = measured("load", rows).await?;
    let session = measured("session", rows).await?;
    let of_row = |one: &Measured| one.kept * 1024 / one.rows;
    let weight = load.weight / load.rows;
    let times = of_row(&session) as f64 / weight as f64;
    println!(
        "a row of {weight} bytes: {} loaded, {} tracked by a session, {times:.2} times the row",
        of_row(&load),
        of_row(&session)
    );
    Ok(good(ratio <= MOST_FOR_ORDER && times <= MOST_FOR_SESSION))
}

fn good(good: bool) -> ExitCode {
    match good {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// What a process of its own came to.
struct Measured {
    rows: u64,
    /// The structs and their text, in bytes.
    weight: u64,
    /// The most memory it ever held, in kB.
    peak: u64,
    /// What the rows have added to its memory, in kB.
    kept: u64,
}

async fn measured(how: &'static str, rows: u64) -> Result<Measured, Failure> {
    let emulator = acton_orm_benches::account(rows).await?;
    let connection = emulator.connection_string();
    let program = std::env::current_exe()?;
    let child = tokio::task::spawn_blocking(move || {
        Command::new(program).args([how, &connection]).output()
    });
    let output = child.await??;
    let text = String::from_utf8(output.stdout)?;
    let numbers: Result<Vec<u64>, _> = text.split_whitespace().map(str::parse).collect();
    let Ok(&[read, weight, peak, kept]) = numbers.as_deref() else {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    };
    if read != rows {
        return Err(format!("{read} rows were read of {rows}").into());
    }
    Ok(Measured {
        rows,
        weight,
        peak,
        kept,
    })
}

/// Reads the list: rows, their weight, the peak, and what is kept.
async fn read(how: &str, connection: &str) -> Result<String, Failure> {
    let acton = Client::connect(connection).await?;
    let before = memory("VmRSS:")?;
    let (mut rows, mut weight) = (0, 0);
    let mut count = |person: &Person| {
        rows += 1;
        weight += size_of::<Person>() + person.text();
    };
    let query = Person::query();
    let kept = match how {
        "stream" => {
            let mut people = std::pin::pin!(query.stream(&acton));
            while let Some(person) = people.try_next().await? {
                count(&person);
            }
            memory("VmRSS:")?
        }
        "load" | "order" => {
            let query = match how {
                "order" => query.order_by(people::email.desc()),
                _ => query,
            };
            let people = query.load(&acton).await?;
            let kept = memory("VmRSS:")?;
            people.iter().for_each(&mut count);
            kept
        }
        "session" => {
            let mut session = acton.session();
            let handles = session.load(query).await?;
            let kept = memory("VmRSS:")?;
            handles.iter().for_each(|&person| count(&session[person]));
            kept
        }
        other => return Err(format!("nobody knows how to {other}").into()),
    };
    let peak = memory("VmHWM:")?;
    Ok(format!(
        "{rows} {weight} {peak} {}",
        kept.saturating_sub(before)
    ))
}

/// Memory of this process in kB, from Linux's own account of it.
fn memory(which: &str) -> Result<u64, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")
        .map_err(|_| "memory is read from /proc/self/status, which only Linux has")?;
    let line = status.lines().find(|line| line.starts_with(which));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
    Ok(kilobytes
        .ok_or("no such line in /proc/self/status")?
        .parse()?)
}
