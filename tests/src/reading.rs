//! Reads that are held against what their plans show.

use std::fmt::Debug;

use acton_emulator::Emulator;
use acton_orm::{
    Client, ClientBuilder, Downloads, DynTable, ErrorKind, Plan, Query, Terminal, bounds::Ready,
};
use futures::TryStreamExt;

use crate::shown::{assert_promised, assert_shown, made_as_shown};
use crate::{builder, start};

/// Every terminal; of pages the first one and one further on.
pub const TERMINALS: [Terminal; 8] = [
    Terminal::Load,
    Terminal::First,
    Terminal::One,
    Terminal::Count,
    Terminal::Exists,
    Terminal::Stream,
    Terminal::Page { offset: 0, size: 3 },
    Terminal::Page { offset: 4, size: 2 },
];

/// A client whose pages have so many rows, and who logs in as often as it likes.
pub async fn paging(emulator: &Emulator, downloads: Downloads, rows: u32) -> Client {
    Client::parse(&emulator.connection_string())
        .expect("the emulator's connection string")
        .calls_per_second(None)
        .calls_per_day(1_000_000)
        .downloads(downloads)
        .pagesize(rows)
        .connect()
        .await
        .expect("the emulator takes its own credentials")
}

/// A client to be: no limit a second, pages of ten rows, at most four calls under way.
pub fn four(emulator: &Emulator) -> ClientBuilder {
    Client::parse(&emulator.connection_string())
        .expect("the emulator's connection string")
        .calls_per_second(None)
        .calls_per_day(1_000_000)
        .calls_in_flight(4)
        .max_retries(0)
        .downloads(Downloads::Pages)
        .pagesize(10)
}

/// An account with nothing but the list `Big`, which is `l-0001`.
pub async fn list_of(rows: u64) -> Emulator {
    let emulator = start(builder().empty().login_limit(false)).await;
    assert_eq!(emulator.generate_list("Big", rows), "l-0001");
    emulator
}

/// What of the sample account stands for what a table needs said before it can be read.
const INPUTS: &[(&str, &str)] = &[
    ("list", "l-0001"),
    ("record", "l-0001:0"),
    ("form", "6a4a21fb-0aff-4f0e-b57a-97f62ebcb9cd"),
    ("page", "p-0002"),
    ("category", "News"),
    ("message", "s-0001-2409"),
    ("verb", "CLICKED"),
    ("month", "2409"),
];

/// The table, with all said that it needs.
///
/// # Panics
/// Where it needs something that has no sample.
pub fn ready(table: DynTable, needed: &[&'static str], emulator: &Emulator) -> DynTable {
    if needed.is_empty() {
        return table;
    }
    // The ids of media come from the emulator's seed.
    let media = emulator.media().into_iter().nth(1).map(|one| one.id);
    let said = needed.iter().map(|input| {
        let known = INPUTS.iter().find(|(name, _)| name == input);
        let sample = match *input {
            "media" => media.as_deref(),
            // A call a row: of a short one.
            "list" if needed.len() == 1 => Some("l-0003"),
            _ => known.map(|(_, sample)| *sample),
        };
        (
            *input,
            sample.unwrap_or_else(|| panic!("a sample value for `{input}`")),
        )
    });
    table.of(said).expect("inputs of the table")
}

/// What a terminal gives, as text. That `one` finds none or several is no failure here.
///
/// # Errors
/// What the terminal fails with.
pub async fn run<S: Ready<R>, R: Debug + Send + 'static>(
    query: &Query<R, S>,
    terminal: Terminal,
    acton: &Client,
) -> acton_orm::Result<Vec<String>> {
    let text = |row: &R| format!("{row:?}");
    Ok(match terminal {
        Terminal::Load => query.load(acton).await?.iter().map(text).collect(),
        Terminal::First => query.first(acton).await?.iter().map(text).collect(),
        Terminal::One => match query.one(acton).await {
            Err(error) if error.kind() == ErrorKind::Cardinality => Vec::new(),
            one => vec![text(&one?)],
        },
        Terminal::Count => vec![query.count(acton).await?.to_string()],
        Terminal::Exists => vec![query.exists(acton).await?.to_string()],
        Terminal::Stream => {
            let rows: Vec<R> = query.stream(acton).try_collect().await?;
            rows.iter().map(text).collect()
        }
        Terminal::Page { offset, size } => {
            let page = query.page(acton, offset / size, size).await?;
            let mut rows: Vec<String> = page.rows.iter().map(text).collect();
            rows.push(format!("more: {}", page.has_next));
            rows
        }
        other => panic!("a terminal without a test: {other:?}"),
    })
}

/// Runs a terminal, and gives its rows: its plan is what the journal has.
///
/// # Panics
/// Where it is not.
pub async fn check<S: Ready<R>, R: Debug + Send + 'static>(
    query: &Query<R, S>,
    terminal: Terminal,
    acton: &Client,
    emulator: &Emulator,
) -> Vec<String> {
    let plan = query.explain_on(acton, terminal).expect("a plan");
    emulator.journal().clear();
    let rows = run(query, terminal, acton)
        .await
        .unwrap_or_else(|error| panic!("{error}\n{plan}"));
    assert_kept(&plan, emulator);
    rows
}

/// A read that has ended made the calls that its plan shows, and as many as it promised. Of those that
/// it may do without, where it says so, no more have stayed away than that.
///
/// # Panics
/// Where it did not.
pub fn assert_kept(plan: &Plan, emulator: &Emulator) {
    let (text, requests) = (plan.to_string(), plan.requests());
    let calls = plan.calls();
    match calls.at_most().map(|most| most - calls.at_least()) {
        None | Some(0) => assert_shown(&text, &requests, emulator),
        Some(spare) => {
            let unused = made_as_shown(&text, &requests, emulator);
            assert!(
                unused.len() as u64 <= spare,
                "never made: {unused:#?}\n{plan}"
            );
        }
    }
    assert_promised(calls, &text, emulator);
}

/// Runs all terminals, whose rows must agree, and gives their rows.
///
/// # Panics
/// As [`check`].
pub async fn check_all<S: Ready<R>, R: Debug + Send + 'static>(
    query: &Query<R, S>,
    acton: &Client,
    emulator: &Emulator,
) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for terminal in TERMINALS {
        all.push(check(query, terminal, acton, emulator).await);
    }
    let [load, first, _, count, exists, stream, page, ..] = all.as_slice() else {
        panic!("a terminal is missing");
    };
    let rows = load.len();
    assert_eq!(first.first(), load.first());
    assert_eq!(count, &[rows.to_string()], "{query:?}");
    assert_eq!(exists, &[(rows > 0).to_string()], "{query:?}");
    assert_eq!(stream, load, "{query:?}");
    let mut expected: Vec<String> = load.iter().take(3).cloned().collect();
    expected.push(format!("more: {}", rows > 3));
    assert_eq!(page, &expected, "{query:?}");
    all
}
