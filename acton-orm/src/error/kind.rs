//! The sorts of failure.

/// The sort of an [`Error`](crate::Error): what to decide by.
///
/// ```
/// use acton_orm::ErrorKind;
///
/// fn worth_another_try_later(kind: ErrorKind) -> bool {
///     matches!(kind, ErrorKind::RateLimited | ErrorKind::Server | ErrorKind::Timeout)
/// }
/// assert!(worth_another_try_later(ErrorKind::Server));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The connection string, the builder or the environment is wrong. Correct it; no call was made.
    Config,
    /// Act-On refused the credentials, the token or the account's access to the API.
    Auth,
    /// Five logins an hour are used up. Wait until the window reopens, or keep tokens in a store.
    LoginLimit,
    /// More calls a second than Act-On allows, in spite of the limiter: somebody else shares the
    /// account.
    RateLimited,
    /// The day's allowance of calls is used up.
    DailyLimit,
    /// The row, list, job or asset does not exist.
    NotFound,
    /// Act-On understood the call and refused it. [`Error::api`](crate::Error::api) has its words.
    Rejected,
    /// Act-On failed (5xx) more often than the retries allow.
    Server,
    /// No connection, or it broke, and the call surely had no effect.
    Transport,
    /// No answer in time, and the call surely had no effect.
    Timeout,
    /// A write was sent and no answer came: it may or may not have been applied.
    UnknownOutcome,
    /// An answer, or a cell of it, is not what the contract says.
    Decode,
    /// The query or the change cannot be planned, or a value cannot be written.
    Invalid,
    /// The plan costs more calls than the budget allows. Nothing was sent.
    Budget,
    /// `one` found no row or several.
    Cardinality,
    /// The row changed or vanished at Act-On since it was loaded.
    Conflict,
    /// A commit did not apply everything. [`Error::report`](crate::Error::report) has the outcomes.
    Commit,
    /// A local file could not be read or written.
    Io,
}
