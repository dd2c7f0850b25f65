//! Random faults, for as long as it is told.

use std::time::Duration;

use acton_emulator::{Emulator, Fault, LookupMiss};
use tokio::time::{Instant, sleep};

use crate::dice::Dice;

/// Where a fault may strike; adds twice as often as others, for they are what could be doubled.
const PLACES: &[(&str, &str)] = &[
    ("*", "/api/"),
    ("GET", "/api/1/list"),
    ("POST", "/api/1/list"),
    ("PUT", "/api/1/list"),
    ("DELETE", "/api/1/list"),
    ("POST", "/api/1/list"),
    ("POST", "/api/1/image"),
    ("POST", "/api/1/image"),
    ("GET", "/api/1/image"),
    ("DELETE", "/api/1/image"),
    ("PUT", "/api/1/list/opt"),
];

/// Where a write may come late.
const WRITES: &[(&str, &str)] = &[
    ("POST", "/api/1/list"),
    ("PUT", "/api/1/list"),
    ("DELETE", "/api/1/list"),
    ("POST", "/api/1/image"),
    ("DELETE", "/api/1/image"),
];

/// How a look-up may say that there is nobody.
const MISSES: [LookupMiss; 3] = [
    LookupMiss::NoContact,
    LookupMiss::BadRequest,
    LookupMiss::EmptyObject,
];

const HTML: &str = "<html><title>Bad Gateway</title></html>";

/// A refresh token is used up by a refresh whose answer is lost, and the next token costs one of the
/// five logins of an hour.
const LOST_LOGINS: u64 = 3;

/// So long after its caller gave up a write may come.
const LATEST: Duration = Duration::from_millis(4000);
/// So long the client reckons with it.
pub(crate) const GIVEN_UP: Duration = Duration::from_secs(5);

/// Calls from one fault to the next.
const APART: usize = 3;

/// What a run may draw from.
pub(crate) struct Weather {
    /// Columns that may go, each once: the list's id and the heading.
    pub(crate) spare: Vec<(String, String)>,
}

/// Lays fault after fault until `end`.
pub(crate) async fn make(
    emulator: &Emulator,
    mut weather: Weather,
    mut dice: Dice,
    pause: Duration,
    end: Instant,
) {
    let mut lost_logins = 0;
    let mut calls = 0;
    while Instant::now() < end {
        sleep(pause).await;
        // More would leave no call that succeeds, and nothing to lose.
        if emulator.journal().count() < calls {
            continue;
        }
        calls = emulator.journal().count() + APART;
        let fault = if dice.one_in(15) && lost_logins < LOST_LOGINS {
            lost_logins += 1;
            emulator.expire_access_tokens();
            lethal(&mut dice).on("POST", "/token")
        } else if dice.one_in(30)
            && let Some((list, heading)) = weather.spare.pop()
        {
            Fault::drop_column(heading).on("*", &format!("/api/1/list/{list}"))
        } else if dice.one_in(12) {
            wrong_page(&mut dice).on("GET", "/api/1/list/")
        } else if dice.one_in(6) {
            let (method, path) = dice.pick(WRITES).copied().unwrap_or(("POST", "/api/"));
            late(&mut dice).on(method, path)
        } else {
            let (method, path) = dice.pick(PLACES).copied().unwrap_or(("*", "/api/"));
            any(&mut dice).on(method, path)
        };
        emulator.fail(fault);
        let miss = dice.pick(&MISSES).copied().unwrap_or_default();
        emulator.quirks(|quirks| quirks.lookup_miss = miss);
    }
}

/// Any of the emulator's kinds that can strike anywhere. Gates are left out: one that gathers too few
/// calls refuses all later ones.
fn any(dice: &mut Dice) -> Fault {
    let bytes = usize::try_from(dice.below(40)).unwrap_or(0);
    match dice.below(22) {
        0 | 1 => Fault::reset_before(),
        2..=4 => Fault::reset_after(),
        5 | 6 => Fault::truncate(bytes),
        7 => Fault::drip(bytes + 1, Duration::from_millis(1)),
        8 => Fault::latency(Duration::from_millis(dice.below(400))),
        // Longer than the client has patience.
        9 => Fault::latency(Duration::from_millis(2500)),
        10 => match dice.below(4) {
            0 => Fault::too_many_requests(None),
            seconds => Fault::too_many_requests(Some(seconds - 1)),
        },
        11 => Fault::status(500).times(1 + u32::try_from(dice.below(3)).unwrap_or(0)),
        12 => Fault::status(502),
        13 => Fault::html(503),
        14 => {
            let status = *dice.pick(&[200, 502, 504]).unwrap_or(&502);
            Fault::body(status, "text/html", HTML)
        }
        15 => Fault::stall(bytes),
        16 => Fault::refuse(),
        17 => Fault::content_type("text/plain"),
        18 => Fault::close_delimited(),
        19 => Fault::close_delimited_cut(bytes * 100),
        20 => Fault::echo(*dice.pick(&[400, 500]).unwrap_or(&400)),
        _ => Fault::expire_token(),
    }
}

/// For what comes in pages.
fn wrong_page(dice: &mut Dice) -> Fault {
    let fault = match dice.below(2) {
        0 => Fault::ignored_offset(),
        _ => Fault::repeated_page(),
    };
    match dice.below(3) {
        0 => fault.times(20),
        first => fault.skip(u32::try_from(first).unwrap_or(1)),
    }
}

/// Carried out sooner or later than the client gives up, who sees silence or a reset.
fn late(dice: &mut Dice) -> Fault {
    let after = *dice.pick(&[300, 1500, 2500]).unwrap_or(&300);
    let after = match dice.one_in(4) {
        true => LATEST,
        false => Duration::from_millis(after),
    };
    let fault = Fault::late(after);
    match dice.one_in(2) {
        true => fault.hang_up(),
        false => fault,
    }
}

/// For the calls that get tokens.
fn lethal(dice: &mut Dice) -> Fault {
    match dice.below(6) {
        0 => Fault::reset_after(),
        1 => Fault::truncate(10),
        2 => Fault::reset_before(),
        3 => Fault::close_delimited_cut(10),
        4 => Fault::echo(503),
        _ => Fault::status(503),
    }
}
