//! The calls that may still be made.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// So many calls, or any number. Clones spend of the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Allowance(Option<Arc<AtomicU64>>);

impl Allowance {
    pub(super) fn of(calls: Option<u64>) -> Self {
        Self(calls.map(|calls| Arc::new(AtomicU64::new(calls))))
    }

    /// One call fewer to make; false where none is left.
    pub(super) fn spend(&self) -> bool {
        let Some(left) = &self.0 else { return true };
        let one_fewer = |left: u64| left.checked_sub(1);
        left.fetch_update(Relaxed, Relaxed, one_fewer).is_ok()
    }

    /// So many calls were made.
    pub(super) fn spent(&self, calls: u64) {
        if let Some(left) = &self.0 {
            let fewer = |left: u64| Some(left.saturating_sub(calls));
            let _ = left.fetch_update(Relaxed, Relaxed, fewer);
        }
    }

    /// One that was paid for was not made, or is made again.
    pub(super) fn give_back(&self) {
        if let Some(left) = &self.0 {
            left.fetch_add(1, Relaxed);
        }
    }

    /// How many are left; `None` where any number may be made.
    pub(super) fn left(&self) -> Option<u64> {
        self.0.as_ref().map(|left| left.load(Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_spend_of_the_same_and_none_is_spent_twice() {
        let allowance = Allowance::of(Some(2));
        let other = allowance.clone();
        assert!(allowance.spend() && other.spend());
        assert!(!allowance.spend() && !other.spend());
        other.give_back();
        allowance.spent(5);
        assert_eq!(other.left(), Some(0));
        assert!(Allowance::default().spend());
    }
}
