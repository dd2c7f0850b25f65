//! Subscription categories behind the API's back.

use super::Emulator;
use crate::world::{Category, Choice};

impl Emulator {
    /// Adds a subscription category with the default header, and returns its id.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.add_category("Events", "Where we are"), "4");
    /// # Ok(()) }
    /// ```
    pub fn add_category(&self, name: &str, description: &str) -> String {
        let header = ("0", "Default Header");
        let mut world = self.shared.world();
        world.subscriptions.add(name, description, header)
    }

    /// All subscription categories.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.categories().len(), 3);
    /// # Ok(()) }
    /// ```
    pub fn categories(&self) -> Vec<Category> {
        self.shared.world().subscriptions.iter().cloned().collect()
    }

    /// An address opts out of a category, by its name, at a time in Unix milliseconds. False where there
    /// is no such category.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert!(emulator.opt_out_of("News", "ada@example.com", 1_567_639_430_659));
    /// # Ok(()) }
    /// ```
    pub fn opt_out_of(&self, category: &str, email: &str, at: i64) -> bool {
        let mut world = self.shared.world();
        let known = world.subscriptions.is_known(category);
        if known {
            world.subscriptions.say(category, email, Choice::Out, at);
        }
        known
    }

    /// Who opted out of a category, and when, in Unix milliseconds.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.opt_outs_of("News").len(), 11);
    /// # Ok(()) }
    /// ```
    pub fn opt_outs_of(&self, category: &str) -> Vec<(String, i64)> {
        let world = self.shared.world();
        let out = world.subscriptions.out(category);
        out.map(|(email, at)| (email.to_owned(), at)).collect()
    }
}
