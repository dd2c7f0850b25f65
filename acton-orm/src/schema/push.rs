//! Which comparison of a column becomes which part of a request.

/// A comparison that Act-On can make, and how it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Push {
    /// How it is asked for.
    pub(crate) via: Via,
    /// Whether the answer is exactly the rows that match.
    pub(crate) exactness: Exactness,
}

/// How a comparison reaches Act-On.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Via {
    /// `column = value` as the path of a single read.
    Key,
    /// `column = value` by a look-up that returns the first match only.
    Lookup,
    /// `column > value` as a parameter in Unix milliseconds. Whether Act-On includes the bound is
    /// unknown, so it is widened by a millisecond and checked again here.
    After(&'static str),
    /// `column < value` likewise; the cell may be cut to whole minutes, so it is widened by one.
    Before(&'static str),
    /// `column = value` by the calls that always send this parameter with that value.
    Parameter(&'static str),
}

/// Whether a pushed comparison still has to be checked here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exactness {
    /// Act-On returns just the matching rows: nothing is left to check.
    Exact,
    /// Act-On returns all matching rows and perhaps others: it is checked again here.
    Superset,
}

/// The key in the path of a single read.
pub(crate) const fn by_key() -> Push {
    Push {
        via: Via::Key,
        exactness: Exactness::Exact,
    }
}

/// The calls that send this parameter with the value.
pub(crate) const fn by_parameter(name: &'static str) -> Push {
    Push {
        via: Via::Parameter(name),
        exactness: Exactness::Exact,
    }
}

/// The range that the suppression lists filter by.
pub(crate) const fn created_range() -> [Push; 2] {
    [
        superset(Via::After("createdafter")),
        superset(Via::Before("createdbefore")),
    ]
}

/// A comparison whose answer has to be checked again.
pub(crate) const fn superset(via: Via) -> Push {
    Push {
        via,
        exactness: Exactness::Superset,
    }
}
