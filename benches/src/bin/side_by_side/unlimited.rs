//! Pages without a limit, next to the same by hand.

use std::time::Duration;

use acton_orm::prelude::*;
use anyhow::{Result, ensure};

use crate::Case;
use crate::by_hand::ByHand;
use crate::figure::Figure;
use crate::pace::Pace;
use crate::people::{LIST, Person};
use crate::server::{Measured, Server, Stage};

/// Rows a page.
const PAGE: u64 = 1000;
/// Each side reads so often, in turns; its best time counts, since what disturbs only makes slower.
const ROUNDS: usize = 5;

pub(crate) async fn eight(name: &str, server: &Server, pace: Pace) -> Case {
    pages(name, server, pace, 8).await
}

pub(crate) async fn thirty_two(name: &str, server: &Server, pace: Pace) -> Case {
    pages(name, server, pace, 32).await
}

async fn pages(name: &str, server: &Server, pace: Pace, in_flight: usize) -> Case {
    let pages = pace.of(100);
    let properties = format!("Downloads=PAGES&Pagesize={PAGE}&CallsInFlight={in_flight}");
    let stage = server
        .unlimited(pace, &properties, |emulator| {
            emulator.generate_list(LIST, pages * PAGE);
        })
        .await?;
    Person::query().count(&stage.acton).await?;
    let by_hand = ByHand::sign_in(&stage.emulator).await?;
    let (mut ours, mut theirs) = (None, None);
    for _ in 0..ROUNDS {
        let people = by_hand.load(PAGE, in_flight);
        let (other, expected) = checked(&stage, people, pages, in_flight).await?;
        keep_best(&mut theirs, other);
        let people = async { Ok(Person::query().load(&stage.acton).await?) };
        let (own, read) = checked(&stage, people, pages, in_flight).await?;
        keep_best(&mut ours, own);
        ensure!(read == expected, "the two sides read different rows");
    }
    let other = theirs.map_or(Duration::ZERO, |other| other.wall);
    let ours = ours.ok_or_else(|| anyhow::anyhow!("nothing was measured"))?;
    Ok(Figure::against(name, pages, ours, other))
}

/// One side's turn.
async fn checked(
    stage: &Stage,
    people: impl Future<Output = Result<Vec<Person>>>,
    pages: u64,
    in_flight: usize,
) -> Result<(Measured, Vec<Person>)> {
    let (measured, people) = stage.measure(people).await?;
    ensure!(
        measured.calls == pages,
        "{} calls for {pages} pages",
        measured.calls
    );
    ensure!(
        measured.most_in_flight <= in_flight,
        "{} calls at once, {in_flight} were allowed",
        measured.most_in_flight
    );
    ensure!(people.len() as u64 == pages * PAGE, "{} rows", people.len());
    Ok((measured, people))
}

fn keep_best(best: &mut Option<Measured>, new: Measured) {
    if best.as_ref().is_none_or(|best| new.wall < best.wall) {
        *best = Some(new);
    }
}
