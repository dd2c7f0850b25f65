//! Logos behind the API's back.

use bytes::Bytes;

use super::Emulator;
use crate::world::Logo;

impl Emulator {
    /// Adds a logo of a file, without further texts, and returns its id.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let id = emulator.add_logo("Winter", "winter.png", vec![1, 2, 3]);
    /// assert!(id.starts_with("i-"));
    /// # Ok(()) }
    /// ```
    pub fn add_logo(&self, title: &str, file_name: &str, bytes: impl Into<Bytes>) -> String {
        let mut world = self.shared.world();
        let now = world.now();
        let logo = world.logos.add(title, now);
        logo.file_name = file_name.to_owned();
        logo.bytes = bytes.into();
        logo.id.clone()
    }

    /// All logos.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.logos().len(), 3);
    /// # Ok(()) }
    /// ```
    pub fn logos(&self) -> Vec<Logo> {
        self.shared.world().logos.iter().cloned().collect()
    }
}
