//! The life of a request: journal, faults, token, limits, operation, answer.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::response::Response;
use bytes::Bytes;

use super::connection::Line;
use super::output::{self, Manner};
use super::{Shared, control};
use crate::api::{self, Access, Serve};
use crate::fault::{Gate, Kind};
use crate::http::error::{NOT_FOUND, UNAUTHORIZED, too_many_requests};
use crate::http::{Answer, Call, Refusal};
use crate::journal::Arrival;
use crate::world::World;

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
    let faults = Faulted::on(&shared, &parts);
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
    let answer = match (faults.instead, body) {
        (Some(answer), _) => answer,
        (None, Ok(body)) => operate(&shared, &parts, body, faults.expire_token)
            .await
            .unwrap_or_else(Answer::from),
        // How a body over the limit is refused is unknown.
        (None, Err(_)) => Refusal::gateway(413, "Payload Too Large", "").into(),
    };
    if faults.reset_after {
        line.cut();
        return Response::new(Body::empty());
    }
    output::respond(&shared, number, answer, faults.manner, flight)
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

/// Checks in the order a gateway would: does the operation exist, who calls, how often.
async fn operate(
    shared: &Shared,
    parts: &Parts,
    body: Bytes,
    expire_token: bool,
) -> Result<Answer, Refusal> {
    let mut call = Call::read(parts, body).await?;
    let (access, serve, values) = api::find(&call.method, &call.segments).ok_or(NOT_FOUND)?;
    call.path_values = values;

    let mut world = shared.world();
    if access == Access::Bearer {
        admit(&mut world, &call, expire_token)?;
    }
    world.settle();
    match serve {
        Serve::Handler(handler) => handler(&mut world, &call),
        Serve::NotModelled(name) => Err(Refusal::not_modelled(format!(
            "{name} ({} /{})",
            call.method,
            call.segments.join("/")
        ))),
    }
}

fn admit(world: &mut World, call: &Call, expire_token: bool) -> Result<(), Refusal> {
    let now = world.now();
    let token = call.authorization.as_deref().and_then(bearer).unwrap_or("");
    if expire_token {
        world.tokens.expire(token);
    }
    // An expired token is answered like a wrong one (inferred).
    if !world.tokens.is_valid(token, now) {
        return Err(UNAUTHORIZED);
    }
    if world.limits.call(now) {
        Ok(())
    } else {
        Err(too_many_requests(None))
    }
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The faults that fired, sorted by when they act.
#[derive(Debug, Default)]
struct Faulted {
    refuse: bool,
    gates: Vec<Gate>,
    latency: Option<Duration>,
    reset_before: bool,
    expire_token: bool,
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
