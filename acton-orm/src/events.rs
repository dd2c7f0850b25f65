//! Custom events: what people did elsewhere, reported one by one or as a file.
//!
//! ```no_run
//! use acton_orm::events::{Columns, Kind};
//! use acton_orm::Upload;
//!
//! # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
//! let at = "2026-03-20T09:00:00Z".parse::<acton_orm::DateTime<_>>().expect("a time");
//! acton.report_event("Webinars", Kind::Attended, "ada@example.com", at, "Spring").send().await?;
//!
//! let columns = Columns::new(0, 1, 2).note(3).dates("MM/dd/yyyy");
//! let job = acton
//!     .upload_events("Webinars", Kind::Registered, Upload::path("events.csv"), columns)
//!     .send()
//!     .await?;
//! println!("{:?}", acton.event_upload(&job).await?);
//! # Ok(()) }
//! ```

use std::borrow::Cow;

use crate::action::{action, refused, said};
use crate::plan::{Body, Part, Request};
use crate::schema::{Effect, Method};
use crate::wire::answers;
pub use crate::wire::answers::UploadState;
use crate::{Client, DateTime, Result, Upload, Utc};

/// What was done.
///
/// ```
/// use acton_orm::events::Kind;
/// assert_eq!(String::from(Kind::General(Some(2))), "CUSTOM_GENERAL2");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Something was downloaded.
    Downloaded,
    /// Somebody registered.
    Registered,
    /// Somebody came.
    Attended,
    /// Anything else: plain, or one of the five that an account may name (1 to 5).
    General(Option<u8>),
}

impl From<Kind> for String {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Downloaded => "CUSTOM_DOWNLOADED".to_owned(),
            Kind::Registered => "CUSTOM_REGISTERED".to_owned(),
            Kind::Attended => "CUSTOM_ATTENDED".to_owned(),
            Kind::General(None) => "CUSTOM_GENERAL".to_owned(),
            Kind::General(Some(number)) => format!("CUSTOM_GENERAL{number}"),
        }
    }
}

impl Kind {
    fn check(self) -> Result<()> {
        match self {
            Self::General(Some(number)) if !(1..=5).contains(&number) => refused(format!(
                "there is no kind CUSTOM_GENERAL{number}: they are 1 to 5"
            )),
            _ => Ok(()),
        }
    }
}

/// Where in a file what stands; columns count from 0.
///
/// ```
/// use acton_orm::events::Columns;
/// let columns = Columns::new(0, 1, 2).note(3).dates("MM/dd/yyyy");
/// # drop(columns);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    email: usize,
    date: usize,
    title: usize,
    note: Option<usize>,
    dates: String,
    titles: u32,
    headings: bool,
}

impl Columns {
    /// The columns of addresses, dates and titles, of a file whose first line has headings, and in which
    /// dates are written as `MM/dd/yyyy`.
    ///
    /// ```
    /// let columns = acton_orm::events::Columns::new(0, 1, 2);
    /// # drop(columns);
    /// ```
    pub fn new(email: usize, date: usize, title: usize) -> Self {
        Self {
            email,
            date,
            title,
            note: None,
            dates: "MM/dd/yyyy".to_owned(),
            titles: 0,
            headings: true,
        }
    }

    /// The column of notes.
    ///
    /// ```
    /// let columns = acton_orm::events::Columns::new(0, 1, 2).note(3);
    /// # drop(columns);
    /// ```
    pub fn note(mut self, note: usize) -> Self {
        self.note = Some(note);
        self
    }

    /// How dates are written, as Java writes patterns: `MM/dd/yyyy`, `yyyy-MM-dd`.
    ///
    /// ```
    /// let columns = acton_orm::events::Columns::new(0, 1, 2).dates("yyyy-MM-dd");
    /// # drop(columns);
    /// ```
    pub fn dates(mut self, pattern: impl Into<String>) -> Self {
        self.dates = pattern.into();
        self
    }

    /// How many titles are new to the destination.
    ///
    /// ```
    /// let columns = acton_orm::events::Columns::new(0, 1, 2).new_titles(1);
    /// # drop(columns);
    /// ```
    pub fn new_titles(mut self, titles: u32) -> Self {
        self.titles = titles;
        self
    }

    /// The first line is an event already.
    ///
    /// ```
    /// let columns = acton_orm::events::Columns::new(0, 1, 2).without_headings();
    /// # drop(columns);
    /// ```
    pub fn without_headings(mut self) -> Self {
        self.headings = false;
        self
    }
}

/// One event to be reported. Nothing is sent before [`send`](Self::send), and it is sent once.
///
/// ```no_run
/// # fn demo(event: acton_orm::events::Event) -> acton_orm::Result<()> {
/// assert_eq!(event.request()?.to_string(), "POST /api/1/customevents/fact");
/// # Ok(()) }
/// ```
#[must_use = "nothing is sent before `send`"]
#[derive(Clone)]
pub struct Event {
    client: Client,
    destination: String,
    kind: Kind,
    email: String,
    at: DateTime<Utc>,
    title: String,
    note: Option<String>,
    create: bool,
}

/// A file of events to be uploaded. Nothing is sent before [`send`](Self::send), and it is sent once.
///
/// ```no_run
/// # fn demo(events: acton_orm::events::EventUpload) -> acton_orm::Result<()> {
/// assert_eq!(events.request()?.to_string(), "POST /api/1/customevents");
/// # Ok(()) }
/// ```
#[must_use = "nothing is sent before `send`"]
#[derive(Clone)]
pub struct EventUpload {
    client: Client,
    destination: String,
    kind: Kind,
    file: Upload,
    columns: Columns,
}

impl Client {
    /// Reports one event. The destination has to be there, unless it is to be made
    /// ([`Event::create_destination`]).
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// use acton_orm::events::Kind;
    /// let now = acton_orm::Utc::now();
    /// acton.report_event("Webinars", Kind::Attended, "ada@example.com", now, "Spring").send().await?;
    /// # Ok(()) }
    /// ```
    pub fn report_event(
        &self,
        destination: impl Into<String>,
        kind: Kind,
        email: impl Into<String>,
        at: DateTime<Utc>,
        title: impl Into<String>,
    ) -> Event {
        Event {
            client: self.clone(),
            destination: destination.into(),
            kind,
            email: email.into(),
            at,
            title: title.into(),
            note: None,
            create: false,
        }
    }

    /// Uploads a CSV file of events; what comes is the number of a job.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client) -> acton_orm::Result<()> {
    /// use acton_orm::events::{Columns, Kind};
    /// let file = acton_orm::Upload::path("events.csv");
    /// let job = acton.upload_events("Webinars", Kind::Attended, file, Columns::new(0, 1, 2)).send().await?;
    /// # drop(job); Ok(()) }
    /// ```
    pub fn upload_events(
        &self,
        destination: impl Into<String>,
        kind: Kind,
        file: Upload,
        columns: Columns,
    ) -> EventUpload {
        EventUpload {
            client: self.clone(),
            destination: destination.into(),
            kind,
            file,
            columns,
        }
    }

    /// How far the upload of a file of events is: a call.
    ///
    /// ```no_run
    /// # async fn demo(acton: acton_orm::Client, job: String) -> acton_orm::Result<()> {
    /// println!("{:?}", acton.event_upload(&job).await?);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As a read; [`ErrorKind::Invalid`](crate::ErrorKind::Invalid) for what is no job.
    pub async fn event_upload(&self, job: &str) -> Result<UploadState> {
        if job.is_empty() || !job.bytes().all(|letter| letter.is_ascii_digit()) {
            return refused(format!("{job:?} is no job: it is a number"));
        }
        let request = Request::get("/api/1/customevents/{job}/status").with("job", job);
        crate::action::make(self, request, "ask again", answers::upload).await
    }
}

impl Event {
    /// A note beside the title.
    ///
    /// ```no_run
    /// # fn demo(event: acton_orm::events::Event) -> acton_orm::events::Event { event.note("to the end") }
    /// ```
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Makes the destination where it is not there.
    ///
    /// ```no_run
    /// # fn demo(event: acton_orm::events::Event) -> acton_orm::events::Event { event.create_destination() }
    /// ```
    pub fn create_destination(mut self) -> Self {
        self.create = true;
        self
    }

    fn check(&self) -> Result<()> {
        self.kind.check()?;
        said("destination", &self.destination)?;
        said("address", &self.email)?;
        said("title", &self.title)
    }

    fn call(&self) -> Request {
        let create = if self.create { "true" } else { "false" };
        let form = [
            ("destination", self.destination.clone()),
            ("createlistingentry", create.to_owned()),
            ("customeventaction", self.kind.into()),
            ("email", self.email.clone()),
            ("when", self.at.format("%Y-%m-%d %H:%M:%S").to_string()),
            ("title", self.title.clone()),
            ("dateformat", "yyyy-MM-dd HH:mm:ss".to_owned()),
        ];
        let note = self.note.clone().map(|note| ("note", note));
        let form = form.into_iter().chain(note);
        let form = form
            .map(|(name, value)| (Cow::Borrowed(name), value))
            .collect();
        Request::new(Method::POST, "/api/1/customevents/fact")
            .doing(Effect::Adds)
            .body(Body::Form(form))
    }
}

impl EventUpload {
    fn check(&self) -> Result<()> {
        self.kind.check()?;
        said("destination", &self.destination)?;
        said("date format", &self.columns.dates)
    }

    fn call(&self) -> Request {
        let columns = &self.columns;
        let texts = [
            ("destination", self.destination.clone()),
            (
                "firstrow",
                if columns.headings { "Y" } else { "N" }.to_owned(),
            ),
            ("fieldseparator", "COMMA".to_owned()),
            ("quotecharacter", "DOUBLE_QUOTE".to_owned()),
            ("customeventaction", self.kind.into()),
            ("emailcolidx", columns.email.to_string()),
            ("datecolidx", columns.date.to_string()),
            ("titlecolidx", columns.title.to_string()),
            ("titlecount", columns.titles.to_string()),
            ("dateformat", columns.dates.clone()),
        ];
        let note = columns.note.map(|note| ("notecolidx", note.to_string()));
        let parts = texts.into_iter().chain(note);
        let parts = parts.map(|(name, value)| Part::text(name, value));
        let parts = parts.chain([Part::file(self.file.clone())]).collect();
        Request::new(Method::POST, "/api/1/customevents").body(Body::Multipart(parts))
    }
}

action!(
    Event,
    String,
    "look at the contact's history before you send it again",
    answers::message
);
action!(
    EventUpload,
    String,
    "look at the destination before you upload it again",
    answers::job
);
