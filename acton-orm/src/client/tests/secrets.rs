//! Secrets are seeded everywhere, and looked for in everything a client shows.

use std::io::Write;
use std::sync::{Arc, Mutex};

use futures::{FutureExt, StreamExt};
use tracing::instrument::WithSubscriber;

use super::server::{Do, Server, answer, ok};
use crate::plan::{Body, Request};

const SECRETS: &[&str] = &["hunter2", "s3cret", "S3CRET"];

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_a_client_shows_holds_a_secret() {
    let failing = || Do::Say(answer("500 Oops", "", "broken"));
    let unauthorized = Do::Say(answer("401 Unauthorized", "", ""));
    let server = Server::start([
        ok("{}"),
        unauthorized,
        Do::HangUp,
        ok("{}"),
        failing(),
        Do::HangUp,
        failing(),
    ])
    .await;
    let folder = tempfile::tempdir().unwrap();
    let logfile = folder.path().join("acton.log");
    let sink = Sink::default();
    let subscriber = {
        let sink = sink.clone();
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(move || sink.clone())
            .finish()
    };
    // With a single dispatcher alive, tracing asks whichever thread meets a span first whether it is of
    // interest, and the other tests' threads say no for all.
    let subscriber = tracing::Dispatch::new(subscriber);
    let _second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::new());
    let mut shown = Vec::new();
    async {
        let text = server.text(&format!("Logfile={};MaxRetries=1", logfile.display()));
        let acton = crate::Client::connect(&text).await.unwrap();
        let mut events = acton.events();
        let read = Request::get("/api/1/list").param("email", "ada@example.com");
        let write = Request::new(crate::schema::Method::POST, "/api/1/x")
            .body(Body::Json("{\"p\":\"body\"}".into()));
        for call in [read.clone(), read.clone(), read, write.clone(), write] {
            match acton.call(call).await {
                Ok(answer) => shown.push(format!("{answer:?}")),
                Err(error) => shown.push(format!(
                    "{error} {error:?} {:?}",
                    std::error::Error::source(&error)
                )),
            }
        }
        while let Some(Some(event)) = events.next().now_or_never() {
            shown.push(format!("{event:?}"));
        }
        shown.push(format!(
            "{acton:?} {:?} {:?} {:?}",
            acton.shared,
            acton.metrics(),
            crate::Client::parse(&text)
        ));
    }
    .with_subscriber(subscriber)
    .await;
    let traces = String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
    let log = std::fs::read_to_string(&logfile).unwrap();
    for expected in [
        "acton.call",
        "acton.wait",
        "acton.retry",
        "http.request.method",
        "http.response.status_code",
        "a call is repeated",
        "url.path",
    ] {
        assert!(traces.contains(expected), "{expected} in:\n{traces}");
    }
    assert!(
        log.lines().count() >= 6 && log.contains("GET /api/1/list 200"),
        "{log}"
    );
    assert!(shown.iter().any(|shown| shown.contains("CallEnded")));
    let all = format!("{traces}\n{log}\n{}", shown.join("\n"));
    for secret in SECRETS {
        assert!(!all.contains(secret), "{secret} in:\n{all}");
    }
    for personal in ["ada@example.com", "\"body\""] {
        assert!(
            !traces.contains(personal) && !log.contains(personal),
            "{personal} in:\n{traces}\n{log}"
        );
    }
    // The server did get them, or this test would show nothing.
    let requests = server.requests().join("\n");
    assert!(
        SECRETS.iter().all(|secret| requests.contains(secret)),
        "{requests}"
    );
}
