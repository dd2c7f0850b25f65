//! The one error type of the crate.

mod api;
mod kind;

use std::error::Error as StdError;
use std::fmt;

pub use api::{ApiError, Envelope};
pub use kind::ErrorKind;

use crate::one_line::one_line;
use crate::session::CommitReport;

/// A result whose error is [`Error`].
///
/// ```
/// use acton_orm::{Client, Result, schema::images};
///
/// async fn folders(acton: &Client) -> Result<Vec<String>> {
///     images::table.select(images::folder_name).distinct().load(acton).await
/// }
/// ```
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything that can go wrong, with where it happened and what to do about it.
///
/// Decide by [`kind`](Self::kind) or by a predicate such as [`is_not_found`](Self::is_not_found);
/// show the error with `{}`. Secrets are never part of it.
///
/// ```
/// use acton_orm::{Client, ErrorKind};
///
/// let error = Client::parse("acton:///?Sever=https://api.actonsoftware.com").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Config);
/// assert!(error.to_string().contains("did you mean `Server`"));
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    advice: Option<String>,
    table: Option<String>,
    key: Option<String>,
    column: Option<String>,
    call: Option<String>,
    api: Option<ApiError>,
    report: Option<Box<CommitReport>>,
    source: Option<Box<dyn StdError + Send + Sync>>,
    repeated: bool,
    retry_after: Option<std::time::Duration>,
}

impl Error {
    /// An error of a kind, with a sentence on what happened.
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            advice: None,
            table: None,
            key: None,
            column: None,
            call: None,
            api: None,
            report: None,
            source: None,
            repeated: false,
            retry_after: None,
        }))
    }

    /// What a [`TokenStore`](crate::TokenStore) of your own failed with.
    ///
    /// ```
    /// use acton_orm::{Error, ErrorKind};
    ///
    /// let error = Error::store("the vault is sealed");
    /// assert_eq!(error.kind(), ErrorKind::Io);
    /// assert!(error.to_string().contains("sealed"));
    /// ```
    pub fn store(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        let source = source.into();
        let message = format!("the token store failed: {source}");
        Self::new(ErrorKind::Io, message).caused_by(source)
    }

    /// What the user can do about it: a sentence of its own.
    pub(crate) fn advise(mut self, advice: impl Into<String>) -> Self {
        self.0.advice = Some(advice.into());
        self
    }

    /// Names the table, unless an inner place already did.
    pub(crate) fn in_table(mut self, table: impl Into<String>) -> Self {
        self.0.table.get_or_insert_with(|| table.into());
        self
    }

    /// Names the row by its key.
    pub(crate) fn at_key(mut self, key: impl Into<String>) -> Self {
        self.0.key.get_or_insert_with(|| key.into());
        self
    }

    /// Names the column.
    pub(crate) fn in_column(mut self, column: impl Into<String>) -> Self {
        self.0.column.get_or_insert_with(|| column.into());
        self
    }

    /// Names the call, as `GET /api/1/image/f-1`; never with a query string that holds a secret.
    pub(crate) fn during(mut self, call: impl Into<String>) -> Self {
        self.0.call.get_or_insert_with(|| call.into());
        self
    }

    /// Keeps what Act-On said.
    pub(crate) fn with_api(mut self, api: ApiError) -> Self {
        self.0.api = Some(api);
        self
    }

    /// Keeps the report of the commit that failed.
    pub(crate) fn with_report(mut self, report: CommitReport) -> Self {
        self.0.report = Some(Box::new(report));
        self
    }

    /// Keeps the error below.
    pub(crate) fn caused_by(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Says that an earlier attempt of the same call may have been applied already: "not found" may
    /// then mean "deleted a moment ago, by us".
    pub(crate) fn after_uncertain_attempt(mut self) -> Self {
        self.0.repeated = true;
        self
    }

    /// Says when trying again may help.
    pub(crate) fn retry_in(mut self, wait: std::time::Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    /// With each text that may repeat what a server said as the function has it, where it has another.
    pub(crate) fn rewritten(mut self, rewrite: &dyn Fn(&str) -> Option<String>) -> Self {
        let inner = &mut self.0;
        let again = |text: &mut String| {
            if let Some(other) = rewrite(text) {
                *text = other;
            }
        };
        again(&mut inner.message);
        let places = [
            &mut inner.table,
            &mut inner.key,
            &mut inner.column,
            &mut inner.call,
        ];
        places.into_iter().flatten().for_each(again);
        if let Some(api) = &mut inner.api {
            again(&mut api.message);
            let more = [&mut api.code, &mut api.request_id];
            more.into_iter().flatten().for_each(again);
        }
        let causes = inner
            .source
            .as_deref()
            .map(|cause| cause as &(dyn StdError + 'static));
        let causes: Vec<String> = std::iter::successors(causes, |cause| (*cause).source())
            .map(ToString::to_string)
            .collect();
        if causes.iter().any(|cause| rewrite(cause).is_some()) {
            let causes = causes.join(": ");
            inner.source = Some(rewrite(&causes).unwrap_or(causes).into());
        }
        self
    }

    /// Whether an earlier attempt of the same call may have been applied already.
    pub(crate) fn follows_uncertain_attempt(&self) -> bool {
        self.0.repeated
    }

    /// What sort of failure this is.
    ///
    /// ```
    /// # let error = acton_orm::Client::parse("acton:///?Region=MOON").unwrap_err();
    /// assert_eq!(error.kind(), acton_orm::ErrorKind::Config);
    /// ```
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What Act-On answered, where the failure is its answer.
    ///
    /// ```
    /// # let error = acton_orm::Client::parse("acton:///?Region=MOON").unwrap_err();
    /// assert!(error.api().is_none(), "no call was made");
    /// ```
    pub fn api(&self) -> Option<&ApiError> {
        self.0.api.as_ref()
    }

    /// The table concerned, under Act-On's name for it.
    ///
    /// ```
    /// # let error = acton_orm::Client::parse("acton:///?Region=MOON").unwrap_err();
    /// assert_eq!(error.table(), None);
    /// ```
    pub fn table(&self) -> Option<&str> {
        self.0.table.as_deref()
    }

    /// The key of the row concerned.
    ///
    /// ```
    /// # let error = acton_orm::Client::parse("acton:///?Region=MOON").unwrap_err();
    /// assert_eq!(error.key(), None);
    /// ```
    pub fn key(&self) -> Option<&str> {
        self.0.key.as_deref()
    }

    /// The column concerned, under the name the table gives it.
    ///
    /// ```
    /// # let error = acton_orm::Client::parse("acton:///?Region=MOON").unwrap_err();
    /// assert_eq!(error.column(), None);
    /// ```
    pub fn column(&self) -> Option<&str> {
        self.0.column.as_deref()
    }

    /// The call concerned, as method and path.
    ///
    /// ```
    /// # let error = acton_orm::Client::parse("acton:///?Region=MOON").unwrap_err();
    /// assert_eq!(error.call(), None);
    /// ```
    pub fn call(&self) -> Option<&str> {
        self.0.call.as_deref()
    }

    /// The full report of a commit that failed: what was applied, rejected, skipped, unknown.
    ///
    /// ```
    /// # let error = acton_orm::Client::parse("acton:///?Region=MOON").unwrap_err();
    /// assert!(error.report().is_none(), "not a commit");
    /// ```
    pub fn report(&self) -> Option<&CommitReport> {
        self.0.report.as_deref()
    }

    /// The full report of a commit that failed, to keep.
    ///
    /// ```
    /// # let error = acton_orm::Client::parse("acton:///?Region=MOON").unwrap_err();
    /// assert!(error.into_report().is_none(), "not a commit");
    /// ```
    pub fn into_report(self) -> Option<CommitReport> {
        self.0.report.map(|report| *report)
    }

    /// How long to wait before trying again can tell more, as with a new row that was sent without an
    /// answer: so long it may still come. Of a commit that failed, the longest of its changes'. `None`
    /// where waiting is not known to help.
    ///
    /// ```no_run
    /// # async fn demo(mut session: acton_orm::Session) -> acton_orm::Result<()> {
    /// while let Err(error) = session.commit().await {
    ///     let Some(wait) = error.retry_after() else { return Err(error) };
    ///     tokio::time::sleep(wait).await;
    /// }
    /// # Ok(()) }
    /// ```
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        let entries = self.0.report.iter().flat_map(|report| report.iter());
        let waits = entries.filter_map(|entry| entry.outcome().error()?.retry_after());
        waits.chain(self.0.retry_after).max()
    }

    /// The row, list or account asked for does not exist.
    ///
    /// ```
    /// # let error = acton_orm::Client::parse("acton:///?Region=MOON").unwrap_err();
    /// assert!(!error.is_not_found());
    /// ```
    pub fn is_not_found(&self) -> bool {
        self.0.kind == ErrorKind::NotFound
    }

    /// Act-On itself says that the row does not exist. A gateway that knows no such path, or a page of
    /// HTML, says nothing of rows.
    pub(crate) fn is_gone(&self) -> bool {
        let by_act_on = |api: &ApiError| matches!(api.envelope, Envelope::Api | Envelope::Item);
        self.is_not_found() && self.api().is_none_or(by_act_on) && !self.is_list_gone()
    }

    /// The list is not there (A§5.2: 10004), which says nothing of what was in it.
    pub(crate) fn is_list_gone(&self) -> bool {
        self.api()
            .is_some_and(|api| api.code.as_deref() == Some("10004"))
    }

    /// A limit of calls, logins or the day's allowance was reached, here or at Act-On.
    ///
    /// ```
    /// # let error = acton_orm::Client::parse("acton:///?Region=MOON").unwrap_err();
    /// assert!(!error.is_rate_limited());
    /// ```
    pub fn is_rate_limited(&self) -> bool {
        matches!(
            self.0.kind,
            ErrorKind::RateLimited | ErrorKind::LoginLimit | ErrorKind::DailyLimit
        )
    }

    /// Act-On does not accept who we say we are.
    ///
    /// ```
    /// # let error = acton_orm::Client::parse("acton:///?Region=MOON").unwrap_err();
    /// assert!(!error.is_auth());
    /// ```
    pub fn is_auth(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Auth | ErrorKind::LoginLimit)
    }

    /// The call may or may not have had its effect: it was sent, and no answer came.
    ///
    /// ```
    /// # let error = acton_orm::Client::parse("acton:///?Region=MOON").unwrap_err();
    /// assert!(!error.is_unknown_outcome());
    /// ```
    pub fn is_unknown_outcome(&self) -> bool {
        self.0.kind == ErrorKind::UnknownOutcome
    }

    /// The plan would cost more calls than the budget allows; nothing was sent.
    ///
    /// ```
    /// # let error = acton_orm::Client::parse("acton:///?Region=MOON").unwrap_err();
    /// assert!(!error.is_over_budget());
    /// ```
    pub fn is_over_budget(&self) -> bool {
        self.0.kind == ErrorKind::Budget
    }

    /// What came back could not be read as what the contract says.
    ///
    /// ```
    /// # let error = acton_orm::Client::parse("acton:///?Region=MOON").unwrap_err();
    /// assert!(!error.is_decode());
    /// ```
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// The network failed, or no answer came in time, and nothing was changed by the call.
    ///
    /// ```
    /// # let error = acton_orm::Client::parse("acton:///?Region=MOON").unwrap_err();
    /// assert!(!error.is_transport());
    /// ```
    pub fn is_transport(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Transport | ErrorKind::Timeout)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&one_line(&self.words()))
    }
}

impl Error {
    fn words(&self) -> String {
        let inner = &self.0;
        let mut places = Vec::new();
        if let Some(table) = &inner.table {
            places.push(format!("table `{table}`"));
        }
        if let Some(key) = &inner.key {
            places.push(format!("key `{key}`"));
        }
        if let Some(column) = &inner.column {
            places.push(format!("column `{column}`"));
        }
        let mut words = String::new();
        if !places.is_empty() {
            words = format!("{}: ", places.join(", "));
        }
        words.push_str(&inner.message);
        words.push_str(&match (&inner.call, &inner.api) {
            (Some(call), Some(api)) => format!(" [{call} -> {api}]"),
            (Some(call), None) => format!(" [{call}]"),
            (None, Some(api)) => format!(" [{api}]"),
            (None, None) => String::new(),
        });
        if let Some(advice) = &inner.advice {
            words.push_str("; ");
            words.push_str(advice);
        }
        words
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug
            .field("kind", &self.0.kind)
            .field("message", &self.to_string());
        if let Some(report) = &self.0.report {
            debug.field("report", report);
        }
        if let Some(source) = &self.0.source {
            debug.field("source", &source.to_string());
        }
        debug.finish()
    }
}

impl StdError for Error {
    /// The error below, unless all it has to say stands in this one's words already.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source: &(dyn StdError + 'static) = self.0.source.as_deref()?;
        let causes = std::iter::successors(Some(source), |cause| (*cause).source());
        let innermost = causes.last().unwrap_or(source);
        (!self.0.message.contains(&innermost.to_string())).then_some(source)
    }
}
