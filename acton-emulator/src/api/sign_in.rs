//! The pages behind `/authorize`: who are you, and may this application act for you.
//!
//! Their looks, paths and statuses are the emulator's own: Act-On's are not published.

use super::{Reply, authorize};
use crate::http::page::{escape, page};
use crate::http::{Answer, Call};
use crate::world::{ACCOUNT_NAME, Visit, World};

/// The form that asks for user and password; again, with what was wrong and who tried.
pub(super) fn sign_in_page(world: &World, visit: &str, again: Option<&str>) -> Answer {
    let (status, alert) = match again {
        // The status and words `/token` has for it.
        Some(_) => (
            403,
            "<p role=\"alert\">Wrong email or password. Try again.</p>\n",
        ),
        None => (200, ""),
    };
    let content = format!(
        "{alert}<p>Sign in to let <strong>{application}</strong> use this account.</p>\n\
         <form method=\"post\" action=\"/authorize/sign-in\">\n\
         <input type=\"hidden\" name=\"visit\" value=\"{visit}\">\n\
         <label>Email <input name=\"username\" type=\"email\" autocomplete=\"username\" value=\"{user}\" required autofocus></label>\n\
         <label>Password <input name=\"password\" type=\"password\" autocomplete=\"current-password\" required></label>\n\
         <button id=\"sign-in\">Sign in</button>\n</form>",
        application = escape(&world.settings.client_id),
        visit = escape(visit),
        user = escape(again.unwrap_or("")),
    );
    page(status, "Sign in", &content)
}

/// `POST /authorize/sign-in`.
pub(crate) fn sign_in(world: &mut World, call: &Call) -> Reply {
    let id = call.field("visit").unwrap_or("");
    let user = call.field("username").unwrap_or("");
    let known =
        user == world.settings.user && call.field("password") == Some(&*world.settings.password);
    let now = world.now();
    let Some(visit) = world.visits.get_mut(id, now) else {
        return Ok(over());
    };
    if !known {
        return Ok(sign_in_page(world, id, Some(user)));
    }
    visit.signed_in = true;
    // Seen as a page of its own, so that reloading it does not send the password again.
    let consent = format!("/authorize/consent?visit={id}");
    Ok(Answer::new(303, "text/plain", "").header("location", consent))
}

/// `GET /authorize/consent`.
pub(crate) fn consent_page(world: &mut World, call: &Call) -> Reply {
    let id = call.query("visit").unwrap_or("");
    let now = world.now();
    let visit = world.visits.get_mut(id, now);
    let Some(visit) = visit.filter(|visit| visit.signed_in).cloned() else {
        return Ok(over());
    };
    let content = format!(
        "<p><strong>{application}</strong> asks to use the account <strong>{account}</strong> as \
         <strong>{user}</strong>.</p>\n<p>It will be able to</p>\n<ul>\n\
         <li>read and change contacts, lists and opt&#8209;outs</li>\n\
         <li>read and change images and media</li>\n\
         <li>stay signed in until another sign&#8209;in</li>\n</ul>\n\
         <p>You return to {back}</p>\n\
         <form method=\"post\" action=\"/authorize/consent\">\n\
         <input type=\"hidden\" name=\"visit\" value=\"{visit}\">\n\
         <button id=\"allow\" name=\"decision\" value=\"allow\">Allow</button>\n\
         <button id=\"deny\" name=\"decision\" value=\"deny\" class=\"quiet\">Deny</button>\n</form>",
        application = escape(&visit.client_id),
        account = escape(ACCOUNT_NAME),
        user = escape(&world.settings.user),
        back = escape(&visit.redirect_uri),
        visit = escape(id),
    );
    Ok(page(200, "Allow access?", &content))
}

/// `POST /authorize/consent`: anything but "allow" is a no.
pub(crate) fn decide(world: &mut World, call: &Call) -> Reply {
    let id = call.field("visit").unwrap_or("");
    let now = world.now();
    let signed_in = |visit: &&mut Visit| visit.signed_in;
    if world.visits.get_mut(id, now).filter(signed_in).is_none() {
        return Ok(over());
    }
    let Some(visit) = world.visits.take(id, now) else {
        return Ok(over());
    };
    Ok(if call.field("decision") == Some("allow") {
        authorize::approve(world, visit)
    } else {
        authorize::deny(visit)
    })
}

/// A page left open too long, decided already, or never begun.
fn over() -> Answer {
    let content = "<p>This page was open too long, or its question is answered already.</p>\n\
                   <p>Start again from the application.</p>";
    page(400, "This sign-in is over", content)
}
