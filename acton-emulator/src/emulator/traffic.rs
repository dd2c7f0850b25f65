//! How many calls are under way at once.

use super::Emulator;

impl Emulator {
    /// The API calls that are in flight now: those that have arrived and whose answer is not
    /// handed over wholly. `/token`, `/authorize` and files' URLs do not count, nor does a call
    /// whose caller has hung up.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.in_flight(), 0);
    /// # Ok(()) }
    /// ```
    pub fn in_flight(&self) -> usize {
        self.shared.journal.in_flight()
    }

    /// The most API calls that were [in flight](Self::in_flight) at once, since the start or since
    /// a [`reset`](Self::reset) or the journal's [`clear`](crate::Journal::clear).
    ///
    /// With a [`Fault::gate`](crate::Fault::gate), which makes calls wait for each other, this shows
    /// how many a client has under way at once without any clock.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let account = format!("{}/api/1/account", emulator.url());
    /// for _ in 0..3 {
    ///     reqwest::get(&account).await?;
    /// }
    /// assert_eq!(emulator.most_in_flight(), 1);
    /// # Ok(()) }
    /// ```
    pub fn most_in_flight(&self) -> usize {
        self.shared.journal.most_in_flight()
    }
}
