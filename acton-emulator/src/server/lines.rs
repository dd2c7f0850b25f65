//! The open connections, and whether all that came over them was heard.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use futures::FutureExt;
use tokio::net::TcpStream;
use tokio::task::unconstrained;

use super::connection::Line;

#[derive(Clone, Debug, Default)]
pub(crate) struct Lines(Arc<Mutex<Vec<Open>>>);

#[derive(Debug)]
struct Open {
    line: Line,
    tcp: Weak<Mutex<TcpStream>>,
}

impl Lines {
    pub(super) fn add(&self, line: &Line, tcp: &Arc<Mutex<TcpStream>>) {
        self.open().push(Open {
            line: line.clone(),
            tcp: Arc::downgrade(tcp),
        });
    }

    /// Whether a connection from there was accepted and is open.
    pub(super) fn has(&self, from: SocketAddr) -> bool {
        self.open().iter().any(|one| one.line.from() == from)
    }

    /// Whether nothing came that is not a request by now: no bytes, no end.
    pub(super) fn are_heard(&self) -> bool {
        self.open().iter().all(Open::is_heard)
    }

    /// Those that are still open.
    fn open(&self) -> MutexGuard<'_, Vec<Open>> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|one| one.tcp.strong_count() > 0);
        open
    }
}

impl Open {
    fn is_heard(&self) -> bool {
        // First the socket: what is read meanwhile is seen in the next place.
        let unread = self.tcp.upgrade().is_some_and(|tcp| {
            let tcp = tcp.lock().unwrap_or_else(PoisonError::into_inner);
            unconstrained(tcp.peek(&mut [0])).now_or_never().is_some()
        });
        !unread && !self.line.is_midway()
    }
}
