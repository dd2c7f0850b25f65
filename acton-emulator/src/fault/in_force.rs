//! The faults that are laid, and which of them fire on a call.

use super::{Fault, Kind};

/// The faults in force.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    laid: Vec<Fault>,
    struck: u64,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.laid.push(fault.armed());
    }

    /// Ends all of them; calls held at a gate go on.
    pub(crate) fn clear(&mut self) {
        for fault in self.laid.drain(..) {
            if let Kind::Gate(gate) = fault.kind {
                gate.open();
            }
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.laid.iter().filter(|fault| fault.left() != Some(0))
    }

    /// What fires on this call, in the order the faults were added.
    pub(crate) fn strike(&mut self, method: &str, path: &str) -> Vec<Kind> {
        let struck: Vec<Kind> = self
            .laid
            .iter_mut()
            .filter(|fault| fault.matches(method, path))
            .filter_map(|fault| fault.fires().then(|| fault.kind.clone()))
            .collect();
        self.laid.retain(|fault| fault.left() != Some(0));
        self.struck += struck.len() as u64;
        struck
    }

    /// How often a fault fired.
    pub(crate) fn struck(&self) -> u64 {
        self.struck
    }
}
