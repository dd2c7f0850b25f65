//! What contacts did, behind the API's back.

use super::Emulator;
use crate::world::Fact;

impl Emulator {
    /// A contact does something: `record` is its id, as `l-0001:0`. False where there is no such one.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// use acton_emulator::Fact;
    ///
    /// let visit = Fact::new("sv", "WEB", "Visited: /prices", emulator.clock().now());
    /// assert!(emulator.add_fact("l-0001:0", visit.worth(5)));
    /// # Ok(()) }
    /// ```
    pub fn add_fact(&self, record: &str, fact: Fact) -> bool {
        let mut world = self.shared.world();
        let list = record.split(':').next().unwrap_or("");
        let known = world
            .list(list)
            .is_ok_and(|list| list.row_number(record).is_some());
        if known {
            world.facts.add(record, fact);
        }
        known
    }
}
