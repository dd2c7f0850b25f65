//! Emulators in threads of their own, so that what is measured does not wait for what answers.

use std::future::Future;
use std::time::{Duration, Instant};

use acton_emulator::{Emulator, Fault};
use acton_orm::Client;
use anyhow::Result;
use tokio::runtime::{Builder, Runtime};

use crate::pace::Pace;
use crate::stall::Watch;

/// What calls before the measurement used of a second's allowance is free again after this.
const A_SECOND: Duration = Duration::from_millis(1100);

/// The threads of the emulators.
pub(crate) struct Server(Runtime);

/// An emulator and a client of it.
pub(crate) struct Stage {
    pub(crate) emulator: Emulator,
    pub(crate) acton: Client,
    latency: Duration,
    limited: bool,
}

/// What both sides saw of some work.
pub(crate) struct Measured {
    pub(crate) wall: Duration,
    /// API calls, without those that were refused as too many.
    pub(crate) calls: u64,
    /// API calls that the emulator refused because they were too many in a second.
    pub(crate) refused: usize,
    pub(crate) most_in_flight: usize,
    /// The most calls that arrived within any second.
    pub(crate) worst_second: usize,
    /// The longest time in which the machine let nothing of this run.
    pub(crate) stall: Duration,
}

impl Server {
    pub(crate) fn start() -> Result<Self> {
        let mut threads = Builder::new_multi_thread();
        Ok(Self(threads.worker_threads(1).enable_all().build()?))
    }

    pub(crate) fn stop(self) {
        self.0.shutdown_background();
    }

    /// An emulator with the allowance of a pace, prepared, and a client with these properties.
    pub(crate) async fn limited(
        &self,
        pace: Pace,
        properties: &str,
        prepare: impl FnOnce(&Emulator),
    ) -> Result<Stage> {
        let properties = format!("CallsPerSecond={}&{properties}", pace.a_second);
        let emulator = self.emulator(pace.is_act_ons()).await?;
        prepare(&emulator);
        Stage::new(emulator, &properties, pace.latency, pace.is_act_ons()).await
    }

    /// The same without an allowance.
    pub(crate) async fn unlimited(
        &self,
        pace: Pace,
        properties: &str,
        prepare: impl FnOnce(&Emulator),
    ) -> Result<Stage> {
        let properties = format!("CallsPerSecond=-1&{properties}");
        let emulator = self.emulator(false).await?;
        prepare(&emulator);
        Stage::new(emulator, &properties, pace.unlimited, false).await
    }

    async fn emulator(&self, limited: bool) -> Result<Emulator> {
        let emulator = Emulator::builder().empty().rate_limit(limited).start();
        Ok(self.0.spawn(emulator).await??)
    }
}

impl Stage {
    async fn new(
        emulator: Emulator,
        properties: &str,
        latency: Duration,
        limited: bool,
    ) -> Result<Self> {
        let text = format!("{}&{properties}", emulator.connection_string());
        Ok(Self {
            acton: Client::connect(&text).await?,
            emulator,
            latency,
            limited,
        })
    }

    /// Does the work while each call takes its time, and the whole allowance is there at the start.
    pub(crate) async fn measure<T>(
        &self,
        work: impl Future<Output = Result<T>>,
    ) -> Result<(Measured, T)> {
        if self.limited {
            tokio::time::sleep(A_SECOND).await;
        }
        self.emulator.clear_faults();
        self.emulator
            .fail(Fault::latency(self.latency).on("*", "/api/").always());
        self.emulator.journal().clear();
        let watch = Watch::start();
        let begun = Instant::now();
        let done = work.await?;
        let wall = begun.elapsed();
        let stall = watch.stop();
        self.emulator.clear_faults();

        let journal = self.emulator.journal().api_calls();
        let refused = journal.iter().filter(|call| call.status == 429).count();
        let at: Vec<i64> = journal.iter().map(|call| call.at).collect();
        let within = |start: &i64| {
            at.iter()
                .filter(|at| (*start..start + 1000).contains(at))
                .count()
        };
        let measured = Measured {
            wall,
            stall,
            calls: (journal.len() - refused) as u64,
            refused,
            most_in_flight: self.emulator.most_in_flight(),
            worst_second: at.iter().map(within).max().unwrap_or_default(),
        };
        Ok((measured, done))
    }
}
