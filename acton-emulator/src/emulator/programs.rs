//! Programs behind the API's back.

use super::Emulator;
use crate::world::{Program, ProgramType};

impl Emulator {
    /// Adds a program and returns its id: a draft in no folder, never modified, without a planned
    /// run, unless changed. The id cannot be changed.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// use acton_emulator::{Emulator, ProgramType};
    ///
    /// let emulator = Emulator::builder().empty().start().await?;
    /// let id = emulator.add_program(ProgramType::Track, "Nurture", |program| {
    ///     program.folder = "Onboarding".to_owned();
    ///     program.running = true;
    /// });
    /// assert_eq!(id, "tr-0001");
    /// # Ok(()) }
    /// ```
    pub fn add_program(
        &self,
        kind: ProgramType,
        name: &str,
        change: impl FnOnce(&mut Program),
    ) -> String {
        let mut program = Program::draft(kind, name, self.shared.clock.now());
        // Out of the lock: it may ask the emulator.
        change(&mut program);
        self.shared.world().programs.add(program)
    }

    /// All programs, of all types.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.programs().len(), 8);
    /// # Ok(()) }
    /// ```
    pub fn programs(&self) -> Vec<Program> {
        self.shared.world().programs.iter().cloned().collect()
    }
}
