//! Random faults, for as long as it is told.

use std::time::Duration;

use acton_emulator::{Emulator, Fault};
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

const HTML: &str = "<html><title>Bad Gateway</title></html>";

/// A refresh token is used up by a refresh whose answer is lost, and the next token costs one of the
/// five logins of an hour.
const LOST_LOGINS: u64 = 3;

/// Calls from one fault to the next.
const APART: usize = 3;

/// Lays fault after fault until `end`.
pub(crate) async fn make(emulator: &Emulator, mut dice: Dice, pause: Duration, end: Instant) {
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
        } else {
            let (method, path) = dice.pick(PLACES).copied().unwrap_or(("*", "/api/"));
            any(&mut dice).on(method, path)
        };
        emulator.fail(fault);
    }
}

/// Any of the emulator's kinds.
fn any(dice: &mut Dice) -> Fault {
    let bytes = usize::try_from(dice.below(40)).unwrap_or(0);
    match dice.below(16) {
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
        13 => Fault::status(503),
        14 => {
            let status = *dice.pick(&[200, 502, 504]).unwrap_or(&502);
            Fault::body(status, "text/html", HTML)
        }
        _ => Fault::expire_token(),
    }
}

/// For the calls that get tokens.
fn lethal(dice: &mut Dice) -> Fault {
    match dice.below(4) {
        0 => Fault::reset_after(),
        1 => Fault::truncate(10),
        2 => Fault::reset_before(),
        _ => Fault::status(503),
    }
}
