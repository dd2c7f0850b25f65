//! A gate: calls held back until enough of them are there at once.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

use crate::http::Refusal;

/// How many calls gather, how long they wait, and who is there. Clones are the same gate.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    pub(crate) calls: usize,
    pub(crate) patience: Duration,
    hall: Arc<watch::Sender<Hall>>,
}

#[derive(Debug, Default)]
struct Hall {
    /// Calls held back, all of the same group.
    held: usize,
    /// Groups let go, which is also the number of the group that gathers.
    groups: u64,
    /// How many more groups gather before the gate stays open; none if it never does.
    left: Option<u32>,
    /// Set for good once too few came: how many there were.
    given_up: Option<usize>,
}

impl Hall {
    fn is_open(&self) -> bool {
        self.left == Some(0)
    }

    fn passed(&self, group: u64) -> bool {
        self.is_open() || self.groups > group
    }

    fn decided(&self, group: u64) -> bool {
        self.passed(group) || self.given_up.is_some()
    }
}

impl Gate {
    pub(crate) fn new(calls: usize, patience: Duration) -> Self {
        Self {
            calls: calls.max(1),
            patience,
            hall: Arc::new(watch::Sender::new(Hall::default())),
        }
    }

    /// The same gate with nobody at it, for this many groups.
    pub(crate) fn armed(&self, groups: Option<u32>) -> Self {
        let hall = Hall {
            left: groups,
            ..Hall::default()
        };
        Self {
            hall: Arc::new(watch::Sender::new(hall)),
            ..self.clone()
        }
    }

    /// How many more groups gather here.
    pub(crate) fn left(&self) -> Option<u32> {
        self.hall.borrow().left
    }

    /// Lets everybody go, now and from now on.
    pub(crate) fn open(&self) {
        self.hall.send_modify(|hall| hall.left = Some(0));
    }

    /// Waits for the others. Dropped meanwhile, the call is not there any more.
    ///
    /// # Errors
    ///
    /// If too few came: at once for every call after those that waited in vain.
    pub(crate) async fn hold(&self) -> Result<(), Refusal> {
        let mut news = self.hall.subscribe();
        let place = self.enter();
        let group = place.group;
        let decided = news.wait_for(|hall| hall.decided(group));
        let in_time = timeout(self.patience, decided).await.is_ok();
        if !in_time {
            self.give_up(group);
        }
        match self.came_too_few(group) {
            Some(came) => Err(self.waited_in_vain(came)),
            None => Ok(()),
        }
    }

    fn came_too_few(&self, group: u64) -> Option<usize> {
        let hall = self.hall.borrow();
        hall.given_up.filter(|_| !hall.passed(group))
    }

    fn enter(&self) -> Place<'_> {
        let mut group = 0;
        self.hall.send_modify(|hall| {
            group = hall.groups;
            if hall.decided(group) {
                return;
            }
            hall.held += 1;
            if hall.held == self.calls {
                hall.held = 0;
                hall.groups += 1;
                hall.left = hall.left.map(|left| left.saturating_sub(1));
            }
        });
        Place { gate: self, group }
    }

    fn give_up(&self, group: u64) {
        self.hall.send_modify(|hall| {
            if !hall.decided(group) {
                hall.given_up = Some(hall.held);
            }
        });
    }

    fn waited_in_vain(&self, came: usize) -> Refusal {
        Refusal::Gateway {
            status: 503,
            title: "Service Unavailable",
            more: format!(
                "acton-emulator: a gate waited {:?} for {} calls at once and saw {came}",
                self.patience, self.calls
            )
            .into(),
            retry_after: None,
        }
    }
}

/// A call's place at the gate, given up when it is dropped.
struct Place<'a> {
    gate: &'a Gate,
    group: u64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.gate.hall.send_if_modified(|hall| {
            if !hall.decided(self.group) {
                hall.held = hall.held.saturating_sub(1);
            }
            false
        });
    }
}
