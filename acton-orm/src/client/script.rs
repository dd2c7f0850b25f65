//! Scripted answers for tests that pause the clock: no socket, so time passes only when the client waits.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use reqwest::{Request, Response};
use tokio::time::Instant;

use super::http::Broken;
use super::retry::Failure;

#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Status, headers, body.
    Answer(u16, &'static [(&'static str, &'static str)], &'static str),
    Refuse,
    /// The request arrives, the answer does not.
    Lose,
    Hang,
    /// A 200 whose body breaks off.
    CutShort,
}

/// What the server will do, call by call, and what it saw.
#[derive(Debug, Clone, Default)]
pub(crate) struct Script(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    acts: VecDeque<Act>,
    seen: Vec<(String, Instant)>,
}

impl Script {
    pub(crate) fn new(acts: impl IntoIterator<Item = Act>) -> Self {
        let script = Self::default();
        script.0.lock().unwrap().acts.extend(acts);
        script
    }

    /// Method and path of each request, and when it came.
    pub(crate) fn seen(&self) -> Vec<(String, Instant)> {
        self.0.lock().unwrap().seen.clone()
    }

    pub(crate) fn calls(&self) -> usize {
        self.seen().len()
    }

    pub(crate) async fn answer(&self, request: Request) -> Result<Response, Broken> {
        let act = {
            let mut state = self.0.lock().unwrap();
            let line = format!("{} {}", request.method(), request.url().path());
            state.seen.push((line, Instant::now()));
            state.acts.pop_front().expect("the script has no more acts")
        };
        let broken = |failure| Broken {
            failure,
            timed_out: false,
            source: "scripted".into(),
        };
        match act {
            Act::Answer(status, headers, body) => {
                let mut response = oauth2::http::Response::builder().status(status);
                for (name, value) in headers {
                    response = response.header(*name, *value);
                }
                Ok(response.body(body).unwrap().into())
            }
            Act::CutShort => {
                let pieces = [
                    Ok("{"),
                    Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof)),
                ];
                let body = reqwest::Body::wrap_stream(futures::stream::iter(pieces));
                Ok(oauth2::http::Response::new(body).into())
            }
            Act::Refuse => Err(broken(Failure::NotSent)),
            Act::Lose => Err(broken(Failure::Lost)),
            Act::Hang => std::future::pending().await,
        }
    }
}
