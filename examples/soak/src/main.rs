//! Reads and writes from several tasks against an emulator in which all goes wrong that can, and
//! proves from both sides that nothing was lost and nothing was doubled.
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

mod dice;
mod kind;
mod ledger;
mod reader;
mod secrets;
mod sessions;
mod statements;
mod tables;
mod trouble;
mod verdict;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use acton_emulator::{Emulator, ListSeed};
use acton_orm::Client;
use anyhow::{Context, Result, ensure};
use clap::Parser;
use tokio::time::{Instant, timeout};

use dice::Dice;
use ledger::Ledger;
use reader::Reader;
use sessions::Worker;
use statements::Statements;
use tables::{LIST, NewContact, NewImage, NewOptOut, SPARE, STEADY};
use trouble::{GIVEN_UP, Weather};
use verdict::Verdict;

/// What Act-On allows.
const ALLOWANCE: u32 = 5;
/// Rows of a page. The list that is written to must fit in one: where rows go between two pages, no
/// client that counts in offsets can read all others.
const PAGE: usize = 250;
/// Rows of the list that nobody writes to: a few pages.
const STEADY_ROWS: usize = 900;
/// What is left must be committed within this time after the faults are over.
const PATIENCE: Duration = Duration::from_secs(180);

/// The program's arguments.
#[derive(Parser)]
#[command(
    about = "Reads and writes against an emulator with random faults, and checks both sides."
)]
struct Args {
    /// How long to start new work. Committing what is left takes a little longer.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    seconds: u64,

    /// What the tasks do and the faults that are laid follow from it, the order in which tasks run
    /// aside.
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// The allowance, for more work in less time. The emulator enforces Act-On's own, which is 5; with
    /// another, only the journal shows whether it was kept.
    #[arg(long, default_value_t = ALLOWANCE, value_parser = clap::value_parser!(u32).range(1..=1000))]
    calls_per_second: u32,

    /// How many rounds of work each task does at most.
    #[arg(long, default_value_t = 100_000)]
    rounds: u64,

    /// Nothing else keeps this machine busy: fail, too, if more calls arrived within a second than are
    /// allowed.
    #[arg(long)]
    alone: bool,

    /// Print the result as one JSON object, in the last line.
    #[arg(long)]
    json: bool,
}

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let args = Args::parse();
    // Threads of its own, so that the tasks do not delay what the emulator's clock says of their calls.
    let server = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let (seed, real) = (args.seed, args.calls_per_second <= ALLOWANCE);
    let (emulator, steady) = server.spawn(start(seed, real)).await??;
    let emulator = Arc::new(emulator);
    let downloads = match seed % 2 {
        0 => "PAGES",
        _ => "CSV",
    };
    let text = format!(
        "{}&Timeout=2&MaxRetries=2&MaxRetryTime=20&CallsPerSecond={}&Downloads={downloads}&Pagesize={PAGE}&LateWrites={}",
        emulator.connection_string(),
        args.calls_per_second,
        GIVEN_UP.as_secs()
    );
    let acton = Client::connect(&text).await?;
    println!("seed {seed}, whole lists as {downloads}");
    let ledgers = run(&args, &emulator, &acton, steady).await?;
    // What is under way still, late writes too, is over before both sides are compared.
    emulator.settled().await;
    let verdict = Verdict::of(&emulator, &ledgers);
    report(&args, &acton, &ledgers, &verdict);
    server.shutdown_background();
    ensure!(verdict::shared_keys(&ledgers) == 0, "two tasks share a key");
    let most = args.alone.then_some(args.calls_per_second);
    Ok(match verdict.is_good(most) {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// An emulator with the two lists, and the addresses of the steady one.
async fn start(seed: u64, real: bool) -> Result<(Emulator, Vec<String>)> {
    let emulator = Emulator::builder()
        .seed(seed)
        .empty()
        .rate_limit(real)
        .start()
        .await?;
    let spare: Vec<String> = (0..SPARE).map(spare).collect();
    let columns = spare.iter().map(|heading| (heading.as_str(), None));
    let columns = columns.chain([
        ("E-mail Address", Some("EMAIL")),
        ("Business City", Some("BIZ_CITY")),
    ]);
    let emails: Vec<String> = (0..STEADY_ROWS)
        .map(|row| format!("s{row}@example.com"))
        .collect();
    let rows = emails.iter().map(|email| {
        let cells = spare
            .iter()
            .map(move |heading| format!("{heading} of {email}"));
        cells.chain([email.clone(), "PDX".to_owned()])
    });
    emulator.create_list(ListSeed::new(LIST).columns(columns.clone()));
    emulator.create_list(ListSeed::new(STEADY).columns(columns).rows(rows));
    // More than a page of them, so that there are pages whose number nobody tells.
    for (at, email) in emails.iter().take(PAGE + PAGE / 2).enumerate() {
        emulator.add_opt_out(email, at as i64);
    }
    Ok((emulator, emails))
}

fn spare(number: usize) -> String {
    format!("Spare {number}")
}

/// The columns of both lists that may go.
fn spares(emulator: &Emulator) -> Vec<(String, String)> {
    let lists = [LIST, STEADY].map(|name| emulator.list_id(name).unwrap_or_default());
    let of = |number| lists.clone().map(|list| (list, spare(number)));
    (0..SPARE).flat_map(of).collect()
}

/// Works until the time is over, then lets everything be well and commits what is left.
async fn run(
    args: &Args,
    emulator: &Arc<Emulator>,
    acton: &Client,
    steady: Vec<String>,
) -> Result<Vec<Ledger>> {
    let end = Instant::now() + Duration::from_secs(args.seconds);
    let dice = |user| Dice::new(args.seed, user);
    let rounds = args.rounds;

    let pause = Duration::from_secs(1) / args.calls_per_second;
    let faults = {
        let (emulator, dice) = (Arc::clone(emulator), dice(100));
        let weather = Weather {
            spare: spares(&emulator),
        };
        tokio::spawn(async move { trouble::make(&emulator, weather, dice, pause, end).await })
    };
    let mut one = Worker::<NewContact>::new(acton.clone(), dice(1), 1);
    let mut two = Worker::<NewContact>::new(acton.clone(), dice(2), 2);
    let mut images = Worker::<NewImage>::new(acton.clone(), dice(3), 3);
    let mut opt_outs = Worker::<NewOptOut>::new(acton.clone(), dice(4), 4);
    let mut statements = Statements::new(acton.clone(), dice(5), 5);
    let mut reader = Reader::new(acton.clone(), dice(6), steady);

    macro_rules! working {
        ($task:ident) => {
            tokio::spawn(async move {
                $task.work(end, rounds).await;
                $task
            })
        };
    }
    let tasks = (
        working!(one),
        working!(two),
        working!(images),
        working!(opt_outs),
        working!(statements),
        working!(reader),
    );
    let one = tasks.0.await?;
    let two = tasks.1.await?;
    let images = tasks.2.await?;
    let opt_outs = tasks.3.await?;
    let statements = tasks.4.await?;
    let reader = tasks.5.await?;
    faults.await?;
    emulator.clear_faults();

    let finish = async {
        let (one, two, images, opt_outs, statements) = tokio::join!(
            one.finish(),
            two.finish(),
            images.finish(),
            opt_outs.finish(),
            statements.finish()
        );
        vec![one, two, images, opt_outs, statements, reader.finish()]
    };
    timeout(PATIENCE, finish)
        .await
        .context("what was left could not be committed in time")
}

fn report(args: &Args, acton: &Client, ledgers: &[Ledger], verdict: &Verdict) {
    let metrics = acton.metrics();
    let rows: usize = ledgers.iter().map(|ledger| ledger.rows.len()).sum();
    println!(
        "{} s of work with seed {}: {} calls from {} tasks on one client, {} of them sent again; {} met a fault.",
        args.seconds,
        args.seed,
        verdict.calls,
        ledgers.len(),
        metrics.retries,
        verdict.faults
    );
    println!(
        "{rows} rows of their own: {} changes applied, {} rejected, {} unknown at first, {} still, {} left to the user.",
        verdict.applied,
        verdict.rejected,
        verdict.unknown,
        verdict.unresolved,
        verdict.left_to_user
    );
    println!(
        "{} reads told the truth; {} failed.",
        verdict.reads, verdict.failed_reads
    );
    println!(
        "At most {} calls in any second, of {} allowed.",
        verdict.worst_second, args.calls_per_second
    );
    println!("Lost: {}. Doubled: {}.", verdict.lost, verdict.doubled);
    for wrong in &verdict.wrong {
        println!("  wrong: {wrong}");
    }
    if args.json {
        println!("{}", verdict.json(args.seconds, args.seed));
    }
}
