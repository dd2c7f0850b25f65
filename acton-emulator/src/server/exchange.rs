//! The life of a request: journal, faults, token, limits, operation, answer.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::response::Response;
use bytes::Bytes;
use futures::future;

use super::connection::Line;
use super::echo::echo;
use super::operation::Operation;
use super::output::{self, Manner};
use super::{Shared, control};
use crate::fault::{Gate, Kind, Late, Pages};
use crate::http::error::too_many_requests;
use crate::http::{Answer, Refusal};
use crate::journal::Arrival;

/// 400 MB a file (A§5.3), and room for the rest of the form.
pub(super) const LARGEST_BODY: usize = 401 * 1024 * 1024;

pub(crate) async fn exchange(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(line): ConnectInfo<Line>,
    request: Request,
) -> Response {
    let at = shared.clock.now();
    let (parts, body) = request.into_parts();
    if control::serves(parts.uri.path()) {
        line.heard();
        let answer = control::answer(&shared, &line, &parts, body).await;
        return output::plain(answer);
    }
    let flight = shared.journal.depart(parts.uri.path());
    line.heard();
    let mut faults = Faulted::on(&shared, &parts);
    if faults.refuse {
        line.cut();
        return Response::new(Body::empty());
    }
    let body = axum::body::to_bytes(body, LARGEST_BODY).await;
    line.heard();
    let number = record(&shared, at, &parts, body.as_ref().ok());

    for gate in &faults.gates {
        if let Err(refusal) = gate.hold().await {
            return output::respond(&shared, number, refusal.into(), Manner::default(), flight);
        }
    }
    if let Some(wait) = faults.latency {
        tokio::time::sleep(wait).await;
    }
    if faults.reset_before {
        line.cut();
        return Response::new(Body::empty());
    }
    for heading in &faults.dropped {
        drop_column(&shared, parts.uri.path(), heading);
    }
    if let (Some(status), Ok(body)) = (faults.echo, &body) {
        let echo = echo(status, &parts, body).await;
        faults.instead.get_or_insert(echo);
    }
    if let Some(late) = faults.late {
        match admitted(&shared, &parts, body, &faults).await {
            Err(refusal) => faults.instead = Some(refusal.into()),
            Ok(operation) => {
                shared.postpone(number, operation, at, late.after);
                if late.hang_up {
                    line.cut();
                    return Response::new(Body::empty());
                }
            }
        }
        let Some(answer) = faults.instead else {
            // Until the caller hangs up.
            return future::pending().await;
        };
        return output::respond(&shared, number, answer, faults.manner, flight);
    }
    let answer = match (faults.instead.take(), body) {
        (Some(answer), _) => answer,
        (None, Ok(body)) => operate(&shared, &parts, body, &faults)
            .await
            .unwrap_or_else(Answer::from),
        (None, Err(_)) => TOO_LARGE.into(),
    };
    if faults.reset_after {
        line.cut();
        return Response::new(Body::empty());
    }
    output::respond(&shared, number, answer, faults.manner, flight)
}

/// How a body over the limit is refused is unknown.
const TOO_LARGE: Refusal = Refusal::gateway(413, "Payload Too Large", "");

/// Of the list that a path names.
fn drop_column(shared: &Shared, path: &str, heading: &str) {
    let mut world = shared.world();
    let named = path.split('/').find(|part| world.list(part).is_ok());
    if let Some(list) = named {
        world.drop_column(list, heading);
    }
}

fn record(shared: &Shared, at: i64, parts: &Parts, body: Option<&Bytes>) -> u64 {
    let content_type = parts.headers.get("content-type");
    let target = parts
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str());
    shared.journal.open(Arrival {
        at,
        method: parts.method.as_str(),
        target,
        content_type: content_type.map(|v| String::from_utf8_lossy(v.as_bytes()).into_owned()),
        body: body.unwrap_or(&Bytes::new()),
    })
}

async fn operate(
    shared: &Shared,
    parts: &Parts,
    body: Bytes,
    faults: &Faulted,
) -> Result<Answer, Refusal> {
    let operation = faults.operation(parts, body).await?;
    let mut world = shared.world();
    operation.admit(&mut world, faults.expire_token)?;
    operation.perform(&mut world)
}

/// The call as it is to be carried out later, if it is one that may be made.
async fn admitted(
    shared: &Shared,
    parts: &Parts,
    body: Result<Bytes, axum::Error>,
    faults: &Faulted,
) -> Result<Operation, Refusal> {
    let body = body.map_err(|_| TOO_LARGE)?;
    let operation = faults.operation(parts, body).await?;
    operation.admit(&mut shared.world(), faults.expire_token)?;
    Ok(operation)
}

/// The faults that fired, sorted by when they act.
#[derive(Debug, Default)]
struct Faulted {
    refuse: bool,
    gates: Vec<Gate>,
    latency: Option<Duration>,
    reset_before: bool,
    expire_token: bool,
    dropped: Vec<String>,
    pages: Option<Pages>,
    late: Option<Late>,
    echo: Option<u16>,
    instead: Option<Answer>,
    reset_after: bool,
    manner: Manner,
}

impl Faulted {
    fn on(shared: &Shared, parts: &Parts) -> Self {
        let mut all = Self::default();
        let struck = shared
            .faults()
            .strike(parts.method.as_str(), parts.uri.path());
        for kind in struck {
            match kind {
                Kind::Latency(wait) => all.latency = Some(all.latency.unwrap_or_default() + wait),
                Kind::Gate(gate) => all.gates.push(gate),
                Kind::Refuse => all.refuse = true,
                Kind::ResetBefore => all.reset_before = true,
                Kind::ResetAfter => all.reset_after = true,
                Kind::ExpireToken => all.expire_token = true,
                Kind::Truncate(bytes) => all.manner.truncate = Some(bytes),
                Kind::Stall(bytes) => all.manner.stall = Some(bytes),
                Kind::ContentType(named) => all.manner.content_type = Some(named),
                Kind::CloseDelimited(cut) => all.manner.close = Some(cut),
                Kind::DropColumn(heading) => all.dropped.push(heading),
                Kind::Pages(pages) => all.pages = Some(pages),
                Kind::Late(late) => all.late = Some(late),
                Kind::Echo(status) => all.echo = Some(status),
                Kind::Drip { chunk, pause } => all.manner.drip = Some((chunk, pause)),
                Kind::TooManyRequests(seconds) => {
                    all.instead
                        .get_or_insert_with(|| too_many_requests(seconds).into());
                }
                Kind::Instead {
                    status,
                    content_type,
                    body,
                } => {
                    all.instead
                        .get_or_insert_with(|| instead(status, content_type, body));
                }
            }
        }
        all
    }

    /// The call, as faults want it.
    async fn operation(&self, parts: &Parts, body: Bytes) -> Result<Operation, Refusal> {
        let mut operation = Operation::read(parts, body).await?;
        if let Some(pages) = self.pages {
            operation.repeat(pages);
        }
        Ok(operation)
    }
}

fn instead(status: u16, content_type: Option<String>, body: Bytes) -> Answer {
    match content_type {
        Some(content_type) => Answer::new(status, &content_type, body),
        None => {
            let title = axum::http::StatusCode::from_u16(status)
                .ok()
                .and_then(|status| status.canonical_reason())
                .unwrap_or("Error");
            Refusal::gateway(status, title, "").into()
        }
    }
}
