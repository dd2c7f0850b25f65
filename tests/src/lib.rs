//! Shared by the suites: an emulated account and a client on it.

pub mod bytes;
pub mod reading;
pub mod rows;
pub mod shown;
pub mod traces;

use std::time::Duration;

use acton_emulator::{Builder, Clock, Emulator};
use acton_orm::{Client, Downloads};

/// 3 September 2024, 12:00 UTC, in milliseconds.
pub const NOON: i64 = 1_725_364_800_000;

/// An account with the emulator's sample data and no limit on calls a second.
pub async fn sample_account() -> Emulator {
    start(builder()).await
}

/// An account with nothing in it.
pub async fn empty_account() -> Emulator {
    start(builder().empty()).await
}

/// A fixed seed, a clock that stands still, no limit on calls a second.
pub fn builder() -> Builder {
    Emulator::builder()
        .seed(42)
        .rate_limit(false)
        .clock(Clock::manual(NOON))
}

/// Starts an emulator on a free port of the loopback interface.
pub async fn start(builder: Builder) -> Emulator {
    builder.start().await.expect("a free port on loopback")
}

/// A client on the account, not held back by the limit of calls a second, and told that Act-On carries
/// nothing out late.
pub async fn client(emulator: &Emulator) -> Client {
    client_reading(emulator, Downloads::Csv).await
}

/// As [`client`], reading whole lists as told.
pub async fn client_reading(emulator: &Emulator, downloads: Downloads) -> Client {
    Client::parse(&emulator.connection_string())
        .expect("the emulator's connection string")
        .calls_per_second(1000)
        .calls_per_day(1_000_000)
        .late_writes(Duration::ZERO)
        .downloads(downloads)
        .connect()
        .await
        .expect("the emulator takes its own credentials")
}

/// The calls to the API so far, without the token, as `GET /api/1/image`.
pub fn calls(emulator: &Emulator) -> Vec<String> {
    emulator
        .journal()
        .api_calls()
        .iter()
        .map(|entry| match entry.query.is_empty() {
            true => format!("{} {}", entry.method, entry.path),
            false => {
                let query: Vec<String> = entry
                    .query
                    .iter()
                    .map(|(name, value)| format!("{name}={value}"))
                    .collect();
                format!("{} {}?{}", entry.method, entry.path, query.join("&"))
            }
        })
        .collect()
}
