//! Users, custom events and triggered mail, behind the API's back.

use super::Emulator;
use crate::world::{CustomEvent, TriggeredMail, User};

impl Emulator {
    /// Those who may sign in.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.users().len(), 1);
    /// # Ok(()) }
    /// ```
    pub fn users(&self) -> Vec<User> {
        self.shared.world().users.iter().cloned().collect()
    }

    /// The custom events of a destination, in the order they came.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.custom_events("Webinars"), []);
    /// # Ok(()) }
    /// ```
    pub fn custom_events(&self, destination: &str) -> Vec<CustomEvent> {
        self.shared.world().events.of(destination).to_vec()
    }

    /// The event-triggered mail that went out, in its order.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.triggered_mail(), []);
    /// # Ok(()) }
    /// ```
    pub fn triggered_mail(&self) -> Vec<TriggeredMail> {
        self.shared.world().triggered.clone()
    }
}
