//! What `tracing` is told while something runs.

use std::future::Future;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::instrument::WithSubscriber;
use tracing_subscriber::fmt::format::FmtSpan;

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The outcome of the work, and all spans and events of it as text.
pub async fn traced<T>(spans: FmtSpan, work: impl Future<Output = T>) -> (T, String) {
    let sink = Sink::default();
    let subscriber = {
        let sink = sink.clone();
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(spans)
            .with_ansi(false)
            .with_writer(move || sink.clone())
            .finish()
    };
    // As long as there is one dispatcher only, another test's thread may answer for it.
    let subscriber = tracing::Dispatch::new(subscriber);
    let _second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::new());
    let done = work.with_subscriber(subscriber).await;
    let seen = sink.0.lock().unwrap_or_else(PoisonError::into_inner);
    (done, String::from_utf8_lossy(&seen).into_owned())
}
