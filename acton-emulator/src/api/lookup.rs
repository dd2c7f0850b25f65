//! Finding a record by e-mail address or beacon cookie (A§8.1).

use serde_json::json;

use super::Reply;
use super::record::by_heading;
use crate::http::error::{INVALID_CONTACT, NO_CONTACT};
use crate::http::{Answer, Call, Refusal};
use crate::quirks::LookupMiss;
use crate::world::World;

/// The first match in a list. The cookie is tried before the address.
pub(crate) fn in_list(world: &mut World, call: &Call) -> Reply {
    let list = world.list(call.path_value(0))?;
    let (email, cookie) = (call.query("email"), call.query("cookieid"));
    if email.is_none() && cookie.is_none() {
        return Err(Refusal::missing("email"));
    }
    let by_cookie = cookie
        .and_then(|cookie| world.cookies.get(cookie))
        .and_then(|ids| ids.iter().find_map(|id| list.row_number(id)));
    let found = by_cookie.or_else(|| world.find_email(list, email?));
    match found {
        Some(number) => Ok(Answer::json(&by_heading(list, number))),
        None => miss(world),
    }
}

/// The record id behind a cookie; the shape of the answer is inferred.
pub(crate) fn by_cookie(world: &mut World, call: &Call) -> Reply {
    let cookie = call
        .query("cookie")
        .ok_or_else(|| Refusal::missing("cookie"))?;
    let ids = world.cookies.get(cookie);
    match ids.and_then(|ids| ids.first()) {
        Some(id) => Ok(Answer::json(&json!({"contactID": id}))),
        None => miss(world),
    }
}

fn miss(world: &World) -> Reply {
    match world.quirks.lookup_miss {
        LookupMiss::NoContact => Err(NO_CONTACT),
        LookupMiss::BadRequest => Err(INVALID_CONTACT),
        LookupMiss::EmptyObject => Ok(Answer::json(&json!({}))),
    }
}
