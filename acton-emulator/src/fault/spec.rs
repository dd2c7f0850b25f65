//! Faults as JSON, for the control plane.

use std::time::Duration;

use axum::http::{HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};

use super::{Fault, Kind};

/// One flat object: what a kind does not need is left out.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Spec {
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skip: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<Times>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    millis: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    calls: Option<usize>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(untagged)]
enum Times {
    Number(u32),
    Word(Always),
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Always {
    Always,
}

impl TryFrom<Spec> for Fault {
    type Error = String;

    fn try_from(spec: Spec) -> Result<Self, String> {
        let needs = |what: &str| format!("a fault of kind {:?} needs `{what}`", spec.kind);
        let status = || {
            let status = spec.status.ok_or_else(|| needs("status"))?;
            // Below 200 there is no final answer.
            if status < 200 || StatusCode::from_u16(status).is_err() {
                return Err(format!("{status} is not the status of an answer"));
            }
            Ok(status)
        };
        let content_type = || {
            let named = spec.content_type.clone();
            let named = named.ok_or_else(|| needs("content_type"))?;
            match HeaderValue::from_str(&named) {
                Ok(_) => Ok(named),
                Err(_) => Err("`content_type` cannot be sent as a header".to_owned()),
            }
        };
        let bytes = || spec.bytes.ok_or_else(|| needs("bytes"));
        let pause = || {
            let millis = spec.millis.ok_or_else(|| needs("millis"))?;
            Ok::<_, String>(Duration::from_millis(millis))
        };
        let fault = match spec.kind.as_str() {
            "refuse" => Self::refuse(),
            "reset_before" => Self::reset_before(),
            "reset_after" => Self::reset_after(),
            "expire_token" => Self::expire_token(),
            "status" => Self::status(status()?),
            "html" => Self::html(status()?),
            "body" => {
                let body = spec.body.clone().ok_or_else(|| needs("body"))?;
                Self::body(status()?, content_type()?, body)
            }
            "content_type" => Self::content_type(content_type()?),
            "too_many_requests" => Self::too_many_requests(spec.retry_after),
            "latency" => Self::latency(pause()?),
            "drip" => Self::drip(bytes()?, pause()?),
            "truncate" => Self::truncate(bytes()?),
            "stall" => Self::stall(bytes()?),
            "gate" => {
                let calls = spec.calls.ok_or_else(|| needs("calls"))?;
                match spec.millis {
                    Some(millis) => Self::gate_within(calls, Duration::from_millis(millis)),
                    None => Self::gate(calls),
                }
            }
            other => return Err(format!("{other:?} is not a kind of fault")),
        };
        let fault = fault.on(
            spec.method.as_deref().unwrap_or("*"),
            spec.path.as_deref().unwrap_or(""),
        );
        let fault = fault.skip(spec.skip.unwrap_or(0));
        Ok(match spec.times {
            None => fault,
            Some(Times::Number(times)) => fault.times(times),
            Some(Times::Word(Always::Always)) => fault.always(),
        })
    }
}

impl From<&Fault> for Spec {
    fn from(fault: &Fault) -> Self {
        let spec = Self {
            method: Some(fault.method.clone().unwrap_or_else(|| "*".to_owned())),
            path: Some(fault.path.clone()),
            skip: Some(fault.skip),
            times: Some(match fault.left() {
                Some(times) => Times::Number(times),
                None => Times::Word(Always::Always),
            }),
            ..Self::default()
        };
        let kind = |kind: &str| kind.to_owned();
        let millis = |pause: &Duration| u64::try_from(pause.as_millis()).ok();
        match &fault.kind {
            Kind::Refuse => Self {
                kind: kind("refuse"),
                ..spec
            },
            Kind::ResetBefore => Self {
                kind: kind("reset_before"),
                ..spec
            },
            Kind::ResetAfter => Self {
                kind: kind("reset_after"),
                ..spec
            },
            Kind::ExpireToken => Self {
                kind: kind("expire_token"),
                ..spec
            },
            Kind::Instead {
                status,
                content_type,
                body,
            } => Self {
                kind: kind(content_type.as_ref().map_or("status", |_| "body")),
                status: Some(*status),
                content_type: content_type.clone(),
                body: content_type
                    .as_ref()
                    .map(|_| String::from_utf8_lossy(body).into_owned()),
                ..spec
            },
            Kind::ContentType(content_type) => Self {
                kind: kind("content_type"),
                content_type: Some(content_type.clone()),
                ..spec
            },
            Kind::TooManyRequests(retry_after) => Self {
                kind: kind("too_many_requests"),
                retry_after: *retry_after,
                ..spec
            },
            Kind::Latency(pause) => Self {
                kind: kind("latency"),
                millis: millis(pause),
                ..spec
            },
            Kind::Drip { chunk, pause } => Self {
                kind: kind("drip"),
                bytes: Some(*chunk),
                millis: millis(pause),
                ..spec
            },
            Kind::Truncate(bytes) => Self {
                kind: kind("truncate"),
                bytes: Some(*bytes),
                ..spec
            },
            Kind::Stall(bytes) => Self {
                kind: kind("stall"),
                bytes: Some(*bytes),
                ..spec
            },
            Kind::Gate(gate) => Self {
                kind: kind("gate"),
                calls: Some(gate.calls),
                millis: millis(&gate.patience),
                ..spec
            },
        }
    }
}
