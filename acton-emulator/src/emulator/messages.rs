//! Messages behind the API's back.

use super::Emulator;
use crate::world::{Act, Message, MessageType};

impl Emulator {
    /// Adds a message and returns its id: by the account's user, of now, its subject the title, nothing
    /// done with it, unless changed. The id cannot be changed.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// use acton_emulator::{Emulator, MessageType};
    ///
    /// let emulator = Emulator::builder().empty().start().await?;
    /// let id = emulator.add_message(MessageType::Draft, "Spring", |message| {
    ///     message.subject = "It is here!".to_owned();
    /// });
    /// assert_eq!(id, "d-0001");
    /// # Ok(()) }
    /// ```
    pub fn add_message(
        &self,
        kind: MessageType,
        title: &str,
        change: impl FnOnce(&mut Message),
    ) -> String {
        let mut message = Message::new(kind, title, self.shared.clock.now());
        // Out of the lock: it may ask the emulator.
        change(&mut message);
        self.shared.world().messages.add(message)
    }

    /// Somebody does something with a message; false if there is no such message.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// use acton_emulator::{Act, Verb};
    ///
    /// let now = emulator.clock().now();
    /// assert!(emulator.act("s-0001-2409", Act::new(Verb::Spam, "ada@example.com", now)));
    /// # Ok(()) }
    /// ```
    pub fn act(&self, message: &str, act: Act) -> bool {
        let mut world = self.shared.world();
        let message = world.messages.get_mut(message);
        message.map(|message| message.acts.push(act)).is_some()
    }

    /// All messages, of all types.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.messages().len(), 15);
    /// # Ok(()) }
    /// ```
    pub fn messages(&self) -> Vec<Message> {
        let mut world = self.shared.world();
        world.launch_due();
        world.messages.iter().cloned().collect()
    }
}
