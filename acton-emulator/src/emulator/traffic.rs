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

    /// Waits until so many API calls are [in flight](Self::in_flight) at once.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// # use acton_emulator::Fault;
    /// emulator.fail(Fault::gate(2).on("GET", "/api/1/account"));
    /// let call = reqwest::get(format!("{}/api/1/account", emulator.url()));
    /// tokio::select! {
    ///     _ = call => panic!("it waits for another"),
    ///     () = emulator.until_in_flight(1) => {} // here its caller hangs up
    /// }
    /// emulator.settled().await;
    /// assert_eq!(emulator.in_flight(), 0);
    /// # Ok(()) }
    /// ```
    pub async fn until_in_flight(&self, calls: usize) {
        self.shared.journal.until_in_flight(calls).await;
    }

    /// Waits until nothing more will happen by itself: all that was sent to the emulator before has
    /// arrived, and each request is answered wholly or its caller has hung up.
    ///
    /// A [late](crate::Fault::late) call is waited for if the clock runs; with a manual clock, or if
    /// it is [held](crate::Fault::held), it needs the test's hand and is not.
    ///
    /// That no call is [in flight](Self::in_flight) does not say as much: a call that was sent may
    /// not have arrived. A call that somebody still waits for, such as one held at a
    /// [gate](crate::Fault::gate), is waited for.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let call = reqwest::get(format!("{}/api/1/account", emulator.url()));
    /// let _ = tokio::time::timeout(std::time::Duration::ZERO, call).await; // who knows how far it came
    /// emulator.settled().await;
    /// let calls = emulator.journal().count(); // as many as there will ever be
    /// # assert!(calls <= 1);
    /// # Ok(()) }
    /// ```
    pub async fn settled(&self) {
        self.shared.settled().await;
    }

    /// How many calls wait to be carried out: [`Fault::late`](crate::Fault::late) and
    /// [`held`](crate::Fault::held).
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.late(), 0);
    /// # Ok(()) }
    /// ```
    pub fn late(&self) -> usize {
        self.shared.late()
    }

    /// Carries out all [`late`](Self::late) calls now, in the order they came, and says how many
    /// these were. The journal then has their [`carried_out`](crate::Entry::carried_out).
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.release(), 0);
    /// # Ok(()) }
    /// ```
    pub fn release(&self) -> usize {
        self.shared.release()
    }
}
