//! Every request the emulator saw, for tests to read.

mod flight;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use serde::{Serialize, Serializer};
use tokio::sync::watch;

use crate::http::percent;

pub(crate) use flight::{Flight, Traffic};

/// How much of a request body an entry keeps.
const BODY_KEPT: usize = 64 * 1024;

/// One request and what became of it.
///
/// ```
/// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// reqwest::get(format!("{}/api/1/list?count=1", emulator.url())).await?;
/// let entry = &emulator.journal().entries()[0];
/// assert_eq!((entry.method.as_str(), entry.path.as_str()), ("GET", "/api/1/list"));
/// assert_eq!(entry.query, [("count".to_owned(), "1".to_owned())]);
/// assert_eq!(entry.status, 401); // no token was sent
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Entry {
    /// 1 for the first request since the start; clearing the journal does not reset it.
    pub number: u64,
    /// When it arrived, by the emulator's clock, in Unix milliseconds.
    pub at: i64,
    /// `GET`, `POST`, ...
    pub method: String,
    /// The path as sent, percent-encoding included.
    pub path: String,
    /// The query, decoded, in order.
    pub query: Vec<(String, String)>,
    /// The path and query as sent.
    pub target: String,
    /// The `Content-Type` of the request.
    pub request_content_type: Option<String>,
    /// The body, up to its first 64 KiB. Serialized as text, with what is not UTF-8 replaced.
    #[serde(serialize_with = "as_text")]
    pub request_body: Bytes,
    /// The length of the whole body.
    pub request_bytes: usize,
    /// The status answered; 0 while there is none, and for good if the connection was cut.
    pub status: u16,
    /// The length of the answer's body as handed to the connection so far.
    pub response_bytes: u64,
    /// The status with which a call that was not answered was carried out later
    /// ([`Fault::late`](crate::Fault::late)); none while it was not, and of other calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carried_out: Option<u16>,
}

impl Entry {
    /// `GET /api/1/list/l-0001?count=1 -> 200`.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// reqwest::get(format!("{}/api/1/list?count=1", emulator.url())).await?;
    /// let entry = &emulator.journal().entries()[0];
    /// assert_eq!(entry.line(), "GET /api/1/list?count=1 -> 401");
    /// # Ok(()) }
    /// ```
    pub fn line(&self) -> String {
        format!("{} {} -> {}", self.method, self.target, self.status)
    }

    /// Whether this is a call to the API proper: not `/token`, `/authorize` or a file's URL.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// reqwest::get(format!("{}/authorize", emulator.url())).await?;
    /// assert!(!emulator.journal().entries()[0].is_api_call());
    /// # Ok(()) }
    /// ```
    pub fn is_api_call(&self) -> bool {
        is_api_path(&self.path)
    }
}

fn is_api_path(path: &str) -> bool {
    ["/api/", "/ucl/", "/ete/", "/custom-objects/"]
        .iter()
        .any(|prefix| path.starts_with(prefix))
}

/// What arrived, before it has a number.
#[derive(Debug)]
pub(crate) struct Arrival<'a> {
    pub(crate) at: i64,
    pub(crate) method: &'a str,
    pub(crate) target: &'a str,
    pub(crate) content_type: Option<String>,
    pub(crate) body: &'a Bytes,
}

#[derive(Debug, Default)]
struct Book {
    last: u64,
    entries: Vec<Entry>,
}

/// The record of requests. Clones read the same journal.
///
/// ```
/// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// let journal = emulator.journal();
/// reqwest::get(format!("{}/api/1/account", emulator.url())).await?;
/// assert_eq!(journal.lines(), ["GET /api/1/account -> 401"]);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Journal {
    book: Arc<Mutex<Book>>,
    traffic: Arc<watch::Sender<Traffic>>,
}

impl Journal {
    /// All entries, oldest first.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let bytes: u64 = emulator.journal().entries().iter().map(|entry| entry.response_bytes).sum();
    /// assert_eq!(bytes, 0);
    /// # Ok(()) }
    /// ```
    pub fn entries(&self) -> Vec<Entry> {
        self.book().entries.clone()
    }

    /// The entries with a higher number than this, oldest first.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// let emulator = acton_emulator::Emulator::start().await?;
    /// let seen = emulator.journal().last();
    /// assert!(emulator.journal().since(seen).is_empty());
    /// # Ok(()) }
    /// ```
    pub fn since(&self, number: u64) -> Vec<Entry> {
        let book = self.book();
        let from = book.entries.partition_point(|e| e.number <= number);
        book.entries.get(from..).unwrap_or_default().to_vec()
    }

    /// The number of the newest request, cleared or not; 0 before the first.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.journal().last(), 0);
    /// # Ok(()) }
    /// ```
    pub fn last(&self) -> u64 {
        self.book().last
    }

    /// The entries of calls to the API proper, without logins and file downloads.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert!(emulator.journal().api_calls().is_empty());
    /// # Ok(()) }
    /// ```
    pub fn api_calls(&self) -> Vec<Entry> {
        let book = self.book();
        book.entries
            .iter()
            .filter(|e| e.is_api_call())
            .cloned()
            .collect()
    }

    /// How many requests there are, logins included.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.journal().count(), 0);
    /// # Ok(()) }
    /// ```
    pub fn count(&self) -> usize {
        self.book().entries.len()
    }

    /// How many requests have this method and exactly this path; a trailing slash is ignored.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// reqwest::get(format!("{}/api/1/list?count=1", emulator.url())).await?;
    /// assert_eq!(emulator.journal().count_of("GET", "/api/1/list"), 1);
    /// # Ok(()) }
    /// ```
    pub fn count_of(&self, method: &str, path: &str) -> usize {
        let path = path.trim_end_matches('/');
        self.book()
            .entries
            .iter()
            .filter(|e| e.method == method && e.path.trim_end_matches('/') == path)
            .count()
    }

    /// One [`Entry::line`] a request.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// reqwest::get(format!("{}/api/1/account", emulator.url())).await?;
    /// assert_eq!(emulator.journal().lines(), ["GET /api/1/account -> 401"]);
    /// # Ok(()) }
    /// ```
    pub fn lines(&self) -> Vec<String> {
        self.book().entries.iter().map(Entry::line).collect()
    }

    /// Takes out the requests that were answered, so that a long-running program stays small.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// reqwest::get(emulator.url()).await?;
    /// assert_eq!(emulator.journal().take_answered().len(), 1);
    /// assert_eq!(emulator.journal().count(), 0);
    /// # Ok(()) }
    /// ```
    pub fn take_answered(&self) -> Vec<Entry> {
        let mut book = self.book();
        let (answered, waiting) = std::mem::take(&mut book.entries)
            .into_iter()
            .partition(|entry| entry.status != 0);
        book.entries = waiting;
        answered
    }

    /// Forgets the oldest requests until no more than `newest` are left.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// emulator.journal().keep(1000);
    /// # Ok(()) }
    /// ```
    pub fn keep(&self, newest: usize) {
        let mut book = self.book();
        let surplus = book.entries.len().saturating_sub(newest);
        book.entries.drain(..surplus);
    }

    /// Forgets what was recorded so far, and how many calls were in flight at once.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// reqwest::get(emulator.url()).await?;
    /// emulator.journal().clear();
    /// assert_eq!(emulator.journal().count(), 0);
    /// # Ok(()) }
    /// ```
    pub fn clear(&self) {
        self.book().entries.clear();
        self.forget_most();
    }

    pub(crate) fn open(&self, arrival: Arrival<'_>) -> u64 {
        let (path, query) = arrival
            .target
            .split_once('?')
            .unwrap_or((arrival.target, ""));
        let mut book = self.book();
        book.last += 1;
        let number = book.last;
        book.entries.push(Entry {
            number,
            at: arrival.at,
            method: arrival.method.to_owned(),
            path: path.to_owned(),
            query: percent::pairs(query),
            target: arrival.target.to_owned(),
            request_content_type: arrival.content_type,
            request_body: kept(arrival.body),
            request_bytes: arrival.body.len(),
            status: 0,
            response_bytes: 0,
            carried_out: None,
        });
        number
    }

    pub(crate) fn answered(&self, number: u64, status: u16) {
        self.change(number, |entry| entry.status = status);
    }

    pub(crate) fn carried_out(&self, number: u64, status: u16) {
        self.change(number, |entry| entry.carried_out = Some(status));
    }

    pub(crate) fn sent(&self, number: u64, bytes: usize) {
        self.change(number, |entry| entry.response_bytes += bytes as u64);
    }

    fn change(&self, number: u64, edit: impl FnOnce(&mut Entry)) {
        let mut book = self.book();
        // Numbers ascend, and the entry asked for is nearly always the last.
        if let Some(entry) = book.entries.iter_mut().rev().find(|e| e.number == number) {
            edit(entry);
        }
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A copy, so that a large upload is not kept alive by its first bytes.
fn kept(body: &Bytes) -> Bytes {
    if body.len() <= BODY_KEPT {
        body.clone()
    } else {
        Bytes::copy_from_slice(&body[..BODY_KEPT])
    }
}

fn as_text<S: Serializer>(body: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&String::from_utf8_lossy(body))
}
