//! A listener on this machine that waits for the browser to come back.
//!
//! It answers one sign-in. Anything else that knocks meanwhile (a favicon, a probe with a forged
//! `state`) gets an error page and changes nothing.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;
use url::Url;

use super::ears::Ears;
use super::page::page;
use super::returned;
use crate::{Error, ErrorKind, Result};

/// The longest head of a request that is read, and how long it may take.
const HEAD: usize = 16 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct Listener {
    ears: Ears,
    callback: Url,
}

/// A browser's connection that waits for its page.
pub(crate) struct Reply(TcpStream);

impl Listener {
    /// Listens where the callback points; port 0 stands for any free port, and the callback that is
    /// answered names it.
    pub(super) async fn bind(callback: &Url) -> Result<(Self, Url)> {
        let port = callback.port_or_known_default().unwrap_or(80);
        let ears = Ears::open(callback, port).await.map_err(|error| {
            let host = callback.host_str().unwrap_or("localhost");
            Error::new(ErrorKind::Io, format!("cannot listen on {host}, port {port}, for the browser's return: {error}"))
                .advise("ports below 1024 need privileges on most systems: have Act-On register another `CallbackURL`, or sign in elsewhere and give `OAuthVerifier`")
                .caused_by(error)
        })?;
        let mut callback = callback.clone();
        if port == 0 && callback.set_port(ears.port()).is_err() {
            return Err(Error::new(ErrorKind::Config, "`CallbackURL` takes no port"));
        }
        let listener = Self {
            ears,
            callback: callback.clone(),
        };
        Ok((listener, callback))
    }

    /// The code, and the browser to tell the outcome.
    pub(super) async fn wait(self, state: &str) -> Result<(String, Option<Reply>)> {
        let (found, mut came) = mpsc::channel(1);
        let mut knocks = JoinSet::new();
        loop {
            tokio::select! {
                accepted = self.ears.accept() => {
                    let (stream, _) = accepted.map_err(|error| {
                        Error::new(ErrorKind::Io, "the listener for the browser's return failed").caused_by(error)
                    })?;
                    let (found, callback, state) = (found.clone(), self.callback.clone(), state.to_owned());
                    knocks.spawn(async move {
                        let knocked = timeout(PATIENCE, knock(stream, &callback, &state)).await;
                        if let Ok(Some(answer)) = knocked {
                            // The first to come is the one waited for; another browser tab is too late.
                            let _ = found.try_send(answer);
                        }
                    });
                }
                Some((code, reply)) = came.recv() => {
                    return match code {
                        Ok(code) => Ok((code, Some(reply))),
                        Err(error) => {
                            reply.finish(Err(&error)).await;
                            Err(error)
                        }
                    };
                }
                Some(_) = knocks.join_next(), if !knocks.is_empty() => {}
            }
        }
    }
}

/// One connection: the answer of the sign-in, or `None` after an error page.
async fn knock(
    mut stream: TcpStream,
    callback: &Url,
    state: &str,
) -> Option<(Result<String>, Reply)> {
    let head = head(&mut stream).await?;
    let mut words = head.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    let address = Url::options().base_url(Some(callback)).parse(target).ok()?;
    let mut reply = Reply(stream);
    if method != "GET" || address.path() != callback.path() {
        reply
            .send(
                "404 Not Found",
                &page(
                    false,
                    "Nothing here",
                    "This address only waits for a sign-in to come back.",
                ),
            )
            .await;
        return None;
    }
    let ours = address
        .query_pairs()
        .any(|(name, value)| name == "state" && value == state);
    if !ours {
        reply
            .send(
                "400 Bad Request",
                &page(
                    false,
                    "Not this sign-in",
                    "The answer belongs to another sign-in. Use the newest address.",
                ),
            )
            .await;
        return None;
    }
    Some((returned(&address, Some(state)), reply))
}

async fn head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if head.len() > HEAD || stream.read_buf(&mut head).await.ok()? == 0 {
            return None;
        }
    }
    let line = head.split(|byte| *byte == b'\r').next()?;
    String::from_utf8(line.to_vec()).ok()
}

impl Reply {
    /// Tells the person what became of it.
    pub(crate) async fn finish(mut self, outcome: Result<(), &Error>) {
        let page = match outcome {
            Ok(()) => page(
                true,
                "You are signed in",
                "The application has its access to Act-On. You may close this window.",
            ),
            Err(error) => page(false, "The sign-in failed", &error.to_string()),
        };
        self.send("200 OK", &page).await;
    }

    /// A browser that went away misses its page, and nothing else.
    async fn send(&mut self, status: &str, page: &str) {
        let answer = format!(
            "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\nconnection: close\r\ncache-control: no-store\r\nreferrer-policy: no-referrer\r\ncontent-security-policy: default-src 'none'; style-src 'unsafe-inline'\r\n\r\n{page}",
            page.len()
        );
        let _ = timeout(PATIENCE, async {
            self.0.write_all(answer.as_bytes()).await?;
            self.0.shutdown().await
        })
        .await;
    }
}
