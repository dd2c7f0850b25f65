//! `POST /token`: password, refresh and code grants (A§2).

use serde::Serialize;

use super::Reply;
use crate::http::error::too_many_requests;
use crate::http::{Answer, Call, Refusal};
use crate::world::World;

#[derive(Serialize)]
struct Granted {
    access_token: String,
    refresh_token: String,
    scope: &'static str,
    token_type: &'static str,
    expires_in: i64,
}

const ACCESS_DENIED: Refusal = Refusal::oauth(401, "access_denied", "Unauthorized");
const WRONG_PASSWORD: Refusal = Refusal::oauth(403, "invalid_grant", "Wrong email or password.");
const WRONG_REFRESH: Refusal =
    Refusal::oauth(403, "invalid_grant", "Unknown or invalid refresh token.");
/// Inferred, as is the one below.
const WRONG_CODE: Refusal = Refusal::oauth(
    403,
    "invalid_grant",
    "Unknown or invalid authorization code.",
);
const NO_SUCH_GRANT: Refusal =
    Refusal::oauth(400, "unsupported_grant_type", "Unsupported grant type.");
/// The name is published, status and envelope are inferred.
const NO_API_ACCESS: Refusal =
    Refusal::oauth(403, "access_denied", "PUBLIC_API_FEATURE_NOT_ENABLED");

/// Parameters may come in the query, a form, a multipart body or a mixture (A§2.1), but no
/// source sends them as JSON.
pub(crate) fn grant(world: &mut World, call: &Call) -> Reply {
    let given = |name| {
        let found = if call.is_json {
            call.query(name)
        } else {
            call.parameter(name)
        };
        found.unwrap_or("")
    };
    let settings = &world.settings;
    if given("client_id") != settings.client_id || given("client_secret") != settings.client_secret
    {
        return Err(ACCESS_DENIED);
    }
    if !world.quirks.api_enabled {
        return Err(NO_API_ACCESS);
    }
    let now = world.now();
    match given("grant_type") {
        "refresh_token" => {
            if !world.tokens.is_current_refresh(given("refresh_token")) {
                return Err(WRONG_REFRESH);
            }
        }
        "password" => {
            count_login(world, now)?;
            let settings = &world.settings;
            if given("username") != settings.user || given("password") != settings.password {
                return Err(WRONG_PASSWORD);
            }
        }
        "authorization_code" => {
            count_login(world, now)?;
            let code = world.tokens.take_code(given("code"), now);
            let code = code.ok_or(WRONG_CODE)?;
            let verified = code
                .challenge
                .is_none_or(|challenge| challenge.accepts(given("code_verifier")));
            if code.redirect_uri != given("redirect_uri") || !verified {
                return Err(WRONG_CODE);
            }
        }
        _ => return Err(NO_SUCH_GRANT),
    }
    let lifetime = world.settings.token_lifetime_ms;
    let pair = world.tokens.issue(now, lifetime);
    Ok(Answer::json(&Granted {
        access_token: pair.access,
        refresh_token: pair.refresh,
        scope: "offline-access",
        token_type: "Bearer",
        expires_in: lifetime / 1000,
    }))
}

/// Counted whether it succeeds or not (inferred). What one too many answers is inferred too.
fn count_login(world: &mut World, now: i64) -> Result<(), Refusal> {
    if world.limits.login(now) {
        Ok(())
    } else {
        Err(too_many_requests(None))
    }
}
