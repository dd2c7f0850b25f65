//! Decoding a list of 10,000 rows and 7 columns, against what one would write by hand, in instructions.
//!
//! `cargo run --release -p acton-orm-benches --bin reading`
//!
//! Each side reads the list in a process of its own under valgrind's callgrind, which counts
//! instructions; the emulator runs in this one and is not counted. Each side runs twice, with one read
//! and with several: what is between them is the reads alone, without the start of a client. Where
//! there is no valgrind, `--time` counts user time instead.

mod by_hand;
mod count;

use std::process::ExitCode;

use acton_orm::{Client, Downloads, prelude::*};
use acton_orm_benches::Person;
use anyhow::{Result, ensure};
use clap::Parser;
use serde::{Deserialize, Serialize};

const ROWS: usize = 10_000;

/// The program's arguments.
#[derive(Parser)]
#[command(about = "Counts what reading a list costs, next to csv and serde by hand.")]
struct Arguments {
    /// Pages alone.
    #[arg(long)]
    json: bool,

    /// The download alone.
    #[arg(long)]
    csv: bool,

    /// User time of many reads instead of instructions.
    #[arg(long)]
    time: bool,

    /// Fail where ours is more than this times the other.
    #[arg(long)]
    at_most: Option<f64>,

    /// What a process that is measured is told.
    #[arg(long, hide = true)]
    child: Option<String>,
}

/// What a process that is measured does.
#[derive(Serialize, Deserialize)]
struct Child {
    side: Side,
    format: Format,
    reads: usize,
    account: Account,
}

/// Whose code reads.
#[derive(Clone, Copy, Serialize, Deserialize)]
enum Side {
    Ours,
    ByHand,
}

/// What is read.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum Format {
    Csv,
    Json,
}

/// Where, and as whom.
#[derive(Clone, Serialize, Deserialize)]
struct Account {
    url: String,
    user: String,
    password: String,
    client_id: String,
    client_secret: String,
    connection: String,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    if let Some(child) = &arguments.child {
        // One thread, so that the count is nearly the same every time.
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(read(&serde_json::from_str(child)?))?;
        if arguments.time {
            println!("{}", count::user_time()?);
        }
        return Ok(ExitCode::SUCCESS);
    }

    let runtime = tokio::runtime::Runtime::new()?;
    let both = arguments.csv == arguments.json;
    let formats = [
        (Format::Csv, both || arguments.csv),
        (Format::Json, both || arguments.json),
    ];
    let measure = match arguments.time {
        true => count::by_time,
        false => count::by_instructions,
    };
    let mut good = true;
    for (format, _) in formats.into_iter().filter(|(_, wanted)| *wanted) {
        // Each of its own, as logins are limited.
        let emulator = runtime.block_on(acton_orm_benches::account(ROWS as u64))?;
        let account = Account {
            url: emulator.url().to_owned(),
            user: emulator.user().to_owned(),
            password: emulator.password().to_owned(),
            client_id: emulator.client_id().to_owned(),
            client_secret: emulator.client_secret().to_owned(),
            connection: emulator.connection_string(),
        };
        let by_hand = measure(&account, Side::ByHand, format)?;
        let ours = measure(&account, Side::Ours, format)?;
        let ratio = ours / by_hand;
        let unit = if arguments.time { "ms" } else { "M" };
        println!(
            "{format:?}: by hand {by_hand:.1} {unit}, ours {ours:.1} {unit}, ratio {ratio:.2}"
        );
        good &= arguments.at_most.is_none_or(|most| ratio <= most);
    }
    Ok(match good {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// Reads the list so many times, and checks that each was the whole list.
async fn read(child: &Child) -> Result<()> {
    let mut weights = Vec::new();
    match child.side {
        Side::ByHand => {
            let by_hand = by_hand::SignedIn::new(&child.account).await?;
            for _ in 0..child.reads {
                let people = match child.format {
                    Format::Csv => by_hand.csv().await?,
                    Format::Json => by_hand.pages().await?,
                };
                ensure!(people.len() == ROWS, "{} rows", people.len());
                weights.push(people.iter().map(by_hand::ByHand::weight).sum::<usize>());
            }
        }
        Side::Ours => {
            let acton = Client::parse(&child.account.connection)?
                .calls_per_second(1000)
                .calls_per_day(1_000_000)
                .downloads(match child.format {
                    Format::Csv => Downloads::Csv,
                    Format::Json => Downloads::Pages,
                })
                .connect()
                .await?;
            for _ in 0..child.reads {
                let people = Person::query().load(&acton).await?;
                ensure!(people.len() == ROWS, "{} rows", people.len());
                weights.push(people.iter().map(Person::text).sum::<usize>());
            }
        }
    }
    ensure!(
        weights.iter().all(|weight| *weight > ROWS),
        "rows are empty"
    );
    Ok(())
}
