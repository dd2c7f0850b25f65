//! E-mail messages, and what people did with those that were sent (A§10.1 to A§10.4).

use serde::{Deserialize, Serialize};

use super::{Act, Launch};
use crate::time::year_and_month;

/// What a message is: the `type` that a listing asks for.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// use acton_emulator::MessageType;
///
/// let drafts = emulator.messages().into_iter().filter(|message| message.kind == MessageType::Draft);
/// assert_eq!(drafts.count(), 2);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum MessageType {
    /// `DRAFT`: not finished.
    Draft,
    /// `TEMPLATE`: to make messages of, and for event-triggered e-mail.
    Template,
    /// `SENT`.
    Sent,
    /// `TRIGGERED`: sent by a program.
    Triggered,
    /// `FAILED`: could not be sent.
    Failed,
    /// `SCHEDULED`: will be sent.
    Scheduled,
}

impl MessageType {
    const ALL: [Self; 6] = [
        Self::Draft,
        Self::Template,
        Self::Sent,
        Self::Triggered,
        Self::Failed,
        Self::Scheduled,
    ];

    /// From a parameter; the documentation has it in lower case too.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.word().eq_ignore_ascii_case(text))
    }

    pub(crate) fn can_be_changed(self) -> bool {
        matches!(self, Self::Draft | Self::Template)
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Draft => "DRAFT",
            Self::Template => "TEMPLATE",
            Self::Sent => "SENT",
            Self::Triggered => "TRIGGERED",
            Self::Failed => "FAILED",
            Self::Scheduled => "SCHEDULED",
        }
    }
}

/// A message as the account has it.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// let monthly = &emulator.messages()[0];
/// assert_eq!((monthly.id.as_str(), monthly.title.as_str()), ("s-0001-2409", "Monthly Update"));
/// assert_eq!(monthly.sent_to, ["l-0001"]);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Message {
    /// `d-` of drafts, `t-` of templates, else `s-`, hex digits and the month of the send.
    pub id: String,
    /// What it is.
    pub kind: MessageType,
    /// The name it goes by in the account.
    pub title: String,
    /// The subject.
    pub subject: String,
    /// The folder; empty if it is in none.
    pub folder: String,
    /// The body as HTML.
    pub html: String,
    /// The body as text.
    pub text: String,
    /// Whether it goes out as text alone.
    pub text_only: bool,
    /// The sender's name.
    pub sender_name: String,
    /// The sender's address.
    pub sender_email: String,
    /// The sender's number, as text.
    pub sender_id: String,
    /// When it was sent, or is to be; else when it was written last. Unix milliseconds.
    pub time: i64,
    /// The lists that it was sent to.
    pub sent_to: Vec<String>,
    /// The lists that were left out.
    pub suppressed_on: Vec<String>,
    /// What was done with it, in the order it was done.
    pub acts: Vec<Act>,
    /// A send that is still to come.
    #[serde(default)]
    pub(crate) launch: Option<Launch>,
}

impl Message {
    /// One of that time, by the account's user, still without an id.
    pub(crate) fn new(kind: MessageType, title: &str, time: i64) -> Self {
        Self {
            id: String::new(),
            kind,
            title: title.to_owned(),
            subject: title.to_owned(),
            folder: String::new(),
            html: String::new(),
            text: String::new(),
            text_only: false,
            sender_name: "Emma Emulator".to_owned(),
            sender_email: "emma@example.com".to_owned(),
            sender_id: "434330".to_owned(),
            time,
            sent_to: Vec::new(),
            suppressed_on: Vec::new(),
            acts: Vec::new(),
            launch: None,
        }
    }

    /// Whether there is a report on it (inferred: on what has gone out).
    pub(crate) fn has_report(&self) -> bool {
        matches!(self.kind, MessageType::Sent | MessageType::Triggered)
    }
}

/// Messages in the order they came, and how many ids of each kind were given.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Messages {
    all: Vec<Message>,
    drafts: u32,
    templates: u32,
    sends: u32,
}

impl Messages {
    /// Adds a message and gives it its id.
    pub(crate) fn add(&mut self, message: Message) -> String {
        let id = match message.kind {
            MessageType::Draft => format!("d-{:04x}", next(&mut self.drafts)),
            MessageType::Template => format!("t-{:04x}", next(&mut self.templates)),
            _ => {
                let number = next(&mut self.sends);
                format!("s-{number:04x}-{}", year_and_month(message.time))
            }
        };
        self.push(id, message)
    }

    /// Adds one with the id of a draft, whatever it is.
    pub(crate) fn add_as_draft(&mut self, message: Message) -> String {
        let id = format!("d-{:04x}", next(&mut self.drafts));
        self.push(id, message)
    }

    fn push(&mut self, id: String, message: Message) -> String {
        self.all.push(Message {
            id: id.clone(),
            ..message
        });
        id
    }

    /// False if there is none. Its id is not used again.
    pub(crate) fn remove(&mut self, id: &str) -> bool {
        let before = self.all.len();
        self.all.retain(|message| message.id != id);
        self.all.len() < before
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Message> {
        self.all.iter()
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Message> {
        self.all.iter().find(|message| message.id == id)
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Message> {
        self.all.iter_mut().find(|message| message.id == id)
    }

    /// All of a type, or of every one, in the order they came.
    pub(crate) fn of(&self, kind: Option<MessageType>) -> impl Iterator<Item = &Message> {
        let all = self.all.iter();
        all.filter(move |message| kind.is_none_or(|kind| kind == message.kind))
    }

    /// One that has a report.
    pub(crate) fn reported(&self, id: &str) -> Option<&Message> {
        let mut all = self.all.iter();
        all.find(|message| message.id == id && message.has_report())
    }

    /// All that have a report.
    pub(crate) fn all_reported(&self) -> impl Iterator<Item = &Message> {
        self.all.iter().filter(|message| message.has_report())
    }
}

fn next(count: &mut u32) -> u32 {
    *count += 1;
    *count
}
