//! What is under way, and how much of it at once.

use super::{Journal, is_api_path};

/// Requests from their arrival until their answer is handed over.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Traffic {
    /// All of them, and late writes whose time will come by itself.
    open: usize,
    /// Calls to the API proper.
    in_flight: usize,
    /// The most of these at once.
    most: usize,
}

/// A request that is under way. It lands when dropped.
#[derive(Debug)]
pub(crate) struct Flight {
    journal: Journal,
    is_api_call: bool,
}

impl Journal {
    /// Counts a request that arrives.
    pub(crate) fn depart(&self, path: &str) -> Flight {
        let is_api_call = is_api_path(path);
        self.traffic.send_modify(|traffic| {
            traffic.open += 1;
            traffic.in_flight += usize::from(is_api_call);
            traffic.most = traffic.most.max(traffic.in_flight);
        });
        Flight {
            journal: self.clone(),
            is_api_call,
        }
    }

    pub(crate) fn in_flight(&self) -> usize {
        self.traffic.borrow().in_flight
    }

    pub(crate) fn most_in_flight(&self) -> usize {
        self.traffic.borrow().most
    }

    pub(super) fn forget_most(&self) {
        self.traffic
            .send_modify(|traffic| traffic.most = traffic.in_flight);
    }

    /// Whether no request is under way.
    pub(crate) fn is_idle(&self) -> bool {
        self.traffic.borrow().open == 0
    }

    pub(crate) async fn until_idle(&self) {
        self.until(|traffic| traffic.open == 0).await;
    }

    pub(crate) async fn until_in_flight(&self, calls: usize) {
        self.until(|traffic| traffic.in_flight >= calls).await;
    }

    async fn until(&self, so: impl Fn(&Traffic) -> bool) {
        // The sender is this journal's own, so it does not go away meanwhile.
        let _ = self.traffic.subscribe().wait_for(so).await;
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        let is_api_call = self.is_api_call;
        self.journal.traffic.send_modify(|traffic| {
            traffic.open = traffic.open.saturating_sub(1);
            traffic.in_flight = traffic.in_flight.saturating_sub(usize::from(is_api_call));
        });
    }
}
