//! Calls that are carried out when nobody waits for them any more.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use super::Shared;
use super::operation::Operation;
use crate::http::Answer;
use crate::journal::Flight;
use crate::world::World;

/// A call that was admitted, and waits for its time.
#[derive(Debug)]
pub(super) struct LateCall {
    number: u64,
    operation: Operation,
    /// By the emulator's clock; none if only the test knows.
    due: Option<i64>,
    /// What comes by itself is under way until it has come.
    _flight: Option<Flight>,
}

impl Shared {
    /// Keeps a call for later.
    pub(super) fn postpone(
        self: &Arc<Self>,
        number: u64,
        operation: Operation,
        at: i64,
        after: Option<Duration>,
    ) {
        let due = after.map(|after| {
            let after = i64::try_from(after.as_millis()).unwrap_or(i64::MAX);
            at.saturating_add(after)
        });
        let comes = after.filter(|_| self.clock.runs());
        let flight = comes.map(|_| self.journal.depart(""));
        self.waiting(|calls| {
            calls.push(LateCall {
                number,
                operation,
                due,
                _flight: flight,
            });
        });
        if let Some(after) = comes {
            let shared = Arc::clone(self);
            tokio::spawn(async move {
                tokio::time::sleep(after).await;
                // Whoever looks at the account carries out what is due.
                drop(shared.world());
            });
        }
    }

    /// How many calls wait for their time.
    pub(crate) fn late(&self) -> usize {
        drop(self.world());
        self.waiting(|calls| calls.len())
    }

    /// Carries out all that wait, in the order they came; how many these were.
    pub(crate) fn release(&self) -> usize {
        let mut world = self.world();
        let calls = self.waiting(std::mem::take);
        for call in &calls {
            self.carry_out(call, &mut world);
        }
        calls.len()
    }

    /// Carries out those whose time has come, in the order of their times.
    pub(super) fn carry_out_due(&self, world: &mut World) {
        let now = self.clock.now();
        let mut due: Vec<LateCall> = self.waiting(|calls| {
            calls
                .extract_if(.., |call| call.due.is_some_and(|due| due <= now))
                .collect()
        });
        due.sort_by_key(|call| call.due);
        for call in &due {
            self.carry_out(call, world);
        }
    }

    pub(super) fn forget_late(&self) {
        self.waiting(Vec::clear);
    }

    fn carry_out(&self, call: &LateCall, world: &mut World) {
        let answer = call.operation.perform(world).unwrap_or_else(Answer::from);
        self.journal.carried_out(call.number, answer.status);
    }

    fn waiting<T>(&self, with: impl FnOnce(&mut Vec<LateCall>) -> T) -> T {
        with(&mut self.late.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
