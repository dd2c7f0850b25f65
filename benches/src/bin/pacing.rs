//! How calls are paced: 32 tasks on clones of one client push 300 calls at Act-On's 5 a second, against
//! an emulator that enforces them. Takes a minute: `cargo run -p acton-orm-benches --bin pacing`.
//!
//! A program and not a test, because it measures real time: on a busy machine a call may arrive late,
//! beside those after it. The limiter's own tests prove the same with the clock paused.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use acton_emulator::Emulator;
use acton_orm::prelude::*;
use acton_orm_benches::Person;
use tokio::task::JoinSet;

const TASKS: u32 = 32;
const CALLS: u32 = 300;
const A_SECOND: i64 = 5;

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<ExitCode, Failure> {
    let emulator = Emulator::builder().empty().start().await?;
    emulator.generate_list("People", 10);
    let acton = Client::connect(&emulator.connection_string()).await?;
    let taken = Arc::new(AtomicU32::new(0));
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let (acton, taken) = (acton.clone(), Arc::clone(&taken));
        tasks.spawn(async move {
            while taken.fetch_add(1, Ordering::Relaxed) < CALLS {
                Person::query().count(&acton).await?;
            }
            Ok::<(), acton_orm::Error>(())
        });
    }
    while let Some(task) = tasks.join_next().await {
        task??;
    }

    let calls = emulator.journal().api_calls();
    let refused = calls.iter().filter(|call| call.status == 429).count();
    let at: Vec<i64> = calls.iter().map(|call| call.at).collect();
    let worst = at
        .iter()
        .map(|start| {
            at.iter()
                .filter(|one| (*start..start + 1000).contains(*one))
                .count()
        })
        .max()
        .unwrap_or_default();
    let (first, last) = (at.iter().min(), at.iter().max());
    let took = first.zip(last).map_or(0, |(first, last)| last - first);
    let ideal = i64::from(CALLS) / A_SECOND * 1000;
    let over = (took - ideal) as f64 / ideal as f64 * 100.0;
    println!(
        "{} calls from {TASKS} tasks: {took} ms, {over:.1} % over the ideal {ideal} ms",
        calls.len()
    );
    println!("worst second: {worst} calls; refused by the emulator: {refused}");
    let kept = worst <= A_SECOND as usize && refused == 0 && over <= 3.0;
    println!("the pace was {}", if kept { "kept" } else { "NOT kept" });
    Ok(if kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
