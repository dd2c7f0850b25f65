//! What became of a change.

use std::fmt;
use std::sync::Arc;

use crate::one_line::one_line;
use crate::{Error, ErrorKind};

/// What became of one change.
///
/// ```no_run
/// # fn demo(report: acton_orm::CommitReport) {
/// use acton_orm::session::Outcome;
///
/// for entry in &report {
///     match entry.outcome() {
///         Outcome::Applied => {}
///         Outcome::Rejected(error) => println!("{}: {error}", entry.label()),
///         Outcome::Skipped(because) => println!("{}: not tried, {because}", entry.label()),
///         Outcome::Unknown(error) => println!("{}: nobody knows, {error}", entry.label()),
///         other => println!("{}: {other}", entry.label()),
///     }
/// }
/// # }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Outcome {
    /// Act-On holds it.
    Applied,
    /// Act-On does not hold it, and why. It stays in the session for the next commit.
    Rejected(Arc<Error>),
    /// It was not sent. It stays in the session for the next commit.
    Skipped(Because),
    /// It was sent and no answer came. The next commit looks for a new row before it sends it again;
    /// an update or a delete it just repeats, which does no harm.
    Unknown(Arc<Error>),
    /// Act-On works on it as the job of this number. No commit does that yet.
    Accepted(String),
}

/// Why a change was not sent.
///
/// ```
/// use acton_orm::session::Because;
/// assert_eq!(Because::Stopped.to_string(), "the commit stopped before it");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Because {
    /// An earlier change failed, and the commit stops at the first failure.
    Stopped,
    /// It needs something that failed.
    Dependent(String),
}

impl Outcome {
    pub(super) fn of(error: Error) -> Self {
        Self::of_shared(&Arc::new(error))
    }

    pub(super) fn of_shared(error: &Arc<Error>) -> Self {
        match error.kind() {
            ErrorKind::UnknownOutcome => Self::Unknown(Arc::clone(error)),
            _ => Self::Rejected(Arc::clone(error)),
        }
    }

    /// Act-On holds the change.
    ///
    /// ```
    /// assert!(acton_orm::session::Outcome::Applied.is_applied());
    /// ```
    pub fn is_applied(&self) -> bool {
        matches!(self, Self::Applied)
    }

    /// The change was refused.
    ///
    /// ```
    /// assert!(!acton_orm::session::Outcome::Applied.is_rejected());
    /// ```
    pub fn is_rejected(&self) -> bool {
        matches!(self, Self::Rejected(_))
    }

    /// The change was not sent.
    ///
    /// ```
    /// use acton_orm::session::{Because, Outcome};
    /// assert!(Outcome::Skipped(Because::Stopped).is_skipped());
    /// ```
    pub fn is_skipped(&self) -> bool {
        matches!(self, Self::Skipped(_))
    }

    /// The change was sent, and no answer came.
    ///
    /// ```
    /// assert!(!acton_orm::session::Outcome::Applied.is_unknown());
    /// ```
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// The error, of a change that was refused or is unknown.
    ///
    /// ```
    /// assert!(acton_orm::session::Outcome::Applied.error().is_none());
    /// ```
    pub fn error(&self) -> Option<&Error> {
        match self {
            Self::Rejected(error) | Self::Unknown(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Applied => f.write_str("applied"),
            Self::Rejected(error) => write!(f, "rejected: {error}"),
            Self::Skipped(because) => write!(f, "skipped: {because}"),
            Self::Unknown(error) => write!(f, "unknown: {error}"),
            Self::Accepted(job) => write!(f, "accepted as job {job}"),
        }
    }
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stopped => f.write_str("the commit stopped before it"),
            Self::Dependent(on) => f.write_str(&one_line(on)),
        }
    }
}
