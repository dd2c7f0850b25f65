//! What a process of its own costs.

use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::{Account, Child, Format, Side};

/// Millions of instructions a read.
pub(crate) fn by_instructions(account: &Account, side: Side, format: Format) -> Result<f64> {
    const READS: usize = 6;
    let once = instructions(account, side, format, 1)?;
    let often = instructions(account, side, format, READS)?;
    Ok((often - once) / (READS - 1) as f64 / 1e6)
}

/// Milliseconds of user time a read.
pub(crate) fn by_time(account: &Account, side: Side, format: Format) -> Result<f64> {
    const READS: usize = 101;
    let once = milliseconds(account, side, format, 1)?;
    let often = milliseconds(account, side, format, READS)?;
    Ok((often - once) / (READS - 1) as f64)
}

fn instructions(account: &Account, side: Side, format: Format, reads: usize) -> Result<f64> {
    let mut command = Command::new("valgrind");
    command
        .arg("--tool=callgrind")
        .arg("--callgrind-out-file=/dev/null")
        .arg(std::env::current_exe()?);
    let told = run(command, account, side, format, reads)
        .context("valgrind counts instructions; `--time` does without it")?;
    let collected = told
        .lines()
        .find_map(|line| line.split_once("Collected : "))
        .context("valgrind did not tell what it counted")?;
    Ok(collected.1.trim().parse()?)
}

fn milliseconds(account: &Account, side: Side, format: Format, reads: usize) -> Result<f64> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("--time");
    let told = run(command, account, side, format, reads)?;
    Ok(told.trim().parse()?)
}

/// Everything that a process that went well has said.
fn run(
    mut command: Command,
    account: &Account,
    side: Side,
    format: Format,
    reads: usize,
) -> Result<String> {
    let child = Child {
        side,
        format,
        reads,
        account: account.clone(),
    };
    command.args(["--child", &serde_json::to_string(&child)?]);
    let output = command.output()?;
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{errors}");
    Ok(String::from_utf8_lossy(&output.stdout).into_owned() + &errors)
}

/// The user time of this process in milliseconds, from Linux's own account of it.
pub(crate) fn user_time() -> Result<u64> {
    const MILLIS_A_TICK: u64 = 10;
    let stat = std::fs::read_to_string("/proc/self/stat")
        .context("user time is read from /proc/self/stat, which only Linux has")?;
    // The name of the program stands in brackets and may hold anything; the time is the 12th after it.
    let ticks = stat
        .rsplit_once(')')
        .and_then(|(_, rest)| rest.split_whitespace().nth(11))
        .context("no user time in /proc/self/stat")?;
    Ok(ticks.parse::<u64>()? * MILLIS_A_TICK)
}
