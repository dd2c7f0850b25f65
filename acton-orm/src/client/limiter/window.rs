//! The starts of one client's last second, and what a 429 says about the next.

use std::collections::VecDeque;

use tokio::time::Instant;

use super::table::Place;
use super::{CLOSED, HELLO, LEFT, PENANCE, PROMPT, WINDOW};
use std::time::Duration;

#[derive(Debug)]
pub(super) struct Window {
    allowed: Option<usize>,
    /// How many may start in a window while it is slow.
    slow: usize,
    starts: VecDeque<Start>,
    closed_until: Option<Instant>,
    slow_until: Option<Instant>,
    /// When one of the turns that are shared with others may be free.
    pub(super) shared_until: Option<Instant>,
    /// When the connections that are being made were begun.
    connecting: Vec<Instant>,
}

#[derive(Debug)]
pub(super) struct Start {
    at: Instant,
    /// Where it is counted for others too.
    pub(super) place: Option<Place>,
}

/// What a 429 means: closed for so long, and then so many in a window.
pub(super) struct Penance {
    pub(super) closed: Duration,
    pub(super) calls: usize,
}

impl Window {
    pub(super) fn new(allowed: Option<usize>) -> Self {
        Self {
            allowed,
            slow: 1,
            starts: VecDeque::with_capacity(allowed.unwrap_or_default()),
            closed_until: None,
            slow_until: None,
            shared_until: None,
            connecting: Vec::new(),
        }
    }

    pub(super) fn refused(&mut self, now: Instant, retry_after: Option<Duration>) -> Penance {
        let closed = retry_after.unwrap_or(CLOSED);
        let reopens = now + closed;
        self.slow = self.half(now);
        self.closed_until = self.closed_until.max(Some(reopens));
        self.slow_until = Some(reopens + PENANCE);
        Penance {
            closed,
            calls: self.slow,
        }
    }

    /// Half the rate that a 429 shows to be too high.
    fn half(&self, now: Instant) -> usize {
        let ahead = |at: Option<Instant>| at.is_some_and(|at| now < at);
        let too_high = match self.allowed {
            Some(allowed) => allowed,
            // The others that were under way get their 429 for the same rate.
            None if ahead(self.closed_until) => return self.slow,
            None if ahead(self.slow_until) => self.slow,
            None => self.lately(now),
        };
        (too_high / 2).max(1)
    }

    /// How many starts are in the window, which ends now.
    pub(super) fn lately(&self, now: Instant) -> usize {
        let lately = self.starts.iter().filter(|start| start.at + WINDOW > now);
        lately.count()
    }

    /// How many may start in a window, now.
    pub(super) fn allowed(&self, now: Instant) -> Option<usize> {
        let slow = self.slow_until.is_some_and(|until| now < until);
        if slow { Some(self.slow) } else { self.allowed }
    }

    /// When to ask again, unless a turn is free now.
    pub(super) fn free(&self, now: Instant) -> Option<Instant> {
        let oldest_that_counts = self
            .allowed(now)
            .and_then(|allowed| self.starts.len().checked_sub(allowed))
            .and_then(|at| self.starts.get(at));
        if oldest_that_counts.is_some_and(|start| self.is_on_its_way(start)) {
            return Some(now + PROMPT);
        }
        let free = oldest_that_counts
            .map(|start| start.at + WINDOW)
            .max(self.closed_until)
            .max(self.shared_until);
        free.filter(|at| *at > now)
    }

    /// As [`free`](Self::free), for a turn that nobody has taken for a while.
    pub(super) fn free_left(&self, now: Instant) -> Option<Instant> {
        let wait = self.free(now).or_else(|| self.free(now - LEFT));
        wait.map(|at| at + LEFT)
    }

    pub(super) fn take(&mut self, now: Instant, place: Option<Place>) {
        match self.allowed {
            Some(allowed) if self.starts.len() < allowed => {}
            Some(_) => {
                self.starts.pop_front();
            }
            None => {
                let old = |start: &Start| start.at + WINDOW <= now;
                while self.starts.front().is_some_and(old) {
                    self.starts.pop_front();
                }
            }
        }
        self.starts.push_back(Start { at: now, place });
    }

    /// Whether its request may wait for a connection that is being made.
    fn is_on_its_way(&self, start: &Start) -> bool {
        let mut connecting = self.connecting.iter();
        connecting.any(|since| start.at + PROMPT >= *since)
    }

    pub(super) fn is_connecting(&self) -> bool {
        !self.connecting.is_empty()
    }

    /// A connection is being made from now on. Answers the starts that may wait for it.
    pub(super) fn connect(&mut self, since: Instant) -> impl Iterator<Item = &mut Start> {
        self.connecting.push(since);
        waiting(&mut self.starts, since)
    }

    /// It stands, or has failed: what waited for it is counted from now. Answers those starts, unless
    /// they may wait for another.
    pub(super) fn connected(
        &mut self,
        since: Instant,
        now: Instant,
    ) -> impl Iterator<Item = &mut Start> {
        let at = self.connecting.iter().position(|begun| *begun == since);
        if let Some(at) = at {
            self.connecting.swap_remove(at);
        }
        let settled = self.connecting.is_empty();
        waiting(&mut self.starts, since).filter_map(move |start| {
            start.at = now + HELLO;
            settled.then_some(start)
        })
    }
}

fn waiting(starts: &mut VecDeque<Start>, since: Instant) -> impl Iterator<Item = &mut Start> {
    starts
        .iter_mut()
        .filter(move |start| start.at + PROMPT >= since)
}
