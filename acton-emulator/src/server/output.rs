//! Turning an answer into bytes on the connection: whole, in rows, cut short or in drips.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, Version};
use axum::response::Response;
use bytes::Bytes;
use futures::{Stream, StreamExt, future, stream};

use super::{Shared, csv_stream};
use crate::http::{Answer, Content};
use crate::journal::Flight;
use crate::random::Random;

/// How faults change the sending of an answer.
#[derive(Debug, Default)]
pub(crate) struct Manner {
    pub(crate) truncate: Option<usize>,
    pub(crate) drip: Option<(usize, Duration)>,
    pub(crate) stall: Option<usize>,
    pub(crate) content_type: Option<String>,
    /// The end of the connection is that of the answer, after so many bytes if given.
    pub(crate) close: Option<Option<usize>>,
}

impl Manner {
    /// Whether the body is sent in one go.
    fn is_plain(&self) -> bool {
        self.truncate.is_none()
            && self.drip.is_none()
            && self.stall.is_none()
            && self.close.is_none()
    }
}

type Chunks = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

pub(crate) fn respond(
    shared: &Arc<Shared>,
    number: u64,
    answer: Answer,
    manner: Manner,
    flight: Flight,
) -> Response {
    shared.journal.answered(number, answer.status);
    let mut response = head(&answer);
    if manner.close.is_some() {
        // Without a length, HTTP/1.0 leaves nothing but the end of the connection.
        *response.version_mut() = Version::HTTP_10;
    }
    let headers = response.headers_mut();
    let mut ids = Random::new(number);
    for name in ["x-request-id", "x-global-transaction-id"] {
        if let Ok(value) = HeaderValue::from_str(&ids.uuid()) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    let named = manner.content_type.as_deref().map(HeaderValue::from_str);
    if let Some(Ok(content_type)) = named {
        headers.insert("content-type", content_type);
    }

    let body = match answer.content {
        Content::Bytes(bytes) if manner.is_plain() => {
            shared.journal.sent(number, bytes.len());
            Body::from(bytes)
        }
        Content::Bytes(bytes) => {
            // The length is announced, so that a caller can tell it did not get everything.
            let length = manner.close.is_none().then_some(bytes.len());
            if let Some(length) = length {
                headers.insert("content-length", HeaderValue::from(length));
            }
            let whole = stream::iter([Ok(bytes)]).boxed();
            let chunks = landing(changed(whole, &manner), flight, length);
            counted(shared, number, chunks)
        }
        Content::Csv(download) => {
            let rows = csv_stream::chunks(Arc::clone(shared), download).boxed();
            let chunks = landing(changed(rows, &manner), flight, None);
            counted(shared, number, chunks)
        }
    };
    *response.body_mut() = body;
    response
}

/// An answer that is nobody's business but the caller's.
pub(crate) fn plain(answer: Answer) -> Response {
    let mut response = head(&answer);
    if let Content::Bytes(bytes) = answer.content {
        *response.body_mut() = Body::from(bytes);
    }
    response
}

/// Status and headers, still without a body.
fn head(answer: &Answer) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert("server", HeaderValue::from_static("acton-emulator"));
    for (name, value) in &answer.headers {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    response
}

/// As faults want it.
fn changed(chunks: Chunks, manner: &Manner) -> Chunks {
    let chunks = match manner.drip {
        Some((size, pause)) => drip(chunks, size, pause),
        None => chunks,
    };
    let chunks = match manner.close.flatten() {
        Some(bytes) => first(chunks, bytes),
        None => chunks,
    };
    let chunks = match manner.truncate {
        Some(bytes) => truncate(chunks, bytes),
        None => chunks,
    };
    match manner.stall {
        Some(bytes) => stall(chunks, bytes),
        None => chunks,
    }
}

/// The call is in flight until its last bytes are handed over, or nobody wants them any more. It
/// lands before the caller can know that these were the last.
fn landing(chunks: Chunks, flight: Flight, length: Option<usize>) -> Chunks {
    stream::try_unfold(
        (chunks, Some(flight), length),
        |(mut chunks, flight, left)| async move {
            match chunks.next().await {
                None => Ok(None),
                Some(chunk) => {
                    let chunk = chunk?;
                    let left = left.map(|left| left.saturating_sub(chunk.len()));
                    let flight = flight.filter(|_| left != Some(0));
                    Ok(Some((chunk, (chunks, flight, left))))
                }
            }
        },
    )
    .boxed()
}

fn counted(shared: &Arc<Shared>, number: u64, chunks: Chunks) -> Body {
    let shared = Arc::clone(shared);
    Body::from_stream(chunks.inspect(move |chunk| {
        if let Ok(chunk) = chunk {
            shared.journal.sent(number, chunk.len());
        }
    }))
}

/// Pieces of at most `size` bytes, each after a pause.
fn drip(chunks: Chunks, size: usize, pause: Duration) -> Chunks {
    let waiting: VecDeque<Bytes> = VecDeque::new();
    stream::try_unfold(
        (chunks, waiting),
        move |(mut chunks, mut waiting)| async move {
            while waiting.is_empty() {
                match chunks.next().await {
                    None => return Ok(None),
                    Some(chunk) => {
                        let chunk = chunk?;
                        let mut rest = chunk;
                        while !rest.is_empty() {
                            waiting.push_back(rest.split_to(size.min(rest.len())));
                        }
                    }
                }
            }
            tokio::time::sleep(pause).await;
            Ok(waiting.pop_front().map(|piece| (piece, (chunks, waiting))))
        },
    )
    .boxed()
}

/// The first `bytes` bytes, and an end as if these were all.
fn first(chunks: Chunks, bytes: usize) -> Chunks {
    stream::try_unfold((chunks, bytes), |(mut chunks, left)| async move {
        let Some(chunk) = chunks.next().await.filter(|_| left > 0) else {
            return Ok(None);
        };
        let mut chunk = chunk?;
        chunk.truncate(left);
        let left = left - chunk.len();
        Ok(Some((chunk, (chunks, left))))
    })
    .boxed()
}

/// The first `bytes` bytes, then the connection breaks.
fn truncate(chunks: Chunks, bytes: usize) -> Chunks {
    stream::try_unfold((chunks, bytes), |(mut chunks, left)| async move {
        if left == 0 {
            // What was handed over must leave before the connection breaks.
            tokio::task::yield_now().await;
            return Err(io::Error::from(io::ErrorKind::ConnectionAborted));
        }
        match chunks.next().await {
            None => Ok(None),
            Some(chunk) => {
                let mut chunk = chunk?;
                chunk.truncate(left);
                let left = left - chunk.len();
                Ok(Some((chunk, (chunks, left))))
            }
        }
    })
    .boxed()
}

/// The first `bytes` bytes, then silence for as long as the caller bears it.
fn stall(chunks: Chunks, bytes: usize) -> Chunks {
    stream::try_unfold((chunks, bytes), |(mut chunks, left)| async move {
        if left == 0 {
            return future::pending().await;
        }
        match chunks.next().await {
            None => Ok(None),
            Some(chunk) => {
                let mut chunk = chunk?;
                chunk.truncate(left);
                let left = left - chunk.len();
                Ok(Some((chunk, (chunks, left))))
            }
        }
    })
    .boxed()
}
