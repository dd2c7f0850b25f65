//! A server on loopback that answers with exactly the bytes it is told to, and keeps what it got.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::client::Client;

/// What to do with one request.
pub(super) enum Do {
    /// These bytes, then close.
    Say(String),
    /// These bytes, then silence.
    SayAndHang(String),
    /// Read the request, close without a word.
    HangUp,
}

pub(super) struct Server {
    pub(super) url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers token requests by itself, others from the list.
    pub(super) async fn start(acts: impl IntoIterator<Item = Do>) -> Self {
        let socket = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", socket.local_addr().unwrap());
        let acts: Arc<Mutex<VecDeque<Do>>> = Arc::new(Mutex::new(acts.into_iter().collect()));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((stream, _)) = socket.accept().await {
                let (acts, seen) = (Arc::clone(&acts), Arc::clone(&seen));
                tokio::spawn(async move {
                    let _ = serve(stream, &acts, &seen).await;
                });
            }
        });
        Self { url, requests }
    }

    pub(super) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// Requests other than for tokens.
    pub(super) fn calls(&self) -> Vec<String> {
        self.requests()
            .into_iter()
            .filter(|request| !request.starts_with("POST /token"))
            .collect()
    }

    pub(super) fn text(&self, more: &str) -> String {
        format!(
            "Server={};User=ada;Password=hunter2;OAuthClientId=id;OAuthClientSecret=s3cret;CallsPerSecond=1000;{more}",
            self.url
        )
    }

    pub(super) async fn client(&self, more: &str) -> Client {
        Client::connect(&self.text(more)).await.unwrap()
    }
}

/// A whole answer.
pub(super) fn answer(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

pub(super) fn ok(body: &str) -> Do {
    Do::Say(answer("200 OK", "content-type: application/json\r\n", body))
}

async fn serve(
    mut stream: TcpStream,
    acts: &Mutex<VecDeque<Do>>,
    seen: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let request = request(&mut stream).await?;
    let is_token = request.starts_with("POST /token");
    seen.lock().unwrap().push(request);
    let act = match is_token {
        true => ok(
            r#"{"access_token":"ACCESS-S3CRET","refresh_token":"REFRESH-S3CRET","token_type":"Bearer","expires_in":3600}"#,
        ),
        false => acts.lock().unwrap().pop_front().unwrap_or(Do::HangUp),
    };
    match act {
        Do::Say(bytes) => stream.write_all(bytes.as_bytes()).await?,
        Do::SayAndHang(bytes) => {
            stream.write_all(bytes.as_bytes()).await?;
            std::future::pending::<()>().await;
        }
        Do::HangUp => {}
    }
    stream.shutdown().await
}

/// Head and body, by content-length or in chunks.
async fn request(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .and_then(|text| text.parse().ok());
            let whole = match length {
                Some(length) => body.len() >= length,
                None => !head.contains("transfer-encoding: chunked") || body.ends_with("0\r\n\r\n"),
            };
            if whole {
                return Ok(text);
            }
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
}
