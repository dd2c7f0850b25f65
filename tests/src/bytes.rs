//! A server on loopback that answers with exactly the bytes it is told to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use acton_orm::{Client, ClientBuilder};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What is answered to one call.
#[derive(Debug, Clone)]
pub enum Say {
    /// These bytes, then the connection is closed.
    Bytes(String),
    /// These bytes, then these again and again, as long as somebody listens.
    Forever(String, String),
}

/// Answers calls in their order; tokens it gives out by itself.
#[derive(Debug)]
pub struct Server {
    url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    says: VecDeque<Say>,
    seen: Vec<String>,
}

const TOKEN: &str = r#"{"access_token":"ACCESS-S3CRET","refresh_token":"REFRESH-S3CRET","token_type":"Bearer","expires_in":3600}"#;

impl Server {
    /// Starts it.
    ///
    /// # Panics
    /// If no port is free.
    pub async fn start(says: impl IntoIterator<Item = Say>) -> Self {
        let socket = TcpListener::bind(("127.0.0.1", 0)).await;
        let socket = socket.expect("a port on loopback");
        let url = format!("http://{}", socket.local_addr().expect("its address"));
        let state = Arc::new(Mutex::new(State {
            says: says.into_iter().collect(),
            seen: Vec::new(),
        }));
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = socket.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self { url, state }
    }

    /// The heads of the calls so far, without those for tokens.
    pub fn calls(&self) -> Vec<String> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.seen.clone()
    }

    /// The settings of a client of it.
    ///
    /// # Panics
    /// If they do not parse.
    pub fn settings(&self, more: &str) -> ClientBuilder {
        let text = format!(
            "Server={};User=ada;Password=hunter2;OAuthClientId=id;OAuthClientSecret=s3cret;CallsPerSecond=-1;{more}",
            self.url
        );
        Client::parse(&text).expect("settings")
    }

    /// A client of it.
    ///
    /// # Panics
    /// If it cannot be connected.
    pub async fn client(&self, more: &str) -> Client {
        let client = self.settings(more).connect().await;
        client.expect("the server gives tokens")
    }
}

/// An answer with a length.
pub fn answer(content_type: &str, body: &str) -> Say {
    Say::Bytes(format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    ))
}

async fn serve(mut stream: TcpStream, state: Arc<Mutex<State>>) -> std::io::Result<()> {
    let head = head(&mut stream).await?;
    let say = match head.starts_with("POST /token") {
        true => Some(answer("application/json", TOKEN)),
        false => {
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            state.seen.push(head);
            state.says.pop_front()
        }
    };
    match say {
        None => {}
        Some(Say::Bytes(bytes)) => stream.write_all(bytes.as_bytes()).await?,
        Some(Say::Forever(first, again)) => {
            stream.write_all(first.as_bytes()).await?;
            loop {
                stream.write_all(again.as_bytes()).await?;
                tokio::task::yield_now().await;
            }
        }
    }
    stream.shutdown().await
}

/// The head of a request; its body is read as far as it has a length.
async fn head(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                let is = name.eq_ignore_ascii_case("content-length");
                is.then(|| value.trim().parse::<usize>().ok())?
            });
            if body.len() >= length.unwrap_or_default() {
                return Ok(head.to_owned());
            }
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
}
