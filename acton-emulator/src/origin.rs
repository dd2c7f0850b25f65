//! What an emulator starts as, and comes back to at a reset.

use crate::clock::Clock;
use crate::quirks::Quirks;
use crate::seed;
use crate::world::{Enforced, Settings, World};

/// Everything a new account is made from.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) seed: u64,
    pub(crate) clock: Clock,
    pub(crate) empty: bool,
    pub(crate) enforced: Enforced,
    pub(crate) quirks: Quirks,
    pub(crate) settings: Settings,
    /// Name and rows of generated lists.
    pub(crate) generated: Vec<(String, u64)>,
}

impl Origin {
    pub(crate) fn world(&self) -> World {
        let mut world = World::new(
            self.settings.clone(),
            self.quirks.clone(),
            self.clock.clone(),
            self.seed,
            self.enforced,
        );
        if !self.empty {
            seed::sample_account(&mut world);
        }
        for (name, rows) in &self.generated {
            world.generate_list(name, *rows);
        }
        world
    }
}
