//! The HTTP side: connections that can be cut, and what happens to a request.

mod connection;
mod control;
mod csv_stream;
mod echo;
mod exchange;
mod late;
mod lines;
mod operation;
mod output;
#[cfg(feature = "tls")]
mod secure;
mod settled;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::fault::Faults;
use crate::journal::Journal;
use crate::origin::Origin;
use crate::world::World;
use connection::{Connections, Line};
use late::LateCall;
use lines::Lines;

pub(crate) use connection::{Wrap, plain};
#[cfg(feature = "tls")]
pub(crate) use secure::{Certificate, secure};

/// What the server and the handle on it share.
#[derive(Debug)]
pub(crate) struct Shared {
    world: Mutex<World>,
    faults: Mutex<Faults>,
    pub(crate) journal: Journal,
    pub(crate) clock: Clock,
    origin: Origin,
    /// Whether the control plane answers callers on other machines.
    open_control: bool,
    lines: Lines,
    late: Mutex<Vec<LateCall>>,
    /// Where this emulator listens.
    address: SocketAddr,
}

impl Shared {
    pub(crate) fn new(origin: Origin, open_control: bool, address: SocketAddr) -> Self {
        Self {
            clock: origin.clock.clone(),
            world: Mutex::new(origin.world()),
            faults: Mutex::default(),
            journal: Journal::default(),
            origin,
            open_control,
            lines: Lines::default(),
            late: Mutex::default(),
            address,
        }
    }

    /// Everything as it was at the start.
    pub(crate) fn reset(&self) {
        self.forget_late();
        let mut world = self.world();
        self.clock.reset();
        *world = self.origin.world();
        self.faults().clear();
        self.journal.clear();
    }

    /// The account, with what was due carried out. Never kept across an await.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        self.carry_out_due(&mut world);
        world
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves until `stop` changes.
pub(crate) async fn serve(
    listener: TcpListener,
    wrap: Wrap,
    shared: Arc<Shared>,
    mut stop: watch::Receiver<bool>,
) -> std::io::Result<()> {
    // Everything goes through one handler: the table of operations is `api`'s.
    let lines = shared.lines.clone();
    let app = Router::new()
        .fallback(exchange::exchange)
        .with_state(shared);
    let service = app.into_make_service_with_connect_info::<Line>();
    let connections = Connections {
        listener,
        wrap,
        lines,
    };
    axum::serve(connections, service)
        .with_graceful_shutdown(async move {
            let _ = stop.wait_for(|stopped| *stopped).await;
        })
        .await
}
