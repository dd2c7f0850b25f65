//! Senders behind the API's back.

use super::Emulator;
use crate::world::Sender;

impl Emulator {
    /// Adds a sender and returns its id.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.add_sender("Events", "events@example.com"), "434333");
    /// # Ok(()) }
    /// ```
    pub fn add_sender(&self, name: &str, email: &str) -> String {
        self.shared.world().senders.add(name, email)
    }

    /// All senders.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.senders().len(), 3);
    /// # Ok(()) }
    /// ```
    pub fn senders(&self) -> Vec<Sender> {
        self.shared.world().senders.iter().cloned().collect()
    }
}
