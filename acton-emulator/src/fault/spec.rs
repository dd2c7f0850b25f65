//! Faults as JSON, for the control plane.

mod read;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Fault, Kind, Late, Pages};

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
    #[serde(skip_serializing_if = "Option::is_none")]
    hang_up: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    heading: Option<String>,
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

impl From<&Fault> for Spec {
    fn from(fault: &Fault) -> Self {
        let mut spec = Self {
            method: Some(fault.method.clone().unwrap_or_else(|| "*".to_owned())),
            path: Some(fault.path.clone()),
            skip: Some(fault.skip),
            times: Some(match fault.left() {
                Some(times) => Times::Number(times),
                None => Times::Word(Always::Always),
            }),
            ..Self::default()
        };
        spec.kind = spec.describe(&fault.kind).to_owned();
        spec
    }
}

impl Spec {
    /// Writes down what a kind needs, and says its name.
    fn describe(&mut self, kind: &Kind) -> &'static str {
        let millis = |pause: &Duration| u64::try_from(pause.as_millis()).ok();
        match kind {
            Kind::Refuse => "refuse",
            Kind::ResetBefore => "reset_before",
            Kind::ResetAfter => "reset_after",
            Kind::ExpireToken => "expire_token",
            Kind::Pages(Pages::First) => "ignored_offset",
            Kind::Pages(Pages::AsAsked) => "repeated_page",
            Kind::Instead {
                status,
                content_type,
                body,
            } => {
                self.status = Some(*status);
                self.content_type.clone_from(content_type);
                if content_type.is_none() {
                    return "status";
                }
                self.body = Some(String::from_utf8_lossy(body).into_owned());
                "body"
            }
            Kind::ContentType(content_type) => {
                self.content_type = Some(content_type.clone());
                "content_type"
            }
            Kind::TooManyRequests(retry_after) => {
                self.retry_after = *retry_after;
                "too_many_requests"
            }
            Kind::Latency(pause) => {
                self.millis = millis(pause);
                "latency"
            }
            Kind::Drip { chunk, pause } => {
                (self.bytes, self.millis) = (Some(*chunk), millis(pause));
                "drip"
            }
            Kind::Truncate(bytes) => {
                self.bytes = Some(*bytes);
                "truncate"
            }
            Kind::Stall(bytes) => {
                self.bytes = Some(*bytes);
                "stall"
            }
            Kind::CloseDelimited(bytes) => {
                self.bytes = *bytes;
                "close_delimited"
            }
            Kind::Gate(gate) => {
                (self.calls, self.millis) = (Some(gate.calls), millis(&gate.patience));
                "gate"
            }
            Kind::Late(Late { after, hang_up }) => {
                self.millis = after.as_ref().and_then(millis);
                self.hang_up = hang_up.then_some(true);
                after.map_or("held", |_| "late")
            }
            Kind::Echo(status) => {
                self.status = Some(*status);
                "echo"
            }
            Kind::DropColumn(heading) => {
                self.heading = Some(heading.clone());
                "drop_column"
            }
        }
    }
}
