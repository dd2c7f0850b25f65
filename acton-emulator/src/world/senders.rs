//! Who messages may come from (A§12).

use serde::{Deserialize, Serialize};

/// A sender as the account has it.
///
/// ```
/// # #[tokio::main] async fn main() -> std::io::Result<()> {
/// # let emulator = acton_emulator::Emulator::start().await?;
/// let sender = &emulator.senders()[0];
/// assert_eq!((sender.id.as_str(), sender.email.as_str()), ("434330", "emma@example.com"));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Sender {
    /// A number.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
}

/// Senders in the order they came.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Senders(Vec<Sender>);

impl Senders {
    /// Adds a sender and gives it its id.
    pub(crate) fn add(&mut self, name: &str, email: &str) -> String {
        let id = (434_330 + self.0.len()).to_string();
        self.0.push(Sender {
            id: id.clone(),
            name: name.to_owned(),
            email: email.to_owned(),
        });
        id
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Sender> {
        self.0.iter()
    }
}
