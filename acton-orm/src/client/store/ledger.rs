//! Counting what Act-On counts but never tells: logins in an hour, calls in a day.

use std::time::{Duration, SystemTime};

use super::SavedTokens;
use crate::{Error, ErrorKind, Result};

const HOUR: Duration = Duration::from_secs(3600);
/// So many days beside the last one are remembered.
const OTHER_DAYS: usize = 3;
const DAY: Duration = Duration::from_secs(24 * 3600);

/// The rules of counting; what is counted lives in the store.
pub(crate) struct Ledger;

impl Ledger {
    /// Enters a login that is about to be made, or says when the next one may be.
    pub(crate) fn login(
        saved: &mut SavedTokens,
        allowed: Option<u32>,
        now: SystemTime,
    ) -> Result<()> {
        let now = millis(now);
        let hour = u64::try_from(HOUR.as_millis()).unwrap_or(u64::MAX);
        // An entry from the future is a clock set back: it counts as made now.
        saved.logins.iter_mut().for_each(|at| *at = (*at).min(now));
        saved.logins.retain(|at| now - at < hour);
        let allowed = allowed.map_or(usize::MAX, |allowed| {
            usize::try_from(allowed).unwrap_or(usize::MAX)
        });
        if saved.logins.len() >= allowed {
            let oldest = saved.logins.iter().min().copied().unwrap_or(now);
            let wait = Duration::from_millis((oldest + hour).saturating_sub(now));
            return Err(Error::new(
                ErrorKind::LoginLimit,
                format!("{allowed} logins were made within the hour, and Act-On allows no more; nothing was sent"),
            )
            .advise(format!(
                "the next is possible at {}, in {} min; keep tokens in a settings file to need fewer",
                clock(SystemTime::UNIX_EPOCH + Duration::from_millis(oldest + hour)),
                wait.as_secs().div_ceil(60)
            )));
        }
        saved.logins.push(now);
        Ok(())
    }

    /// Reserves calls of today's allowance; answers how many were granted, 0 when it is used up.
    pub(crate) fn reserve(
        saved: &mut SavedTokens,
        wanted: u64,
        allowed: u64,
        now: SystemTime,
    ) -> u64 {
        turn_to(saved, day(now));
        let granted = wanted.min(allowed.saturating_sub(saved.calls));
        saved.calls += granted;
        granted
    }
}

/// Makes it that day. What was counted of the other stays: a clock that jumps, or another process's that
/// goes wrong, may come back to it.
fn turn_to(saved: &mut SavedTokens, today: u64) {
    if saved.day == today {
        return;
    }
    let others = &mut saved.other_days;
    let known = others.iter().find(|(day, _)| *day == today);
    let calls = known.map_or(0, |(_, calls)| *calls);
    others.retain(|(day, _)| *day != today);
    others.insert(0, (saved.day, saved.calls));
    others.truncate(OTHER_DAYS);
    (saved.day, saved.calls) = (today, calls);
}

/// Days since 1970. That Act-On's day is UTC's is inferred: it says "per day" and no more.
pub(crate) fn day(now: SystemTime) -> u64 {
    now.duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs()
        / DAY.as_secs()
}

pub(crate) fn millis(time: SystemTime) -> u64 {
    let since = time
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

fn clock(time: SystemTime) -> String {
    chrono::DateTime::<chrono::Utc>::from(time)
        .format("%H:%M UTC")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000 + seconds)
    }

    #[test]
    fn the_sixth_login_within_an_hour_is_refused_and_told_when_the_next_may_be() {
        let mut saved = SavedTokens::default();
        for login in 0..5 {
            Ledger::login(&mut saved, Some(5), at(login * 60)).unwrap();
        }
        let refused = Ledger::login(&mut saved, Some(5), at(600)).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::LoginLimit);
        assert!(refused.is_auth() && refused.is_rate_limited());
        assert!(
            refused.to_string().contains("09:00 UTC, in 50 min"),
            "{refused}"
        );
        Ledger::login(&mut saved, Some(5), at(3600)).unwrap();
    }

    #[test]
    fn a_clock_set_back_does_not_lock_anyone_out_for_longer_than_an_hour() {
        let mut saved = SavedTokens::default();
        for _ in 0..5 {
            Ledger::login(&mut saved, Some(5), at(1_000_000)).unwrap();
        }
        assert!(Ledger::login(&mut saved, Some(5), at(0)).is_err());
        Ledger::login(&mut saved, Some(5), at(3600)).unwrap();
    }

    #[test]
    fn a_day_grants_its_allowance_once_and_the_next_day_again() {
        let mut saved = SavedTokens::default();
        assert_eq!(Ledger::reserve(&mut saved, 60, 100, at(0)), 60);
        assert_eq!(Ledger::reserve(&mut saved, 60, 100, at(0)), 40);
        assert_eq!(Ledger::reserve(&mut saved, 60, 100, at(0)), 0);
        assert_eq!(Ledger::reserve(&mut saved, 60, 100, at(86_400)), 60);
    }

    #[test]
    fn clocks_that_disagree_about_the_day_do_not_reset_each_others_count() {
        let mut saved = SavedTokens::default();
        let (today, tomorrow) = (at(0), at(86_400));
        for _ in 0..10 {
            Ledger::reserve(&mut saved, 6, 100, today);
            Ledger::reserve(&mut saved, 4, 100, tomorrow);
        }
        assert_eq!(Ledger::reserve(&mut saved, 100, 100, today), 40);
        assert_eq!(Ledger::reserve(&mut saved, 100, 100, tomorrow), 60);
        // Not for ever: the days go on.
        for later in 2..100 {
            Ledger::reserve(&mut saved, 1, 100, at(later * 86_400));
        }
        assert_eq!(saved.other_days.len(), 3);
    }
}
