//! `GET /authorize`: what an application asks for, and where the answer goes (A§2.5).
//!
//! The errors, and how a refusal comes back, are unknown; all of them are inferred.

use super::{Reply, sign_in};
use crate::http::page::{escape, page};
use crate::http::percent::encode;
use crate::http::{Answer, Call, Refusal};
use crate::quirks::Consent;
use crate::world::{Challenge, Code, Visit, World};

/// Shows the sign-in page, or decides at once where a switch says so.
pub(crate) fn authorize(world: &mut World, call: &Call) -> Reply {
    let visit = match asked(world, call) {
        Ok(visit) => visit,
        // A person sees a page, a program the envelope.
        Err(refusal) if call.wants_page => return Ok(refused(refusal)),
        Err(refusal) => return Err(refusal),
    };
    Ok(match world.quirks.consent {
        Consent::Asked => {
            let id = world.visits.begin(visit);
            sign_in::sign_in_page(world, &id, None)
        }
        Consent::Given => approve(world, visit),
        Consent::Refused => deny(visit),
    })
}

/// Reads the request. Nothing wrong is sent to the redirect URI, which may be wrong itself.
fn asked(world: &World, call: &Call) -> Result<Visit, Refusal> {
    let required = |name: &str| call.query(name).ok_or_else(|| missing(name));
    let client_id = required("client_id")?;
    if client_id != world.settings.client_id {
        return Err(Refusal::oauth(401, "access_denied", "Unauthorized"));
    }
    let redirect_uri = required("redirect_uri")?;
    let registered = world.settings.redirect_uri.as_ref();
    if registered.is_some_and(|registered| registered != redirect_uri) {
        return Err(Refusal::oauth(
            400,
            "invalid_request",
            "redirect_uri is not the registered one.",
        ));
    }
    if required("response_type")? != "code" {
        return Err(Refusal::oauth(
            400,
            "unsupported_response_type",
            "Unsupported response type.",
        ));
    }
    if required("scope")? != "PRODUCTION" {
        return Err(Refusal::oauth(400, "invalid_scope", "Invalid scope."));
    }
    Ok(Visit {
        client_id: client_id.to_owned(),
        redirect_uri: redirect_uri.to_owned(),
        state: call.query("state").map(str::to_owned),
        challenge: call.query("code_challenge").map(|text| Challenge {
            text: text.to_owned(),
            hashed: call.query("code_challenge_method") == Some("S256"),
        }),
        begun: world.now(),
        signed_in: false,
    })
}

/// Sends the browser back with a code.
pub(super) fn approve(world: &mut World, visit: Visit) -> Answer {
    let issued = world.now();
    let code = world.tokens.issue_code(Code {
        redirect_uri: visit.redirect_uri.clone(),
        challenge: visit.challenge.clone(),
        issued,
    });
    back(&visit, &format!("code={code}"))
}

/// Sends the browser back without one. How Act-On does it is unknown; this is the standard's way.
pub(super) fn deny(visit: Visit) -> Answer {
    back(&visit, "error=access_denied")
}

fn back(visit: &Visit, outcome: &str) -> Answer {
    let redirect_uri = &visit.redirect_uri;
    let joint = if redirect_uri.contains('?') { '&' } else { '?' };
    let state = visit.state.as_ref();
    let state = state
        .map(|state| format!("&state={}", encode(state)))
        .unwrap_or_default();
    let location = format!("{redirect_uri}{joint}{outcome}{state}");
    Answer::new(302, "text/plain", "").header("location", location)
}

fn refused(refusal: Refusal) -> Answer {
    let Refusal::OAuth {
        status,
        error,
        description,
    } = refusal
    else {
        return refusal.into();
    };
    let content = format!(
        "<p role=\"alert\">{} ({})</p>\n<p>The application sent you here with a request that \
         cannot be granted. Nothing was sent back to it.</p>",
        escape(&description),
        escape(error),
    );
    page(status, "This sign-in cannot go on", &content)
}

fn missing(name: &str) -> Refusal {
    Refusal::OAuth {
        status: 400,
        error: "invalid_request",
        description: format!("Missing parameter - {name}").into(),
    }
}
