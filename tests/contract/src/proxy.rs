//! A proxy on loopback, between a client and the emulator, that keeps what passes.

use std::io;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;

use crate::exchange::Exchange;

/// A proxy that runs until its runtime ends.
#[derive(Debug, Clone)]
pub struct Proxy {
    to: String,
    url: String,
    http: reqwest::Client,
    kept: Arc<Mutex<Vec<Exchange>>>,
}

impl Proxy {
    /// Starts one in front of a server.
    ///
    /// # Errors
    /// Where there is no free port.
    pub async fn before(to: &str) -> io::Result<Self> {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let proxy = Self {
            to: to.trim_end_matches('/').to_owned(),
            url: format!("http://{}", listener.local_addr()?),
            http: http.no_proxy().build().map_err(io::Error::other)?,
            kept: Arc::default(),
        };
        let router = axum::Router::new().fallback(pass).with_state(proxy.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(proxy)
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What passed since it was last asked.
    pub fn take(&self) -> Vec<Exchange> {
        std::mem::take(&mut *self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn forward(&self, request: Request) -> Result<Response, Box<dyn std::error::Error>> {
        let (head, body) = request.into_parts();
        let body = to_bytes(body, usize::MAX).await?;
        let target = head.uri.path_and_query().map_or("/", |one| one.as_str());
        let mut headers = head.headers.clone();
        for name in [
            "host",
            "content-length",
            "transfer-encoding",
            "accept-encoding",
        ] {
            headers.remove(name);
        }
        let sent = self
            .http
            .request(head.method.clone(), format!("{}{target}", self.to));
        let answer = sent.headers(headers).body(body.clone()).send().await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let bytes = answer.bytes().await?;
        let typed = head
            .headers
            .get("content-type")
            .and_then(|one| one.to_str().ok());
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Exchange {
                method: head.method.to_string(),
                path: head.uri.path().to_owned(),
                query: head.uri.query().unwrap_or_default().to_owned(),
                content_type: typed.unwrap_or_default().to_owned(),
                body: body.to_vec(),
                status: status.as_u16(),
                answer: bytes.to_vec(),
            });
        let mut response = Response::builder().status(status);
        for (name, value) in &headers {
            if !["content-length", "transfer-encoding", "connection"].contains(&name.as_str()) {
                response = response.header(name, value);
            }
        }
        Ok(response.body(Body::from(bytes))?)
    }
}

async fn pass(State(proxy): State<Proxy>, request: Request) -> Response {
    match proxy.forward(request).await {
        Ok(response) => response,
        Err(error) => {
            let mut response = Response::new(Body::from(format!("the proxy: {error}")));
            *response.status_mut() = axum::http::StatusCode::BAD_GATEWAY;
            response
        }
    }
}
