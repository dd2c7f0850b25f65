//! `GET /authorize`: the sign-in page, with a person who approves at once (A§2.5).

use super::Reply;
use crate::http::percent::encode;
use crate::http::{Answer, Call, Refusal};
use crate::world::{Challenge, Code, World};

pub(crate) fn authorize(world: &mut World, call: &Call) -> Reply {
    let required = |name: &str| call.query(name).ok_or_else(|| missing(name));
    if required("client_id")? != world.settings.client_id {
        return Err(Refusal::oauth(401, "access_denied", "Unauthorized"));
    }
    let redirect_uri = required("redirect_uri")?.to_owned();
    let registered = world.settings.redirect_uri.as_ref();
    if registered.is_some_and(|registered| *registered != redirect_uri) {
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

    let outcome = if world.quirks.authorization_approved {
        let challenge = call.query("code_challenge").map(|text| Challenge {
            text: text.to_owned(),
            hashed: call.query("code_challenge_method") == Some("S256"),
        });
        let issued = world.now();
        let code = world.tokens.issue_code(Code {
            redirect_uri: redirect_uri.clone(),
            challenge,
            issued,
        });
        format!("code={code}")
    } else {
        // How a refusal comes back is unknown; this is the standard's way.
        "error=access_denied".to_owned()
    };
    let joint = if redirect_uri.contains('?') { '&' } else { '?' };
    let state = call
        .query("state")
        .map(|state| format!("&state={}", encode(state)))
        .unwrap_or_default();
    let location = format!("{redirect_uri}{joint}{outcome}{state}");
    Ok(Answer::new(302, "text/plain", "").header("location", location))
}

/// Errors of this page are unknown; all of these are inferred.
fn missing(name: &str) -> Refusal {
    Refusal::OAuth {
        status: 400,
        error: "invalid_request",
        description: format!("Missing parameter - {name}").into(),
    }
}
