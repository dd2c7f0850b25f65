//! Headers and footers behind the API's back.

use super::Emulator;
use crate::world::Block;

impl Emulator {
    /// Adds a header and returns its id.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let id = emulator.add_header("Plain", "<h1>Hello</h1>", "Hello");
    /// assert_eq!(id, "3");
    /// # Ok(()) }
    /// ```
    pub fn add_header(&self, title: &str, html: &str, text: &str) -> String {
        self.shared.world().headers.add(title, html, text)
    }

    /// All headers.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.headers().len(), 3);
    /// # Ok(()) }
    /// ```
    pub fn headers(&self) -> Vec<Block> {
        self.shared.world().headers.iter().cloned().collect()
    }

    /// Adds a footer and returns its id.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let id = emulator.add_footer("Plain", "<p>Bye</p>", "Bye");
    /// assert_eq!(id, "2");
    /// # Ok(()) }
    /// ```
    pub fn add_footer(&self, title: &str, html: &str, text: &str) -> String {
        self.shared.world().footers.add(title, html, text)
    }

    /// All footers.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.footers().len(), 2);
    /// # Ok(()) }
    /// ```
    pub fn footers(&self) -> Vec<Block> {
        self.shared.world().footers.iter().cloned().collect()
    }
}
