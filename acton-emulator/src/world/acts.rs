//! What one person did with a message: what reports count and drill-downs list (A§10.4).

use serde::{Deserialize, Serialize};

/// What was done.
///
/// ```
/// use acton_emulator::{Act, Verb};
/// assert_eq!(Act::new(Verb::Opened, "ada@example.com", 0).verb, Verb::Opened);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Verb {
    /// It was sent.
    Sent,
    /// It was held back.
    Suppressed,
    /// It was opened.
    Opened,
    /// A link in it was followed.
    Clicked,
    /// It came back for good.
    HardBounced,
    /// It came back for now.
    SoftBounced,
    /// It led to an opt-out.
    OptedOut,
    /// It was complained of.
    Spam,
}

impl Verb {
    /// The verbs that a drill-down's name in the path stands for; that letter case matters is inferred.
    pub(crate) fn of_drill_down(name: &str) -> Option<&'static [Self]> {
        Some(match name {
            "SENT" => &[Self::Sent],
            "SUPPRESSED" => &[Self::Suppressed],
            "OPENED" => &[Self::Opened],
            "CLICKED" => &[Self::Clicked],
            "BOUNCED" => &[Self::HardBounced, Self::SoftBounced],
            "OPT_OUT" => &[Self::OptedOut],
            "SPAM" => &[Self::Spam],
            _ => return None,
        })
    }

    /// `action` and `data` of a row; those of a click are published, the others inferred.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Sent => ("Sent", "SENT"),
            Self::Suppressed => ("Suppressed", "SUPPRESSED"),
            Self::Opened => ("Opened", "OPEN"),
            Self::Clicked => ("Clickthrough", "CLICK"),
            Self::HardBounced => ("Bounced", "HARD_BOUNCE"),
            Self::SoftBounced => ("Bounced", "SOFT_BOUNCE"),
            Self::OptedOut => ("Opted out", "OPT_OUT"),
            Self::Spam => ("Spam complaint", "SPAM"),
        }
    }

    /// Whether a browser did it, so that the row says which.
    pub(crate) fn has_browser(self) -> bool {
        matches!(self, Self::Opened | Self::Clicked)
    }
}

/// What one person did with a message, once.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// use acton_emulator::{Act, Verb};
///
/// let mut click = Act::new(Verb::Clicked, "ada@example.com", 1_725_700_000_000);
/// click.link = "https://example.com/".to_owned();
/// assert!(emulator.act("s-0001-2409", click));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Act {
    /// What was done.
    pub verb: Verb,
    /// The person's record, as `l-0001:0`; empty if there is none.
    pub record: String,
    /// The person's name.
    pub name: String,
    /// The person's address.
    pub email: String,
    /// When, in Unix milliseconds.
    pub time: i64,
    /// The link that was followed; empty of all but clicks.
    pub link: String,
}

impl Act {
    /// One of somebody without a name.
    ///
    /// ```
    /// use acton_emulator::{Act, Verb};
    /// let bounce = Act::new(Verb::HardBounced, "ada@example.com", 1_725_700_000_000);
    /// # drop(bounce);
    /// ```
    pub fn new(verb: Verb, email: &str, time: i64) -> Self {
        Self {
            verb,
            record: String::new(),
            name: String::new(),
            email: email.to_owned(),
            time,
            link: String::new(),
        }
    }

    /// The list that the record is in.
    pub(crate) fn list(&self) -> &str {
        self.record.split(':').next().unwrap_or("")
    }
}
