//! One call to one operation: read, admitted, carried out.

use axum::http::request::Parts;
use bytes::Bytes;

use crate::api::{self, Access, Serve};
use crate::fault::Pages;
use crate::http::error::{NOT_FOUND, UNAUTHORIZED, too_many_requests};
use crate::http::{Answer, Call, Refusal};
use crate::world::World;

/// A call, and what serves it.
#[derive(Debug)]
pub(super) struct Operation {
    call: Call,
    access: Access,
    serve: Serve,
}

impl Operation {
    pub(super) async fn read(parts: &Parts, body: Bytes) -> Result<Self, Refusal> {
        let mut call = Call::read(parts, body).await?;
        let (access, serve, values) = api::find(&call.method, &call.segments).ok_or(NOT_FOUND)?;
        call.path_values = values;
        Ok(Self {
            call,
            access,
            serve,
        })
    }

    /// Takes the `offset` out of the call.
    pub(super) fn repeat(&mut self, pages: Pages) {
        let (offset, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.call.query)
            .into_iter()
            .partition(|(name, _)| name == "offset");
        self.call.query = rest;
        let asked = offset.first().and_then(|(_, text)| text.parse().ok());
        self.call.told_offset = asked.filter(|_| pages == Pages::AsAsked);
    }

    /// Checks in the order a gateway would: who calls, how often.
    pub(super) fn admit(&self, world: &mut World, expire_token: bool) -> Result<(), Refusal> {
        if self.access != Access::Bearer {
            return Ok(());
        }
        let now = world.now();
        let header = self.call.authorization.as_deref();
        let token = header.and_then(bearer).unwrap_or("");
        if expire_token {
            world.tokens.expire(token);
        }
        // An expired token is answered like a wrong one (inferred).
        if !world.tokens.is_valid(token, now) {
            return Err(UNAUTHORIZED);
        }
        let triggered = self
            .call
            .segments
            .first()
            .is_some_and(|first| first == "ete");
        if world.limits.call(now, triggered) {
            Ok(())
        } else {
            Err(too_many_requests(None))
        }
    }

    pub(super) fn perform(&self, world: &mut World) -> Result<Answer, Refusal> {
        world.settle();
        match self.serve {
            Serve::Handler(handler) => handler(world, &self.call),
            Serve::NotModelled(name) => Err(Refusal::not_modelled(format!(
                "{name} ({} /{})",
                self.call.method,
                self.call.segments.join("/")
            ))),
        }
    }
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
