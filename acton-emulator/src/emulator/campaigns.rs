//! Campaigns behind the API's back.

use super::Emulator;
use crate::world::Campaign;

impl Emulator {
    /// Adds a campaign and returns its id.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let id = emulator.add_campaign("Autumn", "Back to work");
    /// assert!(id.starts_with("c-"));
    /// # Ok(()) }
    /// ```
    pub fn add_campaign(&self, name: &str, description: &str) -> String {
        self.shared.world().campaigns.add(name, description)
    }

    /// All campaigns.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.campaigns().len(), 4);
    /// # Ok(()) }
    /// ```
    pub fn campaigns(&self) -> Vec<Campaign> {
        self.shared.world().campaigns.iter().cloned().collect()
    }
}
