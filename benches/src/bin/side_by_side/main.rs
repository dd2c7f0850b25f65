//! How well calls run side by side, against an emulator that takes its time to answer.
//!
//! `cargo run --release -p acton-orm-benches --bin side_by_side`
//!
//! Seven kinds of work at 800 ms a call and Act-On's 5 calls a second, next to what 5 starts a second
//! allow; then 100 pages at 100 ms a call without a limit, next to a program written by hand with as
//! many calls in flight. Takes a few minutes. How many calls were made, and that all was done, is
//! checked in every run; `--quick` checks nothing else and takes seconds.

mod by_hand;
mod figure;
mod pace;
mod people;
mod reads;
mod server;
mod stall;
mod unlimited;
mod writes;

use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;

use figure::Figure;
use pace::Pace;
use server::Server;

/// The program's arguments.
#[derive(Parser)]
#[command(about = "Times calls side by side against an emulator that is slow to answer.")]
struct Args {
    /// Few items, short calls and a high allowance: shows that the counts are right, not the times.
    #[arg(long)]
    quick: bool,

    /// Only the cases whose names contain this.
    #[arg(long)]
    only: Option<String>,

    /// Fail where a case takes more than this times its ideal, or the pace was not kept.
    #[arg(long)]
    at_most: Option<f64>,

    /// One JSON object a line instead of the table.
    #[arg(long)]
    json: bool,
}

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let args = Args::parse();
    let pace = if args.quick {
        Pace::QUICK
    } else {
        Pace::ACT_ON
    };
    let server = Server::start()?;
    let mut figures = Vec::new();
    macro_rules! case {
        ($name:literal, $case:expr) => {
            if args.only.as_deref().is_none_or(|only| $name.contains(only)) {
                figures.push($case($name, &server, pace).await.context($name)?);
            }
        };
    }
    case!("inserts", writes::inserts);
    case!("updates", writes::updates);
    case!("pages", reads::pages);
    case!("keys", reads::keys);
    case!("conflict checks", writes::conflict_checks);
    case!("uploads", writes::uploads);
    case!("image moves", writes::image_moves);
    case!("pages, no limit, 8 in flight", unlimited::eight);
    case!("pages, no limit, 32 in flight", unlimited::thirty_two);
    server.stop();

    if args.json {
        for figure in &figures {
            println!("{}", figure.json());
        }
    } else {
        println!("{}", figure::table(&figures));
    }
    let good = args
        .at_most
        .is_none_or(|most| figures.iter().all(|figure| figure.is_within(most)));
    Ok(match good {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// What a case gives.
type Case = Result<Figure>;
