//! Landing pages behind the API's back.

use super::Emulator;
use crate::world::LandingPage;

impl Emulator {
    /// Adds a landing page, dated now by the emulator's clock, and returns its id.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let id = emulator.add_landing_page("Winter sale", "Default Folder");
    /// assert!(id.starts_with("p-"));
    /// # Ok(()) }
    /// ```
    pub fn add_landing_page(&self, title: &str, folder: &str) -> String {
        let mut world = self.shared.world();
        let now = world.now();
        world.pages.add(title, folder, now)
    }

    /// Somebody who has not been there comes to a landing page. False where there is no such page.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let id = emulator.add_landing_page("Winter sale", "Default Folder");
    /// assert!(emulator.visit_landing_page(&id, "www.example.com", true));
    /// # Ok(()) }
    /// ```
    pub fn visit_landing_page(&self, page: &str, from: &str, known: bool) -> bool {
        self.shared.world().pages.visit(page, from, known)
    }

    /// All landing pages.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.landing_pages().len(), 3);
    /// # Ok(()) }
    /// ```
    pub fn landing_pages(&self) -> Vec<LandingPage> {
        self.shared.world().pages.iter().cloned().collect()
    }
}
