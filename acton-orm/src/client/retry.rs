//! Whether and when a call is made again. Pure: no clock, no I/O.

use std::hash::{BuildHasher, RandomState};
use std::sync::Mutex;
use std::time::Duration;

use crate::schema::Effect;

/// How one attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// No connection came about: nothing was sent.
    NotSent,
    /// The gateway refused it before it reached Act-On's application, for too many calls.
    TooMany,
    /// The gateway did not accept the token.
    Unauthorized,
    /// 502, 503 or 504: somebody on the way failed; the application may have seen the call.
    Gateway,
    /// It was, or may have been, sent, and the answer did not arrive whole.
    Lost,
}

impl Failure {
    /// Whether Act-On surely did nothing.
    pub(crate) fn is_harmless(self) -> bool {
        matches!(self, Self::NotSent | Self::TooMany | Self::Unauthorized)
    }

    /// Whether a call of this kind may be made again after it.
    pub(crate) fn may_repeat(self, effect: Effect) -> bool {
        match effect {
            Effect::Reads | Effect::Replaces | Effect::Deletes => true,
            Effect::Adds => self.is_harmless(),
            Effect::Sends => false,
        }
    }
}

const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(20);
/// What a server may ask for at most.
const LONGEST_ASKED: Duration = Duration::from_secs(60);

/// How long to wait before the next attempt (`attempt` 1 is the first that failed): what the server
/// asked for, or a random part of a doubling span ("full jitter"), so that many clients do not come
/// back together.
pub(crate) fn backoff(attempt: u32, asked: Option<Duration>) -> Duration {
    match asked {
        Some(asked) => asked.min(LONGEST_ASKED),
        None => {
            let span = FIRST
                .saturating_mul(1 << attempt.saturating_sub(1).min(10))
                .min(LONGEST);
            span.mul_f64(fraction())
        }
    }
}

/// A random number from 0 to 1: the standard library's hash keys are random.
#[expect(clippy::cast_precision_loss, reason = "any number will do")]
fn fraction() -> f64 {
    RandomState::new().hash_one(0_u8) as f64 / u64::MAX as f64
}

/// `Retry-After` in seconds or as a date.
pub(crate) fn retry_after(text: &str, now: std::time::SystemTime) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds).min(LONGEST_ASKED));
    }
    let date = chrono::DateTime::parse_from_rfc2822(text).ok()?;
    let date = std::time::SystemTime::from(date);
    Some(
        date.duration_since(now)
            .unwrap_or_default()
            .min(LONGEST_ASKED),
    )
}

/// Retries are paid for by calls that succeed, one for ten, so that an hour in which everything fails
/// does not eat the day's calls.
#[derive(Debug)]
pub(crate) struct RetryBudget(Mutex<u32>);

/// In tenths of a retry.
const FULL: u32 = 300;

impl Default for RetryBudget {
    fn default() -> Self {
        Self(Mutex::new(FULL))
    }
}

impl RetryBudget {
    pub(crate) fn earn(&self) {
        self.with(|tenths| *tenths = (*tenths + 1).min(FULL));
    }

    /// Whether a retry is affordable; if so it is paid.
    pub(crate) fn spend(&self) -> bool {
        self.with(|tenths| match tenths.checked_sub(10) {
            Some(left) => {
                *tenths = left;
                true
            }
            None => false,
        })
    }

    fn with<T>(&self, change: impl FnOnce(&mut u32) -> T) -> T {
        change(
            &mut self
                .0
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_calls_are_repeated_after_they_may_have_been_received() {
        for failure in [Failure::Gateway, Failure::Lost] {
            assert!(failure.may_repeat(Effect::Replaces));
            assert!(!failure.may_repeat(Effect::Adds));
            assert!(!failure.may_repeat(Effect::Sends));
        }
        for failure in [Failure::NotSent, Failure::TooMany, Failure::Unauthorized] {
            assert!(failure.may_repeat(Effect::Replaces));
            assert!(failure.may_repeat(Effect::Adds));
            assert!(!failure.may_repeat(Effect::Sends));
        }
    }

    #[test]
    fn backoff_stays_below_its_doubling_span_and_below_the_longest() {
        for attempt in 1..40 {
            let span = FIRST
                .saturating_mul(1 << (attempt - 1).min(10))
                .min(LONGEST);
            assert!((0..50).all(|_| backoff(attempt, None) <= span));
        }
        let waits: Vec<_> = (0..50).map(|_| backoff(5, None)).collect();
        assert!(waits.iter().any(|wait| *wait != waits[0]), "jittered");
    }

    #[test]
    fn what_the_server_asks_for_is_honoured_and_clamped() {
        assert_eq!(
            backoff(1, Some(Duration::from_secs(7))),
            Duration::from_secs(7)
        );
        assert_eq!(backoff(1, Some(Duration::from_secs(86_400))), LONGEST_ASKED);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_445_412_420);
        assert_eq!(retry_after("5", now), Some(Duration::from_secs(5)));
        assert_eq!(
            retry_after("Wed, 21 Oct 2015 07:27:30 GMT", now),
            Some(Duration::from_secs(30))
        );
        assert_eq!(
            retry_after("Wed, 21 Oct 2015 07:00:00 GMT", now),
            Some(Duration::ZERO)
        );
        assert_eq!(retry_after("99999999", now), Some(LONGEST_ASKED));
        assert_eq!(retry_after("soon", now), None);
    }

    #[test]
    fn retries_run_out_until_calls_succeed_again() {
        let budget = RetryBudget::default();
        assert_eq!((0..100).filter(|_| budget.spend()).count(), 30);
        (0..9).for_each(|_| budget.earn());
        assert!(!budget.spend());
        budget.earn();
        assert!(budget.spend());
    }
}
