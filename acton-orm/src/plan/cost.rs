//! The price of a plan, in calls.

use std::fmt;

/// How many API calls something takes: exactly, at most, or at least where nobody can know.
///
/// ```
/// use acton_orm::{models::Image, prelude::*};
/// let calls = Image::query().explain().calls();
/// assert_eq!((calls.at_least(), calls.at_most()), (1, Some(1)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calls {
    least: u64,
    most: Option<u64>,
}

impl Calls {
    pub(crate) const fn exactly(calls: u64) -> Self {
        Self {
            least: calls,
            most: Some(calls),
        }
    }

    pub(crate) const fn at_least_so_many(calls: u64) -> Self {
        Self {
            least: calls,
            most: None,
        }
    }

    pub(crate) const fn between(least: u64, most: u64) -> Self {
        Self {
            least,
            most: Some(most),
        }
    }

    /// These, and perhaps the others as well.
    pub(crate) fn or_plus(self, others: Self) -> Self {
        Self {
            least: self.least,
            most: self.plus(others).most,
        }
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            least: self.least.saturating_add(other.least),
            most: self.most.zip(other.most).map(|(a, b)| a.saturating_add(b)),
        }
    }

    /// Never fewer than this; for a list read in pages, by the size that Act-On last listed.
    ///
    /// ```
    /// # use acton_orm::{models::Image, prelude::*};
    /// assert_eq!(Image::query().limit(0).explain().calls().at_least(), 0);
    /// ```
    pub fn at_least(self) -> u64 {
        self.least
    }

    /// Never more than this; `None` where it depends on how many rows there are.
    ///
    /// ```
    /// # use acton_orm::{models::OptOut, prelude::*};
    /// assert_eq!(OptOut::query().explain().calls().at_most(), None);
    /// ```
    pub fn at_most(self) -> Option<u64> {
        self.most
    }
}

impl fmt::Display for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = |calls: u64| if calls == 1 { "call" } else { "calls" };
        match self.most {
            Some(most) if most == self.least => write!(f, "{most} {}", noun(most)),
            Some(most) => write!(f, "{} to {most} calls", self.least),
            None => write!(f, "at least {} {}", self.least, noun(self.least)),
        }
    }
}
