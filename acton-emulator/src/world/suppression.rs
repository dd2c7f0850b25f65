//! Addresses that must not be mailed: opt-outs, hard bounces, spam complaints (A§11).

use serde::{Deserialize, Serialize};

/// An address on a suppression list.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// let first = &emulator.opt_outs()[0];
/// assert_eq!((first.email.as_str(), first.origin.as_str()), ("gone0@example.com", "Opt-out link"));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Suppressed {
    /// The address, which is the only key there is.
    pub email: String,
    /// When it was suppressed, in Unix milliseconds.
    pub timestamp: i64,
    /// What brought it here.
    pub origin: String,
}

impl Suppressed {
    pub(crate) fn new(email: &str, timestamp: i64, origin: &str) -> Self {
        Self {
            email: email.to_owned(),
            timestamp,
            origin: origin.to_owned(),
        }
    }
}

/// The three lists, each oldest first (the order is inferred).
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Suppressions {
    pub(crate) opt_outs: Vec<Suppressed>,
    pub(crate) hard_bounces: Vec<Suppressed>,
    pub(crate) spam_complaints: Vec<Suppressed>,
}

impl Suppressions {
    /// Adds an opt-out; a second one leaves the first and its date (inferred).
    pub(crate) fn opt_out(&mut self, entry: Suppressed) {
        let known = |other: &Suppressed| other.email.eq_ignore_ascii_case(&entry.email);
        if !self.opt_outs.iter().any(known) {
            self.opt_outs.push(entry);
        }
    }

    pub(crate) fn opt_in(&mut self, email: &str) {
        self.opt_outs
            .retain(|other| !other.email.eq_ignore_ascii_case(email));
    }
}
