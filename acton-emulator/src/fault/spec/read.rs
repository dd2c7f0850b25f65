//! From JSON to a fault, with a word on what is missing.

use std::time::Duration;

use axum::http::{HeaderValue, StatusCode};

use super::{Always, Spec, Times};
use crate::fault::Fault;

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
            "close_delimited" => match spec.bytes {
                Some(bytes) => Self::close_delimited_cut(bytes),
                None => Self::close_delimited(),
            },
            "ignored_offset" => Self::ignored_offset(),
            "repeated_page" => Self::repeated_page(),
            "echo" => Self::echo(status()?),
            "late" => Self::late(pause()?),
            "held" => Self::held(),
            "drop_column" => {
                let heading = spec.heading.clone().ok_or_else(|| needs("heading"))?;
                Self::drop_column(heading)
            }
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
        let fault = match spec.hang_up {
            Some(true) => fault.hang_up(),
            _ => fault,
        };
        Ok(match spec.times {
            None => fault,
            Some(Times::Number(times)) => fault.times(times),
            Some(Times::Word(Always::Always)) => fault.always(),
        })
    }
}
